"""The lock check: locks and threads of agent/ and client/ are those of agent/base.

    locks.py TOP

reports each use of a lock that Clang's -Wthread-safety knows nothing of, and each thread
that is started by hand. That analysis itself is a part of clang-tidy's run (.clang-tidy).
"""

import pathlib
import re
import sys

RULES = [
    (re.compile(r"\bstd::(?:(?:recursive_|shared_|timed_)*mutex|lock_guard|unique_lock|scoped_lock"
                r"|shared_lock|condition_variable(?:_any)?)\b"),
     "carries no annotations for -Wthread-safety: use agent/base/mutex.h"),
    (re.compile(r"\babsl::(?:Mutex|MutexLock|CondVar)\b"),
     "waits by the wall clock and is invisible to ThreadSanitizer: use agent/base/mutex.h"),
    (re.compile(r"\bstd::j?thread(?=[({]|\s+\w+[({])"),
     "starts a thread without a name: use agent/base/periodic_thread.h or thread.h"),
]

# Files, and folders that end with "/", that may still do so.
ALLOWED = (
    "agent/base/mutex.h",
    "agent/base/thread.h",
    # With std::stop_token, on which its wait ends.
    "client/cli/",
)


def lock_faults(path, text):
    if path.startswith(ALLOWED):
        return
    for number, line in enumerate(text.splitlines(), 1):
        code = line.partition("//")[0]
        for pattern, why in RULES:
            if found := pattern.search(code):
                yield f"{path}:{number}: {found.group()} {why}"


def main(top):
    faults = []
    for folder in ("agent", "client"):
        for path in sorted(pathlib.Path(top, folder).rglob("*")):
            if path.suffix in (".h", ".cc"):
                faults += lock_faults(path.relative_to(top).as_posix(), path.read_text())
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
