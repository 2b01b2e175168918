"""Other servers that a team might ask the same question, and the question in
their terms. Needs the npm packages of peers/."""

import pathlib
import socket
import statistics
import subprocess
import tempfile
import time

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


def grpc_js(catalog_answer):
    """A grpc-js server of the same proto with the catalog of the agent."""
    message = rpc.catalog_service_pb2.GetCatalogResponse.FromString(catalog_answer)
    file = tempfile.NamedTemporaryFile("w", suffix=".json")
    file.write(json_format.MessageToJson(message))
    file.flush()
    program = FOLDER / "grpc_js_server.mjs"
    server = measured.Program("grpc-js", ["node", program, measured.SOURCE / "proto", file.name])
    server.file = file  # lives as long as the server
    return server


def _field(number, content):
    size = len(content)
    head = [number << 3 | 2] + ([size] if size < 128 else [size & 127 | 128, size >> 7])
    return bytes(head) + content


def _attribute(name, value):
    return _field(4, _field(1, name.encode()) + _field(2, value.SerializeToString()))


def cerbos_question():
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


class Cerbos:
    name = "Cerbos"

    def __enter__(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self._process = subprocess.Popen(
            [
                CERBOS, "server", "--config", "config.yaml", "--log-level", "error",
                "--set", f"server.grpcListenAddr={self.address}",
            ],
            cwd=FOLDER / "cerbos", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        self.pid = self._process.pid
        self._wait()
        return self

    def _wait(self):
        end = time.monotonic() + measured.harness.DEADLINE
        while True:
            try:
                host, port = self.address.split(":")
                return socket.create_connection((host, int(port))).close()
            except OSError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise
                time.sleep(0.05)

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()


def _measure(server, question, answer, rounds, calls):
    load.run(server, question, answer, calls)
    results = [load.run(server, question, answer, calls) for _ in range(rounds)]
    return {
        "server": server.name,
        "cpu_microseconds": statistics.median(result.cpu_microseconds for result in results),
        "calls_per_second": statistics.median(result.calls_per_second for result in results),
        "resident_mib": measured.resident_mib(server.pid),
    }


def compare(rounds, calls):
    """The agent, a grpc-js server and Cerbos on the question that all can answer."""
    question, catalog = questions.AT_THE_FLOOR[0], questions.AT_THE_FLOOR[-1]
    with measured.Agent() as agent:
        answer = load.ask(agent.address, question)
        rows = [_measure(agent, question, answer, rounds, calls)]
        with grpc_js(load.ask(agent.address, catalog)) as server:
            rows.append(_measure(server, question, answer, rounds, calls))
    with Cerbos() as server:
        question = cerbos_question()
        allowed = load.ask(server.address, question)
        rows.append(_measure(server, question, allowed, rounds, calls))
    return rows
