"""Kills a real agent under concurrent writes, again and again.

    kill_loop.py [--kills N] [--seed SEED]

An agent on one SQLite file is killed at random moments: most often while it
writes, at times while it starts, and at times while it ends in order. After each
kill the next agent must hold every write that was acknowledged and nothing that
nobody wrote, and in the end `linkstat-agent store check` must find nothing.
Prints the seed and the counts; exit code 1 when anything was lost or invented.
The environment is that of the end-to-end tests, see harness.py.
"""

import argparse
import collections
import pathlib
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time

import grpc

from harness import BIN, DEADLINE, Agent
from ledger import all_accounts, reconcile_all, start_all, writers
from rpc import Stub

SETTINGS = """
work_email_domain: "links.example.com"
first_name: "Integration"
drain_linger {}
drain_deadline {}
"""
WRITERS = 4
# Every so many kills the file is checked as the killed agent left it.
CHECK_EVERY = 50


class KillLoop:
    def __init__(self, file, seed):
        self.file = file
        self.random = random.Random(seed)
        self.writers = writers(WRITERS, seed)
        self.counts = collections.Counter()
        self.faults = []

    def _agent(self):
        return Agent(f'{SETTINGS} store: "sqlite:{self.file}"')

    def _pause(self, most):
        # The moment of the kill is what is tested; there is nothing to wait for.
        time.sleep(self.random.uniform(0.005, most))

    def _kill(self, agent, moment):
        agent.process.kill()
        agent.wait()
        self.counts[moment] += 1

    def _kill_at_start(self):
        agent = self._agent()
        try:
            self._pause(0.05)
            self._kill(agent, "at start")
        finally:
            agent.close()

    def _compare(self, accounts):
        self.faults += reconcile_all(self.writers, all_accounts(accounts))
        retired = self.random.choice(self.writers).check_retired(accounts)
        self.faults += [retired] if retired else []

    def _kill_under_writes(self):
        with self._agent() as agent, grpc.insecure_channel(agent.address) as channel:
            accounts = Stub(channel, "LinkedAccountService")
            self._compare(accounts)
            threads = start_all(self.writers, accounts)
            self._pause(0.03)
            in_order = self.random.random() < 0.1
            if in_order:
                agent.signal(signal.SIGTERM)
                self._pause(0.03)
            self._kill(agent, "while it ended" if in_order else "under writes")
            for thread in threads:
                thread.join(DEADLINE)

    def _check_file(self):
        done = subprocess.run([BIN / "linkstat-agent", "store", "check", self.file],
                              capture_output=True, timeout=DEADLINE, check=False)
        self.counts["checks of the file"] += 1
        if done.returncode != 0:
            self.faults.append(f"store check: {done.stdout.decode()} {done.stderr.decode()}")

    def run(self, kills):
        """Stops at the first fault."""
        for number in range(1, kills + 1):
            if self.random.random() < 0.1:
                self._kill_at_start()
            else:
                self._kill_under_writes()
            if number % CHECK_EVERY == 0:
                self._check_file()
            if self.faults:
                return
        with self._agent() as agent, grpc.insecure_channel(agent.address) as channel:
            self._compare(Stub(channel, "LinkedAccountService"))
        self._check_file()

    def report(self, kills, seconds):
        done = sum(self.counts[moment] for moment in ("at start", "under writes", "while it ended"))
        moments = ", ".join(f"{count} {moment}" for moment, count in self.counts.items())
        acknowledged = sum(writer.acknowledged for writer in self.writers)
        in_doubt = sum(writer.in_doubt for writer in self.writers)
        print(f"kills: {done} of {kills} ({moments}) in {seconds:.0f} s")
        print(f"writes: {acknowledged} acknowledged, {in_doubt} in doubt")
        print(f"faults (lost, invented, damaged): {len(self.faults)}")
        for fault in self.faults[:20]:
            print(f"  {fault}")


def main():
    arguments = argparse.ArgumentParser(description="Kills an agent under writes.")
    arguments.add_argument("--kills", type=int, default=500)
    arguments.add_argument("--seed", default=None)
    options = arguments.parse_args()
    seed = options.seed or secrets.token_hex(4)
    print(f"seed: {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        loop = KillLoop(pathlib.Path(folder, "accounts.db"), seed)
        start = time.monotonic()
        loop.run(options.kills)
        loop.report(options.kills, time.monotonic() - start)
    return 1 if loop.faults else 0


if __name__ == "__main__":
    sys.exit(main())
