"""Mutates the sources, builds all mutants at once, and shows which of them the tests notice.

    run.py BUILD MUTANTS [--count N] [--seed SEED] [--jobs N] [--only NUMBER...]

BUILD is a configured build tree, MUTANTS the folder for the mutated sources, their programs
and the report. First each test runs alone, with no mutant on, and records the mutants that it
reaches. Then each mutant is switched on for the tests that reach it: one that fails, fails again
when it runs alone, and then passes without the mutant, kills it. A test that does not end counts
as one that fails. --only tests some of the mutants again, once more tests are written; there is
no report then.
"""

import argparse
import collections
import os
import pathlib
import random
import re
import resource
import shutil
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
OUTCOMES = ("killed", "survived", "not reached")
# A test hangs after this many seconds; when it runs again, after more: the machine may have
# been slow.
HANGS, HANGS_AGAIN = 10, 30
# A program takes this many times as long as its tests did alone, and HANGS, before it counts
# as hanging.
SLOWER = 4
# Tests that took longer than this run after those that did not, each in a process of its own.
SLOW = 0.5
# A mutant may need memory, or write a file, without an end: no program gets more bytes.
MOST_MEMORY, MOST_FILE = 8 << 30, 1 << 30
# Before each mutated source, whose lines stay those of the source.
HEAD = '#include "tests/mutation/mutant.h"\n#line 1\n'


def limit_programs():
    """Bounds what this process starts from now on."""
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_FSIZE, MOST_FILE),
                        (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))


class Program:
    """A test program, and which of its tests reach which mutant."""

    def __init__(self, path, seed):
        self.path = path
        # The random tests do the same with a mutant as without.
        self.environment = {**os.environ, "LINKSTAT_SEED": str(seed % (1 << 32))}
        self.seconds = {}
        self.tests = {}

    def run(self, tests, hangs, **environment):
        """The test that failed, or how the program ended; empty when these tests pass."""
        limit = hangs + SLOWER * sum(self.seconds.get(test, 0) for test in tests)
        environment = {**self.environment, "GTEST_FILTER": ":".join(tests),
                       "LINKSTAT_TEST_SECONDS": str(hangs), **environment}
        process = subprocess.Popen([self.path, "--gtest_brief=1", "--gtest_fail_fast"],
                                   env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   start_new_session=True)
        try:
            output = process.communicate(timeout=limit)[0].decode(errors="replace")
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

    def trace(self, seen, report):
        """Runs each test alone. One that fails is left out."""
        for test in self.names():
            seen.unlink(missing_ok=True)
            start = time.monotonic()
            if self.run([test], HANGS_AGAIN, LINKSTAT_MUTANTS_SEEN=str(seen)):
                report(f"left out, because it fails without a mutant: {test}")
                continue
            self.seconds[test] = time.monotonic() - start
            for number in set(seen.read_text().split()) if seen.exists() else ():
                self.tests.setdefault(int(number), []).append(test)

    def killer(self, number):
        """The test that reaches the mutant and fails for it; empty when there is none."""
        tests = sorted(self.tests.get(number, []), key=self.seconds.get)
        quick = [test for test in tests if self.seconds[test] <= SLOW]
        for some in (quick, *([test] for test in tests[len(quick):])):
            while some:
                failed = self.run(some, HANGS, LINKSTAT_MUTANT=str(number))
                if not failed:
                    break
                again = [failed] if failed in some else some
                if (self.run(again, HANGS_AGAIN, LINKSTAT_MUTANT=str(number))
                        and not self.run(again, HANGS_AGAIN)):
                    return failed
                some = [test for test in some if test not in again]
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


def programs_of(folder, modules, seed):
    """The programs of each module, copied: a build meanwhile does not change the run."""
    copy = folder / f"bin-{os.getpid()}"
    shutil.copytree(folder / "bin", copy)
    return copy, {module: [Program(copy / f"mutated_{name}", seed) for name in PROGRAMS[module]]
                  for module in modules}


def test(mutants, programs, seen, report):
    """Traces and kills; how many mutants of each folder had each outcome."""
    for program in (each for some in programs.values() for each in some):
        program.trace(seen, report)
    totals = {module: collections.Counter() for module in programs}
    for mutant in mutants:
        module = mutant.file.rpartition("/")[0]
        killer = next(filter(None, (each.killer(mutant.number) for each in programs[module])), "")
        reached = any(mutant.number in program.tests for program in programs[module])
        outcome = "killed" if killer else "survived" if reached else "not reached"
        totals[module][outcome] += 1
        report(f"{mutant.number:4} {mutant.file}:{mutant.line}: {mutant.kind}: {mutant.change}: "
               f"{f'killed by {killer}' if killer else outcome.upper()}")
    return totals


def summary(totals):
    """The lines of a table: each folder, and all."""
    totals = {**totals, "all": sum(totals.values(), collections.Counter())}
    yield f"{'':15}{'mutants':>12}" + "".join(f"{each:>12}" for each in OUTCOMES)
    for module, counts in totals.items():
        yield f"{module:15}{counts.total():12}" + "".join(f"{counts[each]:12}"
                                                         for each in OUTCOMES)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("mutants", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=240)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", type=int, nargs="+")
    arguments = parser.parse_args()
    arguments.mutants = arguments.mutants.absolute()
    arguments.mutants.mkdir(parents=True, exist_ok=True)
    sources = {str(path.relative_to(SOURCE)): path.read_text()
               for module in PROGRAMS for path in (SOURCE / module).glob("*.cc")}
    report_path = os.devnull if arguments.only else arguments.mutants / "report.txt"
    with open(report_path, "w", buffering=1) as file:
        def report(line):
            print(line, flush=True)
            print(line, file=file)

        report(f"seed {arguments.seed}, {arguments.count} mutants chosen")
        chosen = mutate.choose(sources, arguments.count, arguments.seed)
        mutants = [each for each in build(arguments, sources, chosen)
                   if not arguments.only or each.number in arguments.only]
        modules = sorted({each.file.rpartition("/")[0] for each in mutants})
        limit_programs()
        copy, programs = programs_of(arguments.mutants, modules, arguments.seed)
        try:
            totals = test(mutants, programs, copy / "seen", report)
        finally:
            shutil.rmtree(copy)
        for line in summary(totals):
            report(line)


if __name__ == "__main__":
    main()
