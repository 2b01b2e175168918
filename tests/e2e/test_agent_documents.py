"""What is installed beside the agent says what the agent does."""

import pathlib
import re
import subprocess
import tempfile
import unittest

from harness import BIN, DEADLINE, SOURCE

AGENT = BIN / "linkstat-agent"


def run(*command):
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=DEADLINE
    ).stdout


def options_of(text):
    return set(re.findall(r"--[a-z]+(?:-[a-z]+)*", text))


def completed(*words):
    """What bash offers for the last of the words after the agent's name."""
    script = (
        f"source {SOURCE}/agent/completion/linkstat-agent.bash; COMP_WORDS=({AGENT} \"$@\");"
        "COMP_CWORD=$#; _linkstat_agent; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    return set(run("bash", "-c", script, "bash", *words).split())


class AgentDocuments(unittest.TestCase):
    def test_manual_page_has_every_option_of_the_help(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder, "page")
            run(SOURCE / "agent/man/make", AGENT, SOURCE / "agent/man/linkstat-agent.8.in", page)
            text = page.read_text().replace("\\-", "-")
        helped = options_of(run(AGENT, "--help")) | options_of(run(AGENT, "healthcheck", "--help"))
        described = set(re.findall(r"^\.BI? (--\S+)", text, re.MULTILINE))
        self.assertEqual(described, helped)
        for setting in re.split(r"\n### ", run(AGENT, "--settings-reference"))[1:]:
            usage, _, about = re.split(r"\n## ", setting)[0].partition("\n")
            flag, _, value = usage.strip("`").partition(" ")
            heading = f'.BI {flag} " {value}"' if value else f".B {flag}"
            about = " ".join(about.replace("`", "").replace("\\", "\\e").split())
            self.assertIn(f".TP\n{heading}\n{about}\n", text)
        self.assertNotIn("@", text)

    def test_completion_offers_options_commands_and_files(self):
        self.assertEqual(completed("--drain"), {"--drain-linger", "--drain-deadline"})
        self.assertLessEqual({"backup", "check"}, completed("store", ""))
        self.assertEqual(completed("healthcheck", "--end"), {"--endpoint"})
        self.assertIn("test_rpc.py", completed("--config", "test_rp"))
        self.assertEqual(completed("--audit-failure", ""), {"refuse_changes", "continue"})

    def test_packaged_settings_are_in_order_and_name_only_settings(self):
        settings = SOURCE / "deploy/systemd/agent.conf"
        # The folder of its store is made by the package's service.
        run(AGENT, "--config", settings, "--store=memory", "--check-config")
        named = re.findall(r"^(?:# )?([a-z_]+)(?::| \{)", settings.read_text(), re.MULTILINE)
        self.assertGreater(len(named), 10)
        flags = {"--" + name.replace("_", "-") for name in named}
        self.assertLessEqual(flags, options_of(run(AGENT, "--help")))


if __name__ == "__main__":
    unittest.main()
