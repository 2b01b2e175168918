"""Calls that begin at a rate of their own, whether earlier ones were answered or not, and
the latency of those that are answered."""

import subprocess
import tempfile
from dataclasses import dataclass

import load
import measured


@dataclass(frozen=True)
class Figures:
    """Of the calls of one run; milliseconds since they were sent, or since they were due."""

    goodput: float  # answered calls a second
    refused: float  # shares of those begun
    given_up: float
    mean: float
    p50: float
    p99: float
    p99_since_due: float


class OpenLoad:
    """Calls of one method with one message."""

    def __init__(self, address, method, request):
        self._address, self._method = address, method
        self._message = tempfile.NamedTemporaryFile()
        self._message.write(request)
        self._message.flush()

    def put(self, rate, in_flight, seconds, *more):
        """At `rate` calls a second; at rate 0 as fast as `in_flight` at a time allow.
        `more` are further words for the client."""
        command = [measured.harness.BIN / "overload_client", self._address, self._method,
                   self._message.name, rate, in_flight, seconds, *more]
        said = subprocess.run([str(word) for word in command], check=True, capture_output=True,
                              text=True).stdout.split()
        begun, answered, refused, failed, given_up = map(int, said[:5])
        if failed:
            raise load.WrongAnswer(f"{failed} of {begun} calls failed")
        return Figures(answered / seconds, refused / begun, given_up / begun, *map(float, said[5:]))
