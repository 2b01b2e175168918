"""Readers of the log that stop reading: nothing waits for them."""

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
from harness import CATALOG, DEADLINE, LARGER, UnreadAgent

QUICK = 'drain_linger {} drain_deadline { seconds: 2 } metrics_listen: "127.0.0.1:0"'
LONG_LINE = (("x-request-id", "x" * 128),)
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

    def test_memory_is_bounded(self):
        self.start()
        before = self.memory()
        for _ in range(5_000):
            self.check(b"", metadata=LONG_LINE, timeout=DEADLINE)
        self.assertLess(self.memory() - before, 4 * MIB * LARGER)

    def memory(self):
        return hostile_load.cost(self.agent.process)[1] * MIB


if __name__ == "__main__":
    unittest.main()
