"""What happens to a store's file from outside, under a real agent."""

import http.client
import itertools
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

import grpc

from harness import BIN, DEADLINE, SLOWER, Agent, refused_start
from rpc import HEALTH, Stub, failure

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


class Replaced(StoreFile):
    """The files go, or others take their places, while an agent runs."""

    def setUp(self):
        super().setUp()
        self.agent, self.stub = self.start(more='metrics_listen: "127.0.0.1:0"')
        channel = self.enterContext(grpc.insecure_channel(self.agent.address))
        self.health = Stub(channel, "Health")
        self.metrics = self.agent.wait_for_log("serving metrics")["address"]
        self.create("acme")
        self.assertEqual(self.metric("linkstat_store_file_replaced"), 0)
        self.assertGreater(self.metric("linkstat_store_wal_bytes"), 0)

    def create(self, name):
        self.stub.CreateLinkedAccount({"id": name})

    def metric(self, name):
        connection = http.client.HTTPConnection(self.metrics, timeout=DEADLINE)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return float(re.search(rf"^{name} (.*)$", text, re.MULTILINE)[1])

    def expect_noticed(self, fault):
        """Without any call, within a second and what a loaded machine takes."""
        begin = time.monotonic()
        line = self.agent.wait_for_log("the store fails")
        self.assertLess(time.monotonic() - begin, 1 + SLOWER)
        self.assertIn(fault, line["fault"])
        self.assertEqual(self.health.Check({"service": "linkstat.v1.LinkedAccountService"}).status,
                         HEALTH.NOT_SERVING)
        self.assertEqual(self.health.Check({"service": "linkstat.v1.LinkingService"}).status,
                         HEALTH.SERVING)
        self.assertEqual(self.metric("linkstat_store_file_replaced"), 1)
        refused = failure(self.create, "late")
        self.assertEqual((refused.code, refused.reason), ("UNAVAILABLE", "STORE_UNAVAILABLE"))
        self.assertEqual(len([line for line in self.agent.log
                              if line and line["message"] == "the store fails"]), 1)

    def restart(self, kill=False):
        if kill:
            self.agent.process.kill()
            self.agent.wait()
        else:
            self.assertEqual(self.agent.stop(), 0)
        return self.accounts(self.start()[1])

    def remove(self, *ends):
        for end in ends:
            pathlib.Path(f"{self.file}{end}").unlink()

    def test_removed_files_are_noticed(self):
        self.remove("", "-wal", "-shm")
        self.expect_noticed("moved, removed or replaced")

    def test_no_create_is_acknowledged_after_the_files_are_removed(self):
        self.remove("", "-wal", "-shm")
        refused = failure(self.create, "at-once")
        self.assertEqual((refused.code, refused.reason), ("UNAVAILABLE", "STORE_UNAVAILABLE"))

    def test_what_was_acknowledged_while_the_files_go_is_there_or_was_there(self):
        """Creates go on until one fails: all that were acknowledged before are in the
        files that were moved away."""
        acknowledged = {"acme"}
        away = self.folder / "away"
        away.mkdir()
        mover = threading.Timer(0.05, lambda: [
            os.rename(f"{self.file}{end}", away / f"accounts.db{end}")
            for end in ("", "-wal", "-shm")])
        mover.start()
        deadline = time.monotonic() + DEADLINE
        with self.assertRaises(grpc.RpcError) as ended:
            for number in itertools.count():
                self.assertLess(time.monotonic(), deadline)
                self.create(f"a{number}")
                acknowledged.add(f"a{number}")
        mover.join(DEADLINE)
        self.assertEqual(ended.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.agent.process.kill()
        self.agent.wait()
        _, stub = self.start(away / "accounts.db")
        self.assertLessEqual(acknowledged, self.accounts(stub))

    def test_a_removed_log_costs_nothing_that_was_acknowledged(self):
        self.remove("-wal")
        self.expect_noticed("write-ahead log")
        self.assertEqual(self.restart(kill=True), {"acme"})

    def test_a_backup_moved_over_the_file_is_noticed_and_served_after_a_restart(self):
        backup = self.folder / "backup.db"
        self.assertEqual(store("backup", backup, f"--store=sqlite:{self.file}").returncode, 0)
        self.create("after-the-backup")
        os.rename(backup, self.file)
        self.expect_noticed("moved, removed or replaced")
        self.assertEqual(self.restart(), {"acme"})

    def test_a_backup_copied_over_the_file_is_noticed(self):
        backup = self.folder / "backup.db"
        self.assertEqual(store("backup", backup, f"--store=sqlite:{self.file}").returncode, 0)
        shutil.copyfile(backup, self.file)
        self.expect_noticed("overwritten while it was open")
        self.assertEqual(self.agent.stop(), 0)
        self.assertEqual(self.file.read_bytes(), backup.read_bytes())

    def test_an_agent_refuses_a_backup_under_the_log_of_the_file_that_it_replaced(self):
        backup = self.folder / "backup.db"
        self.assertEqual(store("backup", backup, f"--store=sqlite:{self.file}").returncode, 0)
        self.agent.process.kill()
        self.agent.wait()
        os.rename(backup, self.file)
        code, log = refused_start(settings(self.file))
        self.assertEqual(code, 2)
        self.assertIn("belongs to another file: move it away", log)
        self.remove("-wal", "-shm")
        self.assertEqual(self.accounts(self.start()[1]), {"acme"})

    def test_it_serves_again_when_the_folder_is_back(self):
        away = self.folder.with_name(f"{self.folder.name}-away")
        os.rename(self.folder, away)
        self.expect_noticed("moved, removed or replaced")
        os.rename(away, self.folder)
        self.agent.wait_for_log("the store serves again")
        self.assertEqual(self.metric("linkstat_store_file_replaced"), 0)
        self.create("again")
        self.assertEqual(self.restart(kill=True), {"acme", "again"})
