"""Puts load on a server with h2load, and checks that what comes back is right.

h2load looks at HTTP alone. So the answer is compared byte for byte by a gRPC
client before the load, every so often during it, and after it; and the bytes of
DATA frames must be those of as many answers, which an error has none of.
"""

import re
import struct
import subprocess
import tempfile
import threading
from dataclasses import dataclass

import grpc

import measured

SAMPLE_EVERY = 0.05  # seconds
HEADERS = ["content-type: application/grpc", "te: trailers"]
NUMBER = r"([\d.]+)"


@dataclass(frozen=True)
class Result:
    calls: int
    calls_per_second: float
    cpu_microseconds: float  # of the server, a call


class WrongAnswer(Exception):
    """A server did not say what it must."""


class Checker:
    """Asks one question over a connection of its own and compares the answer."""

    def __init__(self, address, question, answer):
        self._channel = grpc.insecure_channel(address)
        self._call = self._channel.unary_unary(question.method)
        self._request, self._answer = question.request, answer
        self._essence = question.essence

    def check(self):
        answer = self._call(self._request, timeout=measured.harness.DEADLINE)
        if self._answer is not None and self._essence(answer) != self._essence(self._answer):
            raise WrongAnswer(f"{len(answer)} other bytes than the {len(self._answer)} expected")
        return answer

    def close(self):
        self._channel.close()


def ask(address, question):
    """The answer's bytes; an error when the gRPC status is not OK."""
    checker = Checker(address, question, None)
    try:
        return checker.check()
    finally:
        checker.close()


class Sampler:
    """Checks answers at a slow pace while a context is open."""

    def __init__(self, checker):
        self._checker, self._fault = checker, None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self):
        try:
            while not self._stop.wait(SAMPLE_EVERY):
                self._checker.check()
        except (WrongAnswer, grpc.RpcError) as fault:
            self._fault = fault

    def __enter__(self):
        self._thread.start()

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
        if self._fault is not None:
            raise self._fault


def _value(pattern, output):
    found = re.search(pattern, output)
    if found is None:
        raise WrongAnswer(f"h2load did not say '{pattern}':\n{output}")
    return float(found[1])


def framed(message):
    """A message as it stands in a call's body."""
    return struct.pack(">BI", 0, len(message)) + message


def _h2load(address, question, answer, calls, connections, streams):
    with tempfile.NamedTemporaryFile() as frame:
        frame.write(framed(question.request))
        frame.flush()
        command = ["h2load", "-n", calls, "-c", connections, "-m", streams, "-d", frame.name]
        for header in HEADERS:
            command += ["-H", header]
        command.append(f"http://{address}{question.method}")
        output = subprocess.run(
            [str(word) for word in command], check=True, capture_output=True, text=True
        ).stdout
    received = _value(r"\((\d+)\) data", output)
    if _value(r"(\d+) succeeded", output) != calls or received != calls * (len(answer) + 5):
        raise WrongAnswer(f"not every call was answered in full:\n{output}")
    return _value(rf"{NUMBER} req/s", output)


def run(server, question, answer, calls, connections=8, streams=32):
    """Has `server` answer `calls` calls; a WrongAnswer when one is not `answer`."""
    checker = Checker(server.address, question, answer)
    try:
        checker.check()
        before = measured.cpu_seconds(server.pid)
        if connections == 1:
            rate = _h2load(server.address, question, answer, calls, connections, streams)
        else:
            with Sampler(checker):
                rate = _h2load(server.address, question, answer, calls, connections, streams)
        cpu = measured.cpu_seconds(server.pid) - before
        checker.check()
    finally:
        checker.close()
    return Result(calls, rate, cpu / calls * 1e6)
