"""`linkstat-agent store` beside a real agent that is written to."""

import itertools
import pathlib
import subprocess
import tempfile
import threading
import time
import unittest

import grpc

from harness import BIN, DEADLINE, Agent
from ledger import all_accounts, reconcile_all, start_all, writers
from rpc import Stub

SETTINGS = 'work_email_domain: "links.example.com" first_name: "Integration" drain_linger {}'


def store(*words):
    return subprocess.run([BIN / "linkstat-agent", "store", *words], capture_output=True,
                          timeout=DEADLINE, text=True, check=False)


class Store(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = self.folder / "accounts.db"
        self.setting = f"--store=sqlite:{self.file}"

    def start(self, file):
        agent = self.enterContext(Agent(f'{SETTINGS} store: "sqlite:{file}"'))
        channel = self.enterContext(grpc.insecure_channel(agent.address))
        return Stub(channel, "LinkedAccountService")

    def test_backups_and_checks_under_writes(self):
        accounts = self.start(self.file)
        group, enough = writers(3, "store"), threading.Event()
        threads = start_all(group, accounts, enough)
        for number in range(5):
            backup = self.folder / f"backup-{number}.db"
            done = store("backup", backup, self.setting)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertRegex(done.stdout, r"^backup made\naccounts: \d+\n")
            checked = store("check", backup)
            self.assertEqual((checked.returncode, checked.stderr), (0, ""))
            self.assertEqual(store("check", self.setting).returncode, 0)
        enough.set()
        for thread in threads:
            thread.join(DEADLINE)
        self.assertEqual(reconcile_all(group, all_accounts(accounts)), [])

    def test_an_agent_serves_a_restored_backup(self):
        accounts = self.start(self.file)
        before = accounts.CreateLinkedAccount({"id": "before"}).linked_account
        backup = self.folder / "backup.db"
        self.assertEqual(store("backup", backup, self.setting).returncode, 0)
        accounts.CreateLinkedAccount({"id": "after"})
        cursor = list(itertools.islice(accounts.WatchLinkedAccounts(), 3))[-1].cursor
        restored = self.start(backup)
        self.assertEqual(restored.GetLinkedAccount({"id": "before"}).linked_account.identity,
                         before.identity)
        events = itertools.islice(restored.WatchLinkedAccounts({"cursor": cursor}), 3)
        self.assertEqual([event.WhichOneof("event") for event in events],
                         ["restart", "linked_account", "mark"])

    def test_what_was_deleted_before_a_kill_leaves_the_files_at_the_start(self):
        agent = self.enterContext(Agent(f'{SETTINGS} store: "sqlite:{self.file}"'))
        with grpc.insecure_channel(agent.address) as channel:
            accounts = Stub(channel, "LinkedAccountService")
            accounts.CreateLinkedAccount({"id": "gone", "identity": {"first_name": "Zaphod"}})
            accounts.DeleteLinkedAccount({"id": "gone"})
        agent.process.kill()
        agent.wait()
        self.assertTrue(self.any_file_has(b"Zaphod"))
        self.start(self.file)
        deadline = time.monotonic() + DEADLINE
        while self.any_file_has(b"Zaphod"):
            self.assertLess(time.monotonic(), deadline)

    def any_file_has(self, text):
        return any(text in file.read_bytes() for file in self.folder.iterdir())

    def test_a_file_that_exists_is_kept(self):
        self.start(self.file)
        self.assertEqual(store("backup", self.file, self.setting).returncode, 2)
        self.assertEqual(store("check", self.setting).returncode, 0)

    def test_words_that_are_no_command_are_refused(self):
        for words in ([], ["backup"], ["restore"], ["check", "--fix"]):
            done = store(*words, self.setting)
            self.assertEqual((done.returncode, done.stdout), (2, ""), words)
