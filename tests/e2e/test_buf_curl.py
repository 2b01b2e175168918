"""Every unary method with `buf curl`, which knows the schema only by reflection."""

import json
import unittest

from harness import ALL_SIX, Agent, buf_curl

LINKING = "linkstat.v1.LinkingService"
CATALOG = "linkstat.v1.CatalogService"
HEALTH = "grpc.health.v1.Health"


class BufCurl(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.agent = cls.enterClassContext(Agent())

    def answer(self, method, request):
        run = buf_curl(self.agent.address, method, request)
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    def error(self, method, request):
        run = buf_curl(self.agent.address, method, request)
        self.assertNotEqual(run.returncode, 0)
        return json.loads(run.stderr)

    def test_reflection_lists_every_service(self):
        run = buf_curl(self.agent.address, "", {}, "--list-services")
        listed = run.stdout.decode().split()
        for service in (LINKING, CATALOG, HEALTH):
            self.assertIn(service, listed, run.stderr)

    def test_check_permissions(self):
        answer = self.answer(f"{LINKING}/CheckPermissions", {"observed": {"names": ALL_SIX}})
        self.assertEqual(answer["verdict"], "VERDICT_SATISFIED")

    def test_batch_check_permissions(self):
        answer = self.answer(f"{LINKING}/BatchCheckPermissions", {"requests": [{}, {}]})
        verdicts = [result["response"]["verdict"] for result in answer["results"]]
        self.assertEqual(verdicts, ["VERDICT_INDETERMINATE"] * 2)

    def test_check_service_account(self):
        form = {"entries": [{"label": "department", "values": ["Sales"]}]}
        answer = self.answer(f"{LINKING}/CheckServiceAccount", {"form": form})
        self.assertEqual(answer["verdict"], "VERDICT_NOT_SATISFIED")

    def test_get_linking_details(self):
        answer = self.answer(f"{LINKING}/GetLinkingDetails", {"render": "RENDER_MARKDOWN"})
        self.assertEqual(len(answer["formFields"]), 11)
        self.assertTrue(answer["document"]["mediaType"].startswith("text/markdown"))

    def test_find_requirements(self):
        answer = self.answer(f"{LINKING}/FindRequirements", {"dataDomain": "work-history-report"})
        self.assertEqual(len(answer["permissions"]), 5)

    def test_get_catalog(self):
        answer = self.answer(f"{CATALOG}/GetCatalog", {})
        self.assertEqual(answer["catalog"]["provider"]["id"], "justworks")

    def test_diff_catalog(self):
        answer = self.answer(f"{CATALOG}/DiffCatalog", {})
        self.assertEqual(answer["fromRevision"], answer["toRevision"])

    def test_validate_catalog(self):
        answer = self.answer(f"{CATALOG}/ValidateCatalog", {"textproto": "nonsense"})
        self.assertTrue(answer["faults"])

    def test_health(self):
        answer = self.answer(f"{HEALTH}/Check", {"service": LINKING})
        self.assertEqual(answer["status"], "SERVING")

    def test_error_carries_its_details(self):
        error = self.error(f"{LINKING}/FindRequirements", {})
        self.assertEqual(error["code"], "invalid_argument")
        types = [detail["type"] for detail in error["details"]]
        self.assertEqual(sorted(types), ["google.rpc.BadRequest", "google.rpc.ErrorInfo"])


if __name__ == "__main__":
    unittest.main()
