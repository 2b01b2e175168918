"""The audit of a running agent: what it records, what it never holds, and what
happens when it cannot be written."""

import datetime
import json
import pathlib
import re
import resource
import subprocess
import tempfile
import threading
import unittest
import urllib.request

import grpc

from harness import ALL_SIX, BIN, DEADLINE, Agent, wait_for_audit
from rpc import Stub, failure

EMAIL = "planted.address.7f3a@links.example.com"
FIRST_NAME = "Plantedfirstname"
OBSERVED = "Planted observed form value"
TOKEN = "Bearer planted-token-91c2"
REQUEST_ID = "req-42"
REPORTED_AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)


class Audit(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.path = self.folder / "audit.jsonl"

    def start(self, settings=""):
        agent = Agent(f'audit: "file:{self.path}" {settings}')
        self.addCleanup(agent.close)
        agent.__enter__()
        channel = grpc.insecure_channel(agent.address)
        self.addCleanup(channel.close)
        self.channel = channel
        return agent, channel

    def stop(self, agent):
        # An agent waits a while for a client that is idle.
        self.channel.close()
        self.assertEqual(agent.stop(), 0)

    def lines(self):
        return [json.loads(line) for line in self.path.read_text().splitlines()]

    def record(self, agent, call):
        """What the audit has of one call, when the agent has ended."""
        call()
        self.stop(agent)
        lines = self.lines()
        self.assertEqual(len(lines), 1, lines)
        self.assertRegex(lines[0].pop("time"), r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
        return lines[0]

    @staticmethod
    def create(channel, name="acme", email=EMAIL):
        return Stub(channel, "LinkedAccountService").CreateLinkedAccount(
            {"id": name, "identity": {"first_name": FIRST_NAME, "work_email": email}})

    @staticmethod
    def report(account, names, second=0):
        return {"linked_account": account,
                "observed_at": (REPORTED_AT + datetime.timedelta(seconds=second)).isoformat(),
                "observed": {"names": names}}

    def test_a_decision_names_verdict_and_catalog(self):
        for names, verdict in ((ALL_SIX, "SATISFIED"), (ALL_SIX[:2], "NOT_SATISFIED"),
                               ([*ALL_SIX[1:], "edit company settings"], "SATISFIED")):
            with self.subTest(verdict):
                self.path.unlink(missing_ok=True)
                agent, channel = self.start()
                answers = []
                line = self.record(agent, lambda names=names: answers.append(
                    Stub(channel, "LinkingService").CheckPermissions(
                        {"observed": {"names": names}})))
                self.assertEqual(line, {
                    "level": "info", "message": "decision",
                    "method": "linkstat.v1.LinkingService/CheckPermissions", "code": "OK",
                    "verdict": verdict, "catalog_revision": answers[0].catalog_revision})

    def test_a_batch_tells_how_many_of_each_verdict(self):
        agent, channel = self.start()
        line = self.record(agent, lambda: Stub(channel, "LinkingService").BatchCheckPermissions(
            {"requests": [{"observed": {"names": ALL_SIX}}, {}, 
            {"observed": {"names": [ALL_SIX[0], "Peculiar"]}}]}))
        self.assertEqual(
            (line["satisfied"], line["not_satisfied"], line["indeterminate"],
             line["unrecognized_names"]), (1, 1, 1, 1))

    def test_changes_name_the_account_and_the_request(self):
        agent, channel = self.start()
        accounts = Stub(channel, "LinkedAccountService")
        self.create(channel)
        accounts.ReportServiceAccount({"report": {
            "linked_account": "acme", "observed_at": "2026-01-01T00:00:00Z",
            "observed": {"names": ALL_SIX}}})
        accounts.DeleteLinkedAccount({"id": "acme"}, metadata=(("x-request-id", REQUEST_ID),))
        failure(accounts.DeleteLinkedAccount, {"id": "acme"})
        self.stop(agent)
        seen = [(line["message"], line["method"].split("/")[1], line["code"], line.get("account"),
                 line.get("state"), line.get("request_id")) for line in self.lines()]
        self.assertEqual(seen, [
            ("change", "CreateLinkedAccount", "OK", "acme", "PENDING", None),
            ("change", "ReportServiceAccount", "OK", "acme", "READY", None),
            ("change", "DeleteLinkedAccount", "OK", "acme", None, REQUEST_ID),
            ("change", "DeleteLinkedAccount", "NOT_FOUND", None, None, None)])

    def test_each_report_of_a_stream_is_a_change(self):
        agent, channel = self.start()
        accounts = Stub(channel, "LinkedAccountService")
        self.create(channel)
        answer = accounts.ReportServiceAccounts(iter([
            {"reports": [self.report("acme", ALL_SIX[:2]), self.report("nobody", ALL_SIX)]},
            {"reports": [self.report("acme", ALL_SIX, second=1)]}]))
        self.assertEqual((answer.accepted, answer.refused), (2, 1))
        self.stop(agent)
        seen = [(line["method"].split("/")[1], line.get("account"), line.get("state"),
                 "catalog_revision" in line) for line in self.lines()]
        self.assertEqual(seen, [
            ("CreateLinkedAccount", "acme", "PENDING", True),
            ("ReportServiceAccounts", "acme", "ACTION_REQUIRED", True),
            ("ReportServiceAccounts", "acme", "READY", True),
            ("ReportServiceAccounts", None, None, False)])

    def test_a_stream_of_reports_that_is_cancelled_is_recorded_as_such(self):
        agent, channel = self.start('metrics_listen: "127.0.0.1:0"')
        metrics = agent.wait_for_log("serving metrics")["address"]
        self.create(channel)
        accounts, sent = Stub(channel, "LinkedAccountService"), threading.Event()

        def messages():
            yield {"reports": [self.report("acme", ALL_SIX)]}
            sent.wait()

        call = accounts.ReportServiceAccounts.future(messages())
        self.addCleanup(sent.set)
        self.wait_for_lines(2)
        call.cancel()
        self.wait_for_lines(3)
        self.assertEqual(
            self.metrics(metrics, "grpc_server_handled_total.*ReportServiceAccounts"),
            ['grpc_server_handled_total{grpc_type="stream",'
             'grpc_service="linkstat.v1.LinkedAccountService",'
             'grpc_method="ReportServiceAccounts",grpc_code="CANCELLED"} 1'])
        sent.set()
        self.stop(agent)
        self.assertEqual(
            [(line["method"].split("/")[1], line["code"], line.get("account"))
             for line in self.lines()],
            [("CreateLinkedAccount", "OK", "acme"), ("ReportServiceAccounts", "OK", "acme"),
             ("ReportServiceAccounts", "CANCELLED", None)])

    @staticmethod
    def metrics(address, pattern):
        """The lines of the metrics that begin so."""
        with urllib.request.urlopen(f"http://{address}/metrics", timeout=DEADLINE) as page:
            return [line for line in page.read().decode().splitlines() if re.match(pattern, line)]

    def wait_for_lines(self, count):
        return wait_for_audit(self.path, lambda lines: len(lines) >= count)

    def test_a_file_that_was_removed_or_replaced_is_noticed(self):
        agent, channel = self.start('metrics_listen: "127.0.0.1:0"')
        metrics = agent.wait_for_log("serving metrics")["address"]
        self.create(channel, "before", f"b{EMAIL}")
        self.path.unlink()
        self.create(channel, "removed", f"r{EMAIL}")
        agent.wait_for_log("the audit's file was removed or replaced; a new one is written")
        self.assertEqual([line["account"] for line in self.wait_for_lines(1)], ["removed"])
        self.path.rename(self.folder / "away")
        self.create(channel, "replaced", f"p{EMAIL}")
        self.wait_for_lines(1)
        self.assertEqual(self.metrics(metrics, "linkstat_audit_file_reopened_total"),
                         ["linkstat_audit_file_reopened_total 2"])
        self.stop(agent)
        self.assertEqual([line["account"] for line in self.lines()], ["replaced"])

    def test_a_rotation_that_fails_loses_no_old_file(self):
        old = {suffix: f'{{"old": "{suffix}"}}\n' for suffix in (".1", ".2", ".3")}
        for suffix, text in old.items():
            (self.folder / f"audit.jsonl{suffix}").write_text(text)
        self.path.write_text(" " * 2 ** 20 + "\n")
        # May be written to, but not renamed.
        if subprocess.run(["chattr", "+a", self.path], check=False, capture_output=True).returncode:
            self.skipTest("this file system has no files that are for appending only")
        self.addCleanup(subprocess.run, ["chattr", "-a", self.path], check=False)
        agent, channel = self.start("audit_files: 3 audit_max_mib: 1")
        self.create(channel)
        agent.wait_for_log("the audit cannot be written")
        for _ in range(3):
            refused = failure(self.create, channel, "other", f"x{EMAIL}")
            self.assertEqual(refused.reason, "AUDIT_UNAVAILABLE")
        for suffix, text in old.items():
            self.assertEqual((self.folder / f"audit.jsonl{suffix}").read_text(), text)
        subprocess.run(["chattr", "-a", self.path], check=True)
        agent.wait_for_log("the audit is written again")
        self.stop(agent)
        self.assertEqual(self.lines()[0]["account"], "acme")
        self.assertEqual((self.folder / "audit.jsonl.2").read_text(), old[".1"])
        self.assertEqual((self.folder / "audit.jsonl.3").read_text(), old[".2"])

    def test_a_stream_of_reports_ends_when_the_audit_cannot_be_written(self):
        agent, channel = self.start()
        self.create(channel)
        accounts = Stub(channel, "LinkedAccountService")

        def messages():
            yield {"reports": [self.report("acme", ALL_SIX[:2])]}
            empty.append(self.fill(agent))
            for second in range(1, 1000):
                yield {"reports": [self.report("acme", ALL_SIX, second)]}

        empty = []
        refused = failure(accounts.ReportServiceAccounts, messages())
        self.assertEqual((refused.code, refused.reason), ("UNAVAILABLE", "AUDIT_UNAVAILABLE"))
        empty[0]()
        agent.wait_for_log("the audit is written again")
        seen = accounts.GetLinkedAccount({"id": "acme"}).linked_account.observed_at
        self.create(channel, "other", f"x{EMAIL}")
        self.stop(agent)
        changes = [line for line in self.lines() if line.get("account") == "acme"]
        creation_and_first = 2
        self.assertEqual(len(changes) - creation_and_first,
                         seen.seconds - int(REPORTED_AT.timestamp()))

    def test_changes_alone_where_that_is_asked_for(self):
        agent, channel = self.start("audit_scope: AUDIT_SCOPE_CHANGES")
        Stub(channel, "LinkingService").CheckPermissions({"observed": {"names": ALL_SIX}})
        self.assertEqual(self.record(agent, lambda: self.create(channel))["message"], "change")

    def test_nothing_personal_is_anywhere(self):
        agent, channel = self.start(
            'log_level: LOG_LEVEL_DEBUG metrics_listen: "127.0.0.1:0" '
            f'store: "sqlite:{self.folder}/s.db"')
        metrics = agent.wait_for_log("serving metrics")["address"]
        linking, accounts = (Stub(channel, f"Link{rest}") for rest in
                             ("ingService", "edAccountService"))
        secret = (("authorization", TOKEN), ("x-request-id", EMAIL))
        self.create(channel)
        form = {"entries": [{"label": "Work Email", "values": [EMAIL]},
                            {"label": "First Name", "values": [FIRST_NAME]},
                            {"label": OBSERVED, "values": [OBSERVED]}]}
        accounts.ReportServiceAccount({"report": {
            "linked_account": "acme", "observed_at": "2026-01-01T00:00:00Z",
            "observed": {"names": [OBSERVED]}, "form": form}}, metadata=secret)
        identity = {"first_name": FIRST_NAME, "work_email": EMAIL}
        linking.GetLinkingDetails({"identity": identity}, metadata=secret)
        linking.CheckServiceAccount({"form": form, "expected_identity": identity})
        errors = [
            failure(accounts.FindByWorkEmail, {"work_email": f"x{EMAIL}"}),
            failure(accounts.GetLinkedAccount, {"id": EMAIL}),
            failure(self.create, channel, "other", EMAIL),
            failure(linking.GetLinkingDetails,
                    {"identity": {"first_name": FIRST_NAME * 100, "work_email": f"{EMAIL} "}}),
            failure(linking.CheckPermissions, {"observed": {"names": [OBSERVED * 100]}}),
        ]
        with urllib.request.urlopen(f"http://{metrics}/metrics", timeout=DEADLINE) as page:
            told = page.read().decode()
        accounts.DeleteLinkedAccount({"id": "acme"}, metadata=secret)
        self.stop(agent)
        places = {"log": agent.log_text(), "audit": self.path.read_text(), "metrics": told,
                  "errors": repr([vars(error) for error in errors])}
        for place, text in places.items():
            self.assertGreater(len(text), 100, place)
            for planted in (EMAIL, FIRST_NAME, OBSERVED, TOKEN, "planted"):
                self.assertNotIn(planted.lower(), text.lower(), f"{planted} in the {place}")

    def test_a_place_that_cannot_be_written_refuses_the_start(self):
        ended = subprocess.run(
            [BIN / "linkstat-agent", "--listen=127.0.0.1:0", "--audit=file:/nonexistent/a"],
            capture_output=True, text=True, timeout=DEADLINE, check=False)
        self.assertEqual(ended.returncode, 2)
        self.assertIn("the audit cannot be opened", ended.stderr)

    def fill(self, agent):
        """Lets the agent write no byte more to any file, until the returned call."""
        limit = self.path.stat().st_size
        before = resource.prlimit(agent.process.pid, resource.RLIMIT_FSIZE, (limit, -1))
        return lambda: resource.prlimit(agent.process.pid, resource.RLIMIT_FSIZE, before)

    def test_changes_are_refused_while_it_cannot_be_written_and_no_line_is_lost(self):
        agent, channel = self.start()
        linking = Stub(channel, "LinkingService")
        empty = self.fill(agent)
        linking.CheckPermissions({"observed": {"names": ALL_SIX}})
        agent.wait_for_log("the audit cannot be written")
        refused = failure(self.create, channel)
        self.assertEqual((refused.code, refused.reason), ("UNAVAILABLE", "AUDIT_UNAVAILABLE"))
        failure(Stub(channel, "LinkedAccountService").GetLinkedAccount, {"id": "acme"})
        empty()
        agent.wait_for_log("the audit is written again")
        self.create(channel)
        self.stop(agent)
        self.assertEqual([line["message"] for line in self.lines()],
                         ["decision", "change", "change"])

    def test_changes_go_on_where_that_is_asked_for(self):
        agent, channel = self.start("audit_failure: AUDIT_FAILURE_CONTINUE")
        empty = self.fill(agent)
        self.create(channel)
        agent.wait_for_log("the audit cannot be written")
        empty()
        self.create(channel, "other", f"x{EMAIL}")
        self.stop(agent)
        self.assertEqual([line["account"] for line in self.lines()], ["acme", "other"])


if __name__ == "__main__":
    unittest.main()
