"""The command line of linked accounts against the real agent."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

import grpc

from harness import (
    ALL_SIX,
    BIN,
    CATALOG,
    DEADLINE,
    Agent,
    clean_environment,
    cli,
    on_terminal,
    start_on_terminal,
)
from rpc import Stub

YES, NO, BAD_INPUT, FAILED, PENDING = 0, 1, 2, 3, 4
SEEN = "2026-03-01T12:00:00Z"


def settings(store="memory"):
    return f'work_email_domain: "links.example.com" first_name: "Ada" store: "{store}"'


def report_line(account, names, seen=SEEN):
    return json.dumps(
        {"linkedAccount": account, "observedAt": seen, "observed": {"names": names}}
    )


def cells(run):
    """The lines of an answer in a pipe, each as its cells."""
    return [line.split("\t") for line in run.stdout.decode().splitlines()]


class AgainstAnAgent(unittest.TestCase):
    def setUp(self):
        self.agent = self.enterContext(Agent(settings()))
        channel = self.enterContext(grpc.insecure_channel(self.agent.address))
        self.accounts = Stub(channel, "LinkedAccountService")

    def run_cli(self, *arguments, stdin=b""):
        return cli("--endpoint", self.agent.address, *arguments, stdin=stdin)

    def check(self, code, *arguments, stdin=b""):
        run = self.run_cli(*arguments, stdin=stdin)
        self.assertEqual(run.returncode, code, run.stderr)
        return run


class OneAccount(AgainstAnAgent):
    def test_its_life(self):
        self.check(YES, "account", "create", "acme")
        self.check(PENDING, "account", "get", "acme")
        self.check(YES, "account", "report", "acme", *ALL_SIX[1:], "--observed-at", SEEN)
        shown = self.check(NO, "account", "get", "acme")
        self.assertEqual([line for line in cells(shown) if line[0] == "reason"],
                         [["reason", "permission missing", "Edit Company Settings"]])
        self.check(YES, "account", "report", "acme", *ALL_SIX)
        self.check(YES, "account", "get", "acme")
        stale = self.check(YES, "account", "report", "acme", "--none", "--observed-at", SEEN)
        self.assertEqual([line for line in cells(stale) if line[0] == "outcome"],
                         [["outcome", "STALE",
                           "A newer observation is stored; nothing was changed."]])
        self.check(YES, "account", "delete", "acme")
        self.check(BAD_INPUT, "account", "get", "acme")
        self.check(BAD_INPUT, "account", "delete", "acme")

    def test_json_is_the_agents_answer(self):
        created = json.loads(self.check(YES, "--output", "json", "account", "create", "acme").stdout)
        self.assertTrue(created["created"])
        again = json.loads(self.check(YES, "--output", "json", "account", "create", "acme").stdout)
        self.assertNotIn("created", again)
        email = created["linkedAccount"]["identity"]["workEmail"]
        found = self.check(PENDING, "--output", "json", "account", "find", email.upper())
        self.assertEqual(json.loads(found.stdout)["linkedAccount"]["id"], "acme")

    def test_one_that_exists_otherwise_is_bad_input(self):
        self.check(YES, "account", "create", "acme", "--work-email", "ada@link.example")
        run = self.check(BAD_INPUT, "account", "create", "acme", "--work-email", "bob@link.example")
        self.assertEqual(
            run.stderr.decode(),
            "linkstat: ALREADY_EXISTS ACCOUNT_EXISTS: the linked account exists and differs in "
            "identity.work_email\n  differing_fields: identity.work_email\n")

    def test_etag_guards_a_deletion(self):
        self.check(YES, "account", "create", "acme")
        run = self.check(FAILED, "account", "delete", "acme", "--etag", "other")
        self.assertRegex(run.stderr.decode(), r"\Alinkstat: ABORTED CONFLICT: [^\n]+\n\Z")
        self.check(PENDING, "account", "get", "acme")

    def test_questions_about_linking_name_it(self):
        created = self.check(YES, "account", "create", "acme", "--output", "json")
        email = json.loads(created.stdout)["linkedAccount"]["identity"]["workEmail"]
        for _ in range(2):
            guide = self.check(YES, "details", "--account", "acme").stdout.decode()
            self.assertIn(f"  10. Work Email: {email}\n", guide)
        self.check(4, "check", "--account", "acme")
        self.check(YES, "account", "report", "acme", *ALL_SIX[1:])
        self.check(NO, "check", "--account", "acme")
        self.check(NO, "check-form", "--account", "acme")

    def test_hostile_text_is_refused_and_never_reaches_the_terminal(self):
        code, screen = on_terminal("--endpoint", self.agent.address, "account", "create", "acme",
                                   "--first-name", "A\x1b[2J\x1b]0;title\x07", errors=True)
        self.assertEqual(code, BAD_INPUT)
        self.assertIn("identity.first_name", screen)
        self.assertNotIn("\x1b", screen)
        self.assertNotIn("title", screen)


class ManyAccounts(AgainstAnAgent):
    def create(self, *ids):
        for account in ids:
            self.accounts.CreateLinkedAccount({"id": account})

    def report(self, *lines):
        return self.run_cli("account", "report", "-f", "-", stdin="\n".join(lines).encode())

    def listed(self, *options):
        return [line[2] for line in cells(self.check(YES, "account", "list", *options))
                if line[0] == "account"]

    def test_lists_by_state_and_missing_permission(self):
        self.create("a", "b", "c", "d")
        self.assertEqual(self.report(report_line("b", ALL_SIX), report_line("c", ALL_SIX[1:]),
                                     report_line("d", ALL_SIX[:1])).returncode, YES)
        self.assertEqual(self.listed(), ["a", "b", "c", "d"])
        self.assertEqual(self.listed("--state", "READY", "--state", "pending"), ["a", "b"])
        self.assertEqual(self.listed("--missing", "edit company settings"), ["c"])
        self.assertEqual(self.listed("--state", "action_required", "--page-size", "1"), ["c", "d"])
        self.assertEqual(self.listed("--limit", "3"), ["a", "b", "c"])
        objects = self.check(YES, "--output", "json", "account", "list").stdout.splitlines()
        self.assertEqual([json.loads(line)["id"] for line in objects], ["a", "b", "c", "d"])

    def test_list_is_of_the_revision_expected(self):
        run = self.check(BAD_INPUT, "account", "list", "--expected-revision", "0" * 32)
        served = self.check(YES, "account", "summary").stdout.decode().split()[-1]
        self.assertEqual(
            run.stderr.decode(),
            "linkstat: FAILED_PRECONDITION REVISION_MISMATCH: the catalog served is not the one "
            f"that the request expects\n  served_revision: {served}\n")

    def test_summary_counts(self):
        self.create("a", "b", "c")
        self.report(report_line("b", ALL_SIX), report_line("c", ALL_SIX[1:]))
        lines = cells(self.check(YES, "account", "summary"))
        self.assertEqual(lines[:-1], [["accounts", "3", "1 READY."],
                                      ["state", "PENDING", "1"],
                                      ["state", "ACTION_REQUIRED", "1"],
                                      ["state", "READY", "1"],
                                      ["state", "RELINK_REQUIRED", "0"],
                                      ["missing", "Edit Company Settings", "1"]])
        self.assertEqual(lines[-1][0], "revision")
        _, screen = on_terminal("--endpoint", self.agent.address, "account", "summary")
        self.assertIn("\u2588", screen)

    def test_ten_thousand_reports_some_of_them_bad(self):
        ids = [f"account-{i}" for i in range(50)]
        self.create(*ids)
        lines, bad = [], {}
        for number in range(1, 12_001):
            seen = f"2026-03-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
            line = report_line(ids[number % 50], ALL_SIX, seen)
            if number % 1000 == 7:
                line, bad[number] = line[:-1], "INVALID_FIELD"
            elif number % 1000 == 500:
                line, bad[number] = report_line("nobody", ALL_SIX, seen), "ACCOUNT_NOT_FOUND"
            elif number % 3000 == 2999:
                line, bad[number] = line.replace("observedAt", "seenAt"), "INVALID_FIELD"
            lines.append(line)
        run = self.report(*lines)
        self.assertEqual(run.returncode, NO, run.stderr)
        refused = {int(line[1]): line[2].split()[1] for line in cells(run) if line[0] == "refused"}
        self.assertEqual(refused, bad)
        self.assertEqual(cells(run)[-3:], [["accepted", str(12_000 - len(bad))], ["stale", "0"],
                                           ["refused-in-all", str(len(bad))]])
        self.assertEqual(self.listed("--state", "ready"), sorted(ids))
        again = self.report(*lines)
        self.assertEqual(again.returncode, NO)
        self.assertEqual(sum(int(line[1]) for line in cells(again)[-3:-1]), 12_000 - len(bad))

    def test_long_input_has_a_progress_bar_on_a_terminal(self):
        self.create("a")
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            for second in range(2500):
                seen = f"2026-03-01T12:{second // 60:02}:{second % 60:02}Z"
                file.write(report_line("a", ALL_SIX, seen) + "\n")
            file.flush()
            code, screen = on_terminal("--endpoint", self.agent.address, "account", "report",
                                       "-f", file.name, errors=True)
        self.assertEqual(code, YES, screen)
        self.assertRegex(screen, r"\[\u2588+.? +\] +40 %  1000 lines")
        self.assertIn("Accepted: 2500", screen)

    def test_impact_of_another_catalog(self):
        self.create("a", "b")
        self.report(report_line("a", ALL_SIX))
        with tempfile.NamedTemporaryFile("w", suffix=".textproto") as file:
            file.write(CATALOG.read_text().replace('"Manage Employees"', '"Manage All"'))
            file.flush()
            run = self.check(NO, "catalog", "impact", file.name)
        self.assertEqual([line[:4] for line in cells(run) if line[0] in ("move", "account")],
                         [["move", "READY", "ACTION_REQUIRED", "1"],
                          ["account", "a", "READY", "ACTION_REQUIRED"]])
        same = self.check(YES, "catalog", "impact", str(CATALOG))
        self.assertEqual(cells(same)[0][:2], ["impact", "NONE"])


class Watch(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.endpoint = f"unix:{self.folder / 'agent.sock'}"
        self.start_agent()

    def start_agent(self):
        self.agent = self.enterContext(
            Agent(settings(f"sqlite:{self.folder / 'accounts.db'}"), listen=self.endpoint))

    def create(self, account):
        run = cli("--endpoint", self.endpoint, "account", "create", account)
        self.assertEqual(run.returncode, YES, run.stderr)

    def watch(self, *options):
        process = subprocess.Popen(
            [BIN / "linkstat", "--endpoint", self.endpoint, "account", "watch", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(),
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait, DEADLINE)
        self.addCleanup(process.kill)
        return process

    def interrupt(self, process):
        """What stands on standard error, after an end in peace."""
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(DEADLINE), YES)
        self.assertEqual(process.stdout.read(), b"")
        return process.stderr.read()

    def test_goes_on_over_a_stop_and_a_crash_of_the_agent(self):
        self.create("a")
        process = self.watch()
        seen = [json.loads(process.stdout.readline())["linkedAccount"]["id"]]
        for account, end in (("b", signal.SIGTERM), ("c", signal.SIGKILL)):
            self.agent.signal(end)
            self.agent.wait()
            self.start_agent()
            self.create(account)
            seen.append(json.loads(process.stdout.readline())["linkedAccount"]["id"])
        errors = self.interrupt(process)
        self.assertEqual(seen, ["a", "b", "c"])
        self.assertIn(b"AGENT_STOPPING", errors)
        self.assertEqual(errors.count(b"linkstat: the watch resumed\n"), 2)

    def test_begins_at_a_cursor(self):
        self.create("a")
        process = self.watch()
        cursor = json.loads(process.stdout.readline())["cursor"]
        self.interrupt(process)
        self.create("b")
        process = self.watch("--from", cursor)
        self.assertEqual(json.loads(process.stdout.readline())["linkedAccount"]["id"], "b")
        self.interrupt(process)

    def read_screen(self, main, head):
        """What is drawn until a whole table with this head stands there."""
        drawn = b""
        while b"Ctrl-C stops" not in drawn.partition(head)[2]:
            drawn += os.read(main, 65536)
        return drawn

    def test_is_a_live_table_on_a_terminal(self):
        self.create("acme")
        process, main = start_on_terminal("--endpoint", self.endpoint, "account", "watch")
        first = self.read_screen(main, b"1 account  1 ")
        self.create("globex")
        second = self.read_screen(main, b"2 accounts")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(DEADLINE), YES)
        os.close(main)
        self.assertIn(b"acme", first)
        self.assertIn(b"globex", second)


if __name__ == "__main__":
    unittest.main()
