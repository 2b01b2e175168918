"""Restarts three agents in turn under load from the project's client, and counts failed calls.

    rolling_restart.py [--restarts N] [--attempts N]

Each agent is told to stop by SIGTERM and started anew on its port once it is gone; the next one
follows when it serves. The load (load_client) goes on all the time. Prints what it counted; exit
code 1 when a call failed. With --attempts 1 the client tries nothing again, which shows what its
retries cover. The environment is that of the end-to-end tests, see harness.py.
"""

import argparse
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time

import grpc

from harness import BIN, DEADLINE, Agent
from rpc import Stub

AGENTS = 3
THREADS = 4
ACCOUNT = "customer-1"
# Below the ports that the system gives to connections: one of those could be taken while its
# agent is down.
PORTS = range(15_000, 30_000)


def free_ports(count):
    found = []
    while len(found) < count:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in found:
            found.append(port)
    return found


class Fleet:
    """Agents as shipped on ports that stay theirs, each with a store; a context manager."""

    def __init__(self, folder, ports):
        self._settings = [f'store: "sqlite:{pathlib.Path(folder, str(port))}.db" first_name: "A"'
                          ' work_email_domain: "links.example.com"' for port in ports]
        self._addresses = [f"127.0.0.1:{port}" for port in ports]
        self._agents = [None] * len(ports)
        self.endpoint = "ipv4:" + ",".join(self._addresses)

    def _start(self, number):
        agent = Agent(self._settings[number], self._addresses[number])
        self._agents[number] = agent
        agent.__enter__()

    def __enter__(self):
        for number, address in enumerate(self._addresses):
            self._start(number)
            with grpc.insecure_channel(address) as channel:
                Stub(channel, "LinkedAccountService").CreateLinkedAccount({"id": ACCOUNT})
        return self

    def __exit__(self, *_):
        for agent in self._agents:
            if agent is not None:
                agent.close()

    def restart(self, number):
        agent = self._agents[number]
        code = agent.stop()
        if code != 0:
            raise AssertionError(f"an agent ended with {code}: {agent.log_text()}")
        agent.close()
        self._start(number)


class Load:
    """The client's load from its first answers to its end; a context manager."""

    def __init__(self, endpoint, attempts):
        self._process = subprocess.Popen(
            [BIN / "load_client", endpoint, str(THREADS), str(attempts), ACCOUNT],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        if self._process.stdout.readline() != "running\n":
            raise AssertionError("the load did not start")
        return self

    def end(self):
        """Calls, failed calls, the longest call in milliseconds, and what each failure said."""
        counts, *failures = self._process.communicate(timeout=DEADLINE)[0].splitlines()
        calls, failed, longest = map(int, counts.split())
        return calls, failed, longest, failures

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


def main():
    arguments = argparse.ArgumentParser(description="Restarts agents in turn under load.")
    arguments.add_argument("--restarts", type=int, default=100)
    arguments.add_argument("--attempts", type=int, default=3)
    options = arguments.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Fleet(folder, free_ports(AGENTS)) as fleet, \
            Load(fleet.endpoint, options.attempts) as load:
        for number in range(options.restarts):
            fleet.restart(number % AGENTS)
        calls, failed, longest, failures = load.end()
    print(f"restarts: {options.restarts} in {time.monotonic() - start:.0f} s")
    print(f"calls: {calls}, the longest {longest} ms, each tried at most {options.attempts} times")
    print(f"failed: {failed}")
    for failure in failures[:20]:
        print(f"  {failure}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
