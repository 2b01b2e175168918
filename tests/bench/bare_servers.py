"""Servers that send one answer to every call: what a call costs at the least."""

import dataclasses
import os
import pathlib
import shutil
import tempfile

import load
import measured


class BareServer(measured.Program):
    """A bare gRPC server, which sends `answer` to every call."""

    program = None

    def __init__(self, answer):
        self._file = tempfile.NamedTemporaryFile()
        self._file.write(answer)
        self._file.flush()
        super().__init__(self.name, [measured.harness.BIN / self.program, self._file.name])

    def __exit__(self, *error):
        super().__exit__(*error)
        self._file.close()


class Floor(BareServer):
    """gRPC's cheapest: one completion queue, one thread."""

    name, program = "floor", "async_floor_server"


class Callback(BareServer):
    """gRPC's callback API, as most servers use it."""

    name, program = "callback", "floor_server"


class Nghttpd(measured.ProgramOnPort):
    """HTTP/2 without gRPC: the answer is a file, sent with the type and the status of
    gRPC, so that the same is on the wire."""

    def __init__(self, question, answer):
        super().__init__("nghttpd")
        self.asked = dataclasses.replace(question, method="/answer.grpc"), answer

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        root = pathlib.Path(self._folder.name)
        (root / "answer.grpc").write_bytes(load.framed(self.asked[1]))
        types = root / "types"
        types.write_text("application/grpc grpc\n")
        # Debian has it where only root looks.
        program = shutil.which("nghttpd", path=f"{os.environ['PATH']}:/usr/sbin")
        self.start([program, "--no-tls", "--address=127.0.0.1", f"--htdocs={root}",
                    f"--mime-types-file={types}", "--trailer=grpc-status: 0", str(self.port)])
        return self

    def __exit__(self, *error):
        super().__exit__(*error)
        self._folder.cleanup()
