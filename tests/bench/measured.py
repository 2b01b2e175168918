"""The servers that are measured, and what the kernel says they cost.

The build tells where things are through the same variables that the end-to-end
tests read (tests/e2e/harness.py), whose agent this uses.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["LINKSTAT_SOURCE"])
sys.path.insert(0, str(SOURCE / "tests/e2e"))

import harness  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid):
    """User and system time of a process and all its threads, those gone included."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def resident_mib(pid):
    return _resident(pid) / 2**20


def resident_mb(pid):
    return _resident(pid) / 10**6


class Agent:
    """The agent as shipped, its metrics served: only the ports are set."""

    name = "agent"

    def __init__(self, settings=""):
        self._agent = harness.Agent('metrics_listen: "127.0.0.1:0"\n' + settings)

    def __enter__(self):
        self._agent.__enter__()
        self.address = self._agent.address
        self.pid = self._agent.process.pid
        return self

    def __exit__(self, *error):
        self._agent.__exit__(*error)


class Program:
    """A server of another origin: it prints its port as one line when it listens."""

    def __init__(self, name, command):
        self.name = name
        self._command = command

    def __enter__(self):
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        port = self._process.stdout.readline()
        if not port:
            raise RuntimeError(f"{self.name} did not start")
        self.address = f"127.0.0.1:{int(port)}"
        self.pid = self._process.pid
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


class BareServer(Program):
    """A bare gRPC server, which sends `answer` to every call."""

    program = None

    def __init__(self, answer):
        self._file = tempfile.NamedTemporaryFile()
        self._file.write(answer)
        self._file.flush()
        super().__init__(self.name, [harness.BIN / self.program, self._file.name])

    def __exit__(self, *error):
        super().__exit__(*error)
        self._file.close()


class Floor(BareServer):
    """gRPC's cheapest: one completion queue, one thread."""

    name, program = "floor", "async_floor_server"


class Callback(BareServer):
    """gRPC's callback API, as most servers use it."""

    name, program = "callback", "floor_server"
