"""The servers that are measured, and what the kernel says they cost.

The build tells where things are through the same variables that the end-to-end
tests read (tests/e2e/harness.py), whose agent this uses.
"""

import os
import pathlib
import socket
import subprocess
import sys
import time

SOURCE = pathlib.Path(os.environ["LINKSTAT_SOURCE"])
sys.path.insert(0, str(SOURCE / "tests/e2e"))

import harness  # noqa: E402

PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid):
    """User and system time of a process and all its threads, those gone included."""
    # What clock_getcpuclockid(3) computes, which Python does not offer; /proc has the
    # time in hundredths of a second only.
    return time.clock_gettime(~pid << 3 | 2)


def _resident(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def resident_mib(pid):
    return _resident(pid) / 2**20


def resident_mb(pid):
    return _resident(pid) / 10**6


class Agent:
    """The agent as shipped, its metrics served: only the ports are set. `program` is
    another agent than that of the build, and its store is empty: an agent of before the
    load in the background does not log when its accounts are loaded."""

    def __init__(self, settings="", program=None, name="agent"):
        self.name = name
        self._logs_the_load = program is None
        self._agent = harness.Agent('metrics_listen: "127.0.0.1:0"\n' + settings,
                                    program=program)

    def __enter__(self):
        self._agent.listening()
        self._agent.wait_for_log("serving")
        if self._logs_the_load:
            self._agent.wait_for_log("accounts loaded")
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


class ProgramOnPort:
    """A server of another origin that listens on the port of its command."""

    def __init__(self, name):
        self.name = name
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"

    def start(self, command, folder=None):
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL,
                                         stdout=subprocess.DEVNULL)
        self.pid = self._process.pid
        end = time.monotonic() + harness.DEADLINE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise
                time.sleep(0.05)

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
