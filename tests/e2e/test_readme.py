"""README and docs/ show what the programs print.

After a change of the catalog or of an output, paste the examples from a terminal of
100 columns, and make the guide again:

  build/release/bin/linkstat --catalog agent/catalog/catalog.textproto \\
      details --format html > docs/guide.html
  chromium --headless --window-size=900,2600 --screenshot=docs/guide.png docs/guide.html

The examples about accounts are of the agent that `Readme.agent` prepares. README has
at most 700 words.
"""

import json
import os
import pathlib
import re
import shlex
import tempfile
import unittest

from harness import ALL_SIX, CATALOG, SOURCE, Agent, cli, on_terminal

BLOCK = re.compile(r"^```\n\$ linkstat (.*?[^\\])\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = ("README.md", "docs/reference/cli.md")
LEFT_OUT = "[...]\n"
SETTINGS = 'work_email_domain: "links.example.com" first_name: "Ada"'


def report(account, names):
    return json.dumps({"linkedAccount": account, "observedAt": "2026-11-20T02:00:00Z",
                       "observed": {"names": names}})


NIGHTLY = [
    report("acme", ALL_SIX),
    report("globex", ALL_SIX[1:]),
    report("globex.", ALL_SIX),
    report("initech", ALL_SIX[2:]),
    report("stark", ALL_SIX),
    report("wayne", ALL_SIX),
]


class Readme(unittest.TestCase):
    def agent(self):
        """The endpoint of an agent with six accounts, five of them reported."""
        agent = self.enterContext(Agent(SETTINGS))
        for account in ("acme", "globex", "initech", "stark", "umbrella", "wayne"):
            cli("--endpoint", agent.address, "account", "create", account)
        cli("--endpoint", agent.address, "account", "report", "-f", "-",
            stdin="\n".join(NIGHTLY).encode())
        return agent.address

    def run_example(self, words):
        if words[0] != "account":
            return on_terminal("--catalog", CATALOG, *words, NO_COLOR="1")[1]
        folder = self.enterContext(tempfile.TemporaryDirectory())
        pathlib.Path(folder, "nightly.jsonl").write_text("\n".join(NIGHTLY))
        os.chdir(folder)
        return on_terminal("--endpoint", self.agent(), *words, NO_COLOR="1")[1]

    def test_examples_are_what_a_terminal_shows(self):
        self.addCleanup(os.chdir, os.getcwd())
        examples = [example for page in PAGES
                    for example in BLOCK.findall((SOURCE / page).read_text())]
        self.assertEqual(len(examples), 6)
        for command, shown in examples:
            with self.subTest(command=command):
                printed = self.run_example(shlex.split(command.replace("\\\n", " ")))
                for part in shown.split(LEFT_OUT):
                    self.assertIn(part, printed)

    def test_readme_is_short(self):
        self.assertLessEqual(len((SOURCE / "README.md").read_text().split()), 700)

    def test_every_link_of_the_documentation_names_a_file(self):
        pages = [*SOURCE.glob("*.md"), *SOURCE.glob("docs/**/*.md")]
        for page in pages:
            for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
                with self.subTest(page=page.name, link=link):
                    self.assertTrue((page.parent / link).exists())

    def test_guide_is_the_rendered_one(self):
        printed = cli("--catalog", CATALOG, "details", "--format", "html").stdout
        self.assertEqual((SOURCE / "docs/guide.html").read_bytes(), printed)


if __name__ == "__main__":
    unittest.main()
