"""The agent and other servers in turn, on the same requests and answers."""

import contextlib
import statistics

import bare_servers
import load
import measured


def _latency(server, question, answer, calls):
    """Mean microseconds of a call with nothing else in flight."""
    return 1e6 / load.run(server, question, answer, calls, connections=1, streams=1).calls_per_second


def _measure(server, question, answer, calls):
    under_load = load.run(server, question, answer, calls)
    return {
        "cpu_microseconds": under_load.cpu_microseconds,
        "calls_per_second": under_load.calls_per_second,
        "latency_microseconds": _latency(server, question, answer, calls // 10),
        "resident_mib": measured.resident_mib(server.pid),
    }


def rounds_of(servers, question, answer, rounds, calls):
    """Every server's figures by round, in turn and in turn about who comes first. A
    server may have the question, and so the answer, in terms of its own (`asked`). Slow
    servers get fewer calls, those of about a second."""
    asked = []
    for server in servers:
        own = getattr(server, "asked", (question, answer))
        rate = load.run(server, *own, calls // 4).calls_per_second  # warms up as well
        asked.append((server, *own, min(calls, int(rate))))
    figures = {server.name: [] for server in servers}
    for number in range(rounds):
        for each in asked if number % 2 == 0 else reversed(asked):
            figures[each[0].name].append(_measure(*each))
    return figures


def medians(rounds):
    return {key: statistics.median(figures[key] for figures in rounds) for key in rounds[0]}


def ratios(first, second):
    """What the two of one round are to one another, for each round: what else goes
    on in the machine meets both."""
    return [{key: a[key] / f[key] for key in a} for a, f in zip(first, second)]


def compare(question, rounds, calls, others=()):
    """One question's figures: medians of the servers, and of the ratios of the agent to
    each other one in the same round. `others` make further servers of the question and
    the agent's answer."""
    with contextlib.ExitStack() as stack:
        agent = stack.enter_context(measured.Agent())
        answer = load.ask(agent.address, question)
        servers = [agent, stack.enter_context(bare_servers.Floor(answer))]
        servers += [stack.enter_context(make(question, answer)) for make in others]
        figures = rounds_of(servers, question, answer, rounds, calls)
    return {
        "question": question.name,
        "answer_bytes": len(answer),
        "servers": {name: medians(rounds) for name, rounds in figures.items()},
        "ratio": {name: medians(ratios(figures["agent"], rounds))
                  for name, rounds in figures.items() if name != "agent"},
    }
