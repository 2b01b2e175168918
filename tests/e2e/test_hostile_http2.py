"""Frames that no client in good order sends: the agent lives, answers others, and stays small."""

import itertools
import select
import time
import unittest

import grpc

import frames as f
import hostile_load
from harness import DEADLINE, LARGER, SLOWER, Agent
from rpc import HEALTH, Stub, failure

# What the agent may ever have taken, in MiB.
BOUND = 300 * LARGER
# Until it is cut, a call that names a large header again and again costs gRPC 0.6 MiB.
BOMB_BOUND = 700 * LARGER
# EITHER: gRPC closes when it comes to the fault before the ping.
CLOSED, ALIVE, SILENT, EITHER = "closed", "alive", "silent", "either"
CALL = f.headers(1)
WHOLE_CALL = f.headers(1) + f.frame(f.DATA, f.END_STREAM, 1, f.message())


def call_with(*fields):
    return f.headers(1, b"".join(f.field(*each) for each in fields), f.END_HEADERS | f.END_STREAM)


def block(raw):
    return f.headers(1, raw)


def call_also_with(name, value):
    return f.headers(1, f.call_fields(f.METHOD, (name, value)))


# In place of everything that a client says.
OPENINGS = {
    "another protocol": (b"GET / HTTP/1.1\r\nHost: agent\r\n\r\n", CLOSED),
    "noise": (bytes(range(256)) * 64, CLOSED),
    "noise after the preface": (f.PREFACE + bytes(range(255, 0, -1)) * 64, CLOSED),
    "half a preface": (f.PREFACE[:11], SILENT),
    "a preface and no settings": (f.PREFACE, SILENT),
    "a ping before settings": (f.PREFACE + f.frame(f.PING, payload=bytes(8)), CLOSED),
    "a TLS greeting": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500), CLOSED),
}

# What follows on preface and settings, and whether the connection lives on.
CASES = {
    "a frame longer than agreed": (b"\xff\xff\xff" + bytes([f.DATA, 0, 0, 0, 0, 1]), CLOSED),
    "settings of five bytes": (f.frame(f.SETTINGS, payload=bytes(5)), CLOSED),
    "settings of a stream": (f.frame(f.SETTINGS, 0, 1, bytes(6)), CLOSED),
    "an acknowledgement with settings": (f.frame(f.SETTINGS, f.ACK, 0, bytes(6)), CLOSED),
    "a window beyond its bound": (f.settings((4, 1 << 31)), CLOSED),
    "frames of one byte asked for": (f.settings((5, 1)), CLOSED),
    "a push setting that is neither": (f.settings((2, 2)), CLOSED),
    "unknown settings": (f.settings((0x77, 1), (0xFFFF, 0xFFFFFFFF)), ALIVE),
    "headers of stream 0": (f.headers(0), ALIVE),
    "headers of an even stream": (f.headers(2), ALIVE),
    "headers of an older stream": (f.headers(5) + f.headers(3), ALIVE),
    "more padding than frame": (
        f.frame(f.HEADERS, f.END_HEADERS | f.PADDED, 1, b"\xff\x00"), CLOSED),
    "data within headers": (f.headers(1, flags=0) + f.frame(f.DATA, 0, 1), CLOSED),
    "headers within headers": (f.headers(1, flags=0) + f.headers(3), CLOSED),
    "continuation of nothing": (f.frame(f.CONTINUATION, f.END_HEADERS, 1), CLOSED),
    "data of stream 0": (f.frame(f.DATA, 0, 0, b"x"), ALIVE),
    "data of a stream that was never opened": (f.frame(f.DATA, 0, 7, b"x" * 100), ALIVE),
    "data after the end": (WHOLE_CALL + f.frame(f.DATA, 0, 1, b"x"), ALIVE),
    "more data padding than frame": (CALL + f.frame(f.DATA, f.PADDED, 1, b"\xff\x00"), ALIVE),
    "more data than the window": (CALL + f.frame(f.DATA, 0, 1, bytes(16_384)) * 300, EITHER),
    "a reset of three bytes": (CALL + f.frame(f.RST_STREAM, 0, 1, bytes(3)), CLOSED),
    "a reset of a stream that was never opened": (f.reset(9), ALIVE),
    "a ping of seven bytes": (f.frame(f.PING, payload=bytes(7)), CLOSED),
    "a window update of nothing": (f.window_update(0, 0), CLOSED),
    "a window update of three bytes": (f.frame(f.WINDOW_UPDATE, payload=bytes(3)), CLOSED),
    "windows that overflow": (f.window_update(0, 0x7FFFFFFF) * 3, ALIVE),
    "a promise to the agent": (f.frame(f.PUSH_PROMISE, f.END_HEADERS, 1, bytes(4)), ALIVE),
    "a goodbye of one byte": (f.frame(f.GOAWAY, payload=b"x"), CLOSED),
    "a priority on itself": (f.frame(f.PRIORITY, 0, 1, b"\0\0\0\1\0"), ALIVE),
    "an unknown frame": (f.frame(0x77, 0xFF, 0x7FFFFFFF, b"x" * 1000), ALIVE),
    "field number 0 of the table": (block(b"\x80"), CLOSED),
    "a field beyond the table": (block(f.integer(10_000, 7, 0x80)), CLOSED),
    "a number without end": (block(b"\xff" * 100), CLOSED),
    "a table larger than agreed": (block(f.integer(1 << 30, 5, 0x20)), CLOSED),
    "a text that is cut off": (block(b"\x00" + f.integer(500, 7) + b"short"), CLOSED),
    "a bad Huffman code": (block(b"\x00\x84\xff\xff\xff\xff\x01x"), ALIVE),
    "an empty block": (block(b""), ALIVE),
    "a name in capitals": (call_with((":method", "POST"), ("X-UP", "1")), ALIVE),
    "no method": (call_with((":path", f.METHOD), (":scheme", "http")), ALIVE),
    "no path": (call_with((":method", "POST"), (":scheme", "http")), ALIVE),
    "two paths": (call_with((":path", "/a"), (":path", "/b"), (":method", "POST")), ALIVE),
    "an unknown pseudo header": (call_with((":status", "200"), (":method", "POST")), ALIVE),
    "a pseudo header at the end": (f.headers(1, f.call_fields() + f.field(":path", "/x")), ALIVE),
    "a header of the connection": (call_also_with("connection", "close"), ALIVE),
    "no gRPC content": (call_with((":method", "POST"), (":scheme", "http"), (":path", f.METHOD),
                                  ("content-type", "text/html")), ALIVE),
    "a GET": (call_with((":method", "GET"), (":scheme", "http"), (":path", f.METHOD)), ALIVE),
    "a method of 8,000 bytes": (f.headers(1, f.call_fields("/" + "x" * 8_000)), ALIVE),
    "a deadline that is none": (call_also_with("grpc-timeout", "99999999999X"), ALIVE),
    "a header of 15,000 bytes": (call_also_with("x-a", "y" * 15_000), ALIVE),
    "binary metadata that is no base64": (call_also_with("x-bin", "%%%"), CLOSED),
    "a message of 4 GiB": (
        CALL + f.frame(f.DATA, 0, 1, b"\x00\xff\xff\xff\xff" + bytes(1000)), ALIVE),
    "a message shorter than it says": (
        CALL + f.frame(f.DATA, f.END_STREAM, 1, b"\x00\x00\x00\x00\x64x"), ALIVE),
    "a message flagged in a way unknown": (
        CALL + f.frame(f.DATA, f.END_STREAM, 1, f.message(b"", compressed=7)), ALIVE),
    "a compressed message that names no way": (
        CALL + f.frame(f.DATA, f.END_STREAM, 1, f.message(b"x" * 100, compressed=1)), ALIVE),
}


def outcome(sock):
    """Whether the agent closes the connection or answers a ping on it."""
    sock.settimeout(DEADLINE)
    received = b""
    try:
        sock.sendall(f.frame(f.PING, payload=b"are you?"))
        while True:
            if any(kind == f.PING and flags & f.ACK and payload == b"are you?"
                   for kind, flags, _, payload in f.split(received)):
                return ALIVE
            chunk = sock.recv(1 << 16)
            if not chunk:
                return CLOSED
            received += chunk
    except ConnectionError:
        return CLOSED


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.agent = Agent("drain_linger {} drain_deadline {}").__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.agent.close()

    def assert_well(self):
        with grpc.insecure_channel(self.agent.address) as channel:
            self.assertEqual(Stub(channel, "Health").Check().status, HEALTH.SERVING)
        self.assertIsNone(self.agent.process.poll())
        self.assertLess(hostile_load.cost(self.agent.process)[2], BOUND)

    def test_openings(self):
        for name, (raw, expected) in OPENINGS.items():
            with self.subTest(name), f.connect(self.agent.address) as sock:
                sock.sendall(raw)
                if expected == CLOSED:
                    self.assertEqual(outcome(sock), CLOSED)
                self.assert_well()

    def test_frames(self):
        for name, (raw, expected) in CASES.items():
            with self.subTest(name), f.greeted(self.agent.address) as sock:
                sock.sendall(raw)
                self.assertIn(outcome(sock), (ALIVE, CLOSED) if expected == EITHER else (expected,))
                self.assert_well()


class Floods(unittest.TestCase):
    """One connection that sends as fast as it can is cut long before the time is up."""

    CUT = (
        "rapid_reset", "reset_whole_calls", "never_acknowledged", "never_read", "opened_and_left",
        "hpack_padding", "header_bomb", "header_bomb_never_acknowledged", "huge_header",
        "empty_continuations", "pings", "pings_unread", "settings_flood", "settings_unread",
        "small_window_updates", "priority_flood", "unknown_frames", "empty_data",
    )

    def test_floods(self):
        for name in self.CUT:
            with self.subTest(name), Agent("drain_linger {} drain_deadline {}") as agent:
                start = time.monotonic()
                _, cut = getattr(hostile_load, name)(agent.address)
                self.assertTrue(cut)
                self.assertLess(time.monotonic() - start, hostile_load.TIME)
                with grpc.insecure_channel(agent.address) as channel:
                    answer = Stub(channel, "Health").Check(timeout=DEADLINE * SLOWER)
                    self.assertEqual(answer.status, HEALTH.SERVING)
                bound = BOMB_BOUND if name.startswith("header_bomb") else BOUND
                self.assertLess(hostile_load.cost(agent.process)[2], bound)


class BusyClients(unittest.TestCase):
    """Clients in good order that come near a bound of AbuseDetector are left alone."""

    # Several rounds of the monitor.
    WATCHED = 0.5

    def setUp(self):
        self.agent = self.enterContext(Agent("drain_linger {} drain_deadline {}"))

    def assert_left_alone(self, sock):
        self.assertEqual(outcome(sock), ALIVE)
        # gRPC ends connections that send many pings and little else.
        end = time.monotonic() + self.WATCHED
        while (left := end - time.monotonic()) > 0:
            if select.select([sock], [], [], left)[0]:
                self.assertTrue(sock.recv(1 << 16))
        self.assertEqual(outcome(sock), ALIVE)
        self.assertNotIn("connection cut", self.agent.log_text())

    def reset_and_call(self, sock, resets, calls, rounds):
        """Rounds of calls that are reset and calls that are awaited."""
        sock.sendall(f.window_update(0, 1 << 30))
        streams = itertools.count(1, 2)
        for _ in range(rounds):
            sock.sendall(b"".join(f.headers(n) + f.reset(n)
                                  for n in itertools.islice(streams, resets)))
            awaited = list(itertools.islice(streams, calls))
            sock.sendall(b"".join(map(hostile_load.whole_call, awaited)))
            f.await_calls(sock, awaited)

    def test_nine_tenths_of_the_resets_that_a_second_may_have(self):
        with f.greeted(self.agent.address) as sock:
            self.reset_and_call(sock, resets=10, calls=1, rounds=90)
            self.assert_left_alone(sock)

    def test_more_resets_than_a_second_may_have_among_more_answers(self):
        with f.greeted(self.agent.address) as sock:
            self.reset_and_call(sock, resets=7, calls=8, rounds=1_000 // SLOWER)
            self.assert_left_alone(sock)

    def test_nearly_all_the_streams_that_may_be_open_before_it_knows_how_many(self):
        with f.greeted(self.agent.address, acknowledge=False) as sock:
            sock.sendall(b"".join(f.headers(2 * n + 1) for n in range(195)))
            self.assert_left_alone(sock)

    def test_the_largest_request_over_a_slow_line(self):
        payload = f.message(bytes((4 << 20) - 1024))
        with f.greeted(self.agent.address) as sock:
            sock.sendall(f.headers(1))
            f.send_slowly(sock, 1, payload, seconds=4)
            f.await_calls(sock, [1])
            self.assert_left_alone(sock)


class Bounds(unittest.TestCase):
    def test_compressed_requests_are_refused_clearly(self):
        with Agent() as agent, grpc.insecure_channel(
            agent.address, compression=grpc.Compression.Gzip
        ) as channel:
            error = failure(Stub(channel, "LinkingService").CheckPermissions,
                            {"observed": {"names": ["Manage Employees"] * 50}})
            self.assertEqual(error.code, "UNIMPLEMENTED")
            self.assertIn("gzip", error.message)

    def test_too_much_metadata_is_refused(self):
        with Agent() as agent, grpc.insecure_channel(agent.address) as channel:
            with self.assertRaises(grpc.RpcError) as raised:
                channel.unary_unary(f.HEALTH_CHECK)(b"", metadata=[("x-much", "y" * 40_000)])
            self.assertEqual(raised.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)


if __name__ == "__main__":
    unittest.main()
