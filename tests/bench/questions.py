"""The questions that every measured server is asked, as bytes."""

from collections.abc import Callable
from dataclasses import dataclass

import measured  # noqa: F401  (finds the messages)
import rpc

CATALOG, LINKING = "linkstat.v1.CatalogService", "linkstat.v1.LinkingService"

LABELS = [
    "Edit Company Settings",
    "Manage Employees",
    "View all employee information",
    "View basic employee information",
    "Upload and View all Documents",
    "View Invoices and Reporting",
]
SPELLINGS = [
    "edit company settings",
    "MANAGE EMPLOYEES",
    "View  all employee information",
    "View basic employee-information",
    "Upload & View all Documents",
    '"View Invoices and Reporting"',
]
# One of the six is missing, so that the answer has something to say.
OBSERVED = LABELS[:5]


@dataclass(frozen=True)
class Question:
    name: str
    method: str
    request: bytes
    # What must be the same of any two answers: all of it, unless said otherwise.
    essence: Callable[[bytes], object] = bytes


def check_message(names, view="VIEW_BASIC"):
    messages = rpc.linking_service_pb2
    message = messages.CheckPermissionsRequest(view=view)
    message.observed.names.extend(names)
    return message


def check(name, names, view="VIEW_BASIC"):
    request = check_message(names, view).SerializeToString()
    return Question(name, f"/{LINKING}/CheckPermissions", request)


def details():
    request = rpc.linking_service_pb2.GetLinkingDetailsRequest()
    request.identity.first_name = "Integration"
    request.identity.work_email = "link.7f3a@accounts.example.com"
    return Question(
        "GetLinkingDetails", f"/{LINKING}/GetLinkingDetails", request.SerializeToString()
    )


def batch(size):
    request = rpc.linking_service_pb2.BatchCheckPermissionsRequest()
    for i in range(size):
        names = [label for bit, label in enumerate(LABELS) if not i >> bit & 1]
        request.requests.append(check_message(names))
    return Question(
        f"BatchCheckPermissions {size}",
        f"/{LINKING}/BatchCheckPermissions",
        request.SerializeToString(),
    )


# Measured against the floor, with the bounds of docs/internals/performance.md.
AT_THE_FLOOR = [
    check("CheckPermissions BASIC", OBSERVED),
    check("CheckPermissions FULL", OBSERVED, "VIEW_FULL"),
    details(),
    Question("GetCatalog", f"/{CATALOG}/GetCatalog", b""),
]
# Measured against the floor without a bound.
BESIDE_IT = [check("CheckPermissions, other spellings", SPELLINGS)]
