"""The layer check: the modules that each module may include, and no cycles of includes.

    layers.py TOP

reads every #include of agent/ and client/ under TOP and reports each one that
ARCHITECTURE.md does not allow, and each cycle between files. All headers of
the system packages are in one folder, so the build cannot find them.
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)

# For each module, the other modules whose headers it may include.
DEPENDENCIES = {
    "agent/base": set(),
    "agent/net": {"agent/base"},
    "agent/tls": {"agent/base"},
    "agent/core": {"agent/base"},
    "agent/catalog": {"agent/base", "agent/core"},
    "agent/store": {"agent/base", "agent/core"},
    "agent/service": {"agent/base", "agent/core", "agent/catalog", "agent/store"},
    "agent/telemetry": {"agent/base"},
    "agent/access": {"agent/base"},
    "agent/rpc/call": {"agent/base", "agent/core", "agent/telemetry", "agent/access"},
    "agent/rpc/transport": {
        "agent/base", "agent/net", "agent/tls", "agent/telemetry", "agent/rpc/call",
    },
    "agent/rpc/stream": {
        "agent/base", "agent/catalog", "agent/core", "agent/service", "agent/rpc/call",
        "agent/rpc/transport",
    },
    "agent/rpc/service": {
        "agent/base", "agent/catalog", "agent/core", "agent/service", "agent/telemetry",
        "agent/rpc/call", "agent/rpc/transport", "agent/rpc/stream",
    },
    "agent/rpc": {
        "agent/base", "agent/catalog", "agent/service", "agent/net", "agent/telemetry",
        "agent/rpc/call", "agent/rpc/transport", "agent/rpc/stream", "agent/rpc/service",
    },
    "agent/app/config": {
        "agent/base", "agent/access", "agent/catalog", "agent/core", "agent/service", "agent/store",
        "agent/net", "agent/telemetry", "agent/rpc/transport",
    },
    "agent/app": {
        "agent/base", "agent/core", "agent/catalog", "agent/store", "agent/service",
        "agent/telemetry", "agent/rpc", "agent/rpc/transport", "agent/net", "agent/tls",
        "agent/access", "agent/app/config",
    },
    "agent/app/command": {
        "agent/base", "agent/net", "agent/store", "agent/telemetry", "agent/tls",
        "agent/rpc/transport", "agent/app", "agent/app/config",
    },
    # The program's entry knows everything.
    "agent/app/main.cc": {
        "agent/base", "agent/telemetry", "agent/app", "agent/app/config", "agent/app/command",
    },
    "client/cpp/include": set(),
    "client/cpp/src": {"agent/base", "client/cpp/include"},
    "client/cli": {"agent/base", "agent/core", "agent/catalog", "client/cpp/include"},
}

GRPC = re.compile(r"^(grpc|grpcpp|grpc\+\+)/|\.grpc\.pb\.h$")
IMPURE = re.compile(
    r"^(sqlite3\.h|agent/base/(.*executor|clock|deadline|delayed_task_queue|mutex|.*thread)\.h|absl/(time/clock|synchronization/.*)\.h|"
    r"atomic|chrono|condition_variable|ctime|filesystem|fstream|future|mutex|shared_mutex|thread|"
    r"(sys/.*|fcntl|pthread|time|unistd)\.h)$"
)

# Headers from outside that a module must do without, and why.
FORBIDDEN = {
    "agent/base": [(GRPC, "this module knows no transport")],
    "agent/net": [(GRPC, "this module knows sockets, not what is said on them")],
    "agent/tls": [(GRPC, "this module knows no transport")],
    "agent/core": [
        (GRPC, "this module knows no transport"),
        (IMPURE, "this module is pure: no clock, thread or file"),
    ],
    "agent/catalog": [(GRPC, "this module knows no transport")],
    "agent/store": [(GRPC, "this module knows no transport")],
    "agent/service": [(GRPC, "this module knows no transport")],
    "agent/access": [(GRPC, "this module knows no transport")],
    "client/cpp/include": [(GRPC, "the public headers keep gRPC inside")],
}

# The time that people set: for what is shown or stored. How long something takes or
# waits is measured by agent/base/deadline.h.
WALL_CLOCK = "absl/time/clock.h"
WALL_CLOCK_USERS = ("agent/base/clock.cc", "client/cli/verbs/account_report.cc")


def module_of(path):
    """The module that a file belongs to: the nearest folder above it that is one, or the file."""
    while path not in DEPENDENCIES and path.count("/") > 1:
        path = path.rpartition("/")[0]
    return path


def project_path(include):
    """The file that an include means, as a path from the top; None for others."""
    if include.startswith("linkstat/") and not include.endswith(".pb.h"):
        return "client/cpp/include/" + include
    if include.startswith(("agent/", "client/", "tests/")):
        return include
    return None


def read_includes(top):
    """Maps each file of agent/ and client/ to the names that it includes."""
    files = {}
    for folder in ("agent", "client"):
        for path in sorted((top / folder).rglob("*")):
            if path.suffix in (".h", ".cc"):
                files[path.relative_to(top).as_posix()] = INCLUDE.findall(path.read_text())
    return files


def dependency_faults(files):
    for path, includes in files.items():
        module = module_of(path)
        if module not in DEPENDENCIES:
            yield f"{path}: the module {module} is not known to tests/lint/layers.py"
            continue
        for include in includes:
            target = project_path(include)
            if target and module_of(target) not in DEPENDENCIES[module] | {module}:
                yield f"{path}: {module} must not include {include}"
            if include == WALL_CLOCK and path not in WALL_CLOCK_USERS:
                yield f"{path}: must not include {include}: agent/base has clock.h and deadline.h"
            for pattern, why in FORBIDDEN.get(module, ()):
                if pattern.search(include):
                    yield f"{path}: must not include {include}: {why}"


def cycle_faults(files):
    """One line for each cycle, found by a walk along the includes."""
    done, trail = set(), []

    def walk(path):
        if path in trail:
            yield "cycle: " + " -> ".join(trail[trail.index(path):] + [path])
        elif path in files and path not in done:
            trail.append(path)
            for include in files[path]:
                target = project_path(include)
                if target:
                    yield from walk(target)
            trail.pop()
            done.add(path)

    for path in files:
        yield from walk(path)


def main(top):
    files = read_includes(pathlib.Path(top))
    faults = [*dependency_faults(files), *cycle_faults(files)]
    for fault in faults:
        print(fault)
    if not files:
        print("no source files found")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
