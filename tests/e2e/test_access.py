"""Who may call what: real certificates, a real agent, a client not written here."""

import pathlib
import re
import tempfile
import unittest
import urllib.request

import grpc

from certificates import Authority
from harness import DEADLINE, Agent, wait_for_audit
from rpc import HEALTH, SERVICES, Stub, failure

SPIFFE = "spiffe://corp.example/ns/links"
REFLECTION = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
REFLECTION_ALPHA = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
CHANNELZ = "/grpc.channelz.v1.Channelz/GetServers"
NOWHERE = "/linkstat.v1.SecretService/Anything"
# What no role but the one named may do.
REPORTING = {"CreateLinkedAccount", "ReportServiceAccount", "ReportServiceAccounts"}
ADMINISTERING = {"DeleteLinkedAccount"}


class Access(unittest.TestCase):
    """One agent for all: the tests do not depend on each other."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.authority = Authority(cls.folder.name)
        certificate, key = cls.authority.issue("agent")
        cls.audit = pathlib.Path(cls.folder.name, "audit.jsonl")
        cls.agent = Agent(
            f'tls_certificate: "{certificate}" tls_key: "{key}" '
            f'tls_client_ca: "{cls.authority.certificate}" '
            f'reader: "{SPIFFE}/read/*" reader: "dns:reader.example" reader: "cn:Reader" '
            f'reporter: "{SPIFFE}/report" admin: "{SPIFFE}/admin" '
            f'audit: "file:{cls.audit}" call_log_level: LOG_LEVEL_INFO '
            'metrics_listen: "127.0.0.1:0"')
        cls.addClassCleanup(cls.agent.close)
        cls.agent.__enter__()
        cls.metrics = cls.agent.wait_for_log("serving metrics")["address"]
        cls.roots = cls.authority.certificate.read_bytes()

    def connect(self, name, alternative_names, authority=None):
        """A channel of somebody with these names in their certificate."""
        certificate, key = (authority or self.authority).issue(name, alternative_names)
        return self.channel(
            grpc.ssl_channel_credentials(self.roots, key.read_bytes(), certificate.read_bytes()))

    def channel(self, credentials):
        channel = grpc.secure_channel(
            self.agent.address, credentials,
            [("grpc.ssl_target_name_override", "agent.example"),
             ("grpc.use_local_subchannel_pool", 1)])
        self.addCleanup(channel.close)
        return channel

    def counted(self, metric):
        with urllib.request.urlopen(f"http://{self.metrics}/metrics", timeout=DEADLINE) as page:
            return float(re.search(rf"^{metric} (\S+)$", page.read().decode(), re.M)[1])

    def audited(self, caller, count):
        """The lines of the audit about a caller, once there are so many."""
        lines = wait_for_audit(self.audit, lambda lines: sum(
            line.get("caller") == caller for line in lines) >= count)
        return [line for line in lines if line.get("caller") == caller]

    def code(self, channel, path):
        """How a call with an empty message ends."""
        stream = channel.stream_stream(path)(iter([b""]), timeout=10)
        try:
            next(stream, None)
            stream.cancel()
            return "OK"
        except grpc.RpcError as error:
            return error.code().name

    def allowed(self, channel):
        """The agent's methods that are not refused, by their names."""
        return {
            method.name
            for service in SERVICES.values() for method in service.methods
            if self.code(channel, f"/{service.full_name}/{method.name}") != "PERMISSION_DENIED"
        }

    @staticmethod
    def every_method():
        return {method.name for service in SERVICES.values() for method in service.methods}

    HEALTH = {"Check", "Watch"}

    def test_a_stranger_may_ask_for_health_alone(self):
        channel = self.connect("stranger", "DNS:stranger.example")
        self.assertEqual(self.allowed(channel), self.HEALTH)
        self.assertEqual(Stub(channel, "Health").Check().status, HEALTH.SERVING)

    def test_each_role_may_call_what_the_table_says(self):
        for name, method_names in (
                ("read/eu", self.every_method() - REPORTING - ADMINISTERING),
                ("report", self.every_method() - ADMINISTERING),
                ("admin", self.every_method())):
            with self.subTest(name):
                channel = self.connect("service", f"URI:{SPIFFE}/{name}")
                self.assertEqual(self.allowed(channel), method_names)

    def test_dns_name_and_common_name_count_without_a_spiffe_id(self):
        for name, alternative in (("x", "DNS:reader.example"), ("Reader", "email:a@b.example")):
            with self.subTest(alternative):
                self.assertIn("CheckPermissions", self.allowed(self.connect(name, alternative)))

    def test_a_spiffe_id_that_is_not_named_is_not_saved_by_other_names(self):
        channel = self.connect("Reader", f"URI:{SPIFFE}/other,DNS:reader.example")
        self.assertEqual(self.allowed(channel), self.HEALTH)

    def test_a_common_name_does_not_count_beside_a_dns_name(self):
        channel = self.connect("Reader", "DNS:stranger.example")
        self.assertEqual(self.allowed(channel), self.HEALTH)

    def test_reflection_and_channelz_are_for_admins(self):
        for path in (REFLECTION, REFLECTION_ALPHA, CHANNELZ):
            with self.subTest(path):
                reporter = self.connect("service", f"URI:{SPIFFE}/report")
                self.assertEqual(self.code(reporter, path), "PERMISSION_DENIED")
                admin = self.connect("service", f"URI:{SPIFFE}/admin")
                self.assertNotEqual(self.code(admin, path), "PERMISSION_DENIED")

    def test_an_unknown_method_is_unimplemented_for_admins(self):
        admin = self.connect("service", f"URI:{SPIFFE}/admin")
        self.assertEqual(self.code(admin, NOWHERE), "UNIMPLEMENTED")

    def test_a_caller_refused_reflection_is_audited_with_the_method(self):
        name = f"{SPIFFE}/report/inquisitive"
        channel = self.connect("service", f"URI:{name}")
        for path in (REFLECTION, REFLECTION_ALPHA, CHANNELZ):
            self.code(channel, path)
        mine = [(line["message"], line["method"], line["code"])
                for line in self.audited(name, 3)]
        self.assertEqual(mine, [("denial", path[1:], "PERMISSION_DENIED")
                                for path in (REFLECTION, REFLECTION_ALPHA, CHANNELZ)])

    def test_a_denied_call_of_an_unknown_method_is_audited_and_counted(self):
        name = f"{SPIFFE}/report/curious"
        channel = self.connect("service", f"URI:{name}")
        before = self.counted("linkstat_other_methods_refused_total")
        for path in (NOWHERE, "/nowhere"):
            self.code(channel, path)
        mine = self.audited(name, 2)
        for line in mine:
            line.pop("time")
        self.assertEqual(mine, [{"level": "info", "message": "denial",
                                 "code": "PERMISSION_DENIED", "caller": name}] * 2)
        self.assertEqual(self.counted("linkstat_other_methods_refused_total"), before + 2)

    def test_a_refusal_does_not_tell_what_exists(self):
        channel = self.connect("stranger", "DNS:stranger.example")
        told = set()
        for path in (NOWHERE, CHANNELZ, "/linkstat.v1.LinkedAccountService/GetLinkedAccount"):
            try:
                next(channel.stream_stream(path)(iter([b""]), timeout=10))
            except grpc.RpcError as error:
                told.add((error.code().name, error.details()))
        self.assertEqual(told, {
            ("PERMISSION_DENIED", "the caller has no role that may call this")})

    def test_a_refusal_has_its_reason(self):
        channel = self.connect("stranger", "DNS:stranger.example")
        refused = failure(Stub(channel, "LinkedAccountService").GetLinkedAccount, {"id": "acme"})
        self.assertEqual(refused.reason, "NOT_ALLOWED")

    def test_nobody_comes_in_without_a_certificate_or_with_another_authoritys(self):
        nobody = self.channel(grpc.ssl_channel_credentials(self.roots))
        self.assertEqual(failure(Stub(nobody, "Health").Check).code, "UNAVAILABLE")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        forged = self.connect("admin", f"URI:{SPIFFE}/admin", Authority(folder.name, "Other"))
        self.assertEqual(failure(Stub(forged, "Health").Check).code, "UNAVAILABLE")

    def test_log_and_audit_name_the_caller(self):
        name = f"{SPIFFE}/read/audited"
        channel = self.connect("service", f"URI:{name}")
        Stub(channel, "LinkingService").CheckPermissions({})
        failure(Stub(channel, "LinkedAccountService").DeleteLinkedAccount, {"id": "acme"})
        mine = [(line["message"], line["method"].split("/")[1], line["code"])
                for line in self.audited(name, 2)]
        self.assertEqual(mine, [("decision", "CheckPermissions", "OK"),
                                ("change", "DeleteLinkedAccount", "PERMISSION_DENIED")])
        self.agent.wait_until(lambda log: sum(line.get("caller") == name for line in log) == 2)
        logged = [line for line in self.agent.log if line and line.get("caller") == name]
        self.assertEqual([line["code"] for line in logged], ["OK", "PERMISSION_DENIED"])


class Callers(unittest.TestCase):
    def test_one_caller_cannot_take_the_streams_of_the_others(self):
        with tempfile.TemporaryDirectory() as folder:
            authority = Authority(folder)
            certificate, key = authority.issue("agent")
            with Agent(f'tls_certificate: "{certificate}" tls_key: "{key}" '
                       f'tls_client_ca: "{authority.certificate}" reader: "dns:a.example" '
                       'reader: "dns:b.example" max_streams_per_caller: 1') as agent:
                channels = []
                for name in ("a", "b"):
                    cert, cert_key = authority.issue(name, f"DNS:{name}.example")
                    channels.append(grpc.secure_channel(
                        agent.address, grpc.ssl_channel_credentials(
                            authority.certificate.read_bytes(), cert_key.read_bytes(),
                            cert.read_bytes()),
                        [("grpc.ssl_target_name_override", "agent.example")]))
                    self.addCleanup(channels[-1].close)
                first = Stub(channels[0], "CatalogService").WatchCatalog()
                next(first)
                refused = failure(lambda: next(Stub(channels[0], "CatalogService").WatchCatalog()))
                self.assertEqual((refused.code, refused.reason),
                                 ("RESOURCE_EXHAUSTED", "OVERLOADED"))
                next(Stub(channels[1], "CatalogService").WatchCatalog())


if __name__ == "__main__":
    unittest.main()
