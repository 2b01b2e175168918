"""Every command that the documentation shows works: it is run, with the paths and the
addresses of a page replaced by those of the test.

Blocks that begin with `$ ` are held to what a terminal shows by test_readme.py. What
installs, builds or measures is run by `./dev package --try`, by CI and by hand.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from certificates import Authority
from harness import BIN, BUF, DEADLINE, SOURCE, Agent, cli

PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", *(
    str(page.relative_to(SOURCE)) for page in SOURCE.glob("docs/**/*.md")))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
RUN = ("linkstat ", "linkstat-agent ", "runuser ", "buf ")
NOT_RUN = ("./dev ", "apt install ", "CMAKE_PREFIX_PATH=", "cmake ")


def blocks(page, language):
    return [text for name, text in BLOCK.findall((SOURCE / page).read_text()) if name == language]


def commands():
    """Each command with its page; a continued one is one line."""
    for page in PAGES:
        for block in blocks(page, ""):
            if block.startswith("$ "):
                continue
            for line in block.replace("\\\n", " ").splitlines():
                if line:
                    yield page, line


class DocumentedCommands(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for folder in ("etc/linkstat", "var/lib/linkstat", "backup"):
            (self.root / folder).mkdir(parents=True)
        self.make_certificates()
        (self.root / "etc/linkstat/agent.conf").write_text(
            f'store: "sqlite:{self.root}/var/lib/linkstat/accounts.db"\n'
            'work_email_domain: "links.example.com" first_name: "Ada"\n')

    def make_certificates(self):
        authority = Authority(self.root)
        certificate, key = authority.issue("agent")
        own, own_key = authority.issue("me", "DNS:callers.example")
        for source, target in (
            (certificate, "etc/linkstat/tls.crt"), (key, "etc/linkstat/tls.key"),
            (authority.certificate, "etc/linkstat/clients.crt"),
            (authority.certificate, "ca.crt"), (own, "me.crt"), (own_key, "me.key"),
        ):
            if source != self.root / target:
                (self.root / target).write_bytes(source.read_bytes())
                (self.root / target).chmod(0o600)

    def serve(self):
        """An agent with a store, and one with TLS: their addresses."""
        config = self.root / "etc/linkstat/agent.conf"
        plain = self.enterContext(Agent(config.read_text()))
        self.assertEqual(cli("--endpoint", plain.address, "account", "create", "a").returncode, 0)
        etc = self.root / "etc/linkstat"
        tls = self.enterContext(Agent(
            f'tls_certificate: "{etc}/tls.crt" tls_key: "{etc}/tls.key" '
            f'tls_client_ca: "{etc}/clients.crt" reader: "dns:callers.example"'))
        return plain.address, tls.address

    def here(self, command, plain, tls):
        """The command with what is here in place of what a page names."""
        command = command.removeprefix("runuser -u linkstat -- ")
        for path in ("/etc/linkstat/", "/var/lib/linkstat/", "/backup/"):
            command = command.replace(path, f"{self.root}{path}")
        if command.startswith("linkstat-agent ") and "--listen" in command:
            command += " --check-config"
        return (command.replace("127.0.0.1:50051", plain).replace("10.0.0.7:50051", tls)
                .replace("0.0.0.0:50051", "0.0.0.0:0"))

    def run_shell(self, command, plain):
        return subprocess.run(
            command, shell=True, cwd=self.root, capture_output=True, text=True, timeout=DEADLINE,
            env={"PATH": f"{BIN.absolute()}:{pathlib.Path(BUF).parent.absolute()}:"
                 f"{os.environ['PATH']}", "HOME": str(self.root), "LINKSTAT_ENDPOINT": plain})

    def test_each_succeeds(self):
        plain, tls = self.serve()
        run = 0
        for page, command in commands():
            if command.startswith(NOT_RUN):
                continue
            with self.subTest(page=page, command=command):
                self.assertTrue(command.startswith(RUN), "say how this command is tried")
                ended = self.run_shell(self.here(command, plain, tls), plain)
                self.assertEqual(ended.returncode, 0, ended.stderr)
                run += 1
        self.assertGreaterEqual(run, 7)

    def test_the_python_of_the_clients_page_prints_an_answer(self):
        plain, _ = self.serve()
        (program,) = blocks("docs/clients.md", "python")
        ended = subprocess.run(
            [sys.executable, "-B", "-c", program.replace("127.0.0.1:50051", plain)],
            capture_output=True, text=True, timeout=DEADLINE, check=False,
            env={**os.environ, "PYTHONPATH": os.environ["LINKSTAT_PY"]})
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("verdict: VERDICT_NOT_SATISFIED", ended.stdout)


if __name__ == "__main__":
    unittest.main()
