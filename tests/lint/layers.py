"""The layer check: which room may include which, and no include circles.

    layers.py TOP

reads every #include of agent/ and client/ under TOP and tells each one that
goes against the arrows of ARCHITECTURE.md, and each circle between files. All
headers of the system packages sit in one folder, so the build cannot tell.
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)

# For each room, the other rooms whose headers it may include.
ARROWS = {
    "agent/base": set(),
    "agent/net": {"agent/base"},
    "agent/tls": {"agent/base"},
    "agent/core": {"agent/base"},
    "agent/catalog": {"agent/base", "agent/core"},
    "agent/store": {"agent/base", "agent/core"},
    "agent/service": {"agent/base", "agent/core", "agent/catalog", "agent/store"},
    "agent/telemetry": {"agent/base"},
    "agent/access": {"agent/base"},
    "agent/rpc": {
        "agent/base", "agent/core", "agent/catalog", "agent/service", "agent/telemetry",
        "agent/net", "agent/tls", "agent/access",
    },
    "agent/app": {
        "agent/base", "agent/core", "agent/catalog", "agent/store", "agent/service",
        "agent/telemetry", "agent/rpc", "agent/net", "agent/tls", "agent/access",
    },
    "client/include": set(),
    "client/src": {"agent/base", "client/include"},
    "client/cli": {"agent/base", "agent/core", "agent/catalog", "client/include"},
}

GRPC = re.compile(r"^(grpc|grpcpp|grpc\+\+)/|\.grpc\.pb\.h$")
IMPURE = re.compile(
    r"^(sqlite3\.h|agent/base/(clock|deadline)\.h|absl/(time/clock|synchronization/.*)\.h|"
    r"atomic|chrono|condition_variable|ctime|filesystem|fstream|future|mutex|shared_mutex|thread|"
    r"(sys/.*|fcntl|pthread|time|unistd)\.h)$"
)

# Headers from outside that a room must do without, and why.
FORBIDDEN = {
    "agent/base": [(GRPC, "this room knows no transport")],
    "agent/net": [(GRPC, "this room knows sockets, not what is said on them")],
    "agent/tls": [(GRPC, "this room knows no transport")],
    "agent/core": [
        (GRPC, "this room knows no transport"),
        (IMPURE, "this room is pure: no clock, thread or file"),
    ],
    "agent/catalog": [(GRPC, "this room knows no transport")],
    "agent/store": [(GRPC, "this room knows no transport")],
    "agent/service": [(GRPC, "this room knows no transport")],
    "agent/access": [(GRPC, "this room knows no transport")],
    "client/include": [(GRPC, "the public headers keep gRPC inside")],
}

# The time that people set: for what is shown or stored. How long something takes or
# waits is measured by agent/base/deadline.h.
WALL_CLOCK = "absl/time/clock.h"
WALL_CLOCK_USERS = ("agent/base/clock.cc", "client/cli/verbs/account_report.cc")


def room_of(path):
    """The room that a file belongs to: the first two folders of its path."""
    return "/".join(path.split("/")[:2])


def project_path(include):
    """The file that an include means, as a path from the top; None for others."""
    if include.startswith("linkstat/") and not include.endswith(".pb.h"):
        return "client/include/" + include
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


def arrow_faults(files):
    for path, includes in files.items():
        room = room_of(path)
        if room not in ARROWS:
            yield f"{path}: the room {room} is not known to tests/lint/layers.py"
            continue
        for include in includes:
            target = project_path(include)
            if target and room_of(target) not in ARROWS[room] | {room}:
                yield f"{path}: {room} must not include {include}"
            if include == WALL_CLOCK and path not in WALL_CLOCK_USERS:
                yield f"{path}: must not include {include}: agent/base has clock.h and deadline.h"
            for pattern, why in FORBIDDEN.get(room, ()):
                if pattern.search(include):
                    yield f"{path}: must not include {include}: {why}"


def circle_faults(files):
    """One line for each circle, found by a walk along the includes."""
    done, trail = set(), []

    def walk(path):
        if path in trail:
            yield "circle: " + " -> ".join(trail[trail.index(path):] + [path])
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
    faults = [*arrow_faults(files), *circle_faults(files)]
    for fault in faults:
        print(fault)
    if not files:
        print("no source files found")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
