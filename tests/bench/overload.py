"""What more load than the agent can carry does to the calls that it answers.

Three loads, one after the other on one agent as shipped: its peak, about 70 % of that, and three
times the peak. Goodput is answered calls a second; the latency is that of answered calls. The
store's file is in TMPDIR.
"""

import math
import pathlib
import statistics
import subprocess
import tempfile

import load
import measured
import questions

NORMAL, OVER = 0.7, 3
SECONDS = 2
ROUNDS = 5
# In flight at the peak, in memory and at the store.
CONNECTIONS, STREAMS = 8, 32
CREATES = 32


def _h2load(address, question, connections, seconds, rate=None):
    """Goodput and the 99th percentile in milliseconds of calls in memory."""
    with tempfile.TemporaryDirectory() as folder:
        frame, log = pathlib.Path(folder, "frame"), pathlib.Path(folder, "log")
        frame.write_bytes(load.framed(question.request))
        command = ["h2load", "-D", seconds, "-c", connections, "-m", STREAMS, "-d", frame,
                   f"--log-file={log}"]
        command += [f"--rps={max(1, math.ceil(rate / connections))}"] if rate else []
        for header in load.HEADERS:
            command += ["-H", header]
        command.append(f"http://{address}{question.method}")
        subprocess.run([str(word) for word in command], check=True, capture_output=True)
        times = sorted(int(line.split("\t")[2]) for line in log.read_text().splitlines())
    return len(times) / seconds, times[len(times) * 99 // 100] / 1000


def in_memory(address):
    """Goodput and p99 of CheckPermissions at the three loads. At three times the peak there are
    three times the connections, each as full as at the peak. Nothing is refused: so few calls
    in flight are below --max-calls."""
    question = questions.AT_THE_FLOOR[0]
    peak = _h2load(address, question, CONNECTIONS, SECONDS)
    normal = _h2load(address, question, CONNECTIONS, SECONDS, NORMAL * peak[0])
    over = _h2load(address, question, OVER * CONNECTIONS, SECONDS, OVER * peak[0])
    return {"normal": normal, "peak": peak, "over": over, "refused": 0}


class Creates:
    """Durable creates of accounts that no two loads share."""

    def __init__(self, address):
        self._address, self._loads = address, 0

    def put(self, rate):
        """Goodput, p99 and the share that was refused; at rate 0 as fast as they come."""
        self._loads += 1
        said = subprocess.run(
            [str(word) for word in (measured.harness.BIN / "overload_client", self._address, rate,
                                    CREATES, SECONDS, f"load-{self._loads}-")],
            check=True, capture_output=True, text=True).stdout.split()
        begun, answered, refused, failed = map(int, said[:4])
        if failed:
            raise load.WrongAnswer(f"{failed} of {begun} creates failed")
        return answered / SECONDS, float(said[5]), refused / begun


def at_the_store(creates):
    peak = creates.put(0)
    normal, over = creates.put(NORMAL * peak[0]), creates.put(OVER * peak[0])
    return {"normal": normal[:2], "peak": peak[:2], "over": over[:2], "refused": over[2]}


def _row(name, rounds):
    """The medians of the rounds, also of the ratios within each."""
    def median(pick):
        return statistics.median(map(pick, rounds))

    loads = " | ".join(
        f"{median(lambda r: r[at][0]):,.0f}, {median(lambda r: r[at][1]):.1f}"
        for at in ("normal", "peak", "over"))
    goodput = median(lambda r: r["over"][0] / r["peak"][0])
    slower = median(lambda r: r["over"][1] / r["normal"][1])
    refused = median(lambda r: r["refused"])
    return f"| {name} | {loads} | {goodput:.2f} | {slower:.1f} | {refused:.0%} |"


def measure():
    print("| calls a second, p99 ms | normal | peak | 3 times | goodput, 3 times / peak "
          "| p99, 3 times / normal | refused |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        settings = (f'store: "sqlite:{folder}/accounts.db" first_name: "A" '
                    'work_email_domain: "links.example.com"')
        with measured.Agent(settings) as agent:
            memory = [in_memory(agent.address) for _ in range(ROUNDS)]
            print(_row("CheckPermissions", memory), flush=True)
            creates = Creates(agent.address)
            store = [at_the_store(creates) for _ in range(ROUNDS)]
            print(_row("CreateLinkedAccount, durable", store), flush=True)
    return {"in_memory": memory, "at_the_store": store}
