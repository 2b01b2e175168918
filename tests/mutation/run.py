"""Mutates the sources, builds all mutants at once, and shows which of them the tests notice.

    run.py BUILD MUTANTS [--count N] [--seed SEED] [--jobs N]

BUILD is a configured build tree, MUTANTS the folder for the mutated sources, their programs
and the report. First each test runs alone, with no mutant on, and notes the mutants that it
comes by. Then each mutant is switched on for the tests that come by it: one that fails, or takes
much longer than before, kills it.
"""

import argparse
import os
import pathlib
import random
import re
import subprocess
import sys
import time
import zlib

import mutate

SOURCE = pathlib.Path(__file__).resolve().parents[2]
# The mutated folders, and the programs that test each.
PROGRAMS = {
    "agent/core": ("core_tests", "core_linking_tests", "core_render_tests"),
    "agent/store": ("store_tests",),
    "agent/service": ("service_tests",),
    "agent/rpc/call": ("rpc_tests",),
}
# A test takes this many times as long as it did, and this many seconds, before it counts as
# hanging.
SLOWER, PATIENCE = 4, 20
# Before each mutated source, whose lines stay those of the source.
HEAD = '#include "tests/mutation/mutant.h"\n#line 1\n'
# Tests that took longer than this run after those that did not.
SLOW = 0.5


class Program:
    """A test program, and which of its tests come by which mutant."""

    def __init__(self, path):
        self.path = path
        self.seconds = {}
        self.tests = {}

    def run(self, tests, seconds, **environment):
        """What failed, in a word; empty when these tests pass, and one that hangs does not."""
        command = [self.path, "--gtest_brief=1", "--gtest_fail_fast"]
        environment = {**os.environ, "GTEST_FILTER": ":".join(tests), **environment}
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   start_new_session=True)
        try:
            output = process.communicate(timeout=seconds)[0].decode(errors="replace")
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return "a test that hangs"
        if process.returncode == 0:
            return ""
        failed = re.search(r"^\[  FAILED  \] ([\w/.]+)|^HANGS: ([\w/.]+)", output, re.MULTILINE)
        return (failed[1] or failed[2]) if failed else f"exit code {process.returncode}"

    def names(self):
        listed = subprocess.run([self.path, "--gtest_list_tests"], capture_output=True, text=True,
                                check=True).stdout
        suite = ""
        for line in listed.splitlines():
            name = line.split("#")[0].rstrip()
            if line.startswith("  ") and suite:
                yield suite + name.strip()
            elif name.endswith("."):
                suite = name

    def trace(self, seen):
        """Runs each test alone; an error when one fails."""
        for test in self.names():
            seen.unlink(missing_ok=True)
            start = time.monotonic()
            if self.run([test], 300, LINKSTAT_MUTANTS_SEEN=str(seen)):
                sys.exit(f"{test} of {self.path} fails without a mutant")
            self.seconds[test] = time.monotonic() - start
            for number in set(seen.read_text().split()) if seen.exists() else ():
                self.tests.setdefault(int(number), []).append(test)

    def killer(self, number):
        """The test that comes by the mutant and fails with it; empty when there is none."""
        tests = self.tests.get(number, [])
        for some in ([test for test in tests if self.seconds[test] <= SLOW],
                     [test for test in tests if self.seconds[test] > SLOW]):
            limit = PATIENCE + SLOWER * sum(self.seconds[test] for test in some)
            if some and (failed := self.run(some, limit, LINKSTAT_MUTANT=str(number))):
                return failed
        return ""


def write(sources, mutants, folder):
    """Writes the mutated sources, and removes those that have no mutant any more."""
    by_file = {}
    for mutant in mutants:
        by_file.setdefault(mutant.file, []).append(mutant)
    for file in sources:
        path = folder / file
        if file not in by_file:
            path.unlink(missing_ok=True)
            continue
        text = HEAD + mutate.mutated(sources[file], by_file[file])
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


def name(mutant, sources):
    """Tells the mutant from all others, also of other versions of its file."""
    version = zlib.crc32(sources[mutant.file].encode())
    return f"{mutant.file} {version:08x} {mutant.position} {mutant.kind} {mutant.change}"


def broken(output, mutants, folder):
    """The mutants that the compiler's errors are about: those of the line that it names, else
    the nearest one."""
    found = set()
    for file, line in re.findall(rf"{re.escape(str(folder))}/(\S+?):(\d+):\d+: +(?:error|required)",
                                 output):
        near = sorted((abs(mutant.line - int(line)), mutant.number) for mutant in mutants
                      if mutant.file == file)
        found.update(number for distance, number in near if distance == near[0][0])
    return found


def build(arguments, sources, mutants):
    """Builds the programs, without the mutants that do not compile: those that do."""
    # What did not compile the last time.
    known = arguments.mutants / "broken.txt"
    before = set(known.read_text().splitlines()) if known.exists() else set()
    mutants = [mutant for mutant in mutants if name(mutant, sources) not in before]
    ninja = ["ninja", "-C", arguments.build, "-j", str(arguments.jobs)]
    while True:
        write(sources, mutants, arguments.mutants)
        subprocess.run(["cmake", f"-DLINKSTAT_MUTANTS={arguments.mutants}", arguments.build],
                       check=True, stdout=subprocess.DEVNULL)
        objects = subprocess.run([*ninja, "-k", "0", "mutated_objects"], capture_output=True,
                                 text=True)
        if objects.returncode == 0:
            subprocess.run([*ninja, "mutated_programs"], check=True, stdout=subprocess.DEVNULL)
            return mutants
        out = broken(objects.stdout, mutants, arguments.mutants)
        if not out:
            sys.exit(objects.stdout)
        print(f"{len(out)} of {len(mutants)} mutants do not compile", flush=True)
        with known.open("a") as file:
            file.writelines(f"{name(mutant, sources)}\n" for mutant in mutants
                            if mutant.number in out)
        mutants = [mutant for mutant in mutants if mutant.number not in out]


def test(mutants, folder, report):
    """Traces and kills; how many mutants there were in each folder, and how many were killed."""
    programs = {module: [Program(folder / "bin" / f"mutated_{name}") for name in names]
                for module, names in PROGRAMS.items()}
    for program in (each for names in programs.values() for each in names):
        program.trace(folder / "seen")
    totals = {}
    for mutant in mutants:
        module = mutant.file.rpartition("/")[0]
        known = any(mutant.number in program.tests for program in programs[module])
        killer = next(filter(None, (each.killer(mutant.number) for each in programs[module])), "")
        outcome = f"killed by {killer}" if killer else "SURVIVED" if known else "NOT REACHED"
        report(f"{mutant.number:4} {mutant.file}:{mutant.line}: {mutant.kind}: {mutant.change}: "
               f"{outcome}")
        total = totals.setdefault(module, [0, 0])
        total[0] += 1
        total[1] += bool(killer)
    return totals


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("mutants", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=240)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    arguments.mutants = arguments.mutants.absolute()
    arguments.mutants.mkdir(parents=True, exist_ok=True)
    sources = {str(path.relative_to(SOURCE)): path.read_text()
               for module in PROGRAMS for path in (SOURCE / module).glob("*.cc")}
    with open(arguments.mutants / "report.txt", "w", buffering=1) as file:
        def report(line):
            print(line, flush=True)
            print(line, file=file)

        report(f"seed {arguments.seed}, {arguments.count} mutants chosen")
        chosen = mutate.choose(sources, arguments.count, arguments.seed)
        totals = test(build(arguments, sources, chosen), arguments.mutants, report)
        for module, (count, killed) in totals.items():
            report(f"{module:15} {killed:4} of {count:4} killed, {100 * killed / count:.0f} %")
        count, killed = map(sum, zip(*totals.values()))
        report(f"{'all':15} {killed:4} of {count:4} killed, {100 * killed / count:.0f} %")


if __name__ == "__main__":
    main()
