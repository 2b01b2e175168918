"""What happens to a store's file from outside, under a real agent."""

import os
import pathlib
import sqlite3
import subprocess
import tempfile
import unittest

import grpc

from harness import BIN, DEADLINE, Agent, refused_start
from rpc import Stub

SETTINGS = 'work_email_domain: "links.example.com" first_name: "Integration" drain_linger {}'


def settings(file, more=""):
    return f'{SETTINGS} store: "sqlite:{file}" {more}'


def store(*words):
    return subprocess.run([BIN / "linkstat-agent", "store", *words], capture_output=True,
                          timeout=DEADLINE, text=True, check=False)


class StoreFile(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = self.folder / "accounts.db"

    def start(self, file=None, more=""):
        """An agent on the file, and the stub of its accounts."""
        agent = self.enterContext(Agent(settings(file or self.file, more)))
        channel = self.enterContext(grpc.insecure_channel(agent.address))
        return agent, Stub(channel, "LinkedAccountService")

    def accounts(self, stub):
        listed = stub.ListLinkedAccounts({"pageSize": 1000})
        return {account.id for account in listed.linked_accounts}


class OneAgent(StoreFile):
    """One file has one agent, whatever it is called."""

    def refused(self, file):
        code, log = refused_start(settings(file))
        self.assertEqual(code, 2, log)
        self.assertIn("the store cannot be opened", log)
        return log

    def test_a_second_agent_by_a_symbolic_link_is_refused(self):
        first, _ = self.start()
        link = self.folder / "link.db"
        link.symlink_to(self.file)
        self.assertIn(f"the store is in use by process {first.process.pid} on host",
                      self.refused(link))

    def test_an_agent_behind_a_dangling_link_makes_the_target(self):
        link = self.folder / "link.db"
        link.symlink_to("accounts.db")
        first, accounts = self.start(link)
        accounts.CreateLinkedAccount({"id": "acme"})
        self.assertIn(f"the store is in use by process {first.process.pid} on host",
                      self.refused(self.file))
        self.assertEqual(first.stop(), 0)
        self.assertEqual(sorted(file.name for file in self.folder.iterdir()),
                         ["accounts.db", "accounts.db.lock", "link.db"])

    def test_a_file_with_two_names_is_refused(self):
        agent, accounts = self.start()
        accounts.CreateLinkedAccount({"id": "acme"})
        second = self.folder / "second.db"
        os.link(self.file, second)
        self.assertIn("more than one name", self.refused(second))
        for words in (["check", second], ["backup", self.folder / "b.db", f"--store=sqlite:{second}"]):
            done = store(*words)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("more than one name", done.stderr)
        self.assertEqual(agent.stop(), 0)
        self.assertIn("more than one name", self.refused(self.file))

    def test_a_second_agent_is_refused_when_the_lock_file_is_removed(self):
        _, accounts = self.start()
        (self.folder / "accounts.db.lock").unlink()
        self.assertIn("the store is in use by another process", self.refused(self.file))
        # Again: the second agent made a lock file of its own.
        self.assertIn("the store is in use by another process", self.refused(self.file))
        accounts.CreateLinkedAccount({"id": "acme"})

    def test_backup_and_check_work_while_the_lock_file_is_removed(self):
        _, accounts = self.start()
        (self.folder / "accounts.db.lock").unlink()
        accounts.CreateLinkedAccount({"id": "acme"})
        backup = store("backup", self.folder / "b.db", f"--store=sqlite:{self.file}")
        self.assertEqual((backup.returncode, backup.stderr), (0, ""))
        self.assertIn("accounts: 1\n", store("check", self.file).stdout)

    def test_another_program_that_reads_the_file_leaves_it_whole(self):
        agent, accounts = self.start()
        accounts.CreateLinkedAccount({"id": "before"})
        reader = sqlite3.connect(self.file)
        self.assertEqual(reader.execute("SELECT count(*) FROM records").fetchone(), (1,))
        reader.close()
        accounts.CreateLinkedAccount({"id": "after"})
        agent.process.kill()
        agent.wait()
        _, accounts = self.start()
        self.assertEqual(self.accounts(accounts), {"before", "after"})
