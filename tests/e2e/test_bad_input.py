"""Bad input, one named test a line of tests/cases/bad_input.json.

Each case says how the input goes in (`via`) and what must come out:

  rpc    a request as JSON through python3-grpcio: `method`, `request`
  bytes  a request as hexadecimal bytes: `method`, `bytes`
  buf    a request as JSON through `buf curl`: `method`, `request`
  cli    the command line, against an agent and offline: `arguments`, `stdin`
  start  an agent's start: `settings`, `listen`

`code`, `reason` and `fields` are expected of an error, of the command line's
when it is asked for JSON; `exit` of a program;
`says` is found in what it tells. `files` are made first, `{NAME}` stands for
the path of one, and `{"repeat": X, "times": N}` for a long string or list.
"""

import json
import pathlib
import tempfile
import unittest

import grpc

import rpc
from harness import CATALOG, SOURCE, Agent, buf_curl, cli, refused_start

CASES = json.loads((SOURCE / "tests/cases/bad_input.json").read_text())


def expand(value):
    """The value with its repetitions written out."""
    if isinstance(value, dict) and value.keys() == {"repeat", "times"}:
        return value["repeat"] * value["times"]
    if isinstance(value, dict):
        return {key: expand(item) for key, item in value.items()}
    if isinstance(value, list):
        return [expand(item) for item in value]
    return value


class ToldError:
    """An error as the command line tells it in JSON, to compare like a rpc.Failure."""

    def __init__(self, error):
        self.code = error["code"]
        self.message = error["message"]
        self.reason = error.get("reason")
        self.fields = [violation["field"] for violation in error.get("fieldViolations", [])]


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.agent = cls.enterClassContext(Agent())
        cls.channel = cls.enterClassContext(grpc.insecure_channel(cls.agent.address))

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def path_of(self, name):
        return str(CATALOG) if name == "CATALOG" else str(self.folder / name)

    def with_paths(self, case, text):
        for name in ["CATALOG", *case.get("files", {})]:
            text = text.replace("{" + name + "}", self.path_of(name))
        return text

    def check_failure(self, case, told):
        self.assertEqual(told.code, case["code"], told.message)
        self.assertEqual(told.reason, case.get("reason"))
        self.assertEqual(sorted(told.fields), sorted(case.get("fields", [])))

    def via_rpc(self, case):
        service, method = case["method"].split("/")
        call = getattr(rpc.Stub(self.channel, service), method)
        self.check_failure(case, rpc.failure(call, case["request"]))

    def via_bytes(self, case):
        call = rpc.raw_call(self.channel, *case["method"].split("/"))
        self.check_failure(case, rpc.failure(call, bytes.fromhex(case["bytes"])))

    def via_buf(self, case):
        method = f"linkstat.v1.{case['method']}"
        run = buf_curl(self.agent.address, method, case["request"])
        self.assertNotEqual(run.returncode, 0)
        self.assertEqual(run.stdout, b"")
        told = run.stderr.decode()
        if "code" in case:
            self.assertEqual(json.loads(told)["code"], case["code"].lower())
        self.assertIn(case["says"], told)

    def via_cli(self, case):
        arguments = [self.with_paths(case, argument) for argument in case["arguments"]]
        stdin = case.get("stdin", "").encode("latin-1")
        ways = [["--catalog", CATALOG], ["--endpoint", self.agent.address]]
        for way in [[]] if case.get("alone") else ways:
            run = cli(*way, *arguments, stdin=stdin)
            self.assertEqual(run.returncode, case["exit"], run.stderr)
            self.assertIn(case["says"].encode(), run.stdout + run.stderr)
            if "code" in case:
                run = cli("--output", "json", *way, *arguments, stdin=stdin)
                self.assertEqual((run.returncode, run.stdout), (case["exit"], b""))
                self.check_failure(case, ToldError(json.loads(run.stderr)["error"]))

    def via_start(self, case):
        settings = self.with_paths(case, case.get("settings", ""))
        code, log = refused_start(settings, case.get("listen", "127.0.0.1:0"))
        self.assertEqual(code, case["exit"])
        self.assertIn(case["says"], log)

    def run_case(self, case):
        for name, content in case.get("files", {}).items():
            pathlib.Path(self.path_of(name)).write_bytes(content.encode("latin-1"))
        getattr(self, "via_" + case["via"])(case)
        # Whatever came in, the agent goes on answering.
        self.assertEqual(rpc.Stub(self.channel, "Health").Check().status, rpc.HEALTH.SERVING)


def add_case(case):
    name = "test_" + case["name"]
    assert not hasattr(BadInput, name), f"two cases are named {case['name']}"
    setattr(BadInput, name, lambda self: self.run_case(case))


for each in expand(CASES):
    add_case(each)


if __name__ == "__main__":
    unittest.main()
