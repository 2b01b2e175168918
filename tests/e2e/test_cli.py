"""The command line: exit codes, the same JSON with and without an agent, terminals."""

import json
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import unittest

from harness import (
    ALL_SIX,
    BIN,
    CATALOG,
    DEADLINE,
    Agent,
    clean_environment,
    cli,
    on_terminal,
)

YES, NO, BAD_INPUT, UNREACHABLE, INDETERMINATE = 0, 1, 2, 3, 4
IDENTITY = ("--first-name", "Ada", "--work-email", "ada@example.com")
FORM = json.dumps(
    {
        "Member Type": "3rd Party Admin / Accountant",
        "Admin Access": "Yes",
        "First Name": "Ada",
        "Last Name": "Service Account",
        "Title": "Service Account",
        "Manager": "",
        "Department": "No Department",
        "Office": "Remote (work from home)",
        "Start date": "2030-01-01",
        "Work Email": "ada@example.com",
        "Send Invitation to": ["Work Email", "Now"],
    }
).encode()
ALL_GRANTED = [part for name in ALL_SIX for part in ("--permission", name)]

# Name, arguments, standard input, exit code: answered alike by an agent and
# from the catalog file.
QUESTIONS = [
    ("check_satisfied", ["check", *ALL_SIX], b"", YES),
    ("check_not_satisfied", ["check", "--full", *ALL_SIX[1:], "Fly"], b"", NO),
    ("check_unobserved", ["check"], b"", INDETERMINATE),
    ("check_nothing_granted", ["check", "--none"], b"", NO),
    ("check_from_input", ["check", "-"], "\n".join(ALL_SIX).encode(), YES),
    ("check_empty_input", ["check", "-"], b"", NO),
    ("check_bad_name", ["check", "---!"], b"", BAD_INPUT),
    ("check_control_character", ["check", "a\tb", "c\x1bd"], b"", BAD_INPUT),
    ("check_other_revision", ["--expected-revision", "0" * 32, "check"], b"", BAD_INPUT),
    ("details", ["details"], b"", YES),
    ("details_of_one", ["details", *IDENTITY, "--full", "--transitioning"], b"", YES),
    ("details_bad_email", ["details", "--work-email", "nobody"], b"", BAD_INPUT),
    ("form_satisfied", ["check-form", "-", *IDENTITY, *ALL_GRANTED], FORM, YES),
    ("form_wrong", ["check-form", "-"], b'{"Title": "Boss"}', NO),
    ("form_unobserved", ["check-form", "-"], b"{}", INDETERMINATE),
    ("catalog_show", ["catalog", "show"], b"", YES),
    ("find", ["find", "Work  history report"], b"", YES),
    ("find_nothing", ["find", "Payslips"], b"", BAD_INPUT),
]


class SameAnswers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.agent = cls.enterClassContext(Agent())

    def compare(self, arguments, stdin, code):
        remote = cli("--endpoint", self.agent.address, "--output", "json", *arguments, stdin=stdin)
        local = cli("--catalog", CATALOG, "--output", "json", *arguments, stdin=stdin)
        self.assertEqual(remote.returncode, code, remote.stderr)
        self.assertEqual(local.returncode, code, local.stderr)
        self.assertEqual(remote.stdout, local.stdout)
        self.assertEqual(remote.stderr, local.stderr)
        json.loads(remote.stderr if code == BAD_INPUT else remote.stdout)


def add_question(name, arguments, stdin, code):
    setattr(SameAnswers, f"test_{name}", lambda self: self.compare(arguments, stdin, code))


for question in QUESTIONS:
    add_question(*question)


class CatalogFiles(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.changed = folder / "changed.textproto"
        self.changed.write_text(CATALOG.read_text().replace('"Manage Employees"', '"Manage All"'))
        self.bad = folder / "bad.textproto"
        self.bad.write_text("nonsense: 1\n" + CATALOG.read_text())

    def test_good_file_is_valid(self):
        self.assertEqual(cli("catalog", "validate", CATALOG).returncode, YES)

    def test_faults_are_told_with_their_line(self):
        run = cli("catalog", "validate", self.bad)
        self.assertEqual(run.returncode, NO)
        self.assertIn(b":1:", run.stdout + run.stderr)

    def test_difference_names_the_entry(self):
        run = cli("catalog", "diff", CATALOG, self.changed)
        self.assertIn(b"manage-employees", run.stdout)

    def test_file_that_is_not_there_is_bad_input(self):
        run = cli("--catalog", "/nonexistent", "check")
        self.assertEqual(run.returncode, BAD_INPUT)
        self.assertEqual(run.stdout, b"")


class AgainstAnAgent(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.agent = cls.enterClassContext(Agent())

    def run_cli(self, *arguments):
        return cli("--endpoint", self.agent.address, *arguments)

    def first_line(self, *arguments):
        process = subprocess.Popen(
            [BIN / "linkstat", "--endpoint", self.agent.address, *arguments],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            env=clean_environment(),
        )
        try:
            return process.stdout.readline()
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(DEADLINE)
            process.stdout.close()

    def test_health_of_every_service(self):
        self.assertEqual(self.run_cli("health").returncode, YES)
        for service in ("linkstat.v1.LinkingService", "linkstat.v1.CatalogService"):
            self.assertEqual(self.run_cli("health", "--service", service).returncode, YES)

    def test_health_of_an_unknown_service_is_bad_input(self):
        self.assertEqual(self.run_cli("health", "--service", "nobody").returncode, BAD_INPUT)

    def test_health_watch_begins_with_the_state(self):
        self.assertIn(b"SERVING", self.first_line("health", "--watch"))

    def test_watch_begins_with_the_catalog_served(self):
        shown = json.loads(self.run_cli("--output", "json", "catalog", "show").stdout)
        line = json.loads(self.first_line("--output", "json", "watch"))
        self.assertIn(shown["catalogRevision"], json.dumps(line))

    def test_agents_own_probe(self):
        probe = subprocess.run(
            [BIN / "linkstat-agent", "healthcheck", "--endpoint", self.agent.address],
            capture_output=True,
            timeout=DEADLINE,
        )
        self.assertEqual(probe.returncode, YES)


class Failures(unittest.TestCase):
    def test_nobody_at_the_endpoint(self):
        with socket.socket() as closed:  # bound, so that nobody else listens there
            closed.bind(("127.0.0.1", 0))
            run = cli("--endpoint", f"127.0.0.1:{closed.getsockname()[1]}", "--timeout", "2s", "check")
        self.assertEqual(run.returncode, UNREACHABLE)
        self.assertEqual(run.stdout, b"")

    def test_unknown_verb_is_usage(self):
        self.assertEqual(cli("frobnicate").returncode, BAD_INPUT)

    def test_names_beside_none_are_usage(self):
        run = cli("--catalog", CATALOG, "check", "--none", "Manage Employees")
        self.assertEqual(run.returncode, BAD_INPUT)

    def test_output_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "wb") as full:
            run = subprocess.run(
                [BIN / "linkstat", "--catalog", CATALOG, "details"],
                stdout=full,
                stderr=subprocess.PIPE,
                timeout=DEADLINE,
                env=clean_environment(),
            )
        self.assertNotEqual(run.returncode, YES)
        self.assertNotEqual(run.stderr, b"")


class Terminal(unittest.TestCase):
    def on_terminal(self, **environment):
        code, output = on_terminal("--catalog", CATALOG, "check", *ALL_SIX[1:], **environment)
        self.assertEqual(code, NO)
        return output

    def test_colour_on_a_terminal(self):
        self.assertIn("\x1b[", self.on_terminal())

    def test_no_color_is_honoured(self):
        self.assertNotIn("\x1b[", self.on_terminal(NO_COLOR="1"))

    def test_plain_text_in_a_pipe(self):
        run = cli("--catalog", CATALOG, "check", *ALL_SIX[1:])
        self.assertNotIn(b"\x1b", run.stdout)
        self.assertRegex(run.stdout.decode(), r"(?m)^.*MISSING.*Edit Company Settings")

    def test_words_are_the_same_on_both(self):
        words = re.findall(r"[A-Z_]{5,}", self.on_terminal(NO_COLOR="1"))
        piped = cli("--catalog", CATALOG, "check", *ALL_SIX[1:]).stdout.decode()
        self.assertTrue(words)
        self.assertEqual([word for word in words if word not in piped], [])


if __name__ == "__main__":
    unittest.main()
