"""Readers of the log and of the audit that stop reading: nothing waits for them."""

import os
import pathlib
import re
import shutil
import signal
import tempfile
import time
import unittest
import urllib.request

import grpc

import hostile_load
from harness import CATALOG, DEADLINE, SANITIZED, Agent, UnreadAgent
from rpc import Stub, failure

QUICK = 'drain_linger {} drain_deadline { seconds: 2 } metrics_listen: "127.0.0.1:0"'
LONG_LINE = (("x-request-id", "x" * 128),)
# Many times what a pipe holds.
MOST_CALLS = 30_000
MIB = 2 ** 20


class SlowReaders(unittest.TestCase):
    def serve(self, agent):
        self.agent = agent
        self.addCleanup(agent.close)
        agent.listening()
        self.metrics = agent.wait_for_log("serving metrics")["address"]
        agent.wait_for_log("serving")
        self.channel = grpc.insecure_channel(agent.address)
        self.addCleanup(self.channel.close)
        self.check = self.channel.unary_unary("/linkstat.v1.LinkingService/CheckPermissions")

    def value(self, metric):
        with urllib.request.urlopen(f"http://{self.metrics}/metrics", timeout=DEADLINE) as page:
            found = re.search(rf"^{re.escape(metric)} (\d+)", page.read().decode(), re.MULTILINE)
        return int(found[1])

    def call_until(self, holds):
        """Calls until `holds()`; the calls made, each of which is answered."""
        for calls in range(0, MOST_CALLS, 500):
            if holds():
                return calls
            for _ in range(500):
                self.check(b"\x0a\x00", metadata=LONG_LINE, timeout=DEADLINE)
        raise AssertionError("the pipe took everything")

    def create(self, name):
        return Stub(self.channel, "LinkedAccountService").CreateLinkedAccount(
            {"id": name, "identity": {"first_name": "I", "work_email": f"{name}@links.example"}},
            timeout=DEADLINE)

    def ends(self):
        """Sends SIGTERM; the agent ends, though nobody reads what it still has to write."""
        self.channel.close()
        self.agent.signal(signal.SIGTERM)
        self.assertEqual(self.agent.process.wait(DEADLINE), 0)


class Log(SlowReaders):
    def start(self, settings=""):
        self.serve(UnreadAgent(f"{QUICK} call_log_level: LOG_LEVEL_INFO {settings}"))
        self.call_until(lambda: self.value("linkstat_log_lines_lost_total") > 0)

    def test_the_agent_ends(self):
        self.start()
        self.ends()

    def test_a_new_catalog_is_served(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        catalog = folder / "catalog.textproto"
        shutil.copy(CATALOG, catalog)
        self.start(f'catalog: "{catalog}" catalog_poll_interval {{ seconds: 3600 }}')
        for loads in (1, 2):
            with catalog.open("a") as file:
                file.write("# changed\n")
            self.agent.signal(signal.SIGHUP)
            end = time.monotonic() + DEADLINE
            while self.value('linkstat_catalog_loads_total{result="served"}') < loads:
                self.assertLess(time.monotonic(), end, "the catalog is not read again")

    def test_connections_are_cut(self):
        self.start()
        for _ in range(3):
            self.assertTrue(hostile_load.rapid_reset(self.agent.address)[1])

    @unittest.skipIf(SANITIZED, "a sanitizer keeps what is freed")
    def test_memory_is_bounded(self):
        self.start()
        before = self.memory()
        for _ in range(5_000):
            self.check(b"", metadata=LONG_LINE, timeout=DEADLINE)
        self.assertLess(self.memory() - before, 4 * MIB)

    def memory(self):
        return hostile_load.cost(self.agent.process)[1] * MIB


class Audit(SlowReaders):
    def start(self, settings=""):
        """An agent whose audit waits for a reader."""
        self.reader, writer = os.pipe()
        self.addCleanup(lambda: os.close(self.reader))
        agent = Agent(f'{QUICK} audit: "stdout" {settings}', stdout=writer)
        os.close(writer)
        self.serve(agent)
        self.calls = self.call_until(
            lambda: "the audit cannot be written" in self.agent.log_text())
        self.assertGreater(self.value("linkstat_audit_lines_waiting"), 0)

    def read(self):
        """Reads the audit until its end: its lines."""
        with open(self.reader, closefd=False) as file:
            return file.readlines()

    def test_changes_are_refused_and_the_rest_goes_on(self):
        self.start()
        start = time.monotonic()
        refused = failure(self.create, "acme")
        self.assertLess(time.monotonic() - start, DEADLINE / 4)
        self.assertEqual((refused.code, refused.reason), ("UNAVAILABLE", "AUDIT_UNAVAILABLE"))
        self.check(b"\x0a\x00", timeout=DEADLINE)
        self.ends()

    def test_changes_go_on_where_that_is_asked_for(self):
        self.start("audit_failure: AUDIT_FAILURE_CONTINUE")
        for number in range(20):
            self.create(f"a{number}")
        self.ends()

    def test_lines_beyond_the_bound_are_lost_and_counted(self):
        self.start("audit_failure: AUDIT_FAILURE_CONTINUE")
        self.call_until(lambda: self.value("linkstat_audit_lines_lost_total") > 0)
        self.assertEqual(self.value("linkstat_audit_lines_waiting"), 10_000)
        self.ends()

    def test_no_line_is_lost_when_the_reader_reads_again(self):
        self.start()
        failure(self.create, "acme")
        # As much as must be read until nothing waits.
        text = b""
        while self.value("linkstat_audit_lines_waiting") > 0:
            text += os.read(self.reader, 1 << 16)
        self.agent.wait_for_log("the audit is written again")
        self.create("acme")
        self.ends()
        lines = text.decode() + "".join(self.read())
        self.assertEqual([lines.count(f'"message":"{kind}"') for kind in ("decision", "change")],
                         [self.calls, 2])
        self.assertEqual(self.agent.log_text().count("lines that waited"), 0)


if __name__ == "__main__":
    unittest.main()
