"""Cursors and page tokens that a caller made, cut or kept from an earlier version end
no agent, occupy none, and are trusted by none."""

import base64
import hashlib
import os
import pathlib
import sqlite3
import tempfile
import unittest

import grpc

from harness import SLOWER, SOURCE, Agent
from rpc import Stub, failure

SETTINGS = """
work_email_domain: "links.example.com"
first_name: "Integration"
watch_keep_alive { seconds: 1 }
"""
CASES = SOURCE / "tests/cases/tokens"


def rows(table):
    lines = (CASES / table).read_text().splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def encoded(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unkeyed_cursor(payload):
    """A cursor as versions without keys sealed it, which anybody can do."""
    return encoded(hashlib.sha256(b"linkstat cursor of a store:" + payload).digest()[:8] + payload)


class HostileTokens(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(folder, "accounts.db")
        self.agent = self.enterContext(Agent(f'{SETTINGS} store: "sqlite:{self.file}"'))
        channel = self.enterContext(grpc.insecure_channel(self.agent.address))
        self.accounts = Stub(channel, "LinkedAccountService")
        for account in ("alpha", "beta"):
            self.accounts.CreateLinkedAccount({"id": account})
        revision = Stub(channel, "CatalogService").GetCatalog().catalog_revision
        self.catalog = bytes.fromhex(revision)

    def events(self, cursor=None):
        """The kinds of the events up to the first mark, and the last cursor."""
        kinds = []
        stream = self.accounts.WatchLinkedAccounts({} if cursor is None else {"cursor": cursor})
        for event in stream:
            kinds.append(event.WhichOneof("event"))
            if kinds[-1] == "mark":
                stream.cancel()
                return kinds, event.cursor

    def refuse_cursor(self, cursor, reason="INVALID_TOKEN"):
        ended = failure(next, self.accounts.WatchLinkedAccounts({"cursor": cursor}))
        self.assertEqual((ended.code, ended.reason), ("INVALID_ARGUMENT", reason), cursor)

    def forged(self, phase):
        """What an unkeyed cursor of this store under this catalog holds."""
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as file:
            [(identity,)] = file.execute("SELECT store_id FROM meta")
        file.close()
        return identity + phase + bytes(8) + self.catalog

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.agent.process.pid}/stat").read_text().rsplit(")", 1)[1]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def assert_alive_and_idle(self):
        self.assertIsNone(self.agent.process.poll())
        self.assertEqual(len(self.accounts.ListLinkedAccounts().linked_accounts), 2)
        stream = self.accounts.WatchLinkedAccounts({"cursor": self.events()[1]})
        # The first mark comes at once; the next ones, a second apart, pass the time.
        next(stream)
        before = self.cpu_seconds()
        for _ in range(2):
            self.assertEqual(next(stream).WhichOneof("event"), "mark")
        self.assertLess(self.cpu_seconds() - before, 0.3 * SLOWER)
        stream.cancel()

    def test_a_checksum_without_a_payload_is_refused(self):
        self.refuse_cursor("hJ07cS4pV20")
        self.assert_alive_and_idle()

    def test_a_cursor_that_was_cut_anywhere_is_refused(self):
        cursor = self.events()[1]
        for size in range(len(cursor)):
            self.refuse_cursor(cursor[:size])
        self.assert_alive_and_idle()

    def test_a_forged_payload_that_was_cut_anywhere_is_refused(self):
        payload = self.forged(b"f")
        for size in range(len(payload)):
            self.refuse_cursor(unkeyed_cursor(payload[:size]))
        self.assert_alive_and_idle()

    def test_a_forged_phase_is_refused(self):
        for phase in set(range(256)) - set(b"scf"):
            self.refuse_cursor(unkeyed_cursor(self.forged(bytes([phase]))))
        self.assert_alive_and_idle()

    def test_a_cursor_over_its_bound_is_refused(self):
        self.refuse_cursor(unkeyed_cursor(self.forged(b"s") + b"a" * 400))
        self.refuse_cursor("A" * 60_000)
        self.refuse_cursor("A" * 1_000_000, "REQUEST_TOO_LARGE")
        self.assert_alive_and_idle()

    def test_a_forged_cursor_skips_nothing(self):
        for payload in (self.forged(b"s") + b"zzz", self.forged(b"f")):
            kinds, _ = self.events(unkeyed_cursor(payload))
            self.assertEqual(kinds, ["restart", "linked_account", "linked_account", "mark"])

    def test_a_cursor_of_an_earlier_version_begins_again(self):
        for phase, cursor in rows("unkeyed_cursors.tsv"):
            kinds, _ = self.events(cursor)
            expected = ["restart", "linked_account", "linked_account", "mark"]
            self.assertEqual(kinds, expected, phase)

    def test_a_page_token_of_an_earlier_version_is_refused(self):
        [token] = [row[2] for row in rows("unkeyed_page_tokens.tsv")
                   if row[0] == "ListLinkedAccounts"]
        refused = failure(self.accounts.ListLinkedAccounts, {"pageSize": 1, "pageToken": token})
        self.assertEqual((refused.code, refused.reason), ("INVALID_ARGUMENT", "INVALID_TOKEN"))

    def test_a_page_token_that_was_cut_anywhere_is_refused(self):
        token = self.accounts.ListLinkedAccounts({"pageSize": 1}).next_page_token
        for size in range(1, len(token)):
            cut = {"pageSize": 1, "pageToken": token[:size]}
            refused = failure(self.accounts.ListLinkedAccounts, cut)
            self.assertEqual((refused.code, refused.reason), ("INVALID_ARGUMENT", "INVALID_TOKEN"))
        self.assert_alive_and_idle()

    def test_a_token_of_another_store_is_not_trusted(self):
        cursor = self.events()[1]
        token = self.accounts.ListLinkedAccounts({"pageSize": 1}).next_page_token
        with Agent(f'{SETTINGS} store: "memory"') as other:
            with grpc.insecure_channel(other.address) as channel:
                accounts = Stub(channel, "LinkedAccountService")
                first = next(accounts.WatchLinkedAccounts({"cursor": cursor}))
                self.assertEqual(first.WhichOneof("event"), "restart")
                refused = failure(accounts.ListLinkedAccounts, {"pageSize": 1, "pageToken": token})
                self.assertEqual(refused.reason, "INVALID_TOKEN")
