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

REVISION = cli("catalog", "validate", CATALOG).stdout.decode().split()[1]

# An answer in a pipe and on a terminal without colours.
MISSING_ONE = f"""\
verdict\tNOT_SATISFIED\t1 of 6 required permissions is missing.
permission\tMISSING\tEdit Company Settings\trequired
permission\tGRANTED\tManage Employees\trequired
permission\tGRANTED\tView all employee information\trequired
permission\tGRANTED\tView basic employee information\trequired
permission\tGRANTED\tUpload and View all Documents\trequired
permission\tGRANTED\tView Invoices and Reporting\trequired
impact\tBLOCKED\tCompany information\tEdit Company Settings
impact\tBLOCKED\tOffice information\tEdit Company Settings
impact\tBLOCKED\tLocation information\tEdit Company Settings
impact\tBLOCKED\tDepartment information\tEdit Company Settings
impact\tAVAILABLE\tEmployee information\t
impact\tAVAILABLE\tEmployee Census Report\t
impact\tAVAILABLE\tWork History Report\t
revision\t{REVISION}
"""
MISSING_ONE_ON_A_TERMINAL = f"""\
NOT_SATISFIED  1 of 6 required permissions is missing.

Permissions
  State    Permission                       Level
  ───────  ───────────────────────────────  ────────
  MISSING  Edit Company Settings            required
  GRANTED  Manage Employees                 required
  GRANTED  View all employee information    required
  GRANTED  View basic employee information  required
  GRANTED  Upload and View all Documents    required
  GRANTED  View Invoices and Reporting      required

Data
  State      Data                    Blocked by
  ─────────  ──────────────────────  ─────────────────────
  BLOCKED    Company information     Edit Company Settings
  BLOCKED    Office information      Edit Company Settings
  BLOCKED    Location information    Edit Company Settings
  BLOCKED    Department information  Edit Company Settings
  AVAILABLE  Employee information
  AVAILABLE  Employee Census Report
  AVAILABLE  Work History Report

Catalog revision: {REVISION}
"""

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


class CliTestCase(unittest.TestCase):
    def assert_run(self, arguments, code, out, err=""):
        """Runs `linkstat` and compares all that comes of it."""
        run = cli(*arguments)
        self.assertEqual((run.stdout.decode(), run.stderr.decode(), run.returncode),
                         (out, err, code))


class CatalogFiles(CliTestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.changed = folder / "changed.textproto"
        self.changed.write_text(CATALOG.read_text().replace('"Manage Employees"', '"Manage All"'))
        self.bad = folder / "bad.textproto"
        self.bad.write_text("nonsense: 1\n" + CATALOG.read_text())

    def test_good_file_is_valid(self):
        shown = json.loads(cli("--catalog", CATALOG, "--output", "json", "catalog", "show").stdout)
        self.assert_run(("catalog", "validate", CATALOG), YES,
                        f"valid\t{shown['catalogRevision']}\n")

    def test_faults_are_printed_with_their_line(self):
        self.assert_run(
            ("catalog", "validate", self.bad), NO,
            f"{self.bad}:1: the schema has no field of this name here; correct or remove it\n")

    def test_difference_names_the_entry(self):
        changed = cli("catalog", "validate", self.changed).stdout.decode().split()[1]
        self.assert_run(
            ("catalog", "diff", CATALOG, self.changed), NO,
            "diff\tCHANGED\t1 difference.\n"
            "change\tCHANGED\tpermissions/manage-employees\tManage All\n"
            "changed-field\tpermissions/manage-employees\tlabel\tManage Employees\tManage All\n"
            f"from\t{REVISION}\nto\t{changed}\n")

    def test_file_that_is_not_there_is_bad_input(self):
        self.assert_run(
            ("--catalog", "/nonexistent", "check"), BAD_INPUT, "",
            "linkstat: INVALID_ARGUMENT INVALID_FIELD: catalog the file cannot be read: No such "
            "file or directory\n"
            "  catalog: the file cannot be read: No such file or directory\n")


class AgainstAnAgent(CliTestCase):
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

    def assert_health(self, options, code, out, err=""):
        self.assert_run(("--endpoint", self.agent.address, "health", *options), code, out, err)

    def test_health_of_every_service(self):
        self.assert_health((), YES, "SERVING\tagent\n")
        for service in ("linkstat.v1.LinkingService", "linkstat.v1.CatalogService"):
            self.assert_health(("--service", service), YES, f"SERVING\t{service}\n")

    def test_health_of_an_unknown_service_is_bad_input(self):
        self.assert_health(("--service", "nobody"), BAD_INPUT, "",
                           "linkstat: NOT_FOUND HEALTH_SERVICE_NOT_FOUND: the agent has no service "
                           "of this name\n")

    def test_health_watch_begins_with_the_state(self):
        self.assertEqual(self.first_line("health", "--watch"), b"SERVING\tagent\n")

    def test_watch_begins_with_the_catalog_served(self):
        shown = json.loads(self.run_cli("--output", "json", "catalog", "show").stdout)
        line = json.loads(self.first_line("--output", "json", "watch"))
        self.assertEqual(shown["catalogRevision"], REVISION)
        self.assertEqual(
            {key: line["change"][key] for key in ("catalogRevision", "catalog")},
            {key: shown[key] for key in ("catalogRevision", "catalog")})

    def test_agents_own_probe(self):
        probe = subprocess.run(
            [BIN / "linkstat-agent", "healthcheck", "--endpoint", self.agent.address],
            capture_output=True,
            timeout=DEADLINE,
        )
        self.assertEqual((probe.stdout, probe.stderr, probe.returncode), (b"SERVING\n", b"", YES))


class Failures(CliTestCase):
    def test_nobody_at_the_endpoint(self):
        with socket.socket() as closed:  # bound, so that nobody else listens there
            closed.bind(("127.0.0.1", 0))
            endpoint = f"127.0.0.1:{closed.getsockname()[1]}"
            run = cli("--endpoint", endpoint, "--timeout", "2s", "check")
        self.assertEqual(run.returncode, UNREACHABLE)
        self.assertEqual(run.stdout, b"")
        # What follows the code is gRPC's.
        self.assertRegex(run.stderr.decode(), r"\Alinkstat: UNAVAILABLE: [^\n]+\n\Z")
        self.assertIn(f"{endpoint}: ".encode(), run.stderr)

    def test_unknown_verb_is_usage(self):
        self.assert_run(("frobnicate",), BAD_INPUT, "",
                        "linkstat: INVALID_ARGUMENT: unknown verb, option or argument: frobnicate "
                        "(see linkstat --help)\n")

    def test_names_with_none_are_usage(self):
        self.assert_run(("--catalog", CATALOG, "check", "--none", "Manage Employees"), BAD_INPUT, "",
                        "linkstat: INVALID_ARGUMENT: names, --file and --none are mutually "
                        "exclusive\n")

    def test_output_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "wb") as full:
            run = subprocess.run(
                [BIN / "linkstat", "--catalog", CATALOG, "details"],
                stdout=full,
                stderr=subprocess.PIPE,
                timeout=DEADLINE,
                env=clean_environment(),
            )
        self.assertEqual((run.stderr, run.returncode),
                         (b"linkstat: DATA_LOSS: cannot write the output\n", UNREACHABLE))


class Terminal(CliTestCase):
    def on_terminal(self, **environment):
        code, output = on_terminal("--catalog", CATALOG, "check", *ALL_SIX[1:], **environment)
        self.assertEqual(code, NO)
        return output

    def test_colour_on_a_terminal(self):
        coloured = self.on_terminal()
        self.assertEqual(re.sub("\x1b\\[[0-9;]*m", "", coloured), MISSING_ONE_ON_A_TERMINAL)
        self.assertEqual(
            sorted(set(re.findall("(\x1b\\[[0-9;]+m)([A-Z_]+)\x1b\\[0m", coloured))),
            [("\x1b[1;31m", "BLOCKED"), ("\x1b[1;31m", "MISSING"), ("\x1b[1;31m", "NOT_SATISFIED"),
             ("\x1b[32m", "AVAILABLE"), ("\x1b[32m", "GRANTED")])

    def test_no_color_disables_colour(self):
        self.assertEqual(self.on_terminal(NO_COLOR="1"), MISSING_ONE_ON_A_TERMINAL)

    def test_plain_text_in_a_pipe(self):
        self.assert_run(("--catalog", CATALOG, "check", *ALL_SIX[1:]), NO, MISSING_ONE)


if __name__ == "__main__":
    unittest.main()
