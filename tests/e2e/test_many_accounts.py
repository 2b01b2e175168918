"""What a nightly sync brings: 100,000 reports in one stream, and a reader of changes
that does not keep up with them."""

import datetime
import itertools
import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

import grpc

from harness import BIN, LARGER, Agent, clean_environment
from rpc import Failure, Stub, linked_account_service_pb2

SETTINGS = 'work_email_domain: "links.example.com" first_name: "Ada"'
BEGIN = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
ACCOUNTS = [f"customer-{number:04}" for number in range(1000)]
# Many times what a quiet machine needs.
LONG = 240


def seen(number):
    """The time of the observation with this number: each is newer than the one before."""
    return BEGIN + datetime.timedelta(seconds=number)


class ManyReports(unittest.TestCase):
    def setUp(self):
        self.agent = self.enterContext(Agent(SETTINGS))
        self.channel = self.enterContext(grpc.insecure_channel(self.agent.address))
        self.accounts = Stub(self.channel, "LinkedAccountService")
        for account in ACCOUNTS:
            self.accounts.CreateLinkedAccount({"id": account})

    def test_a_stream_of_100000_reports_is_accepted_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            lines = pathlib.Path(folder, "reports.jsonl")
            with lines.open("w", encoding="utf-8") as file:
                for number, account in itertools.product(range(100), ACCOUNTS):
                    file.write(json.dumps({
                        "linkedAccount": account,
                        "observedAt": seen(number).isoformat(),
                        "observed": {"names": ["Manage Employees"]},
                    }) + "\n")
            run = subprocess.run(
                [BIN / "linkstat", "--endpoint", self.agent.address, "--timeout", f"{LONG}s",
                 "--output", "json", "account", "report", "-f", lines],
                capture_output=True, timeout=LONG, env=clean_environment(), check=False,
            )
        self.assertEqual((run.returncode, run.stderr), (0, b""))
        self.assertEqual(json.loads(run.stdout),
                         {"summary": {"accepted": 100000, "stale": 0, "refused": 0}})
        page = self.accounts.ListLinkedAccounts({"page_size": 1000})
        self.assertEqual({account.observed_at.ToDatetime(datetime.timezone.utc)
                          for account in page.linked_accounts}, {seen(99)})


class Reader:
    """A stream of WatchLinkedAccounts over a connection of its own; what it told."""

    def __init__(self, address, etags, request):
        self._channel = grpc.insecure_channel(address)
        self._stream = Stub(self._channel, "LinkedAccountService").WatchLinkedAccounts(
            request, timeout=LONG)
        self.etags = etags
        self.cursor = request.get("cursor")
        self.kinds = set()

    def read_to_a_mark(self):
        for event in self._stream:
            kind = event.WhichOneof("event")
            self.kinds.add(kind)
            self.cursor = event.cursor
            if kind == "linked_account":
                assert event.linked_account.etag != self.etags.get(event.linked_account.id)
                self.etags[event.linked_account.id] = event.linked_account.etag
            if kind == "mark":
                return self
        raise AssertionError("the stream ended")

    def failure(self):
        """Why the stream ends, when what is on its way was read."""
        try:
            while True:
                self.read_to_a_mark()
        except grpc.RpcError as error:
            return Failure(error)

    def close(self):
        self._channel.close()


class SlowReader(unittest.TestCase):
    """A reader that stops reading, while far more changes than are kept for it."""

    ROUNDS = 20
    # 3 KB a report: a round is more than 3 MB.
    NAMES = [f"{number:02} " + "x" * 197 for number in range(16)]

    def setUp(self):
        self.agent = self.enterContext(Agent(SETTINGS))
        self.channel = self.enterContext(grpc.insecure_channel(self.agent.address))
        self.accounts = Stub(self.channel, "LinkedAccountService")
        for account in ACCOUNTS:
            self.accounts.CreateLinkedAccount({"id": account})

    def reader(self, etags, request):
        reader = Reader(self.agent.address, etags, request)
        self.addCleanup(reader.close)
        return reader

    def report_round(self, number):
        message = linked_account_service_pb2.ReportServiceAccountsRequest()
        for account in ACCOUNTS:
            report = message.reports.add(linked_account=account)
            report.observed_at.FromDatetime(seen(number))
            report.observed.names.extend(self.NAMES)
        return message

    def report_all(self, first):
        send = self.channel.stream_unary(
            "/linkstat.v1.LinkedAccountService/ReportServiceAccounts",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=linked_account_service_pb2.ReportServiceAccountsResponse.FromString,
        )
        done = send(map(self.report_round, range(first, first + self.ROUNDS)), timeout=LONG)
        self.assertEqual(done.accepted, self.ROUNDS * len(ACCOUNTS))

    def resident_mib(self):
        pages = pathlib.Path(f"/proc/{self.agent.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def test_is_cut_costs_little_and_loses_nothing(self):
        # What the agent keeps for every reader is full from here on.
        self.report_all(0)
        etags = {}
        slow = self.reader(etags, {}).read_to_a_mark()
        self.assertEqual(set(etags), set(ACCOUNTS))
        # How far the heap grows at first depends on how busy the machine is.
        self.report_all(self.ROUNDS)
        before = self.resident_mib()
        self.report_all(2 * self.ROUNDS)
        # More than 60 MB of changes that the reader does not read.
        self.assertLess(self.resident_mib() - before, 32 * LARGER)

        cut = slow.failure()
        self.assertEqual((cut.code, cut.reason), ("RESOURCE_EXHAUSTED", "READER_TOO_SLOW"))
        again = self.reader(etags, {"cursor": slow.cursor}).read_to_a_mark()
        self.assertEqual(again.kinds, {"linked_account", "mark"})
        page = self.accounts.ListLinkedAccounts({"page_size": 1000})
        self.assertEqual(etags, {account.id: account.etag for account in page.linked_accounts})


if __name__ == "__main__":
    unittest.main()
