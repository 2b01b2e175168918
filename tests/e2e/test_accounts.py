"""Linked accounts over a real socket, kept in a real file across restarts."""

import pathlib
import tempfile
import unittest

import grpc

from harness import ALL_SIX, DEADLINE, Agent
from rpc import Stub, failure, linked_account_pb2

STATE = linked_account_pb2.LinkState
SETTINGS = 'work_email_domain: "links.example.com" first_name: "Integration"'
SEEN = "2026-03-01T12:00:00Z"
LATER = "2026-03-02T12:00:00Z"


def report(account, names, seen=SEEN):
    return {"linkedAccount": account, "observedAt": seen, "observed": {"names": names}}


class Accounts(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(folder, "accounts.db")
        self.start()

    def start(self):
        self.agent = self.enterContext(Agent(f'{SETTINGS} store: "sqlite:{self.file}"'))
        self.channel = self.enterContext(grpc.insecure_channel(self.agent.address))
        self.accounts = Stub(self.channel, "LinkedAccountService")
        self.linking = Stub(self.channel, "LinkingService")

    def stop(self):
        # An agent waits a while for a client that is idle.
        self.channel.close()
        self.assertEqual(self.agent.stop(), 0)

    def restart(self):
        self.stop()
        self.start()

    def create(self, account):
        return self.accounts.CreateLinkedAccount({"id": account}).linked_account

    def state(self, account):
        return self.accounts.GetLinkedAccount({"id": account}).linked_account.state

    def test_issues_one_email_for_good(self):
        created = self.create("acme")
        self.assertEqual(created.identity.first_name, "Integration")
        self.assertRegex(created.identity.work_email, r"^linkstat-[a-z2-7]{26}@links\.example\.com$")
        again = self.accounts.CreateLinkedAccount({"id": "acme"})
        self.assertFalse(again.created)
        self.assertEqual(again.linked_account.identity, created.identity)

    def test_a_state_keeps_its_time_over_reports_and_restarts(self):
        self.create("acme")
        moved = self.accounts.ReportServiceAccount({"report": report("acme", ALL_SIX)})
        since = moved.linked_account.state_since
        self.assertGreater(since.ToNanoseconds(), moved.linked_account.created_at.ToNanoseconds())
        again = self.accounts.ReportServiceAccount({"report": report("acme", ALL_SIX, LATER)})
        self.assertEqual(again.linked_account.state_since, since)
        self.restart()
        account = self.accounts.GetLinkedAccount({"id": "acme"}).linked_account
        self.assertEqual(account.state_since, since)

    def test_state_follows_the_newest_observation(self):
        self.create("acme")
        self.assertEqual(self.state("acme"), STATE.LINK_STATE_PENDING)
        self.accounts.ReportServiceAccount({"report": report("acme", ALL_SIX, LATER)})
        self.assertEqual(self.state("acme"), STATE.LINK_STATE_READY)
        stale = self.accounts.ReportServiceAccount({"report": report("acme", [])})
        self.assertEqual(stale.outcome, linked_account_pb2.REPORT_OUTCOME_STALE)
        self.assertEqual(self.state("acme"), STATE.LINK_STATE_READY)

    def test_questions_about_linking_name_an_account(self):
        email = self.create("acme").identity.work_email
        self.accounts.ReportServiceAccount({"report": report("acme", ALL_SIX[1:])})
        for opened in range(2):
            fields = self.linking.GetLinkingDetails({"linkedAccount": "acme"}).form_fields
            self.assertIn([email], [list(field.values) for field in fields], opened)
            self.restart()
        check = self.linking.CheckPermissions({"linkedAccount": "acme"})
        self.assertEqual(check, self.linking.CheckPermissions({"observed": {"names": ALL_SIX[1:]}}))
        form = self.linking.CheckServiceAccount({"linkedAccount": "acme"})
        self.assertEqual(form.permissions, check)
        batch = self.linking.BatchCheckPermissions(
            {"requests": [{"linkedAccount": "acme"}, {"linkedAccount": "nobody"}]})
        self.assertEqual([result.WhichOneof("result") for result in batch.results],
                         ["response", "error"])
        unknown = failure(self.linking.GetLinkingDetails, {"linkedAccount": "nobody"})
        self.assertEqual((unknown.code, unknown.reason), ("NOT_FOUND", "ACCOUNT_NOT_FOUND"))

    def test_everything_acknowledged_outlives_a_restart(self):
        created = self.create("acme")
        self.accounts.ReportServiceAccount({"report": report("acme", ALL_SIX[1:])})
        self.restart()
        found = self.accounts.FindByWorkEmail({"workEmail": created.identity.work_email})
        self.assertEqual(found.linked_account.state, STATE.LINK_STATE_ACTION_REQUIRED)
        self.assertEqual([reason.id for reason in found.linked_account.reasons],
                         ["edit-company-settings"])

    def test_lists_and_counts_by_state_and_missing_permission(self):
        for account in ("a", "b", "c"):
            self.create(account)
        self.accounts.ReportServiceAccount({"report": report("b", ALL_SIX)})
        self.accounts.ReportServiceAccount({"report": report("c", ALL_SIX[1:])})
        page = self.accounts.ListLinkedAccounts({"missingPermission": "edit company settings"})
        self.assertEqual([account.id for account in page.linked_accounts], ["c"])
        summary = self.accounts.SummarizeLinkedAccounts()
        self.assertEqual([count.accounts for count in summary.states], [1, 1, 1, 0])

    def test_a_stream_of_reports_refuses_the_bad_ones_alone(self):
        self.create("acme")
        answer = self.accounts.ReportServiceAccounts(
            [{"reports": [report("nobody", ALL_SIX)]}, {"reports": [report("acme", ALL_SIX)]}])
        self.assertEqual((answer.accepted, answer.stale, answer.refused), (1, 0, 1))
        self.assertEqual([refused.index for refused in answer.refusals], [0])

    def test_a_deleted_email_is_never_used_again(self):
        self.accounts.CreateLinkedAccount(
            {"id": "acme", "identity": {"workEmail": "ada@example.com"}})
        self.accounts.DeleteLinkedAccount({"id": "acme"})
        self.assertEqual(failure(self.accounts.GetLinkedAccount, {"id": "acme"}).reason,
                         "ACCOUNT_NOT_FOUND")
        again = failure(self.accounts.CreateLinkedAccount,
                        {"id": "other", "identity": {"workEmail": "ADA@example.com"}})
        self.assertEqual((again.code, again.reason),
                         ("FAILED_PRECONDITION", "WORK_EMAIL_RETIRED"))

    def test_a_reader_resumes_after_a_restart(self):
        self.create("before")
        stream = self.accounts.WatchLinkedAccounts(timeout=DEADLINE)
        for event in stream:
            if event.WhichOneof("event") == "mark":
                break
        cursor = event.cursor
        stream.cancel()
        self.create("between")
        self.restart()
        stream = self.accounts.WatchLinkedAccounts({"cursor": cursor}, timeout=DEADLINE)
        self.create("after")
        seen = []
        for event in stream:
            if event.WhichOneof("event") == "linked_account":
                seen.append(event.linked_account.id)
            if seen[-1:] == ["after"]:
                break
        stream.cancel()
        self.assertEqual(seen, ["between", "after"])

    def test_stopping_ends_a_watch_and_exits_in_time(self):
        stream = self.accounts.WatchLinkedAccounts(timeout=DEADLINE)
        next(stream)
        self.agent.signal(15)
        with self.assertRaises(grpc.RpcError) as ended:
            for _ in stream:
                pass
        self.assertEqual(ended.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.assertEqual(self.agent.wait(), 0)

    def test_a_second_agent_is_told_who_has_the_store(self):
        second = Agent(f'{SETTINGS} store: "sqlite:{self.file}"')
        try:
            self.assertEqual(second.wait(), 2)
            self.assertIn(str(self.agent.process.pid), second.log_text())
        finally:
            second.close()

    def test_no_log_line_holds_an_identity(self):
        created = self.create("acme")
        form = {"entries": [{"label": "First Name", "values": ["PlantedName"]}]}
        self.accounts.ReportServiceAccount(
            {"report": {"linkedAccount": "acme", "observedAt": SEEN, "form": form}})
        self.stop()
        for secret in (created.identity.work_email, "PlantedName", "Integration"):
            self.assertNotIn(secret, self.agent.log_text())
