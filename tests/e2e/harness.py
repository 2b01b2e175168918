"""The real programs as the end-to-end tests drive them.

The build tells through the environment where they are: LINKSTAT_BIN (programs),
LINKSTAT_PY (messages made by protoc), LINKSTAT_SOURCE (the source tree).
Nothing here sleeps: everything waits for a log line, an answer or an end, with
a deadline.
"""

import faulthandler
import fcntl
import json
import os
import pathlib
import pty
import signal
import struct
import subprocess
import tempfile
import termios
import threading
import time
import urllib.request

BIN = pathlib.Path(os.environ["LINKSTAT_BIN"])
SOURCE = pathlib.Path(os.environ["LINKSTAT_SOURCE"])
CATALOG = SOURCE / "agent/catalog/catalog.textproto"
BUF = SOURCE / "tests/e2e/node_modules/.bin/buf"

# How long anything may take that is expected to happen. Generous, for machines
# under load; nothing waits for all of it unless it fails.
DEADLINE = 20

# A test program that hangs all the same shows where, and ends before CTest ends it.
if _seconds := os.environ.get("LINKSTAT_TEST_SECONDS"):
    faulthandler.dump_traceback_later(int(_seconds), exit=True)

# How many times more time, and more memory, an agent may take that a sanitizer
# watches: they are slow and keep what was freed.
_program = (BIN / "linkstat-agent").read_bytes()
SANITIZED = b"__asan_init" in _program or b"__tsan_init" in _program
SLOWER, LARGER = (10, 10) if SANITIZED else (1, 1)

ALL_SIX = [
    "Edit Company Settings",
    "Manage Employees",
    "View all employee information",
    "View basic employee information",
    "Upload and View all Documents",
    "View Invoices and Reporting",
]


class Agent:
    """An agent on a free port, from its start to its end; a context manager.

    `settings` is AgentConfig in textproto; `before` are words of a command that
    starts the agent, such as prlimit. `self.address` is known once the agent
    listens, and entering the context waits until it serves and has loaded the
    accounts. `program` is another agent than that of the build.
    """

    def __init__(self, settings="", listen="127.0.0.1:0", before=(), stdout=subprocess.DEVNULL,
                 program=None):
        self._folder = tempfile.TemporaryDirectory()
        config = pathlib.Path(self._folder.name, "agent.textproto")
        config.write_text(f'listen: "{listen}"\n{settings}\n')
        self._changed = threading.Condition()
        self.log = []
        self.address = None
        self.process = subprocess.Popen(
            [*before, program or BIN / "linkstat-agent", "--config", config],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _lines(self):
        yield from self.process.stderr

    def _read(self):
        for line in self._lines():
            with self._changed:
                self.log.append(json.loads(line))
                self._changed.notify_all()
        with self._changed:
            self.log.append(None)
            self._changed.notify_all()

    def wait_for_log(self, message, start=0):
        """The first entry from `start` on with this message; an error at the log's end."""

        def entry():
            for line in self.log[start:]:
                if line is None or line["message"] == message:
                    return line or AssertionError(f"the log ended without '{message}'")
            return None

        with self._changed:
            found = self._changed.wait_for(entry, DEADLINE)
        if found is None or isinstance(found, AssertionError):
            raise found or AssertionError(f"'{message}' was not logged: {self.log}")
        return found

    def wait_until(self, holds):
        """Waits until `holds(entries)` of all that was logged so far."""
        with self._changed:
            if not self._changed.wait_for(lambda: holds([line for line in self.log if line]),
                                          DEADLINE):
                raise AssertionError(f"the log never became so: {self.log}")

    def listening(self):
        self.address = self.wait_for_log("listening")["address"]
        return self

    def __enter__(self):
        self.listening()
        self.wait_for_log("serving")
        self.wait_for_log("accounts loaded")
        return self

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self):
        """The exit code; the log is whole after it."""
        code = self.process.wait(DEADLINE)
        self._reader.join(DEADLINE)
        return code

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.wait()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.wait()
        self.process.stderr.close()
        self._folder.cleanup()

    def __exit__(self, *_):
        self.close()

    def log_text(self):
        return "\n".join(json.dumps(line, ensure_ascii=False) for line in self.log if line)


class UnreadAgent(Agent):
    """An agent whose log nobody reads once it serves everything, until `read_on` is set."""

    def __init__(self, settings):
        self.read_on = threading.Event()
        super().__init__(settings)

    def _lines(self):
        awaited = {"serving", "accounts loaded"}
        for line in super()._lines():
            yield line
            awaited.discard(json.loads(line)["message"])
            if not awaited:
                self.read_on.wait()

    def close(self):
        self.read_on.set()
        super().close()


def refused_start(settings="", listen="127.0.0.1:0"):
    """Starts an agent that must not come up: its exit code and its log as text."""
    agent = Agent(settings, listen)
    try:
        code = agent.wait()
        return code, agent.log_text()
    finally:
        agent.close()


def clean_environment():
    """The environment without anything that changes the command line's answers."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LINKSTAT_")}
    kept.pop("NO_COLOR", None)
    return kept


def cli(*arguments, stdin=b""):
    """Runs `linkstat`; the finished process with its output as bytes."""
    return subprocess.run(
        [BIN / "linkstat", *arguments],
        input=stdin,
        capture_output=True,
        timeout=DEADLINE,
        env=clean_environment(),
    )


def start_on_terminal(*arguments, errors=False, **environment):
    """Starts `linkstat` on a terminal of 100 columns, with `errors` its standard error
    as well: the process and what the screen is read from."""
    main, secondary = pty.openpty()
    fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        [BIN / "linkstat", *arguments],
        stdout=secondary,
        stderr=secondary if errors else None,
        stdin=subprocess.DEVNULL,
        env={**clean_environment(), "TERM": "xterm-256color", **environment},
    )
    os.close(secondary)
    return process, main


def on_terminal(*arguments, errors=False, **environment):
    """Runs `linkstat` likewise: its exit code and what the screen got."""
    process, main = start_on_terminal(*arguments, errors=errors, **environment)
    output = b""
    try:
        while chunk := os.read(main, 65536):
            output += chunk
    except OSError:  # the other side is closed
        pass
    os.close(main)
    return process.wait(DEADLINE), output.decode().replace("\r\n", "\n")


def buf_curl(address, method, request, *options):
    """Calls a method with `buf curl`, which learns the schema by reflection."""
    return subprocess.run(
        [
            BUF, "curl", "--protocol", "grpc", "--http2-prior-knowledge", *options,
            "--data", "@-", f"http://{address}/{method}",
        ],
        input=json.dumps(request).encode(),
        capture_output=True,
        timeout=DEADLINE,
    )


def wait_for_audit(path, holds=bool):
    """The lines of an audit file that `holds`, once there are such.

    A thread of the agent writes them; only the line of a change that was made is sure
    to be there when the call returns, and that only while the disk is quick.
    """
    end = time.monotonic() + DEADLINE
    while True:
        whole, _, _ = (path.read_text() if path.exists() else "").rpartition("\n")
        lines = [json.loads(line) for line in whole.splitlines()]
        if holds(lines):
            return lines
        if time.monotonic() > end:
            raise AssertionError(f"the audit never became so: {lines}")


def read_metrics(agent):
    """The metrics of an agent with metrics_listen, as text."""
    where = agent.wait_for_log("serving metrics")["address"]
    with urllib.request.urlopen(f"http://{where}/metrics", timeout=DEADLINE) as answer:
        return answer.read().decode()


def metric(agent, name):
    """The value of one metric with its labels."""
    values = [line.removeprefix(f"{name} ") for line in read_metrics(agent).splitlines()
              if line.startswith(f"{name} ")]
    if len(values) != 1:
        raise AssertionError(f"{name} is there {len(values)} times")
    return float(values[0])


def await_metric(agent, name, value):
    """Waits until a metric has this value."""
    end = time.monotonic() + DEADLINE
    while (last := metric(agent, name)) != value:
        if time.monotonic() > end:
            raise AssertionError(f"{name} is {last}, not {value}")


def milliseconds_since(start):
    return (time.monotonic() - start) * 1000
