"""A gRPC client that was not written here: python3-grpcio with protoc's messages."""

import os
import sys

import google
import grpc

# protoc's google.rpc and grpc.health stand beside the packages of the same
# names that Debian ships.
GENERATED = os.environ["LINKSTAT_PY"]
sys.path.insert(0, GENERATED)
google.__path__.append(os.path.join(GENERATED, "google"))
grpc.__path__.append(os.path.join(GENERATED, "grpc"))

from google.protobuf import descriptor_pb2, json_format  # noqa: E402
from google.rpc import error_details_pb2, status_pb2  # noqa: E402
from grpc.health.v1 import health_pb2  # noqa: E402
from linkstat.v1 import (  # noqa: E402
    catalog_service_pb2,
    linked_account_pb2,
    linked_account_service_pb2,
    linking_service_pb2,
    permission_check_pb2,
    service_account_pb2,
)

from harness import DEADLINE  # noqa: E402

SERVICES = {
    service.name: service
    for file in (catalog_service_pb2, linked_account_service_pb2, linking_service_pb2, health_pb2)
    for service in file.DESCRIPTOR.services_by_name.values()
}
HEALTH = health_pb2.HealthCheckResponse
VERDICT = permission_check_pb2.Verdict


class Stub:
    """The methods of a service as attributes; requests are given as dicts, and as
    lists of them where a method takes a stream."""

    def __init__(self, channel, service):
        described = descriptor_pb2.ServiceDescriptorProto()
        SERVICES[service].CopyToProto(described)
        for method, proto in zip(SERVICES[service].methods, described.method):
            setattr(self, method.name, self._call(channel, service, method, proto))

    @staticmethod
    def _call(channel, service, method, proto):
        takes = "stream" if proto.client_streaming else "unary"
        gives = "stream" if proto.server_streaming else "unary"
        call = getattr(channel, f"{takes}_{gives}")(
            f"/{SERVICES[service].full_name}/{method.name}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=method.output_type._concrete_class.FromString,
        )

        def parse(request):
            return json_format.ParseDict(request, method.input_type._concrete_class())

        def run(request=None, timeout=DEADLINE, metadata=None):
            if proto.client_streaming:
                return call(map(parse, request or []), timeout=timeout, metadata=metadata)
            return call(parse(request or {}), timeout=timeout, metadata=metadata)

        if proto.client_streaming:
            run.future = lambda requests: call.future(map(parse, requests))
        return run


def raw_call(channel, service, method):
    """A unary method that takes bytes as they are, well-formed or not."""
    return channel.unary_unary(f"/{SERVICES[service].full_name}/{method}")


class Failure:
    """What a failed call told: code, reason, bad fields and metadata."""

    def __init__(self, error):
        self.code = error.code().name
        self.message = error.details()
        self.reason, self.fields, self.metadata = None, [], {}
        trailers = dict(error.trailing_metadata() or ())
        status = status_pb2.Status.FromString(trailers.get("grpc-status-details-bin", b""))
        for detail in status.details:
            self._read(detail)

    def _read(self, detail):
        info, request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        if detail.Unpack(info):
            self.reason, self.metadata = info.reason, dict(info.metadata)
        elif detail.Unpack(request):
            self.fields += [violation.field for violation in request.field_violations]


def failure(call, *arguments, **options):
    """The failure of a call that must fail."""
    try:
        call(*arguments, **options)
    except grpc.RpcError as error:
        return Failure(error)
    raise AssertionError("the call succeeded")
