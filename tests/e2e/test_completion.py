"""The completion scripts in their real shells, on a terminal, by keys that are typed."""

import fcntl
import os
import pathlib
import pty
import select
import struct
import subprocess
import tempfile
import termios
import time
import unittest

from harness import BIN, CATALOG, DEADLINE, clean_environment

# Stands where `linkstat` is looked up: it completes, and otherwise keeps its arguments.
PROGRAM = """#!/bin/bash
if [[ $1 == __complete ]]; then exec "$LINKSTAT" "$@"; fi
printf '%s\\0' "$@" >"$ARGUMENTS.new" && mv "$ARGUMENTS.new" "$ARGUMENTS"
"""
PROMPT = "ready> "

# What is typed before the key TAB, and the arguments that the program then gets.
TYPED = {
    "a_verb": ("comp", ["completion"]),
    "a_verb_of_a_group": ("--output json catalog val", ["--output", "json", "catalog", "validate"]),
    "an_option": ("check --non", ["check", "--none"]),
    "a_global_option_after_a_verb": ("check --endp", ["check", "--endpoint"]),
    "a_value": ("details --format mark", ["details", "--format", "markdown"]),
    "a_value_after_an_equals_sign": ("details --format=mark", ["details", "--format=markdown"]),
    "an_argument": ("completion z", ["completion", "zsh"]),
    "a_label_with_blanks": (
        "account list --missing Man", ["account", "list", "--missing", "Manage Employees"]),
    "a_label_after_a_blank": (
        r"account list --missing View\ I",
        ["account", "list", "--missing", "View Invoices and Reporting"]),
    "a_label_in_an_open_quote": (
        "account list --missing 'View all",
        ["account", "list", "--missing", "View all employee information"]),
    "a_label_after_an_equals_sign": (
        "account list --missing=Edit", ["account", "list", "--missing=Edit Company Settings"]),
    "a_label_as_an_argument": ("check Up", ["check", "Upload and View all Documents"]),
    "a_label_of_another_catalog": (
        "check --catalog 'other catalog.textproto' Man",
        ["check", "--catalog", "other catalog.textproto", "Manage (all) & sundry"]),
    "a_label_of_a_catalog_in_the_home_folder": (
        "check --catalog ~/home.textproto Man",
        ["check", "--catalog", "HOME/home.textproto", "Manage (all) & sundry"]),
    "a_file_after_an_equals_sign": (
        "--catalog=other", ["--catalog=other catalog.textproto"]),
    "a_file_in_an_open_quote": (
        "--catalog 'other c", ["--catalog", "other catalog.textproto"]),
    "a_file_in_the_home_folder": ("--catalog ~/ho", ["--catalog", "HOME/home.textproto"]),
    "a_domain": ("find 'Employee C", ["find", "Employee Census Report"]),
    "a_file": ("check-form for", ["check-form", "form.json"]),
    "a_file_with_a_blank": (
        "--catalog other", ["--catalog", "other catalog.textproto"]),
    "nothing_for_an_account_id": ("account get f", ["account", "get", "f"]),
}


class Shell:
    """An interactive shell on a terminal, with the completion loaded; a context manager."""

    def __init__(self, command, setup, environment, folder):
        self.arguments = folder / "arguments"
        self.main, secondary = pty.openpty()
        fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=secondary,
            stdout=secondary,
            stderr=secondary,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            cwd=folder / "work",
            env={
                **clean_environment(),
                **environment,
                "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
                "HOME": str(folder / "home"),
                "TERM": "xterm",
                "LINKSTAT": str(BIN / "linkstat"),
                "ARGUMENTS": str(self.arguments),
                # Completion must not need an agent.
                "LINKSTAT_ENDPOINT": "unix:/nonexistent",
            },
        )
        os.close(secondary)
        self.read_to(PROMPT)
        for line in setup:
            self.write(line + "\r")
            self.read_to(PROMPT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(DEADLINE)
        os.close(self.main)

    def write(self, text):
        os.write(self.main, text.encode())

    def read_to(self, text):
        """Reads what is drawn until `text` is."""
        drawn = b""
        end = time.monotonic() + DEADLINE
        while text.encode() not in drawn:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.main], [], [], left)[0]:
                raise AssertionError(f"the shell drew no {text!r}: {drawn.decode(errors='replace')}")
            drawn += os.read(self.main, 65536)
        return drawn

    def completed(self, typed):
        """The arguments of `linkstat` after `typed`, TAB and ENTER."""
        self.arguments.unlink(missing_ok=True)
        self.write(f"linkstat {typed}\t")
        self.write("\r")
        end = time.monotonic() + DEADLINE
        while not self.arguments.exists():
            if time.monotonic() > end:
                raise AssertionError(f"{typed!r} was not run")
            if select.select([self.main], [], [], 0.01)[0]:
                os.read(self.main, 65536)
        return self.arguments.read_bytes().decode().split("\0")[:-1]


class InAShell:
    """What each shell is held to; the classes below say how it is started."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        for name in ("bin", "home", "work", "scripts"):
            (folder / name).mkdir()
        program = folder / "bin/linkstat"
        program.write_text(PROGRAM)
        program.chmod(0o755)
        (folder / "work/form.json").write_text("{}")
        other = CATALOG.read_text().replace('"Manage Employees"', '"Manage (all) & sundry"')
        (folder / "work/other catalog.textproto").write_text(other)
        (folder / "home/home.textproto").write_text(other)
        cls.home = str(folder / "home")
        cls.script = folder / "scripts" / cls.SCRIPT
        cls.script.write_bytes(subprocess.run(
            [BIN / "linkstat", "completion", cls.SHELL], stdout=subprocess.PIPE, check=True).stdout)
        cls.shell = cls.enterClassContext(cls.start(folder))


def add_typed(name, typed, arguments):
    def test(self):
        self.assertEqual(self.shell.completed(typed),
                         [argument.replace("HOME", self.home) for argument in arguments])
    setattr(InAShell, f"test_completes_{name}", test)


for name, case in TYPED.items():
    add_typed(name, *case)


class Bash(InAShell, unittest.TestCase):
    SHELL, SCRIPT = "bash", "linkstat.bash"

    @classmethod
    def start(cls, folder):
        return Shell(["bash", "--norc", "--noprofile", "-i"],
                     ["bind 'set enable-bracketed-paste off'", f"source {cls.script}"],
                     {"PS1": PROMPT}, folder)


class Zsh(InAShell, unittest.TestCase):
    SHELL, SCRIPT = "zsh", "_linkstat"

    @classmethod
    def start(cls, folder):
        return Shell(["zsh", "-f", "-i"],
                     [f"fpath=({cls.script.parent} $fpath)",
                      "autoload -Uz compinit && compinit -u -D"],
                     {"PS1": PROMPT}, folder)


class Fish(InAShell, unittest.TestCase):
    SHELL, SCRIPT = "fish", "linkstat.fish"

    @classmethod
    def start(cls, folder):
        # Where it is missing, fish fills it in the background, also after the test.
        (folder / "home/.local/share/fish/generated_completions").mkdir(parents=True)
        return Shell(["fish", "--init-command",
                      f"function fish_prompt; echo -n '{PROMPT}'; end; set fish_greeting",
                      "-i"],
                     [f"source {cls.script}"],
                     {}, folder)


if __name__ == "__main__":
    unittest.main()
