"""The agent and the floor server in turn, on the same requests and answers."""

import contextlib
import statistics

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
    }


def rounds_of(servers, question, answer, rounds, calls):
    """Every server's figures by round, in turn and in turn about who comes first."""
    figures = {server.name: [] for server in servers}
    for number in range(rounds):
        for server in servers if number % 2 == 0 else reversed(servers):
            figures[server.name].append(_measure(server, question, answer, calls))
    return figures


def medians(rounds):
    return {key: statistics.median(figures[key] for figures in rounds) for key in rounds[0]}


def ratios(first, second):
    """What the two of one round are to one another, for each round: what else goes
    on in the machine meets both."""
    return [{key: a[key] / f[key] for key in a} for a, f in zip(first, second)]


def compare(question, rounds, calls, beside=()):
    """One question's figures: medians of the servers, and of the ratios of the rounds.
    `beside` are further kinds of bare server to measure in the same rounds."""
    with contextlib.ExitStack() as stack:
        agent = stack.enter_context(measured.Agent())
        answer = load.ask(agent.address, question)
        servers = [agent] + [stack.enter_context(kind(answer))
                             for kind in (measured.Floor, *beside)]
        for server in servers:
            load.run(server, question, answer, calls)  # warms up
        figures = rounds_of(servers, question, answer, rounds, calls)
    return {
        "question": question.name,
        "answer_bytes": len(answer),
        **{name: medians(rounds) for name, rounds in figures.items()},
        "ratio": medians(ratios(figures["agent"], figures["floor"])),
        "beside": {kind.name: medians(ratios(figures["agent"], figures[kind.name]))
                   for kind in beside},
    }
