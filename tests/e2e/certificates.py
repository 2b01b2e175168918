"""Certificates for the end-to-end tests, made by the `openssl` command."""

import os
import pathlib
import subprocess


class Authority:
    """An authority with a folder of its own; `certificate` is the path of its PEM."""

    def __init__(self, folder, name="Authority"):
        self.folder = pathlib.Path(folder)
        self.certificate = self.folder / f"{name}.crt"
        self._key = self.folder / f"{name}.key"
        self._make(name, self.certificate, self._key, "-addext", "basicConstraints=critical,CA:TRUE")

    def issue(self, name, alternative_names="DNS:agent.example"):
        """A fresh pair: the paths of certificate and key."""
        certificate, key = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        self._make(
            name, certificate, key, "-addext", f"subjectAltName={alternative_names}",
            "-CA", self.certificate, "-CAkey", self._key,
        )
        return certificate, key

    @staticmethod
    def _make(name, certificate, key, *options):
        subprocess.run(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", f"/CN={name}",
                "-out", certificate, "-keyout", key, *options,
            ],
            check=True,
            capture_output=True,
        )


def replace(path, source):
    """Puts the text of `source` (a path, or bytes) into the file in one step."""
    fresh = pathlib.Path(f"{path}.new")
    fresh.write_bytes(source if isinstance(source, bytes) else source.read_bytes())
    fresh.chmod(0o600)
    os.rename(fresh, path)
