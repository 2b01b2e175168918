"""Values of a request never reach the log, the audit, the metrics or an error."""

import itertools
import json
import pathlib
import tempfile
import unittest
import urllib.request

import grpc

import rpc
from harness import DEADLINE, Agent, cli
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


# What names a thing instead of holding personal data, with a value that is right.
NAMES = {"id": "acme", "linked_account": "acme"}
# What must be right or absent for a call to get further.
LEFT_OUT = {"page_token", "cursor", "etag", "expected_revision", "known_revision", "filter"}


def planted(descriptor, text, names, depth=0):
    """A message with `text` in every field of text, and `names` in those of that name."""
    message = descriptor._concrete_class()
    for field in descriptor.fields:
        if names and field.name in LEFT_OUT:
            continue
        value, kind = None, field.message_type and field.message_type.full_name
        if field.type == field.TYPE_STRING:
            value = names.get(field.name, text)
        elif field.type == field.TYPE_BYTES:
            value = text.encode()
        elif kind and kind.startswith("linkstat.") and depth < 5:
            value = planted(field.message_type, text, names, depth + 1)
        elif kind == "google.protobuf.Timestamp":
            value = field.message_type._concrete_class(seconds=1_700_000_000)
        if value is None:
            continue
        if field.label == field.LABEL_REPEATED:
            getattr(message, field.name).append(value)
        elif field.message_type:
            getattr(message, field.name).CopyFrom(value)
        else:
            setattr(message, field.name, value)
    return message


class EveryMethod(unittest.TestCase):
    """Each method of the descriptors, streams included, with planted values in every field."""

    TEXT = "zebulonia.planted@private.example"

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.agent = self.enterContext(Agent(
            "log_level: LOG_LEVEL_DEBUG call_log_level: LOG_LEVEL_INFO "
            'metrics_listen: "127.0.0.1:0" work_email_domain: "links.example.com" '
            f'audit: "file:{self.folder}/audit" store: "sqlite:{self.folder}/s.db"'))
        self.metrics = self.agent.wait_for_log("serving metrics")["address"]
        self.channel = self.enterContext(grpc.insecure_channel(self.agent.address))

    def call(self, service, method, request):
        """How a call ended: None, or its failure; the first answer of a stream is enough."""
        streams = {"ReportServiceAccounts": "stream_unary", "WatchCatalog": "unary_stream",
                   "WatchLinkedAccounts": "unary_stream", "Watch": "unary_stream"}
        kind = streams.get(method, "unary_unary")
        call = getattr(self.channel, kind)(
            f"/{service.full_name}/{method}",
            request_serializer=lambda message: message.SerializeToString())
        metadata = (("x-request-id", self.TEXT), ("authorization", self.TEXT))
        message = iter([request]) if kind == "stream_unary" else request
        try:
            answer = call(message, timeout=DEADLINE, metadata=metadata)
            if kind == "unary_stream":
                next(answer, None)
                answer.cancel()
        except grpc.RpcError as error:
            return rpc.Failure(error)
        return None

    def test_nothing_planted_is_anywhere(self):
        errors, worked = [], set()
        for names, service in itertools.product((NAMES, {}), rpc.SERVICES.values()):
            for method in sorted(service.methods_by_name, key=lambda name: "Delete" in name):
                kind = service.methods_by_name[method].input_type
                ended = self.call(service, method, planted(kind, self.TEXT, names))
                if ended is None:
                    worked.add(method)
                else:
                    errors.append(repr(vars(ended)))
        with urllib.request.urlopen(f"http://{self.metrics}/metrics", timeout=DEADLINE) as page:
            metrics = page.read().decode()
        self.channel.close()
        self.assertEqual(self.agent.stop(), 0)
        places = {"log": self.agent.log_text(), "audit": (self.folder / "audit").read_text(),
                  "metrics": metrics, "errors": "".join(errors)}
        for service in rpc.SERVICES.values():
            for method in service.methods_by_name:
                self.assertIn(method, places["log"])
        for place, text in places.items():
            with self.subTest(place=place):
                self.assertGreater(len(text), 100)
                self.assertNotIn("planted", text.lower())
        self.assertGreaterEqual(worked, {
            "BatchCheckPermissions", "CreateLinkedAccount", "GetLinkedAccount", "FindByWorkEmail",
            "ReportServiceAccount", "ReportServiceAccounts", "WatchLinkedAccounts"})


if __name__ == "__main__":
    unittest.main()
