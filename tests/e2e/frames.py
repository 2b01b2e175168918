"""HTTP/2 frames written by hand, for what no real client would send."""

import select
import socket
import struct
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, \
    CONTINUATION = range(10)

# Flags; ACK and END_STREAM share a bit.
ACK = END_STREAM = 0x1
END_HEADERS = 0x4
PADDED = 0x8
WITH_PRIORITY = 0x20

METHOD = "/linkstat.v1.LinkingService/CheckPermissions"
HEALTH_CHECK = "/grpc.health.v1.Health/Check"


def frame(kind, flags=0, stream=0, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def text(value):
    """A string of HPACK, without Huffman's code."""
    raw = value.encode() if isinstance(value, str) else value
    return integer(len(raw), 7) + raw


def integer(value, bits, pattern=0):
    """An integer of HPACK with a prefix of so many bits."""
    most = (1 << bits) - 1
    if value < most:
        return bytes([pattern | value])
    out = bytearray([pattern | most])
    value -= most
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    out.append(value)
    return bytes(out)


def field(name, value):
    """A literal that no table keeps."""
    return b"\x00" + text(name) + text(value)


def kept_field(name, value):
    """A literal that the dynamic table keeps."""
    return b"\x40" + text(name) + text(value)


def call_fields(method=METHOD, *more):
    """The header block of a call, with `more` pairs of name and value."""
    return b"".join(
        field(name, value)
        for name, value in (
            (":method", "POST"), (":scheme", "http"), (":path", method), (":authority", "agent"),
            ("content-type", "application/grpc"), ("te", "trailers"), *more,
        )
    )


def headers(stream, block=None, flags=END_HEADERS):
    return frame(HEADERS, flags, stream, call_fields() if block is None else block)


def message(payload=b"", compressed=0):
    """A message as gRPC frames it."""
    return struct.pack(">BI", compressed, len(payload)) + payload


def settings(*pairs):
    return frame(SETTINGS, payload=b"".join(struct.pack(">HI", *pair) for pair in pairs))


def reset(stream, code=8):
    return frame(RST_STREAM, 0, stream, struct.pack(">I", code))


def window_update(stream, size):
    return frame(WINDOW_UPDATE, 0, stream, struct.pack(">I", size))


def connect(address, timeout=20):
    """A plain connection to `HOST:PORT`."""
    host, port = address.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout)


def greeted(address, *pairs, acknowledge=True):
    """A connection on which both sides have sent their settings."""
    sock = connect(address)
    sock.sendall(PREFACE + settings(*pairs) + (frame(SETTINGS, ACK) if acknowledge else b""))
    return sock


def send_slowly(sock, stream, payload, seconds):
    """Sends a call's bytes and ends it, evenly over so many seconds and within the windows of
    HTTP/2."""
    windows, chunk, received = {0: 65_535, stream: 65_535}, 16_384, b""
    begin, sent = time.monotonic(), 0
    while sent < len(payload):
        due = begin + seconds * sent / len(payload)
        size = min(chunk, len(payload) - sent)
        ready = time.monotonic() >= due and min(windows.values()) >= size
        if not ready:
            if select.select([sock], [], [], 0.01)[0]:
                received += sock.recv(1 << 16)
            for kind, _, number, update in split(received):
                if kind == WINDOW_UPDATE and number in windows:
                    windows[number] += int.from_bytes(update, "big")
                received = received[9 + len(update):]
            continue
        last = END_STREAM if sent + size == len(payload) else 0
        sock.sendall(frame(DATA, last, stream, payload[sent:sent + size]))
        sent += size
        windows = {number: window - size for number, window in windows.items()}


def await_calls(sock, streams):
    """Waits until these calls have ended with the agent's status."""
    received, open_calls = b"", set(streams)
    while open_calls:
        chunk = sock.recv(1 << 16)
        if not chunk:
            raise ConnectionError(f"the agent closed before it answered {open_calls}")
        received += chunk
        frames = split(received)
        received = received[sum(9 + len(payload) for *_, payload in frames):]
        open_calls -= {stream for kind, flags, stream, _ in frames
                       if kind == HEADERS and flags & END_STREAM}


def until_closed(sock):
    """Everything that comes until the other side closes; None when it does not in time."""
    out = bytearray()
    try:
        while chunk := sock.recv(1 << 16):
            out += chunk
    except ConnectionError:
        pass
    except TimeoutError:
        return None
    return bytes(out)


def split(stream):
    """The whole frames of a stream of bytes: (kind, flags, stream, payload) each."""
    frames, at = [], 0
    while len(stream) - at >= 9:
        size = int.from_bytes(stream[at:at + 3], "big")
        if len(stream) - at < 9 + size:
            break
        kind, flags, number = struct.unpack(">BBI", stream[at + 3:at + 9])
        frames.append((kind, flags, number, stream[at + 9:at + 9 + size]))
        at += 9 + size
    return frames
