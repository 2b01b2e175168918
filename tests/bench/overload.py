"""What more load than the agent can carry does to the calls that it answers.

Three loads, one after the other on one agent as shipped: its peak, about 70 % of that, and three
times the peak, begun whether earlier calls were answered or not. Goodput is answered calls a
second; the latency is that of answered calls. The store's file is in TMPDIR.
"""

import pathlib
import statistics
import subprocess
import tempfile

import load
import measured
import questions

NORMAL, OVER = 0.7, 3
SECONDS = 2
ROUNDS = 15
# In flight at the peak.
CHECKS, CREATES = 256, 32
CREATE = "/linkstat.v1.LinkedAccountService/CreateLinkedAccount"


class Loads:
    """Calls of one method with one message."""

    def __init__(self, address, method, request, in_flight, folder):
        self._message = pathlib.Path(folder, method.rpartition("/")[2])
        self._message.write_bytes(request)
        self._address, self._method, self._in_flight = address, method, in_flight

    def _put(self, rate):
        """Goodput, p99 since sent and since due, and the shares that were refused and that never
        got to the agent; at rate 0 as fast as they come."""
        said = subprocess.run(
            [str(word) for word in (measured.harness.BIN / "overload_client", self._address,
                                    self._method, self._message, rate, self._in_flight, SECONDS)],
            check=True, capture_output=True, text=True).stdout.split()
        begun, answered, refused, failed, given_up = map(int, said[:5])
        if failed:
            raise load.WrongAnswer(f"{failed} of {begun} calls failed")
        return answered / SECONDS, float(said[6]), float(said[7]), refused / begun, given_up / begun

    def round(self):
        peak = self._put(0)
        return {"normal": self._put(NORMAL * peak[0]), "peak": peak,
                "over": self._put(OVER * peak[0])}


def _row(name, rounds):
    """The medians of the rounds, also of the ratios within each."""
    def median(pick):
        return statistics.median(map(pick, rounds))

    loads = " | ".join(
        f"{median(lambda r: r[at][0]):,.0f}, {median(lambda r: r[at][1]):.1f}"
        for at in ("normal", "peak", "over"))
    goodput = median(lambda r: r["over"][0] / r["peak"][0])
    slower = median(lambda r: r["over"][1] / r["normal"][1])
    since_due = median(lambda r: r["over"][2])
    refused = median(lambda r: r["over"][3])
    given_up = median(lambda r: r["over"][4])
    return (f"| {name} | {loads} | {goodput:.2f} | {slower:.1f} | {since_due:.0f} "
            f"| {refused:.0%} | {given_up:.0%} |")


def measure():
    print("| calls a second, p99 ms | normal | peak | 3 times | goodput, 3 times / peak "
          "| p99, 3 times / normal | p99 at 3 times, since due | refused | never sent |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        settings = (f'store: "sqlite:{folder}/accounts.db" first_name: "A" '
                    'work_email_domain: "links.example.com"')
        with measured.Agent(settings) as agent:
            question = questions.AT_THE_FLOOR[0]
            # A create without an id gets one, and so can be the same each time.
            for name, loads in (
                ("CheckPermissions",
                 Loads(agent.address, question.method, question.request, CHECKS, folder)),
                ("CreateLinkedAccount, durable",
                 Loads(agent.address, CREATE, b"", CREATES, folder)),
            ):
                print(_row(name, [loads.round() for _ in range(ROUNDS)]), flush=True)
