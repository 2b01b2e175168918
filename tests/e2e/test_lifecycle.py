"""How the agent starts, refuses to start, and stops."""

import pathlib
import signal
import socket
import tempfile
import unittest

import grpc

from harness import Agent, refused_start
from rpc import HEALTH, Stub, failure

# A short linger; and a deadline so late that an end that needs it is a failure.
QUICK = "drain_linger { nanos: 200000000 } drain_deadline { seconds: 300 }"
BAD_SETTINGS, CANNOT_LISTEN = 2, 3


class Start(unittest.TestCase):
    def test_health_never_says_serving_before_the_agent_serves(self):
        agent = Agent()
        self.addCleanup(agent.close)
        with grpc.insecure_channel(agent.listening().address) as channel:
            states = []
            for response in Stub(channel, "Health").Watch():
                states.append(response.status)
                if response.status == HEALTH.SERVING:
                    break
        self.assertIn(states, ([HEALTH.SERVING], [HEALTH.NOT_SERVING, HEALTH.SERVING]))
        agent.wait_for_log("serving")

    def test_taken_port_is_told(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            code, log = refused_start(listen=f"127.0.0.1:{taken.getsockname()[1]}")
        self.assertEqual(code, CANNOT_LISTEN)
        self.assertIn("in use", log)

    def test_port_of_another_agent_is_taken(self):
        with Agent() as first:
            code, _ = refused_start(listen=first.address)
        self.assertEqual(code, CANNOT_LISTEN)

    def test_clear_text_beyond_loopback_is_refused(self):
        code, log = refused_start(listen="0.0.0.0:0")
        self.assertEqual(code, BAD_SETTINGS)
        self.assertIn("allow_insecure", log.replace("-", "_"))

    def test_clear_text_beyond_loopback_can_be_allowed(self):
        with Agent("allow_insecure: true", listen="0.0.0.0:0") as agent:
            port = agent.address.rsplit(":", 1)[1]
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                self.assertEqual(Stub(channel, "Health").Check().status, HEALTH.SERVING)

    def test_catalog_that_is_not_there_refuses_the_start(self):
        code, log = refused_start('catalog: "/nonexistent/catalog.textproto"')
        self.assertEqual(code, BAD_SETTINGS)
        self.assertNotIn('"listening"', log)

    def test_every_fault_of_the_catalog_is_told_at_the_start(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "catalog.textproto")
            file.write_text("first_nonsense: 1\nsecond_nonsense: 2\n")
            code, log = refused_start(f'catalog: "{file}"')
        self.assertEqual(code, BAD_SETTINGS)
        self.assertIn("catalog.textproto:1:", log)
        self.assertIn("catalog.textproto:2:", log)

    def test_unknown_setting_refuses_the_start_and_is_told_by_its_line(self):
        code, log = refused_start("turbo: true")
        self.assertEqual(code, BAD_SETTINGS)
        self.assertIn("agent.textproto:2", log)


class Stop(unittest.TestCase):
    def test_open_streams_hear_first_of_health_and_then_of_the_end(self):
        agent = self.enterContext(Agent(QUICK))
        channel = self.enterContext(grpc.insecure_channel(agent.address))
        health = Stub(channel, "Health").Watch()
        catalog = Stub(channel, "CatalogService").WatchCatalog()
        self.assertEqual(next(health).status, HEALTH.SERVING)
        next(catalog)
        agent.signal(signal.SIGTERM)
        self.assertEqual(next(health).status, HEALTH.NOT_SERVING)
        self.assertTrue(catalog.is_active(), "the stream ended before the linger was over")
        told = failure(next, catalog)
        self.assertEqual((told.code, told.reason), ("UNAVAILABLE", "AGENT_STOPPING"))
        channel.close()
        self.assertEqual(agent.wait(), 0)

    def test_calls_are_answered_while_the_agent_lingers(self):
        agent = self.enterContext(Agent("drain_linger { seconds: 300 }"))
        channel = self.enterContext(grpc.insecure_channel(agent.address))
        health = Stub(channel, "Health").Watch()
        next(health)
        agent.signal(signal.SIGTERM)
        self.assertEqual(next(health).status, HEALTH.NOT_SERVING)
        Stub(channel, "LinkingService").CheckPermissions()
        channel.close()
        agent.signal(signal.SIGTERM)  # the second one cuts the linger short
        self.assertEqual(agent.wait(), 0)

    def test_sigint_stops_as_well(self):
        agent = self.enterContext(Agent(QUICK))
        agent.signal(signal.SIGINT)
        self.assertEqual(agent.wait(), 0)

    def test_store_and_port_are_free_once_the_end_is_logged(self):
        with tempfile.TemporaryDirectory() as folder:
            settings = f'drain_linger {{}} store: "sqlite:{folder}/s.db" first_name: "I"'
            agent = self.enterContext(Agent(settings))
            for round_number in range(20):
                self.leave_work_for_the_end(agent, round_number)
                agent.signal(signal.SIGTERM)
                agent.wait_for_log("stopped")
                agent = self.enterContext(Agent(settings, listen=agent.address))

    @staticmethod
    def leave_work_for_the_end(agent, round_number):
        """Deletes an account, whose bytes leave the store's file when the agent stops."""
        with grpc.insecure_channel(agent.address) as channel:
            accounts = Stub(channel, "LinkedAccountService")
            name = f"account-{round_number}"
            accounts.CreateLinkedAccount(
                {"id": name, "identity": {"work_email": f"{name}@example.com"}})
            accounts.DeleteLinkedAccount({"id": name})

    def test_stopped_is_the_last_line_of_the_log(self):
        agent = self.enterContext(Agent(QUICK))
        self.assertEqual(agent.stop(), 0)
        self.assertEqual([line["message"] for line in agent.log if line][-1], "stopped")

    def test_port_is_free_after_the_end(self):
        agent = self.enterContext(Agent(QUICK))
        self.assertEqual(agent.stop(), 0)
        with Agent(QUICK, listen=agent.address) as second:
            self.assertEqual(second.address, agent.address)


if __name__ == "__main__":
    unittest.main()
