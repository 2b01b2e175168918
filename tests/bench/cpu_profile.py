"""Where the CPU of a call goes: samples of an agent under load, by library and module.

Needs perf, and leave to sample processes of one's own (kernel.perf_event_paranoid).
"""

import collections
import contextlib
import os
import re
import subprocess
import tempfile

import load
import measured
import questions

SECONDS, CALLS = 4, 20_000
FREQUENCY = 1999
SYMBOLS = 12

_FRAME = re.compile(r"\s+[0-9a-f]+ (?P<symbol>.*) \((?P<library>.*)\)$")
_SYSTEM_CALL = re.compile(r"__(?:(?:x64|arm64)_)?sys_(\w+)")
_MEMORY = re.compile(r"malloc|calloc|realloc|cfree|_int_free|^free$|operator (new|delete)")
_MODULE = re.compile(r"linkstat::(\w+)::")
_LIBRARIES = {"libgrpc": "gRPC core", "libgpr": "gRPC core", "libgrpc++": "gRPC C++", "libstdc++": "C++ library"}


def _part(library, symbol, stack):
    """The part of the program that a sample counts to, by its innermost frame."""
    if library == "[kernel.kallsyms]":
        call = next(filter(None, map(_SYSTEM_CALL.fullmatch, reversed(stack))), None)
        return f"kernel: {call[1]}" if call else "kernel: other"
    if _MEMORY.search(symbol):
        return "memory"
    name = os.path.basename(library)
    if name == "linkstat-agent":
        module = _MODULE.search(symbol)
        return f"agent: {module[1]}" if module else "agent: other"
    if name.startswith("libabsl"):
        return "Abseil"
    return _LIBRARIES.get(name.partition(".so")[0], "C library")


def _stacks(file):
    """The frames of each sample, innermost first, as (library, symbol)."""
    said = subprocess.run(["perf", "script", "-i", file, "-F", "ip,sym,dso"],
                          check=True, capture_output=True, text=True).stdout
    for sample in said.split("\n\n"):
        frames = list(filter(None, map(_FRAME.match, sample.splitlines())))
        if frames:
            yield [(frame["library"], frame["symbol"]) for frame in frames]


def _profile(server, question, answer):
    """Microseconds a call, and the shares of parts and symbols."""
    load.run(server, question, answer, CALLS)  # warms up
    alone = load.run(server, question, answer, 2 * CALLS)
    with tempfile.NamedTemporaryFile() as file:
        with subprocess.Popen(["perf", "record", "--quiet", "-g", "-F", str(FREQUENCY),
                               "-p", str(server.pid), "-o", file.name,
                               "--", "sleep", str(SECONDS)]) as perf:
            load.run(server, question, answer, int((SECONDS + 1) * alone.calls_per_second))
        if perf.returncode != 0:
            raise RuntimeError("perf cannot sample the agent")
        stacks = list(_stacks(file.name))
    parts, symbols = collections.Counter(), collections.Counter()
    for stack in stacks:
        parts[_part(*stack[0], [symbol for _, symbol in stack])] += 1 / len(stacks)
        symbols[os.path.basename(stack[0][0]), stack[0][1]] += 1 / len(stacks)
    return {"cost": alone.cpu_microseconds, "parts": parts, "symbols": symbols}


def _print(profiles):
    names = list(profiles)
    print("shares of the CPU of CheckPermissions BASIC; microseconds a call")
    print(("{:<22}" + "{:>20}" * len(names)).format("", *names))
    parts = sorted(set().union(*(each["parts"] for each in profiles.values())),
                   key=lambda part: -profiles[names[0]]["parts"][part])
    for part in parts:
        print(f"{part:<22}" + "".join(
            f"{each['parts'][part]:>12.1%}{each['parts'][part] * each['cost']:>8.2f}"
            for each in profiles.values()))
    for name, each in profiles.items():
        print(f"\nsymbols of {name}, {each['cost']:.1f} us a call")
        for (library, symbol), share in each["symbols"].most_common(SYMBOLS):
            print(f"{share:>7.1%}  {library:<24} {symbol[:80]}")


def measure(other_agents):
    question = questions.AT_THE_FLOOR[0]
    with contextlib.ExitStack() as stack:
        agent = stack.enter_context(measured.Agent())
        answer = load.ask(agent.address, question)
        servers = [agent] + [stack.enter_context(make(question, answer)) for make in other_agents]
        _print({server.name: _profile(server, question, answer) for server in servers})
