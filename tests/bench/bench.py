"""Measures the agent on loopback. `./dev bench` builds what this needs and runs it.

  bench.py [--short] [--peers] [--plot] [--out FILE]

Prints tables and writes every figure as JSON. With --short it measures little
and fails when a ratio is far beyond its bound: a guard against a fall, not a
measurement.
"""

import argparse
import datetime
import json
import pathlib
import sys

import floor
import machine
import questions
import report

# (rounds, calls a round)
FULL, SHORT = (7, 150_000), (3, 20_000)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a guard for CI, under a minute")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build/bench.json"))
    return parser.parse_args()


def main():
    options = parse_arguments()
    rounds, calls = SHORT if options.short else FULL
    results = {
        "date": datetime.date.today().isoformat(),
        "machine": machine.describe(),
        "rounds": rounds,
        "calls": calls,
        "floor": [],
    }
    asked = questions.AT_THE_FLOOR + ([] if options.short else questions.BESIDE_IT)
    print(report.heading(results), flush=True)
    for question in asked:
        row = floor.compare(question, rounds, calls)
        results["floor"].append(row)
        print(report.floor_row(row), flush=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n")
    print(f"every figure: {options.out}")
    return report.beyond_guard(results["floor"]) if options.short else 0


if __name__ == "__main__":
    sys.exit(main())
