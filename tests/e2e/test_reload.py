"""A changed catalog file reaches watchers; a bad one changes nothing but the log."""

import os
import pathlib
import signal
import tempfile
import time
import unittest

import grpc

from harness import CATALOG, Agent, milliseconds_since
from rpc import Stub

GOOD = CATALOG.read_text()
CHANGED = GOOD.replace('"Manage Employees"', '"Manage All Employees"')
BAD = "nonsense: 1\n" + GOOD
REJECTED = "catalog rejected; the last good one is served on"


class Reload(unittest.TestCase):
    def setUp(self):
        self.assertNotEqual(CHANGED, GOOD)
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = self.folder / "catalog.textproto"

    def start(self, settings=""):
        self.agent = self.enterContext(Agent(f'catalog: "{self.file}"\n{settings}'))
        channel = self.enterContext(grpc.insecure_channel(self.agent.address))
        self.catalog = Stub(channel, "CatalogService")
        self.watch = self.catalog.WatchCatalog()
        self.addCleanup(self.watch.cancel)
        self.assertIn("Manage Employees", self.next_labels())

    def next_labels(self):
        return [p.label for p in next(self.watch).change.catalog.permissions]

    def expect_change_within_a_second(self, started):
        self.assertIn("Manage All Employees", self.next_labels())
        self.assertLess(milliseconds_since(started), 1000)

    def rename_over(self, text):
        fresh = self.folder / "fresh"
        fresh.write_text(text)
        os.rename(fresh, self.file)

    def test_file_written_in_place(self):
        self.file.write_text(GOOD)
        self.start()
        started = time.monotonic()
        self.file.write_text(CHANGED)
        self.expect_change_within_a_second(started)

    def test_file_replaced_by_rename(self):
        self.file.write_text(GOOD)
        self.start()
        started = time.monotonic()
        self.rename_over(CHANGED)
        self.expect_change_within_a_second(started)

    def test_configmap_symlink_swap(self):
        for name, text in (("..1", GOOD), ("..2", CHANGED)):
            (self.folder / name).mkdir()
            (self.folder / name / "catalog.textproto").write_text(text)
        data = self.folder / "..data"
        data.symlink_to("..1")
        self.file.symlink_to("..data/catalog.textproto")
        self.start()
        started = time.monotonic()
        (self.folder / "..data_tmp").symlink_to("..2")
        os.rename(self.folder / "..data_tmp", data)
        self.expect_change_within_a_second(started)

    def test_sighup_is_obeyed(self):
        self.file.write_text(GOOD)
        self.start()
        seen = len(self.agent.log)
        self.agent.signal(signal.SIGHUP)
        self.agent.wait_for_log("reload requested", seen)

    def test_bad_file_keeps_the_last_good_one_and_is_visible(self):
        self.file.write_text(GOOD)
        self.start()
        revision = self.catalog.GetCatalog().catalog_revision
        seen = len(self.agent.log)
        self.rename_over(BAD)
        self.agent.wait_for_log(REJECTED, seen)
        response = self.catalog.GetCatalog()
        self.assertEqual(response.catalog_revision, revision)
        self.assertEqual(response.rejected.total_faults, 1)
        self.assertEqual(response.rejected.faults[0].line, 1)

    def test_every_fault_of_a_bad_file_is_logged(self):
        self.file.write_text(GOOD)
        self.start()
        self.rename_over("nonsense: 1\nother_nonsense: 2\n" + GOOD)
        self.agent.wait_for_log(REJECTED)
        self.assertIn("catalog.textproto:1:", self.agent.log_text())
        self.assertIn("catalog.textproto:2:", self.agent.log_text())

    def test_good_file_after_a_bad_one_is_served_and_clears_the_rejection(self):
        self.file.write_text(GOOD)
        self.start()
        self.rename_over(BAD)
        self.agent.wait_for_log(REJECTED)
        started = time.monotonic()
        self.rename_over(CHANGED)
        self.expect_change_within_a_second(started)
        self.assertFalse(self.catalog.GetCatalog().HasField("rejected"))

    def test_earlier_revision_is_kept_and_can_be_compared(self):
        self.file.write_text(GOOD)
        self.start()
        before = self.catalog.GetCatalog().catalog_revision
        self.rename_over(CHANGED)
        self.next_labels()
        kept = self.catalog.GetCatalog({"revision": before}).catalog
        self.assertIn("Manage Employees", [p.label for p in kept.permissions])
        diff = self.catalog.DiffCatalog({"from": {"revision": before}})
        self.assertEqual([change.id for change in diff.changes], ["manage-employees"])


if __name__ == "__main__":
    unittest.main()
