"""What a service manager hears of an agent, and how it notices that one hangs."""

import os
import pathlib
import signal
import socket
import tempfile
import unittest

from harness import DEADLINE, Agent

READY, STOPPING = b"READY=1\nSTATUS=Serving", b"STOPPING=1\nSTATUS=Draining"
FED = b"WATCHDOG=1"


class ServiceManager(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = str(pathlib.Path(folder, "notify"))
        self.socket = self.enterContext(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        self.socket.bind(path)
        self.socket.settimeout(DEADLINE)
        self.environment = {"NOTIFY_SOCKET": path}

    def start(self, settings="", watchdog=None):
        """Starts an agent; `watchdog` is how often it is to be fed, in seconds."""
        environment = dict(self.environment)
        if watchdog is not None:
            environment["WATCHDOG_USEC"] = str(int(watchdog * 1e6))
        for name, value in environment.items():
            os.environ[name] = value
            self.addCleanup(os.environ.pop, name, None)
        agent = Agent(settings)
        self.addCleanup(agent.close)
        return agent

    def heard(self):
        return self.socket.recv(4096)

    def heard_in_time(self, seconds):
        """What comes within the time; None when nothing does."""
        self.socket.settimeout(seconds)
        try:
            return self.heard()
        except (BlockingIOError, TimeoutError):
            return None
        finally:
            self.socket.settimeout(DEADLINE)

    def test_agent_is_ready_when_it_serves_and_tells_that_it_stops(self):
        agent = self.start("drain_linger { nanos: 100000000 }")
        self.assertEqual(self.heard(), READY)
        agent.wait_for_log("serving")
        agent.signal(signal.SIGTERM)
        self.assertEqual(self.heard(), STOPPING)
        self.assertEqual(agent.wait(), 0)

    def test_refused_start_is_never_ready(self):
        agent = self.start('catalog: "/nonexistent/catalog.textproto"')
        self.assertEqual(agent.wait(), 2)
        self.assertIsNone(self.heard_in_time(0))

    def test_agent_without_a_watchdog_feeds_none(self):
        agent = self.start()
        self.assertEqual(self.heard(), READY)
        self.assertEqual(agent.stop(), 0)
        self.assertEqual(self.heard(), STOPPING)
        self.assertIsNone(self.heard_in_time(0))

    def test_watchdog_is_fed_from_ready_until_the_agent_stops(self):
        agent = self.start(watchdog=0.4)
        self.assertEqual([self.heard() for _ in range(4)], [READY, FED, FED, FED])
        self.assertEqual(agent.stop(), 0)
        while (told := self.heard()) != STOPPING:
            self.assertEqual(told, FED)

    def test_agent_that_hangs_feeds_no_watchdog_until_it_goes_on(self):
        agent = self.start(watchdog=0.4)
        while self.heard() != FED:
            pass
        agent.signal(signal.SIGSTOP)
        os.waitid(os.P_PID, agent.process.pid, os.WSTOPPED | os.WNOWAIT)
        while self.heard_in_time(0) is not None:
            pass
        self.assertIsNone(self.heard_in_time(1.2))
        agent.signal(signal.SIGCONT)
        self.assertEqual(self.heard(), FED)

    def test_manager_that_is_gone_is_logged(self):
        self.environment["NOTIFY_SOCKET"] += "-elsewhere"
        agent = self.start()
        line = agent.wait_for_log("cannot notify the service manager")
        self.assertEqual(line["level"], "warning")
        self.assertEqual(agent.stop(), 0)


if __name__ == "__main__":
    unittest.main()
