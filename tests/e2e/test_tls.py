"""TLS as a caller meets it: who is let in, and what a rotation of certificates costs."""

import pathlib
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

import grpc

from certificates import Authority, replace
from harness import ALL_SIX, BIN, Agent, cli, refused_start
from rpc import HEALTH, Stub

NAME = "agent.example"
REFUSED = "the new certificate is refused; the one in service stays"


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.authority = Authority(cls.made)
        cls.client = cls.authority.issue("client", "URI:spiffe://example/client")

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.certificate, self.key = self.folder / "tls.crt", self.folder / "tls.key"
        self.ca = self.folder / "ca.crt"
        replace(self.ca, self.authority.certificate)
        self.put(self.authority.issue("agent"))

    def put(self, pair):
        replace(self.certificate, pair[0])
        replace(self.key, pair[1])

    def settings(self, interval="seconds: 3600"):
        return (
            f'tls_certificate: "{self.certificate}" tls_key: "{self.key}" '
            f'tls_client_ca: "{self.ca}" admin: "spiffe://example/client" tls_reload_interval {{ {interval} }}'
        )

    def start(self, *settings):
        self.agent = self.enterContext(Agent(self.settings(*settings)))
        return self.agent

    def reload(self):
        """Asks for a reload: what the agent says of it."""
        seen = len(self.agent.log)
        self.agent.signal(signal.SIGHUP)
        return self.agent.wait_for_log("certificate reloaded", seen)

    def channel(self):
        credentials = grpc.ssl_channel_credentials(
            self.authority.certificate.read_bytes(),
            self.client[1].read_bytes(),
            self.client[0].read_bytes(),
        )
        options = [
            ("grpc.ssl_target_name_override", NAME),
            ("grpc.use_local_subchannel_pool", 1),
        ]
        return self.enterContext(grpc.secure_channel(self.agent.address, credentials, options))

    def shown(self):
        """The certificate that the agent shows to a new caller, in PEM."""
        context = ssl.create_default_context(cafile=self.authority.certificate)
        context.load_cert_chain(*self.client)
        context.set_alpn_protocols(["h2"])
        host, port = self.agent.address.rsplit(":", 1)
        with socket.create_connection((host, int(port))) as plain:
            with context.wrap_socket(plain, server_hostname=NAME) as secure:
                self.assertEqual(secure.version(), "TLSv1.3")
                self.assertTrue(secure.recv(1))
                return ssl.DER_cert_to_PEM_cert(secure.getpeercert(True))

    def cli_options(self):
        return [
            "--endpoint", self.agent.address, "--tls", "--tls-ca", self.authority.certificate,
            "--tls-server-name", NAME,
        ]

    def test_the_command_line_is_answered_with_a_certificate(self):
        self.start()
        options = [*self.cli_options(), "--tls-cert", self.client[0], "--tls-key", self.client[1]]
        self.assertEqual(cli(*options, "check", *ALL_SIX).returncode, 0)
        self.assertEqual(cli(*options, "health").returncode, 0)

    def test_the_command_line_is_refused_without_a_certificate(self):
        self.start()
        self.assertEqual(cli(*self.cli_options(), "check", *ALL_SIX).returncode, 3)

    def test_a_caller_in_the_clear_is_refused(self):
        self.start()
        self.assertEqual(cli("--endpoint", self.agent.address, "health").returncode, 3)

    def test_healthcheck_speaks_tls(self):
        self.start()

        def healthcheck(*options):
            return subprocess.run(
                [BIN / "linkstat-agent", "healthcheck", "--timeout", "10s", *options],
                capture_output=True, text=True,
            )

        done = healthcheck(
            *self.cli_options(), "--tls-cert", self.client[0], "--tls-key", self.client[1]
        )
        self.assertEqual((done.returncode, done.stdout), (0, "SERVING\n"))
        self.assertEqual(healthcheck(*self.cli_options()).returncode, 3)
        self.assertEqual(healthcheck("--endpoint", self.agent.address).returncode, 3)

    def test_calls_and_streams_in_flight_survive_rotations(self):
        self.start()
        channel = self.channel()
        watch = Stub(channel, "CatalogService").WatchCatalog()
        self.addCleanup(watch.cancel)
        next(watch)
        # A unary call, as a client may do it: its message comes late.
        rotated = threading.Event()

        def late():
            rotated.wait()
            yield b""

        call = channel.stream_unary("/grpc.health.v1.Health/Check").future(late())
        for i in range(3):
            fresh = self.authority.issue(f"agent{i}")
            self.put(fresh)
            self.reload()
            self.assertEqual(self.shown(), fresh[0].read_text())
        rotated.set()
        self.assertEqual(call.result(20), b"\x08\x01")
        self.assertTrue(watch.is_active())
        status = Stub(channel, "Health").Check().status
        self.assertEqual(status, HEALTH.SERVING)

    def test_bad_pair_is_refused_and_the_old_one_is_shown(self):
        self.start()
        old = self.shown()
        bad = {
            "mismatched": (self.key, self.authority.issue("other")[1].read_bytes()),
            "truncated": (self.certificate, self.certificate.read_bytes()[:200]),
            "garbage": (self.ca, b"garbage"),
        }
        for name, (path, text) in bad.items():
            with self.subTest(name):
                good = path.read_bytes()
                replace(path, text)
                seen = len(self.agent.log)
                self.agent.signal(signal.SIGHUP)
                self.agent.wait_for_log(REFUSED, seen)
                self.assertEqual(self.shown(), old)
                replace(path, good)
        self.assertNotIn("PRIVATE KEY", self.agent.log_text())
        self.assertNotIn(str(self.folder), self.agent.log_text())

    def test_secret_volume_swap_is_found(self):
        pairs = [self.authority.issue("one"), self.authority.issue("two")]
        for name, pair in zip(("..1", "..2"), pairs):
            (self.folder / name).mkdir()
            replace(self.folder / name / "tls.crt", pair[0])
            replace(self.folder / name / "tls.key", pair[1])
        data = self.folder / "..data"
        data.symlink_to("..1")
        for path in (self.certificate, self.key):
            path.unlink()
            path.symlink_to(f"..data/{path.name}")
        self.start("nanos: 100000000")
        (self.folder / "..data_tmp").symlink_to("..2")
        (self.folder / "..data_tmp").rename(data)
        self.agent.wait_for_log("certificate reloaded")
        self.assertEqual(self.shown(), pairs[1][0].read_text())

    def test_start_with_a_bad_pair_is_refused(self):
        replace(self.key, self.authority.issue("other")[1])
        code, log = refused_start(self.settings())
        self.assertEqual(code, 2)
        self.assertIn("is not the key of the certificate", log)


if __name__ == "__main__":
    unittest.main()
