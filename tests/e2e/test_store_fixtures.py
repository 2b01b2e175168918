"""Files that landed versions made (tests/store/fixtures), under today's agent."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import grpc
from google.protobuf import json_format

from harness import BIN, DEADLINE, SOURCE, Agent
from rpc import Stub, failure

FIXTURES = SOURCE / "tests/store/fixtures"
SETTINGS = 'work_email_domain: "links.example.com" first_name: "Integration" drain_linger {}'
# What depends on the catalog or the time, or was not always told.
PASSING = ("reasons", "observationAge", "catalogRevision", "etag", "permissions", "stateSince")


def answers(channel):
    """Every account as the agent answers it, as JSON."""
    accounts = Stub(channel, "LinkedAccountService").ListLinkedAccounts({"pageSize": 1000})
    told = [json_format.MessageToDict(account) for account in accounts.linked_accounts]
    return json.dumps([{key: value for key, value in account.items() if key not in PASSING}
                       for account in told], indent=1, sort_keys=True) + "\n"


class Fixtures(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def names(self):
        names = sorted(file.stem for file in FIXTURES.glob("*.db"))
        self.assertGreaterEqual(len(names), 4)
        return names

    def copy(self, name):
        for end in (".db", ".db-wal"):
            if (FIXTURES / f"{name}{end}").exists():
                shutil.copyfile(FIXTURES / f"{name}{end}", self.folder / f"{name}{end}")
        return self.folder / f"{name}.db"

    def serve(self, file, look):
        with Agent(f'{SETTINGS} store: "sqlite:{file}"') as agent:
            with grpc.insecure_channel(agent.address) as channel:
                look(channel)
            self.assertEqual(agent.stop(), 0)

    def test_todays_agent_answers_what_the_agent_answered_that_made_the_file(self):
        for name in self.names():
            file = self.copy(name)
            told = (FIXTURES / f"{name}.json").read_text()

            def look(channel):
                self.assertEqual(answers(channel), told)
                again = {"id": "again", "identity": {"workEmail": "gone@links.example.com"}}
                accounts = Stub(channel, "LinkedAccountService")
                self.assertEqual(failure(accounts.CreateLinkedAccount, again).reason,
                                 "WORK_EMAIL_RETIRED")
                accounts.CreateLinkedAccount({"id": "new"})

            with self.subTest(name):
                self.serve(file, look)
                checked = subprocess.run([BIN / "linkstat-agent", "store", "check", file], text=True,
                                         capture_output=True, timeout=DEADLINE, check=False)
                self.assertEqual((checked.returncode, checked.stderr), (0, ""), checked.stdout)
                self.assertIn(f"accounts: {len(json.loads(told)) + 1}\n", checked.stdout)
