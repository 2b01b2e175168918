"""README and docs/ show what the programs really print.

After a change of the catalog or of an output, the examples in README are pasted
anew from a terminal of 100 columns, and the guide is made again:

  build/release/bin/linkstat --catalog agent/catalog/catalog.textproto \\
      details --format html > docs/guide.html
  chromium --headless --window-size=900,2600 --screenshot=docs/guide.png docs/guide.html
"""

import re
import shlex
import unittest

from harness import CATALOG, SOURCE, cli, on_terminal

BLOCK = re.compile(r"^```\n\$ linkstat (.*?[^\\])\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEFT_OUT = "[...]\n"


class Readme(unittest.TestCase):
    def test_examples_are_what_a_terminal_shows(self):
        examples = BLOCK.findall((SOURCE / "README.md").read_text())
        self.assertEqual(len(examples), 2)
        for command, shown in examples:
            with self.subTest(command=command):
                words = shlex.split(command.replace("\\\n", " "))
                _, printed = on_terminal("--catalog", CATALOG, *words, NO_COLOR="1")
                for part in shown.split(LEFT_OUT):
                    self.assertIn(part, printed)

    def test_guide_is_the_rendered_one(self):
        printed = cli("--catalog", CATALOG, "details", "--format", "html").stdout
        self.assertEqual((SOURCE / "docs/guide.html").read_bytes(), printed)


if __name__ == "__main__":
    unittest.main()
