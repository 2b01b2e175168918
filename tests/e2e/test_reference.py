"""The pages of docs/reference that are made of the protos and of a running agent.

LINKSTAT_WRITE_REFERENCE=1 in the environment writes the pages instead of comparing them.
"""

import http.client
import os
import re
import tempfile
import unittest

import grpc
from google.protobuf import descriptor_pb2

from certificates import Authority
from harness import ALL_SIX, DEADLINE, SOURCE, Agent
from rpc import GENERATED, Stub

CODES = {code.name for code in grpc.StatusCode} - {"OK"}
# A code beside a reason, as the agent makes errors.
MADE = re.compile(r"StatusCode::k(\w+),\s*v1::ERROR_REASON_(\w+)")
ERRORS = """\
# Errors

Generated from [error_reason.proto](../../proto/linkstat/v1/error_reason.proto); `e2e.reference` fails when this page is stale.

Each error has one of these codes and a `google.rpc.ErrorInfo` with the domain `linkstat.v1` and one of these reasons. No error quotes a value
of the request.

| reason | code | meaning | what to do |
| --- | --- | --- | --- |
"""
METRICS = """\
# Metrics

Generated from an agent's `/metrics`; `e2e.reference` fails when this page is stale.

`--metrics-listen` serves them. The metrics of the audit, of certificates and of the store's file exist only where the agent has such; a
metric by method only once the method was called.

| metric | type | labels | meaning |
| --- | --- | --- | --- |
"""


def reasons():
    """The name, gRPC code, meaning and advice of each error reason, from the comments of the proto."""
    files = descriptor_pb2.FileDescriptorSet()
    with open(os.path.join(GENERATED, "protos.pb"), "rb") as descriptors:
        files.ParseFromString(descriptors.read())
    [file] = [file for file in files.file if file.name == "linkstat/v1/error_reason.proto"]
    # Fields of FileDescriptorProto and EnumDescriptorProto: enum_type, value.
    comments = {tuple(place.path): place.leading_comments for place in file.source_code_info.location}
    for number, value in enumerate(file.enum_type[0].value):
        if value.number == 0:
            continue
        meaning, _, advice = comments[5, 0, 2, number].partition("\n\n")
        code, _, meaning = meaning.partition(": ")
        yield [value.name.removeprefix("ERROR_REASON_"), code.strip(),
               *(" ".join(text.split()) for text in (meaning, advice))]


def metrics(text):
    """The name, type, labels and meaning of each metric that is the agent's own."""
    helps = dict(re.findall(r"^# HELP (\S+) (.*)$", text, re.MULTILINE))
    for name, kind in sorted(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE)):
        if name.startswith("exposer_"):
            continue
        labels = re.findall(rf"^{name}(?:_count)?\{{(.*)\}} ", text, re.MULTILINE)
        names = dict.fromkeys(label for line in labels for label in re.findall(r'(\w+)="', line))
        yield [f"`{name}`", kind, ", ".join(f"`{label}`" for label in names), helps[name]]


class Reference(unittest.TestCase):
    def expect_page(self, name, introduction, rows):
        text = introduction + "".join(f"| {' | '.join(row)} |\n" for row in rows)
        page = SOURCE / "docs/reference" / name
        if os.environ.get("LINKSTAT_WRITE_REFERENCE"):
            page.write_text(text)
        self.maxDiff = None
        self.assertEqual(
            page.read_text(), text,
            f"{page} is stale; LINKSTAT_WRITE_REFERENCE=1 ctest -R e2e.reference writes it")

    def test_errors(self):
        self.expect_page("errors.md", ERRORS, ([f"`{reason}`", *rest] for reason, *rest in reasons()))

    def test_each_reason_has_code_meaning_and_advice(self):
        for reason, code, meaning, advice in reasons():
            with self.subTest(reason):
                self.assertIn(code, CODES)
                self.assertRegex(meaning, r"\.$")
                self.assertRegex(advice, r"\.$")

    def test_each_reason_is_used_with_its_code(self):
        made = set()
        for file in (SOURCE / "agent").rglob("*.cc"):
            for code, reason in MADE.findall(file.read_text()):
                made.add((reason, re.sub(r"(?<!^)(?=[A-Z])", "_", code).upper()))
        # FieldFaults makes these two.
        made |= {(reason, "INVALID_ARGUMENT") for reason in ("INVALID_FIELD", "OBSERVED_IN_FUTURE")}
        self.assertEqual(made, {(reason, code) for reason, code, _, _ in reasons()})

    def test_metrics(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        authority = Authority(folder)
        certificate, key = authority.issue("agent")
        agent = self.enterContext(Agent(
            f'metrics_listen: "127.0.0.1:0" audit: "file:{folder}/audit" first_name: "I" '
            f'store: "sqlite:{folder}/s.db" tls_certificate: "{certificate}" tls_key: "{key}"'))
        channel = self.enterContext(grpc.secure_channel(
            agent.address, grpc.ssl_channel_credentials(authority.certificate.read_bytes()),
            [("grpc.ssl_target_name_override", "agent.example")]))
        # An account that misses a permission.
        accounts = Stub(channel, "LinkedAccountService")
        accounts.CreateLinkedAccount({"id": "a", "identity": {"work_email": "a@links.example.com"}})
        accounts.ReportServiceAccount({"report": {
            "linked_account": "a", "observed_at": "2026-01-01T00:00:00Z",
            "observed": {"names": ALL_SIX[1:]}}})
        address = agent.wait_for_log("serving metrics")["address"]
        connection = http.client.HTTPConnection(address, timeout=DEADLINE)
        self.addCleanup(connection.close)
        connection.request("GET", "/metrics")
        self.expect_page("metrics.md", METRICS,
                         metrics(connection.getresponse().read().decode()))


if __name__ == "__main__":
    unittest.main()
