"""Measures the agent on loopback. `./dev bench` builds what this needs and runs it.

Prints tables and writes every figure as JSON. With --short it measures little
and fails when a ratio is far beyond its bound: a guard against a fall, not a
measurement.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys

import floor
import latency
import limits
import machine
import measured
import others
import questions
import report
import tables
import telling

# (rounds, calls a round)
FULL, SHORT = (31, 20_000), (5, 10_000)
GUARD_TRIES = 3
LATENCY_ROUNDS = 15
TELLING_PAIRS = 20
MEMORY_CALLS = 10_000_000
BATCH_CALLS = 1_000
BENCHMARKS = ["decision_benchmark", "response_cache_benchmark", "telemetry_benchmark"]


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a guard for CI, under a minute")
    parser.add_argument("--peers", action="store_true", help="measure Cerbos and grpc-js as well")
    parser.add_argument("--against", type=os.path.realpath, metavar="AGENT",
                        help="measure another agent, such as an earlier one, in the same rounds")
    parser.add_argument("--accounts", action="store_true",
                        help="measure linked accounts in a file, and nothing else")
    parser.add_argument("--overload", action="store_true",
                        help="measure three times the peak's load, and nothing else")
    parser.add_argument("--latency", action="store_true", help="measure latency, and nothing else")
    parser.add_argument("--profile", action="store_true",
                        help="measure where the CPU of a call goes, and nothing else")
    parser.add_argument("--plot", action="store_true", 
                        help="draw the figure and write the tables of docs/internals/performance.md")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build/bench.json"))
    return parser.parse_args()


def against_the_floor(options, rounds, calls):
    print(report.floor_heading(rounds, calls), flush=True)
    rows = []
    for question in questions.AT_THE_FLOOR + questions.BESIDE_IT:
        rows.append(floor.compare(question, rounds, calls, others.agents(options.against)))
        print(report.floor_rows(rows[-1]), flush=True)
    return rows


def servers(options, rounds, calls):
    makers, not_built = others.servers(options.peers)
    row = floor.compare(questions.AT_THE_FLOOR[0], rounds, calls,
                        makers + others.agents(options.against))
    print(report.servers_table(row, not_built), flush=True)
    return {**row, "not_built": not_built}


def latencies(options):
    print(report.latency_heading(LATENCY_ROUNDS), flush=True)
    rows = []
    for question in questions.AT_THE_FLOOR:
        try:
            rows.append(latency.compare(question, LATENCY_ROUNDS, others.agents(options.against)))
            print(report.latency_rows(rows[-1]), flush=True)
        except latency.TooBusy as why:
            print(f"{question.name}: not measured, {why}", flush=True)
    return rows


def guard(rounds, calls):
    """1 when a question is beyond the guard each time that it is measured."""
    print(report.floor_heading(rounds, calls), flush=True)
    for question in questions.AT_THE_FLOOR:
        for _ in range(GUARD_TRIES):
            row = floor.compare(question, rounds, calls)
            print(report.floor_rows(row), flush=True)
            fault = report.beyond_guard(row)
            if fault is None:
                break
            print(fault)
        else:
            return 1
    return 0


def in_process():
    """What Google Benchmark says, the in-process parts by name."""
    figures = {}
    for program in BENCHMARKS:
        said = subprocess.run(
            [measured.harness.BIN / program, "--benchmark_format=json"],
            check=True, capture_output=True, text=True,
        ).stdout
        for run in json.loads(said)["benchmarks"]:
            unit = {"ns": 1, "us": 1e3, "ms": 1e6}[run["time_unit"]]
            figures[run["name"]] = {
                "nanoseconds": run["cpu_time"] * unit,
                "allocations": run.get("allocations"),
                "hits": run.get("hits"),
                "misses": run.get("misses"),
            }
    return figures


def everything(options, rounds, calls):
    results = {"floor": against_the_floor(options, rounds, calls)}
    results["servers"] = servers(options, rounds, calls)
    results["latency"] = latencies(options)
    results["start_milliseconds"] = limits.start_milliseconds(rounds)
    results["batch"] = limits.batch(rounds, BATCH_CALLS)
    results["subscribers"] = limits.subscribers()
    results["memory"] = limits.memory(MEMORY_CALLS)
    results["in_process"] = in_process()
    results["telling"] = telling.compare(TELLING_PAIRS, calls)
    print(report.limits_table(results), flush=True)
    return results


def one_part(options):
    """Measures what was asked for alone, and whether anything was."""
    if options.accounts:
        import accounts

        accounts.measure()
    elif options.overload:
        import overload

        overload.measure()
    elif options.latency:
        latencies(options)
    elif options.profile:
        import cpu_profile

        cpu_profile.measure(others.agents(options.against))
    else:
        return False
    return True


def main():
    options = parse_arguments()
    print(report.machine_line(machine.describe()))
    if options.short:
        return guard(*SHORT)
    if one_part(options):
        return 0
    rounds, calls = FULL
    results = {
        "date": datetime.date.today().isoformat(),
        "machine": machine.describe(),
        "rounds": rounds,
        "calls": calls,
        **everything(options, rounds, calls),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n")
    print(f"every figure: {options.out}")
    if options.plot:
        import plot  # needs python3-matplotlib

        plot.draw(results, measured.SOURCE / "docs/internals")
        tables.write(results, measured.SOURCE / "docs/internals/performance.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
