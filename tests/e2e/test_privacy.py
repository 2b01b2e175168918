"""Values of a request never reach the log, not even at its most talkative."""

import json
import unittest

import grpc

import rpc
from harness import Agent, cli
from rpc import Stub, failure

FIRST_NAME = "Zebulonia"
EMAIL = "zebulonia.planted@private.example"
SEEN = "planted-form-value"


class Privacy(unittest.TestCase):
    def setUp(self):
        self.agent = self.enterContext(Agent("log_level: LOG_LEVEL_DEBUG"))
        self.channel = self.enterContext(grpc.insecure_channel(self.agent.address))
        self.linking = Stub(self.channel, "LinkingService")

    def expect_nothing_planted(self, method):
        self.channel.close()
        self.assertEqual(self.agent.stop(), 0)
        log = self.agent.log_text()
        self.assertIn(method, log)  # else the log was silent, which shows nothing
        for planted in (FIRST_NAME, EMAIL, SEEN):
            self.assertNotIn(planted.lower(), log.lower())

    def test_good_identity(self):
        identity = {"first_name": FIRST_NAME, "work_email": EMAIL}
        details = self.linking.GetLinkingDetails({"identity": identity})
        self.assertIn(EMAIL, str(details))
        self.expect_nothing_planted("GetLinkingDetails")

    def test_observed_form(self):
        form = {"entries": [{"label": EMAIL, "values": [SEEN, FIRST_NAME]}]}
        self.linking.CheckServiceAccount({"form": form})
        self.expect_nothing_planted("CheckServiceAccount")

    def test_refused_identity(self):
        identity = {"first_name": FIRST_NAME + "\n", "work_email": EMAIL + " "}
        told = failure(self.linking.GetLinkingDetails, {"identity": identity})
        self.assertEqual(told.fields, ["identity.first_name", "identity.work_email"])
        self.assertNotIn(FIRST_NAME, told.message)
        self.expect_nothing_planted("GetLinkingDetails")

    def test_name_that_is_an_email(self):
        self.linking.CheckPermissions({"observed": {"names": [EMAIL, FIRST_NAME]}})
        self.expect_nothing_planted("CheckPermissions")

    def test_malformed_bytes(self):
        call = rpc.raw_call(self.channel, "LinkingService", "FindRequirements")
        planted = EMAIL.encode() + b"\xff"
        told = failure(call, b"\x0a" + bytes([len(planted)]) + planted)
        self.assertEqual(told.reason, "MALFORMED_MESSAGE")
        self.expect_nothing_planted("FindRequirements")

    def test_command_line(self):
        identity = ("--first-name", FIRST_NAME, "--work-email", EMAIL)
        cli("--endpoint", self.agent.address, "details", *identity)
        form = json.dumps({"Title": SEEN, "Work Email": EMAIL}).encode()
        cli("--endpoint", self.agent.address, "check-form", "-", *identity, stdin=form)
        self.expect_nothing_planted("CheckServiceAccount")


if __name__ == "__main__":
    unittest.main()
