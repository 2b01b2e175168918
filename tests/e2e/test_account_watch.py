"""A reader of WatchLinkedAccounts that is cut off, and whose agent is killed and
restarted, at random moments while accounts are written."""

import os
import pathlib
import random
import secrets
import tempfile
import threading
import time
import unittest

import grpc

from harness import DEADLINE, Agent
from ledger import CUT, all_accounts, found_in, reconcile_all, start_all, writers
from rpc import Stub

SETTINGS = """
work_email_domain: "links.example.com"
first_name: "Integration"
drain_linger {}
drain_deadline {}
"""
RESTARTS = 15


class Reader:
    """Follows the accounts of one agent after another; what it was told."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.accounts = {}
        self.etags = {}
        self.cursor = None
        self.streams = 0
        self.faults = []
        self.changed = threading.Condition()

    def follow(self, stub, enough):
        """Reads stream after stream until the agent is gone or `enough` is set."""
        while not enough.is_set():
            request = {} if self.cursor is None else {"cursor": self.cursor}
            stream = stub.WatchLinkedAccounts(request)
            self.streams += 1
            try:
                # Some streams are left after a few events, others live on.
                self._read(stream, self.random.choice([1, 3, 20, 10**9]), enough)
            except grpc.RpcError as error:
                if error.code() not in CUT:
                    self.faults.append(f"the stream ended with {error.code()}")
                return
            finally:
                stream.cancel()

    def _read(self, stream, most, enough):
        for _, event in zip(range(most), stream):
            with self.changed:
                self._take(event)
                self.changed.notify_all()
            if enough.is_set():
                return

    def _take(self, event):
        kind = event.WhichOneof("event")
        if kind == "linked_account":
            account = event.linked_account
            etag = int(account.etag)
            if etag <= self.etags.get(account.id, 0):
                self.faults.append(f"{account.id} came with {etag} again or too late")
            self.etags[account.id] = etag
            self.accounts[account.id] = found_in(account)
        elif kind == "deleted_id":
            # One that came and went unseen may be told as well.
            self.accounts.pop(event.deleted_id, None)
        elif kind == "restart":
            self.faults.append("everything was sent anew")
        self.cursor = event.cursor

    def wait_for(self, accounts):
        """Whether the accounts come to be these."""
        with self.changed:
            return self.changed.wait_for(lambda: self.accounts == accounts, DEADLINE)


class AccountWatch(unittest.TestCase):
    def setUp(self):
        self.seed = os.environ.get("LINKSTAT_SEED") or secrets.token_hex(4)
        self.random = random.Random(self.seed)
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(folder, "accounts.db")
        self.reader = Reader(f"{self.seed}/reader")
        self.writers = writers(3, self.seed)

    def run_agent(self, last):
        """One agent's life, with writers and the reader; the accounts in the end of the last."""
        agent = self.enterContext(Agent(f'{SETTINGS} store: "sqlite:{self.file}"'))
        with grpc.insecure_channel(agent.address) as channel:
            stub = Stub(channel, "LinkedAccountService")
            self.assertEqual(reconcile_all(self.writers, all_accounts(stub)), [])
            written, read = threading.Event(), threading.Event()
            reading = threading.Thread(target=self.reader.follow, args=(stub, read))
            reading.start()
            threads = start_all(self.writers, stub, written)
            # How long the agent lives is what is random; there is nothing to wait for.
            time.sleep(self.random.uniform(0.01, 0.15))
            accounts = None
            if last:
                written.set()
                for thread in threads:
                    thread.join(DEADLINE)
                accounts = all_accounts(stub)
                self.assertTrue(self.reader.wait_for(accounts), f"seed {self.seed}")
                read.set()
            if last or self.random.random() < 0.3:
                agent.stop()
            else:
                agent.process.kill()
            for thread in threads:
                thread.join(DEADLINE)
            # Now and then gRPC's client loses the end of a stream whose agent is
            # gone, even by its deadline; closing the channel ends it.
            reading.join(1)
        reading.join(DEADLINE)
        agent.close()
        return accounts

    def test_the_readers_accounts_are_the_stores_in_the_end(self):
        for _ in range(RESTARTS):
            self.run_agent(last=False)
        accounts = self.run_agent(last=True)
        told = f"seed {self.seed}"
        self.assertEqual(self.reader.faults, [], told)
        self.assertEqual(self.reader.accounts, accounts, told)
        self.assertGreater(self.reader.streams, RESTARTS, told)
