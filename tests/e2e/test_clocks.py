"""What clocks that are wrong, or are set while the agent runs, do to it."""

import contextlib
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.request

import grpc

from harness import DEADLINE, SANITIZED, Agent, cli
from rpc import Stub, failure

FAKETIME = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
FUTURE = "a report replaced an observation in the future"
REPLACED = "linkstat_future_observations_replaced_total"


def now(ahead=0):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + ahead))


def metrics(agent):
    address = agent.wait_for_log("serving metrics")["address"]
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=DEADLINE) as response:
        return response.read().decode()


def other_clock(**settings):
    """Words that start a program on a clock of its own; its steady clock is not changed."""
    settings = {"LD_PRELOAD": FAKETIME, "DONT_FAKE_MONOTONIC": 1, "FAKETIME_DONT_FAKE_MONOTONIC": 1,
                **settings}
    return ("env", *(f"{name}={value}" for name, value in settings.items()))


@unittest.skipIf(SANITIZED, "a sanitizer must be the first library of a process")
class Observations(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.settings = f'store: "sqlite:{self.folder}/s.db" first_name: "Integration"'

    def accounts(self, agent):
        channel = self.enterContext(grpc.insecure_channel(agent.address))
        return Stub(channel, "LinkedAccountService")

    def leave_an_observation_from_a_clock_ahead(self):
        with Agent(self.settings, before=other_clock(FAKETIME="+10y")) as agent:
            accounts = self.accounts(agent)
            accounts.CreateLinkedAccount({"id": "acme", "identity": {"work_email": "a@b.example"}})
            accounts.ReportServiceAccount({"report": {
                "linked_account": "acme", "observed_at": now(10 * 365 * 86400), "observed": {}}})

    def test_observation_in_the_future_is_refused_by_reason_and_field(self):
        with Agent(self.settings) as agent:
            accounts = self.accounts(agent)
            report = {"linked_account": "acme", "observed_at": now(3600), "observed": {}}
            refused = failure(accounts.ReportServiceAccount, {"report": report})
            self.assertEqual((refused.code, refused.reason, refused.fields),
                             ("INVALID_ARGUMENT", "OBSERVED_IN_FUTURE", ["report.observed_at"]))

    def test_command_line_names_the_time_that_is_in_the_future(self):
        with Agent(self.settings) as agent:
            result = cli("--endpoint", agent.address, "account", "report", "acme", "--none",
                         "--observed-at", "2999-01-01T00:00:00Z")
        self.assertEqual(
            result.stderr.decode(),
            "linkstat: INVALID_ARGUMENT OBSERVED_IN_FUTURE: report.observed_at is more than 5m "
            "ahead of the agent's clock\n"
            "  report.observed_at: is more than 5m ahead of the agent's clock\n")

    def test_tolerance_is_a_setting(self):
        with Agent(f"{self.settings} observation_tolerance {{ seconds: 7200 }}") as agent:
            accounts = self.accounts(agent)
            accounts.CreateLinkedAccount({"id": "acme", "identity": {"work_email": "a@b.example"}})
            accounts.ReportServiceAccount({"report": {
                "linked_account": "acme", "observed_at": now(3600), "observed": {}}})

    def test_stored_observation_in_the_future_loses_to_the_next_report(self):
        self.leave_an_observation_from_a_clock_ahead()
        with Agent(f'{self.settings} metrics_listen: "127.0.0.1:0"') as agent:
            accounts = self.accounts(agent)
            found = accounts.GetLinkedAccount({"id": "acme"}).linked_account
            self.assertFalse(found.HasField("observation_age"))
            report = {"linked_account": "acme", "observed_at": now(), "observed": {}}
            answer = accounts.ReportServiceAccount({"report": report})
            self.assertEqual(answer.outcome, 1)  # ACCEPTED
            self.assertTrue(answer.linked_account.HasField("observation_age"))
            self.assertEqual(agent.wait_for_log(FUTURE)["account"], "acme")
            self.assertIn(f"{REPLACED} 1\n", metrics(agent))

    def test_stored_observation_in_the_future_loses_to_a_report_of_a_stream(self):
        self.leave_an_observation_from_a_clock_ahead()
        with Agent(self.settings) as agent:
            report = {"linked_account": "acme", "observed_at": now(), "observed": {}}
            answer = self.accounts(agent).ReportServiceAccounts([{"reports": [report]}])
            self.assertEqual((answer.accepted, answer.stale), (1, 0))


@unittest.skipIf(SANITIZED, "a sanitizer must be the first library of a process")
class ClockSetBack(unittest.TestCase):
    def setUp(self):
        self.clock = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "clock")
        self.set_clock("+0")

    def set_clock(self, offset):
        """Sets the clock of an agent that runs."""
        new = self.clock.with_suffix(".new")
        new.write_text(f"{offset}\n")
        new.rename(self.clock)

    def start(self, settings):
        before = other_clock(FAKETIME_TIMESTAMP_FILE=self.clock, FAKETIME_NO_CACHE=1)
        return self.enterContext(Agent(settings, before=before))

    def set_back_until_the_end(self, agent):
        """Sets the clock back by an hour again and again while the agent runs."""
        for hours in range(1, 10 * DEADLINE):
            self.set_clock(f"-{hours}h")
            with contextlib.suppress(subprocess.TimeoutExpired):
                return agent.process.wait(0.1)
        raise AssertionError("the agent did not stop")

    def test_linger_is_as_long_as_ever(self):
        # Longer than the two seconds for which Abseil can go without reading the clock.
        agent = self.start("drain_linger { seconds: 4 }")
        agent.signal(signal.SIGTERM)
        stopping = agent.wait_for_log("stopping")
        self.assertEqual(self.set_back_until_the_end(agent), 0)
        self.assertLess(agent.wait_for_log("stopped")["time"], stopping["time"])


if __name__ == "__main__":
    unittest.main()
