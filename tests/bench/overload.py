"""What more load than the agent can carry does to the calls that it answers.

Three loads, one after the other on one agent as shipped: its peak, about 70 % of that, and three
times the peak, begun whether earlier calls were answered or not. Goodput is answered calls a
second; the latency is that of answered calls. The store's file is in TMPDIR.
"""

import statistics
import tempfile

import measured
import questions
from open_load import OpenLoad

NORMAL, OVER = 0.7, 3
SECONDS = 2
ROUNDS = 15
# In flight at the peak.
CHECKS, CREATES = 256, 32
CREATE = "/linkstat.v1.LinkedAccountService/CreateLinkedAccount"


def _round(calls, in_flight):
    """The figures of the three loads."""
    peak = calls.put(0, in_flight, SECONDS)
    return {"normal": calls.put(NORMAL * peak.goodput, in_flight, SECONDS), "peak": peak,
            "over": calls.put(OVER * peak.goodput, in_flight, SECONDS)}


def _row(name, rounds):
    """The medians of the rounds, also of the ratios within each."""
    def median(pick):
        return statistics.median(map(pick, rounds))

    loads = " | ".join(
        f"{median(lambda r: r[at].goodput):,.0f}, {median(lambda r: r[at].p99):.1f}"
        for at in ("normal", "peak", "over"))
    goodput = median(lambda r: r["over"].goodput / r["peak"].goodput)
    slower = median(lambda r: r["over"].p99 / r["normal"].p99)
    since_due = median(lambda r: r["over"].p99_since_due)
    refused = median(lambda r: r["over"].refused)
    given_up = median(lambda r: r["over"].given_up)
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
            for name, calls, in_flight in (
                ("CheckPermissions",
                 OpenLoad(agent.address, question.method, question.request), CHECKS),
                ("CreateLinkedAccount, durable", OpenLoad(agent.address, CREATE, b""), CREATES),
            ):
                print(_row(name, [_round(calls, in_flight) for _ in range(ROUNDS)]), flush=True)
