"""Other servers that a team might ask the same question, and the question in
their terms. Needs the npm packages of peers/."""

import pathlib
import tempfile

from google.protobuf import json_format, struct_pb2

import load
import measured
import questions
import rpc

FOLDER = pathlib.Path(__file__).parent / "peers"
CERBOS = FOLDER / "node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64"
# What Cerbos numbers its answers with, at their end: tag, length, 26 characters.
CALL_ID = 28


def _essence(answer):
    """Cerbos tells the actions in an order of chance."""
    return sorted(answer[:-CALL_ID])


class GrpcJs(measured.Program):
    """A grpc-js server of the same proto with the catalog of `catalog_answer`."""

    def __init__(self, catalog_answer):
        message = rpc.catalog_service_pb2.GetCatalogResponse.FromString(catalog_answer)
        self._file = tempfile.NamedTemporaryFile("w", suffix=".json")
        self._file.write(json_format.MessageToJson(message))
        self._file.flush()
        super().__init__("grpc-js", ["node", FOLDER / "grpc_js_server.mjs",
                                     measured.SOURCE / "proto", self._file.name])

    def __exit__(self, *error):
        super().__exit__(*error)
        self._file.close()


def _field(number, content):
    size = len(content)
    head = [number << 3 | 2] + ([size] if size < 128 else [size & 127 | 128, size >> 7])
    return bytes(head) + content


def _attribute(name, value):
    return _field(4, _field(1, name.encode()) + _field(2, value.SerializeToString()))


def _cerbos_question():
    """CheckResources of cerbos.svc.v1: six actions on one resource."""
    value = struct_pb2.Value()
    value.list_value.extend(questions.OBSERVED)
    actions = [label.lower().replace(" ", "-").encode() for label in questions.LABELS]
    principal = _field(1, b"agent") + _field(3, b"integration")
    resource = _field(1, b"service_account") + _field(3, b"1") + _attribute("names", value)
    entry = b"".join(_field(1, action) for action in actions) + _field(2, resource)
    return questions.Question(
        "CheckResources, six actions",
        "/cerbos.svc.v1.CerbosService/CheckResources",
        _field(1, b"1") + _field(3, principal) + _field(4, entry),
        essence=_essence,
    )


class Cerbos(measured.ProgramOnPort):
    def __init__(self):
        super().__init__("Cerbos")

    def __enter__(self):
        self.start([CERBOS, "server", "--config", "config.yaml", "--log-level", "error",
                    "--set", f"server.grpcListenAddr={self.address}"], FOLDER / "cerbos")
        question = _cerbos_question()
        self.asked = question, load.ask(self.address, question)
        return self
