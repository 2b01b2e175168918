"""The latency of an answered call: with nothing else in flight, and at half load.

Half load is half of the peak of the slowest server, the same rate for all, begun whether
earlier calls were answered or not.
"""

import contextlib
import statistics

import bare_servers
import floor
import load
import measured
import open_load

SECONDS = 1
AT_THE_PEAK = 256
PEAKS = 3
TRIES = 5


class TooBusy(Exception):
    """Other work on the machine keeps a server from answering half of its peak."""


def _microseconds(calls, how):
    """Of a run in which every call was answered: other work on the machine can stop a server
    for so long that the client gives calls up."""
    for _ in range(TRIES):
        figures = calls.put(*how)
        if not figures.refused and not figures.given_up:
            return {key: 1000 * getattr(figures, key) for key in ("mean", "p50", "p99")}
    raise TooBusy(f"not every call was answered: {figures}")


def _half(loads):
    """Half of the slowest server's peak."""
    peaks = [statistics.median(each.put(0, AT_THE_PEAK, SECONDS).goodput for _ in range(PEAKS))
             for each in loads]
    return round(min(peaks) / 2)


def _rounds(loads, kinds, rounds):
    figures = {name: {kind: [] for kind in kinds} for name in loads}
    for number in range(rounds):
        for name in loads if number % 2 == 0 else reversed(loads):
            for kind, how in kinds.items():
                figures[name][kind].append(_microseconds(loads[name], how))
    return figures


def compare(question, rounds, others=()):
    """Medians of the servers' figures, and of the ratios of the agent to each other one
    in the same round."""
    with contextlib.ExitStack() as stack:
        agent = stack.enter_context(measured.Agent())
        answer = load.ask(agent.address, question)
        servers = [agent, stack.enter_context(bare_servers.Floor(answer))]
        servers += [stack.enter_context(make(question, answer)) for make in others]
        loads = {server.name: open_load.OpenLoad(server.address, question.method, question.request)
                 for server in servers}
        rate = _half(loads.values())
        kinds = {"alone": (0, 1, SECONDS), "half": (rate, AT_THE_PEAK, SECONDS, "prompt")}
        figures = _rounds(loads, kinds, rounds)
    return {
        "question": question.name,
        "half_rate": rate,
        **{kind: {
            "servers": {name: floor.medians(own[kind]) for name, own in figures.items()},
            "ratio": {name: floor.medians(floor.ratios(figures["agent"][kind], own[kind]))
                      for name, own in figures.items() if name != "agent"},
        } for kind in kinds},
    }
