"""`--check-config` finds what a start would find, and changes nothing."""

import os
import pathlib
import socket
import subprocess
import tempfile
import unittest

import grpc

from harness import BIN, DEADLINE, Agent, refused_start
from rpc import Stub

OK, BAD_SETTINGS, CANNOT_LISTEN = 0, 2, 3


def check(settings, listen="127.0.0.1:0"):
    """The exit code of a check and what it wrote to its standard error."""
    with tempfile.NamedTemporaryFile("w", suffix=".textproto") as file:
        file.write(f'listen: "{listen}"\n{settings}')
        file.flush()
        ended = subprocess.run([BIN / "linkstat-agent", "--config", file.name, "--check-config"],
                               capture_output=True, text=True, timeout=DEADLINE, check=False)
    return ended.returncode, ended.stderr


def listing(folder):
    """Every file below the folder with what changes when it is touched."""
    entries = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        status = path.lstat()
        entries[str(path)] = (status.st_ino, status.st_mode, status.st_size, status.st_nlink,
                              status.st_mtime_ns, status.st_ctime_ns)
    return entries


class CheckConfig(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def expect_as_at_a_start(self, settings, code, text, listen="127.0.0.1:0"):
        before = listing(self.folder)
        found = check(settings, listen)
        self.assertEqual(found[0], code, found)
        self.assertIn(text, found[1])
        self.assertEqual(listing(self.folder), before, "the check changed a file")
        self.assertEqual(refused_start(settings, listen)[0], code)

    def test_store_without_its_folder(self):
        self.expect_as_at_a_start(
            'store: "sqlite:/nonexistent/x.db"', BAD_SETTINGS, "the store's folder does not exist")

    def test_store_in_a_home_that_no_shell_expanded(self):
        self.expect_as_at_a_start(
            'store: "sqlite:~/x.db"', BAD_SETTINGS, "the store's folder does not exist")

    def test_store_that_is_no_database(self):
        self.expect_as_at_a_start(
            'store: "sqlite:/etc/passwd"', BAD_SETTINGS, "the file is not a SQLite database")

    def test_store_that_is_a_folder(self):
        self.expect_as_at_a_start(
            f'store: "sqlite:{self.folder}"', BAD_SETTINGS, "names something that is not a file")

    def test_store_of_a_name_that_sqlite_keeps_in_memory(self):
        for name in (":memory:", "file::memory:?cache=shared"):
            self.expect_as_at_a_start(f'store: "sqlite:{name}"', BAD_SETTINGS, "store: has a ")
            self.assertFalse(os.path.exists(name))

    def test_damaged_store(self):
        path = pathlib.Path(self.folder, "s.db")
        with Agent(f'store: "sqlite:{path}"') as agent:
            agent.stop()
        content = bytearray(path.read_bytes())
        content[4096] ^= 255  # the kind of the second page
        path.write_bytes(content)
        self.expect_as_at_a_start(f'store: "sqlite:{path}"', BAD_SETTINGS, "is damaged")

    def test_audit_without_its_folder(self):
        self.expect_as_at_a_start(
            'audit: "file:/nonexistent/a"', BAD_SETTINGS, "No such file or directory")

    def test_audit_that_is_a_folder(self):
        self.expect_as_at_a_start(f'audit: "file:{self.folder}"', BAD_SETTINGS, "audit: ")

    def test_host_that_is_unknown(self):
        self.expect_as_at_a_start(
            "allow_insecure: true", CANNOT_LISTEN, "cannot resolve host no-such-host.invalid",
            listen="no-such-host.invalid:0")

    def test_address_of_another_machine(self):
        self.expect_as_at_a_start(
            "allow_insecure: true", CANNOT_LISTEN, "this machine has no such address",
            listen="203.0.113.1:0")

    def test_metrics_at_an_address_of_another_machine(self):
        self.expect_as_at_a_start('metrics_listen: "203.0.113.1:0"', CANNOT_LISTEN,
                                  "this machine has no such address")

    def test_socket_without_its_folder(self):
        self.expect_as_at_a_start("", CANNOT_LISTEN, "No such file or directory",
                                  listen="unix:/nonexistent/agent.sock")

    def test_socket_that_is_another_file(self):
        path = pathlib.Path(self.folder, "notes")
        path.write_text("kept")
        self.expect_as_at_a_start("", CANNOT_LISTEN, "not a socket", listen=f"unix:{path}")

    def test_two_listeners_at_one_address(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        code, text = check(f'metrics_listen: "127.0.0.1:{port}"', f"127.0.0.1:{port}")
        self.assertEqual(code, BAD_SETTINGS)
        self.assertIn("metrics_listen: conflicts with the address of listen", text)

    def test_nothing_is_made(self):
        files = f'store: "sqlite:{self.folder}/s.db" audit: "file:{self.folder}/a"'
        self.assertEqual(check(files, f"unix:{self.folder}/agent.sock"), (OK, ""))
        self.assertEqual(listing(self.folder), {})

    def test_nothing_changes_beside_an_agent_with_the_same_settings(self):
        files = f'store: "sqlite:{self.folder}/s.db" audit: "file:{self.folder}/a"'
        with Agent(f'{files} first_name: "I"', listen=f"unix:{self.folder}/agent.sock") as agent:
            channel = self.enterContext(grpc.insecure_channel(agent.address))
            accounts = Stub(channel, "LinkedAccountService")
            accounts.CreateLinkedAccount({"id": "a", "identity": {"work_email": "a@b.example"}})
            before = listing(self.folder)
            code, text = check(files, f"unix:{self.folder}/agent.sock")
            self.assertEqual(code, OK, text)
            self.assertIn("listen: warning: cannot listen: the address is in use", text)
            self.assertIn("store: warning: the store is in use by process "
                          f"{agent.process.pid} on host ", text)
            self.assertEqual(listing(self.folder), before)
            accounts.CreateLinkedAccount({"id": "b", "identity": {"work_email": "b@b.example"}})

    def test_nothing_changes_after_an_agent_was_killed(self):
        store = f'store: "sqlite:{self.folder}/s.db"'
        with Agent(store):
            pass  # killed: its log stays
        before = listing(self.folder)
        self.assertIn(f"{self.folder}/s.db-wal", before)
        self.assertEqual(check(store), (OK, ""))
        self.assertEqual(listing(self.folder), before)


if __name__ == "__main__":
    unittest.main()
