"""Requests that are well-formed and yet not meant well."""

import pathlib
import tempfile
import unittest

import grpc

from harness import Agent
from rpc import HEALTH, Stub, linked_account_service_pb2, raw_call

SETTINGS = 'work_email_domain: "links.example.com" first_name: "Integration"'
MIB = 1 << 20


def unknown_field(size):
    """A field of `size` bytes, below 256 MiB, that no message has."""
    number, length = 1000 << 3 | 2, b""
    key = bytes([number & 0x7F | 0x80, number >> 7])
    for shift in (0, 7, 14, 21):
        length += bytes([size >> shift & 0x7F | (0x80 if shift < 21 else 0)])
    return key + length + b"u" * size


class HostileRequests(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(folder, "accounts.db")
        self.agent = self.enterContext(Agent(f'{SETTINGS} store: "sqlite:{self.file}"'))
        self.channel = self.enterContext(grpc.insecure_channel(self.agent.address))
        self.accounts = Stub(self.channel, "LinkedAccountService")

    def call(self, method, message):
        answer = raw_call(self.channel, "LinkedAccountService", method)(message.SerializeToString())
        return getattr(linked_account_service_pb2, f"{method}Response").FromString(answer)

    def assert_store_serves(self):
        service = {"service": "linkstat.v1.LinkedAccountService"}
        self.assertEqual(Stub(self.channel, "Health").Check(service).status, HEALTH.SERVING)
        self.assertNotIn("the store fails", self.agent.log_text())
        with open(f"{self.file}-wal", "rb") as log:
            self.assertNotIn(b"u" * 100, log.read())

    def test_unknown_fields_of_a_report_are_not_stored(self):
        self.accounts.CreateLinkedAccount({"id": "acme"})
        request = linked_account_service_pb2.ReportServiceAccountRequest()
        request.report.linked_account = "acme"
        request.report.observed_at.seconds = 1_600_000_000
        request.report.observed.MergeFromString(unknown_field(2 * MIB))
        response = self.call("ReportServiceAccount", request)
        self.assertEqual(response.linked_account.etag, "2")
        self.assert_store_serves()

    def test_unknown_fields_of_an_identity_are_not_stored(self):
        request = linked_account_service_pb2.CreateLinkedAccountRequest(id="acme")
        request.identity.MergeFromString(unknown_field(2 * MIB))
        response = self.call("CreateLinkedAccount", request)
        self.assertTrue(response.created)
        self.assertLess(response.ByteSize(), 1000)
        self.assert_store_serves()
