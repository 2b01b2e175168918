"""More than the agent takes, from a client that was not written here."""

import pathlib
import queue
import sqlite3
import tempfile
import time
import unittest

import grpc

import frames as f
from harness import DEADLINE, Agent, await_metric
from rpc import Failure, Stub, failure, linked_account_service_pb2

PENDING = 96
CONNECTIONS, CALLS = 4, 32


class Admission(unittest.TestCase):
    def test_a_stream_too_many_is_told_when_to_come_back(self):
        with Agent("max_streams: 1") as agent, grpc.insecure_channel(agent.address) as channel:
            catalog = Stub(channel, "CatalogService")
            first = catalog.WatchCatalog()
            next(first)
            refused = failure(lambda: next(catalog.WatchCatalog()))
            self.assertEqual(refused.code, "RESOURCE_EXHAUSTED")
            self.assertEqual(refused.reason, "OVERLOADED")
            first.cancel()

    def test_a_connection_keeps_room_for_calls_beside_its_streams(self):
        with Agent("max_calls_per_connection: 4") as agent, \
                grpc.insecure_channel(agent.address) as channel:
            catalog = Stub(channel, "CatalogService")
            streams = [catalog.WatchCatalog() for _ in range(2)]
            for stream in streams:
                next(stream)
            refused = failure(lambda: next(catalog.WatchCatalog()))
            self.assertEqual((refused.code, refused.reason), ("RESOURCE_EXHAUSTED", "OVERLOADED"))
            self.assertIn("open another connection", refused.message)
            catalog.GetCatalog()

    def test_health_is_answered_where_nothing_else_has_room(self):
        with Agent("max_streams: 1") as agent, grpc.insecure_channel(agent.address) as channel:
            first = Stub(channel, "CatalogService").WatchCatalog()
            next(first)
            self.assertEqual(next(Stub(channel, "Health").Watch()).status, 1)
            first.cancel()


class Requests(unittest.TestCase):
    def test_calls_whose_request_does_not_come_take_nobodys_place(self):
        with Agent("max_calls: 4") as agent, f.greeted(agent.address) as hostile, \
                grpc.insecure_channel(agent.address) as channel:
            hostile.sendall(b"".join(f.headers(number) for number in range(1, 40, 2)))
            # Answered behind them, since a connection's frames are read in order.
            hostile.sendall(f.headers(41) + f.frame(f.DATA, f.END_STREAM, 41, f.message()))
            f.await_calls(hostile, [41])
            for _ in range(8):
                Stub(channel, "CatalogService").GetCatalog()


class Writes(unittest.TestCase):
    def setUp(self):
        self.file = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "accounts.db")
        self.agent = self.enterContext(Agent(
            'work_email_domain: "links.example.com" first_name: "Integration" '
            f'store: "sqlite:{self.file}" max_calls: {PENDING + 16} '
            'metrics_listen: "127.0.0.1:0"'))

    def creates(self):
        """As many at a time as the connections take."""
        request = linked_account_service_pb2.CreateLinkedAccountRequest()
        answer = linked_account_service_pb2.CreateLinkedAccountResponse
        for _ in range(CONNECTIONS):
            channel = self.enterContext(grpc.insecure_channel(
                self.agent.address, [("grpc.use_local_subchannel_pool", 1)]))
            create = channel.unary_unary(
                "/linkstat.v1.LinkedAccountService/CreateLinkedAccount",
                request_serializer=lambda message: message.SerializeToString(),
                response_deserializer=answer.FromString)
            for _ in range(CALLS):
                yield create.future(request, timeout=DEADLINE)

    def test_what_is_too_much_is_refused_and_the_rest_is_kept(self):
        other = sqlite3.connect(self.file, isolation_level=None)
        self.addCleanup(other.close)
        # Nothing is committed while another connection writes.
        other.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        calls = list(self.creates())
        ended = queue.Queue()
        for call in calls:
            call.add_done_callback(ended.put)
        refused = [ended.get(timeout=DEADLINE)]
        # No sooner than that, so that nobody gains by asking on and on. Whoever waits for a
        # refusal takes nobody's place among the calls in flight: there, it would come at once.
        self.assertGreater(time.monotonic() - start, 0.1)
        refused += [ended.get(timeout=DEADLINE) for _ in range(len(calls) - PENDING - 1)]
        self.assertTrue(ended.empty())
        await_metric(self.agent, "linkstat_calls_in_flight", PENDING)
        # A large request is for a thread of its own, and is judged there.
        with grpc.insecure_channel(self.agent.address) as channel:
            create = Stub(channel, "LinkedAccountService").CreateLinkedAccount
            self.assertEqual(failure(create, {"id": "x" * 70_000}).code, "INVALID_ARGUMENT")
        other.execute("ROLLBACK")
        for call in refused:
            error = Failure(call.exception())
            self.assertEqual((error.code, error.reason), ("RESOURCE_EXHAUSTED", "OVERLOADED"))
        kept = {call.result().linked_account.id for call in calls if call not in refused}
        self.assertEqual(len(kept), PENDING)
        await_metric(self.agent, "linkstat_calls_in_flight", 0)


if __name__ == "__main__":
    unittest.main()
