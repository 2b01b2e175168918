"""The agent and the floor server in turn, on the same requests and answers."""

import statistics

import load
import measured


def _median(results, field):
    return statistics.median(getattr(result, field) for result in results)


def _latency(server, question, answer, calls):
    """Mean microseconds of a call with nothing else in flight."""
    return 1e6 / load.run(server, question, answer, calls, connections=1, streams=1).calls_per_second


def _rounds(servers, question, answer, rounds, calls):
    """Every server's results, in turn and in turn about who comes first."""
    loads = {server.name: [] for server in servers}
    latencies = {server.name: [] for server in servers}
    for number in range(rounds):
        for server in servers if number % 2 == 0 else reversed(servers):
            loads[server.name].append(load.run(server, question, answer, calls))
            latencies[server.name].append(_latency(server, question, answer, calls // 10))
    return loads, latencies


def compare(question, rounds, calls):
    """One question's figures: medians of both servers, and the agent's ratios."""
    with measured.Agent() as agent:
        answer = load.ask(agent.address, question)
        with measured.Floor(answer) as floor:
            servers = [agent, floor]
            for server in servers:
                load.run(server, question, answer, calls)  # warms up
            loads, latencies = _rounds(servers, question, answer, rounds, calls)
    row = {"question": question.name, "answer_bytes": len(answer)}
    for name, results in loads.items():
        row[name] = {
            "cpu_microseconds": _median(results, "cpu_microseconds"),
            "calls_per_second": _median(results, "calls_per_second"),
            "latency_microseconds": statistics.median(latencies[name]),
        }
    row["ratio"] = {key: row["agent"][key] / row["floor"][key] for key in row["agent"]}
    return row
