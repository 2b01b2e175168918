"""No input becomes markup: rendered guides are parsed and compared."""

import html.parser
import pathlib
import tempfile
import unittest

import grpc

from harness import CATALOG, Agent
from rpc import Stub

HOSTILE_NAMES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "</article></body></html><h1>x</h1>",
    "<!-- comment",
    "{{7*7}} ${7*7} `id`",
    "[click](javascript:alert(1)) **bold** # heading",
]


class Reader(html.parser.HTMLParser):
    """The structure of a page (tags and attribute names) and its text."""

    def __init__(self, page):
        super().__init__()
        self.structure, self.text, self.values = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.structure.append((tag, tuple(name for name, _ in attrs)))
        self.values += [value or "" for _, value in attrs]

    def handle_endtag(self, tag):
        self.structure.append(("/" + tag, ()))

    def handle_comment(self, data):
        self.structure.append(("comment", ()))

    def handle_data(self, data):
        self.text.append(data)


class Html(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        agent = cls.enterClassContext(Agent())
        channel = cls.enterClassContext(grpc.insecure_channel(agent.address))
        cls.linking = Stub(channel, "LinkingService")

    def page(self, first_name, work_email="ada@example.com"):
        identity = {"first_name": first_name, "work_email": work_email}
        response = self.linking.GetLinkingDetails({"identity": identity, "render": "RENDER_HTML"})
        return response.document.content

    def test_hostile_first_names_are_shown_as_text(self):
        plain = Reader(self.page("Ada"))
        for name in HOSTILE_NAMES:
            with self.subTest(name=name):
                hostile = Reader(self.page(name))
                self.assertEqual(hostile.structure, plain.structure)
                self.assertIn(name, "".join(hostile.text))

    def test_hostile_emails_are_shown_as_text(self):
        plain = Reader(self.page("Ada"))
        for email in ("o'hara&co@example.com", "**ada**@example.com", "'onclick='x@example.com"):
            with self.subTest(email=email):
                hostile = Reader(self.page("Ada", email))
                self.assertEqual(hostile.structure, plain.structure)
                self.assertIn(email, "".join(hostile.text))

    def test_page_holds_one_article_and_no_script(self):
        tags = [tag for tag, _ in Reader(self.page("Ada")).structure]
        self.assertEqual(tags.count("article"), 1)
        self.assertNotIn("script", tags)

    def test_page_has_no_handlers_and_no_script_addresses(self):
        page = Reader(self.page("Ada"))
        names = [name for _, attributes in page.structure for name in attributes]
        self.assertEqual([name for name in names if name.startswith("on")], [])
        self.assertEqual([v for v in page.values if "script:" in v], [])


class HostileCatalog(unittest.TestCase):
    def test_labels_of_the_catalog_are_shown_as_text(self):
        label = "<b onclick=alert(1)>Manage & run</b>"
        text = CATALOG.read_text().replace('"Manage Employees"', f'"{label}"')
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "catalog.textproto")
            file.write_text(text)
            with Agent(f'catalog: "{file}"') as agent:
                with grpc.insecure_channel(agent.address) as channel:
                    response = Stub(channel, "LinkingService").GetLinkingDetails(
                        {"render": "RENDER_HTML"}
                    )
        page = Reader(response.document.content)
        self.assertNotIn("onclick", [a for _, attributes in page.structure for a in attributes])
        self.assertIn(label, "".join(page.text))


if __name__ == "__main__":
    unittest.main()
