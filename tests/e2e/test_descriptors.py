"""Standard descriptors that are closed when a program starts."""

import itertools
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import grpc

from harness import ALL_SIX, BIN, CATALOG, DEADLINE, clean_environment
from rpc import HEALTH, Stub

STANDARD = {0: "stdin", 1: "stdout", 2: "stderr"}
COMBINATIONS = [closed for size in range(4) for closed in itertools.combinations(STANDARD, size)]
BAD_INPUT = 2


def close_all(descriptors):
    for descriptor in descriptors:
        os.close(descriptor)


def start(program, words, closed, **options):
    """Starts a program whose standard descriptors `closed` are closed."""
    return subprocess.Popen([BIN / program, *words], env=clean_environment(),
                            preexec_fn=lambda: close_all(closed), **options)


def run(program, words, closed):
    """Runs a program likewise: its exit code, output and errors."""
    process = start(program, words, closed, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE, text=True)
    out, errors = process.communicate(timeout=DEADLINE)
    return process.returncode, out, errors


class AgentWithClosedDescriptors(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def serve(self, closed):
        """An agent that serves; its standard descriptors that are open are files of the folder."""
        (self.folder / "stdin").touch()
        files = {name: self.enterContext((self.folder / name).open("r" if name == "stdin" else "w"))
                 for name in STANDARD.values()}
        process = start("linkstat-agent", [
            f"--listen=unix:{self.folder}/socket", f"--store=sqlite:{self.folder}/s.db",
            f"--audit=file:{self.folder}/audit", "--drain-linger=0s"], closed, **files)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        channel = self.enterContext(grpc.insecure_channel(f"unix:{self.folder}/socket"))
        grpc.channel_ready_future(channel).result(DEADLINE)
        for answer in Stub(channel, "Health").Watch():
            if answer.status == HEALTH.SERVING:
                break
        return process, channel

    def text(self, name):
        return (self.folder / name).read_text()

    def refused_audit(self, closed):
        code, out, errors = run("linkstat-agent", ["--listen=127.0.0.1:0", "--audit=stdout"],
                                closed)
        self.assertEqual((code, out), (BAD_INPUT, ""))
        return errors

    def test_no_file_of_the_agent_gets_their_numbers(self):
        for closed in COMBINATIONS:
            with self.subTest(closed=closed), tempfile.TemporaryDirectory() as folder:
                self.folder = pathlib.Path(folder)
                process, channel = self.serve(closed)
                for number, name in STANDARD.items():
                    self.assertEqual(os.readlink(f"/proc/{process.pid}/fd/{number}"),
                                     "/dev/null" if number in closed else f"{folder}/{name}")
                Stub(channel, "LinkedAccountService").CreateLinkedAccount(
                    {"id": "acme", "identity": {"first_name": "I", "work_email": "i@links.example"}})
                process.terminate()
                self.assertEqual(process.wait(DEADLINE), 0)
                self.assertEqual([json.loads(line)["message"]
                                  for line in self.text("audit").splitlines()], ["change"])
                self.assertRegex(self.text("s.db.lock"), rf"^process {process.pid} on host [^\n]*\n$")
                self.assertEqual(self.text("stdout"), "")
                logged = [json.loads(line)["message"] for line in self.text("stderr").splitlines()]
                self.assertEqual("serving" in logged, 2 not in closed)

    def test_an_audit_on_a_closed_output_is_refused(self):
        for closed in ((1,), (0, 1)):
            self.assertIn('"fault":"standard output is closed"', self.refused_audit(closed))

    def test_an_audit_on_a_closed_output_is_refused_in_silence_without_standard_error(self):
        self.assertEqual(self.refused_audit((1, 2)), "")

    def test_help_and_version_on_a_closed_output_are_refused(self):
        for word in ("--help", "--version"):
            self.assertEqual(run("linkstat-agent", [word], (1,)),
                             (BAD_INPUT, "", "linkstat-agent: standard output is closed\n"))


class CommandLineWithClosedDescriptors(unittest.TestCase):
    def test_input_that_is_closed_is_wrong_usage(self):
        for words in (["check", "-", "--catalog", CATALOG], ["check", "-"], ["check-form", "-"],
                      ["account", "report", "-f", "-"]):
            with self.subTest(words):
                self.assertEqual(
                    run("linkstat", words, (0,)),
                    (BAD_INPUT, "", "linkstat: INVALID_ARGUMENT: standard input is closed\n"))

    def test_output_that_is_closed_is_wrong_usage(self):
        for words in (["check", *ALL_SIX, "--catalog", CATALOG], ["health"], ["--version"],
                      ["completion", "bash"]):
            for others in ((), (0,)):
                with self.subTest(words, others=others):
                    self.assertEqual(
                        run("linkstat", words, (1, *others)),
                        (BAD_INPUT, "", "linkstat: INVALID_ARGUMENT: standard output is closed\n"))

    def test_a_question_needs_neither_input_nor_errors(self):
        code, out, _ = run("linkstat", ["check", *ALL_SIX, "--catalog", CATALOG], (0, 2))
        self.assertEqual(code, 0)
        self.assertEqual(out.splitlines()[0],
                         "verdict\tSATISFIED\tAll 6 required permissions are granted.")


if __name__ == "__main__":
    unittest.main()
