"""Every RPC through a client that was not written here."""

import unittest

import grpc

import rpc
from harness import ALL_SIX, Agent
from rpc import HEALTH, VERDICT, Stub, failure, permission_check_pb2, service_account_pb2

PERMISSION_MISSING = permission_check_pb2.PERMISSION_STATE_MISSING
FIELD_OK = service_account_pb2.FIELD_STATE_OK
DOMAIN_BLOCKED = permission_check_pb2.DOMAIN_STATE_BLOCKED
FIVE_AS_PEOPLE_WRITE = [
    "edit company settings",
    "MANAGE EMPLOYEES",
    "View all  employee information",
    "view basic employee information",
    "View Invoices & Reporting",
]


class RpcTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.agent = cls.enterClassContext(Agent())
        cls.channel = grpc.insecure_channel(cls.agent.address)
        cls.addClassCleanup(cls.channel.close)
        cls.linking = Stub(cls.channel, "LinkingService")
        cls.catalog = Stub(cls.channel, "CatalogService")
        cls.health = Stub(cls.channel, "Health")
        cls.revision = cls.catalog.GetCatalog().catalog_revision


class CheckPermissions(RpcTest):
    def verdict(self, request):
        response = self.linking.CheckPermissions(request)
        return VERDICT.Name(response.verdict)

    def test_all_six_satisfy(self):
        self.assertEqual(self.verdict({"observed": {"names": ALL_SIX}}), "VERDICT_SATISFIED")

    def test_no_observation_is_indeterminate(self):
        self.assertEqual(self.verdict({}), "VERDICT_INDETERMINATE")

    def test_empty_observation_is_not_satisfied(self):
        self.assertEqual(self.verdict({"observed": {}}), "VERDICT_NOT_SATISFIED")

    def test_names_the_missing_one_and_what_it_blocks(self):
        response = self.linking.CheckPermissions({"observed": {"names": FIVE_AS_PEOPLE_WRITE}})
        missing = [r.label for r in response.results if r.state == PERMISSION_MISSING]
        blocked = [i.label for i in response.impacts if i.state == DOMAIN_BLOCKED]
        self.assertEqual(missing, ["Upload and View all Documents"])
        self.assertEqual(blocked, ["Employee Census Report", "Work History Report"])

    def test_loses_no_input(self):
        names = ["Manage Employees", "manage  employees", "Manage Employes", "Fly to the moon"]
        response = self.linking.CheckPermissions({"observed": {"names": names}})
        matched = [match.input for result in response.results for match in result.matches]
        unrecognized = [name.input for name in response.unrecognized]
        self.assertEqual(matched, ["manage  employees"])
        self.assertEqual(unrecognized, ["Manage Employes", "Fly to the moon"])

    def test_expected_revision_that_is_served_is_answered(self):
        response = self.linking.CheckPermissions({"expected_revision": self.revision})
        self.assertEqual(response.catalog_revision, self.revision)

    def test_expected_revision_that_is_not_served_is_told(self):
        told = failure(self.linking.CheckPermissions, {"expected_revision": "0" * 32})
        self.assertEqual((told.code, told.reason), ("FAILED_PRECONDITION", "REVISION_MISMATCH"))
        self.assertEqual(told.metadata, {"served_revision": self.revision})


class OtherLinkingMethods(RpcTest):
    def test_batch_keeps_the_order_and_fails_items_alone(self):
        requests = [{"observed": {"names": ALL_SIX}}, {"observed": {"names": [""]}}, {}]
        response = self.linking.BatchCheckPermissions({"requests": requests})
        kinds = [result.WhichOneof("result") for result in response.results]
        self.assertEqual(kinds, ["response", "error", "response"])
        self.assertEqual(response.results[1].error.code, grpc.StatusCode.INVALID_ARGUMENT.value[0])

    def test_right_form_and_permissions_satisfy(self):
        response = self.linking.CheckServiceAccount(
            {
                "form": {"entries": right_form()},
                "observed": {"names": ALL_SIX},
                "expected_identity": {"first_name": "Ada", "work_email": "ada@example.com"},
            }
        )
        self.assertEqual([field.state for field in response.fields], [FIELD_OK] * 11)
        self.assertEqual(VERDICT.Name(response.verdict), "VERDICT_SATISFIED")

    def test_details_put_the_identity_into_the_form(self):
        response = self.linking.GetLinkingDetails(
            {"identity": {"first_name": "Ada", "work_email": "ada@example.com"}}
        )
        values = {field.label: list(field.values) for field in response.form_fields}
        self.assertEqual(values["First Name"], ["Ada"])
        self.assertEqual(values["Work Email"], ["ada@example.com"])
        self.assertEqual(values["Send Invitation to"], ["Work Email", "Now"])

    def test_details_tell_the_transition_only_when_it_applies(self):
        plain = self.linking.GetLinkingDetails()
        moving = self.linking.GetLinkingDetails({"transitioning": True})
        self.assertFalse(plain.HasField("transition_rule"))
        self.assertTrue(moving.HasField("transition_rule"))

    def test_requirements_of_a_domain(self):
        response = self.linking.FindRequirements({"data_domain": "office information"})
        self.assertEqual([p.label for p in response.permissions], ["Edit Company Settings"])

    def test_unknown_domain_is_not_found(self):
        told = failure(self.linking.FindRequirements, {"data_domain": "Payslips"})
        self.assertEqual((told.code, told.reason), ("NOT_FOUND", "DATA_DOMAIN_NOT_FOUND"))


class CatalogMethods(RpcTest):
    def test_catalog_holds_the_six(self):
        labels = [p.label for p in self.catalog.GetCatalog().catalog.permissions]
        self.assertEqual(labels, ALL_SIX)

    def test_revision_that_is_not_kept_is_told(self):
        told = failure(self.catalog.GetCatalog, {"revision": "f" * 32})
        self.assertEqual((told.code, told.reason), ("FAILED_PRECONDITION", "REVISION_NOT_KEPT"))
        self.assertEqual(told.metadata, {"served_revision": self.revision})

    def test_watch_begins_with_the_catalog_served(self):
        stream = self.catalog.WatchCatalog()
        self.assertEqual(next(stream).change.catalog_revision, self.revision)
        stream.cancel()

    def test_open_watch_ends_at_the_callers_deadline(self):
        stream = self.catalog.WatchCatalog(timeout=0.5)
        next(stream)
        self.assertEqual(failure(next, stream).code, "DEADLINE_EXCEEDED")

    def test_diff_with_itself_is_empty(self):
        response = self.catalog.DiffCatalog({"from": {"revision": self.revision}})
        self.assertEqual(list(response.changes), [])
        self.assertFalse(response.accounts_must_act)

    def test_validate_tells_the_line_of_a_fault(self):
        response = self.catalog.ValidateCatalog({"textproto": "provider {\n  nonsense: 1\n}"})
        self.assertFalse(response.valid)
        self.assertIn(2, [fault.line for fault in response.faults])


class Health(RpcTest):
    def test_every_service_serves(self):
        for service in ("", "linkstat.v1.LinkingService", "linkstat.v1.CatalogService"):
            with self.subTest(service=service):
                self.assertEqual(self.health.Check({"service": service}).status, HEALTH.SERVING)

    def test_unknown_service_is_not_found(self):
        self.assertEqual(failure(self.health.Check, {"service": "nobody"}).code, "NOT_FOUND")

    def test_watch_begins_with_the_state(self):
        stream = self.health.Watch()
        self.assertEqual(next(stream).status, HEALTH.SERVING)
        stream.cancel()

    def test_watch_of_an_unknown_service_says_so_and_goes_on(self):
        stream = self.health.Watch({"service": "nobody"}, timeout=0.5)
        self.assertEqual(next(stream).status, HEALTH.SERVICE_UNKNOWN)
        self.assertEqual(failure(next, stream).code, "DEADLINE_EXCEEDED")


class Errors(RpcTest):
    def test_every_bad_field_is_named_at_once(self):
        request = {"observed": {"names": ["", "fine", "a\nb"]}, "expected_revision": "X"}
        told = failure(self.linking.CheckPermissions, request)
        self.assertEqual((told.code, told.reason), ("INVALID_ARGUMENT", "INVALID_FIELD"))
        self.assertEqual(
            sorted(told.fields), ["expected_revision", "observed.names[0]", "observed.names[2]"]
        )

    def test_invalid_utf8_is_named(self):
        call = rpc.raw_call(self.channel, "LinkingService", "CheckPermissions")
        told = failure(call, b"\x0a\x07\x0a\x01a\x0a\x02\xc3\x28")
        self.assertEqual((told.code, told.reason), ("INVALID_ARGUMENT", "MALFORMED_MESSAGE"))
        self.assertEqual(told.fields, ["observed.names[1]"])

    def test_ten_thousand_names_are_refused_by_field(self):
        request = {"observed": {"names": [f"name {i}" for i in range(10_000)]}}
        told = failure(self.linking.CheckPermissions, request)
        self.assertEqual((told.code, told.fields), ("INVALID_ARGUMENT", ["observed.names"]))

    def test_deadline_that_is_over_is_told(self):
        told = failure(self.linking.CheckPermissions, {}, timeout=-1)
        self.assertEqual(told.code, "DEADLINE_EXCEEDED")


def right_form():
    values = {
        "Member Type": ["3rd Party Admin / Accountant"],
        "Admin Access": ["Yes"],
        "First Name": ["Ada"],
        "Last Name": ["Service Account"],
        "Title": ["Service Account"],
        "Manager": [""],
        "Department": ["No Department"],
        "Office": ["Remote (work from home)"],
        "Start date": ["2030-01-01"],
        "Work Email": ["ada@example.com"],
        "Send Invitation to": ["Work Email", "Now"],
    }
    return [{"label": label, "values": value} for label, value in values.items()]


if __name__ == "__main__":
    unittest.main()
