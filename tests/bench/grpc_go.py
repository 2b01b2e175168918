"""A naive grpc-go server of the same proto, built where Go is there."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import measured

_SOURCES = pathlib.Path(__file__).parent / "peers/go"
_MODULE = "linkstat/tests/bench/peers/go"
_PROTOS = [
    f"linkstat/v1/{name}.proto" for name in (
        "catalog", "catalog_service", "linking_guide", "linking_service", "permission_check",
        "service_account",
    )
]


class NotBuilt(Exception):
    """Why there is no server."""


def _generate(folder):
    """The messages and services of the protos in Go, by the generators that go.mod pins."""
    subprocess.run(["go", "build", "-o", "bin/", "tool"], cwd=folder, check=True)
    options = []
    for plugin in ("go", "go-grpc"):
        options += [f"--{plugin}_out={folder}", f"--{plugin}_opt=module={_MODULE}"]
        options += [f"--{plugin}_opt=M{proto}={_MODULE}/linkstatv1" for proto in _PROTOS]
    subprocess.run(
        ["protoc", "-I", measured.SOURCE / "proto", *options, *_PROTOS], check=True,
        env={**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"},
    )


def build():
    """The program; NotBuilt where that is not possible."""
    if shutil.which("go") is None:
        raise NotBuilt("no Go")
    folder = (measured.harness.BIN.parent / "bench_go").resolve()
    folder.mkdir(exist_ok=True)
    for name in ("go.mod", "go.sum", "main.go"):
        shutil.copy(_SOURCES / name, folder)
    try:
        _generate(folder)
        subprocess.run(["go", "build", "-o", "bin/grpc_go_server", "."], cwd=folder, check=True)
    except subprocess.CalledProcessError as error:
        raise NotBuilt(f"{error.cmd[0]} failed") from error
    return folder / "bin/grpc_go_server"


class GrpcGo(measured.Program):
    """Serves the catalog of `catalog_answer`, the bytes of a GetCatalogResponse."""

    def __init__(self, program, catalog_answer):
        self._file = tempfile.NamedTemporaryFile()
        self._file.write(catalog_answer)
        self._file.flush()
        super().__init__("grpc-go", [program, self._file.name])

    def __exit__(self, *error):
        super().__exit__(*error)
        self._file.close()
