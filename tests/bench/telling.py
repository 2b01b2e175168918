"""What metrics and a line of the log for each call cost: an agent with both beside one without."""

import json
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.request

import floor
import load
import measured
import questions

# The agent writes its log to a file, as a service's goes to one or to journald's socket.
_SETTINGS = {
    "silent": "",
    "telling": 'metrics_listen: "127.0.0.1:0" call_log_level: LOG_LEVEL_INFO',
}
_PATIENCE = 10


class _Agent:
    """An agent whose log nobody reads while it is measured."""

    def __init__(self, name):
        self.name = name
        self._folder = tempfile.TemporaryDirectory()
        self._log = pathlib.Path(self._folder.name, "log")

    def __enter__(self):
        config = pathlib.Path(self._folder.name, "agent.textproto")
        config.write_text(f'listen: "127.0.0.1:0"\n{_SETTINGS[self.name]}\n')
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [measured.harness.BIN / "linkstat-agent", "--config", config],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,
            )
        self.pid = self._process.pid
        end = time.monotonic() + _PATIENCE
        while not self._lines("serving"):
            if time.monotonic() > end:
                raise RuntimeError("the agent does not serve")
            time.sleep(0.01)
        self.address = self._lines("listening")[0]["address"]
        return self

    def _lines(self, message):
        whole = self._log.read_text().rpartition("\n")[0]
        return [line for line in map(json.loads, whole.splitlines()) if line["message"] == message]

    def lost(self):
        """How many lines never came to the log."""
        metrics = self._lines("serving metrics")[0]["address"]
        with urllib.request.urlopen(f"http://{metrics}/metrics", timeout=_PATIENCE) as answer:
            text = answer.read().decode()
        return int(re.search(r"^linkstat_log_lines_lost_total (\d+)", text, re.MULTILINE)[1])

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()


def _pair(question, calls):
    """The figures of two new agents, and how many lines were lost. New ones each time, since
    how gRPC shares its work among threads differs from process to process."""
    with _Agent("telling") as telling, _Agent("silent") as silent:
        answer = load.ask(silent.address, question)
        return floor.rounds_of([telling, silent], question, answer, 2, calls), telling.lost()


def compare(pairs, calls):
    """Medians over all rounds, also of the ratios of telling to silent in each, and how many
    lines were lost."""
    rounds, lost = {"telling": [], "silent": []}, 0
    for _ in range(pairs):
        figures, lost_now = _pair(questions.AT_THE_FLOOR[0], calls)
        lost += lost_now
        for name, all_rounds in rounds.items():
            all_rounds += figures[name]
    return {
        **{name: floor.medians(figures) for name, figures in rounds.items()},
        "ratio": floor.medians(floor.ratios(rounds["telling"], rounds["silent"])),
        "lines_lost": lost,
    }
