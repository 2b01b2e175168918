"""A store on a small file system that becomes full.

The file system is mounted in a mount namespace of this process, so that nothing
is left of it: the tests are skipped where that is not allowed.
"""

import ctypes
import os
import pathlib
import tempfile
import time
import unittest

import grpc

from harness import DEADLINE, Agent, wait_for_audit
from rpc import Stub

MIB = 1 << 20
NEW_MOUNT_NAMESPACE = 0x20000
RECURSIVE_PRIVATE = 0x4000 | 0x40000
SETTINGS = 'work_email_domain: "links.example.com" first_name: "Integration" drain_linger {}'


def system_call(name, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def setUpModule():
    try:
        system_call("unshare", NEW_MOUNT_NAMESPACE)
        system_call("mount", b"none", b"/", None, RECURSIVE_PRIVATE, None)
    except OSError as error:
        raise unittest.SkipTest(f"nothing can be mounted here: {error}") from error


class FullDisk(unittest.TestCase):
    SIZE = 8 * MIB

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        target = str(self.folder).encode()
        try:
            system_call("mount", b"tmpfs", target, b"tmpfs", 0, f"size={self.SIZE}".encode())
        except OSError as error:
            self.skipTest(f"nothing can be mounted here: {error}")
        self.addCleanup(system_call, "umount2", target, 0)
        self.file = self.folder / "accounts.db"
        self.audit = self.folder / "audit.jsonl"

    def start(self):
        """An agent with its store and its audit on the file system, and the stub."""
        agent = self.enterContext(Agent(
            f'{SETTINGS} store: "sqlite:{self.file}" audit: "file:{self.audit}"'))
        channel = self.enterContext(grpc.insecure_channel(agent.address))
        return agent, Stub(channel, "LinkedAccountService")

    def free(self):
        space = os.statvfs(self.folder)
        return space.f_bavail * space.f_frsize

    def fill(self, leave):
        """A file that leaves so many bytes of the file system free."""
        filler = self.folder / "filler"
        filler.write_bytes(bytes(self.free() - leave))
        return filler

    def log_bytes(self):
        return pathlib.Path(f"{self.file}-wal").stat().st_size

    def wait_until_free(self, size):
        deadline = time.monotonic() + DEADLINE
        while self.free() <= size:
            self.assertLess(time.monotonic(), deadline)

    def large_account(self, accounts, name):
        """An account whose stored record has some 50 KiB."""
        accounts.CreateLinkedAccount({"id": name, "identity": {"first_name": f"First-{name}"}})
        names = [f"{name} {number} ".ljust(250, "x") for number in range(200)]
        accounts.ReportServiceAccount({"report": {
            "linked_account": name, "observed_at": "2026-01-01T00:00:00Z",
            "observed": {"names": names}}})

    def with_two_mebibytes_of_accounts(self):
        agent, accounts = self.start()
        for number in range(40):
            self.large_account(accounts, f"a{number}")
        self.assertEqual(agent.stop(), 0)
        self.assertGreater(self.file.stat().st_size, 2 * MIB)

    def wait_until_no_file_has(self, text):
        deadline = time.monotonic() + DEADLINE
        while any(text in file.read_bytes() for file in self.folder.glob("accounts.db*")):
            self.assertLess(time.monotonic(), deadline)

    def test_a_purge_without_space_is_put_off_and_changes_go_on(self):
        self.with_two_mebibytes_of_accounts()
        filler = self.fill(leave=2 * MIB)
        agent, accounts = self.start()
        accounts.DeleteLinkedAccount({"id": "a7"})
        agent.process.kill()
        agent.wait()
        # Its purge is due at once.
        agent, accounts = self.start()
        line = agent.wait_for_log("the store could not clean up")
        self.assertRegex(line["fault"],
                         r"^there is too little free space to remove deleted bytes: "
                         r"\d+ KiB are needed, \d+ KiB are free$")
        self.assertLess(self.log_bytes(), MIB)
        accounts.CreateLinkedAccount({"id": "after"})
        wait_for_audit(self.audit, lambda lines: lines[-1:] and lines[-1]["account"] == "after")
        self.assertGreater(self.free(), MIB)
        filler.unlink()
        agent.process.kill()
        agent.wait()
        agent, accounts = self.start()
        self.wait_until_no_file_has(b"First-a7")
        self.assertEqual(accounts.GetLinkedAccount({"id": "after"}).linked_account.id, "after")

    def test_the_space_of_a_log_that_filled_the_disk_is_free_after_a_restart(self):
        self.with_two_mebibytes_of_accounts()
        agent, accounts = self.start()
        accounts.CreateLinkedAccount({"id": "before"})
        agent.process.kill()
        agent.wait()
        # As a purge leaves it that had not enough space: pages of no commit.
        with open(f"{self.file}-wal", "ab") as log:
            log.write(bytes(self.free() - (64 << 10)))
        self.assertGreater(self.log_bytes(), 4 * MIB)
        agent, accounts = self.start()
        # The accounts are read at the start, and the log stays as long as a read needs
        # it. The kernel shortens a file before it frees the file's pages.
        self.wait_until_free(4 * MIB)
        for number in range(20):
            self.large_account(accounts, f"after-{number}")
        self.assertEqual(accounts.GetLinkedAccount({"id": "before"}).linked_account.id, "before")
