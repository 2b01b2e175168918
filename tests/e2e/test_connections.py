"""How connections are taken, bounded and ended."""

import contextlib
import pathlib
import stat
import tempfile
import time
import unittest

import grpc

import frames as f
from harness import DEADLINE, SLOWER, Agent, await_metric, metric
from rpc import HEALTH, Stub, failure

QUICK = "drain_linger {} drain_deadline {}"


def serves(address, timeout=DEADLINE):
    with grpc.insecure_channel(address) as channel:
        return Stub(channel, "Health").Check(timeout=timeout).status == HEALTH.SERVING


def comes_to_serve(address, within):
    """Whether a new connection is served in time; one that is closed is followed by another."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        with grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
            try:
                return Stub(channel, "Health").Check(timeout=within).status == HEALTH.SERVING
            except grpc.RpcError:
                pass
    return False


def closed_after(sock, start):
    """How long after `start` the agent closed a connection."""
    if f.until_closed(sock) is None:
        raise AssertionError("the connection was not closed")
    return time.monotonic() - start


class Descriptors(unittest.TestCase):
    def test_new_connections_are_served_at_once_when_descriptors_are_free_again(self):
        with Agent(QUICK, before=("prlimit", "--nofile=64:64")) as agent:
            for _ in range(20):
                with contextlib.ExitStack() as held:
                    for _ in range(300):
                        held.enter_context(f.connect(agent.address))
                self.assertTrue(comes_to_serve(agent.address, within=1 * SLOWER))

    def test_lower_limit_is_told(self):
        with Agent(QUICK, before=("prlimit", "--nofile=64:64")) as agent:
            told = agent.wait_for_log(
                "the limit of open files allows fewer connections than max_connections")
            self.assertLess(told["connections"], 64)

    def test_soft_limit_is_raised(self):
        settings = QUICK + " max_connections: 500"
        with Agent(settings, before=("prlimit", "--nofile=64:1000")) as agent:
            self.assertNotIn("limit of open files", agent.log_text())
            with contextlib.ExitStack() as held:
                for _ in range(300):
                    held.enter_context(f.connect(agent.address))
                self.assertTrue(serves(agent.address))


class Cap(unittest.TestCase):
    def test_one_connection_too_many_is_closed_and_counted(self):
        settings = QUICK + ' max_connections: 5 metrics_listen: "127.0.0.1:0"'
        with Agent(settings) as agent, contextlib.ExitStack() as held:
            for _ in range(5):
                held.enter_context(f.greeted(agent.address))
            with f.connect(agent.address) as sixth:
                self.assertEqual(f.until_closed(sixth), b"")
            self.assertEqual(metric(agent, "linkstat_connections_open"), 5)
            self.assertEqual(metric(agent, "linkstat_connections_refused_total"), 1)
            held.close()
            await_metric(agent, "linkstat_connections_open", 0)


class Times(unittest.TestCase):
    def test_connection_that_says_nothing_is_closed(self):
        with Agent(QUICK + " handshake_timeout { nanos: 500000000 }") as agent:
            for opening in (b"", f.PREFACE[:11], f.PREFACE):
                start = time.monotonic()
                with self.subTest(opening), f.connect(agent.address) as sock:
                    sock.sendall(opening)
                    self.assertGreater(closed_after(sock, start), 0.4)

    def test_connection_without_a_call_is_closed(self):
        with Agent(QUICK + " connection_idle { seconds: 1 }") as agent:
            start = time.monotonic()
            with f.greeted(agent.address) as sock:
                self.assertGreater(closed_after(sock, start), 0.9)

    def test_half_a_header_block_does_not_keep_a_connection_open(self):
        with Agent(QUICK + " connection_idle { seconds: 1 }") as agent:
            start = time.monotonic()
            with f.greeted(agent.address) as sock:
                sock.sendall(f.headers(1, f.call_fields()[:20], flags=0))
                self.assertGreater(closed_after(sock, start), 0.9)

    def test_old_connection_is_told_to_go_and_closed_after_the_grace(self):
        settings = QUICK + " connection_age { seconds: 1 } connection_age_grace { seconds: 1 }"
        with Agent(settings) as agent:
            start = time.monotonic()
            with f.greeted(agent.address) as sock:
                sock.sendall(f.headers(1, f.call_fields("/grpc.health.v1.Health/Watch")) +
                             f.frame(f.DATA, f.END_STREAM, 1, f.message()))
                told = f.until_closed(sock)
            self.assertIsNotNone(told)
            self.assertGreater(time.monotonic() - start, 1.8)
            self.assertIn(f.GOAWAY, [kind for kind, *_ in f.split(told)])

    def test_calls_do_not_fail_when_connections_grow_old(self):
        with Agent(QUICK + " connection_age { seconds: 1 }") as agent:
            with grpc.insecure_channel(agent.address) as channel:
                stub, end = Stub(channel, "Health"), time.monotonic() + 3
                while time.monotonic() < end:
                    self.assertEqual(stub.Check().status, HEALTH.SERVING)


class UnixSocket(unittest.TestCase):
    def test_file_has_its_permissions_and_goes_with_the_agent(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "agent.sock")
            with Agent(QUICK + ' unix_socket_mode: "0600"', listen=f"unix:{path}") as agent:
                self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
                self.assertTrue(serves(f"unix:{path}"))
                agent.stop()
            self.assertFalse(path.exists())

    def test_file_of_a_killed_agent_is_taken_over(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "agent.sock")
            with Agent(QUICK, listen=f"unix:{path}"):
                pass
            self.assertTrue(path.exists())
            with Agent(QUICK, listen=f"unix:{path}"):
                self.assertTrue(serves(f"unix:{path}"))


DESCRIBING = ("/grpc.channelz.v1.Channelz/GetServers",
              "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")


class Describing(unittest.TestCase):
    def test_agent_in_the_clear_beyond_loopback_describes_itself_to_nobody(self):
        with Agent(QUICK + " allow_insecure: true", listen="0.0.0.0:0") as agent:
            port = agent.address.rsplit(":", 1)[1]
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                for method in DESCRIBING:
                    with self.subTest(method):
                        error = failure(channel.unary_unary(method), b"")
                        self.assertEqual(error.code, "UNIMPLEMENTED")


class HealthAlone(unittest.TestCase):
    def setUp(self):
        self.agent = Agent(QUICK + ' health_listen: "127.0.0.1:0"').__enter__()
        self.addCleanup(self.agent.close)
        self.address = self.agent.wait_for_log("listening for health checks")["address"]

    def test_it_says_that_the_agent_serves(self):
        self.assertTrue(serves(self.address))

    def test_nothing_else_answers_there(self):
        with grpc.insecure_channel(self.address) as channel:
            for method in (f.METHOD, "/linkstat.v1.CatalogService/GetCatalog", *DESCRIBING):
                with self.subTest(method):
                    error = failure(channel.unary_unary(method), b"")
                    self.assertEqual(error.code, "UNIMPLEMENTED")

    def test_a_connection_with_more_calls_than_a_probe_has_is_cut(self):
        # Without a word that it has heard how many it may open.
        sock = f.greeted(self.address, acknowledge=False)
        self.addCleanup(sock.close)
        fields = f.call_fields(f.HEALTH_CHECK)
        sock.sendall(b"".join(f.headers(2 * n + 1, fields) for n in range(30)))
        self.assertIsNotNone(f.until_closed(sock))
        self.assertEqual(self.agent.wait_for_log("connection cut")["for"], "streams")

    def test_many_connections_there_leave_the_agent_free(self):
        with contextlib.ExitStack() as held:
            for _ in range(200):
                held.enter_context(f.connect(self.address))
            self.assertTrue(serves(self.agent.address))


if __name__ == "__main__":
    unittest.main()
