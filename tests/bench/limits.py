"""The figures with bounds of their own: start, memory, batch, subscribers."""

import pathlib
import statistics
import subprocess
import tempfile
import time

import load
import measured
import questions

BATCH = 1000
SUBSCRIBERS = 2000
CATALOG = "agent/catalog/catalog.textproto"


def start_milliseconds(times):
    """From the start of the process to SERVING: the median of several."""
    took = []
    for _ in range(times):
        begin = time.monotonic()
        with measured.Agent():
            took.append((time.monotonic() - begin) * 1000)
    return statistics.median(took)


def memory(calls):
    """Resident megabytes after the start, after a tenth of the calls, and after all."""
    question = questions.AT_THE_FLOOR[0]
    with measured.Agent() as agent:
        answer = load.ask(agent.address, question)
        sizes = [measured.resident_mb(agent.pid)]
        for part in (calls // 10, calls - calls // 10):
            load.run(agent, question, answer, part)
            sizes.append(measured.resident_mb(agent.pid))
    return {"calls": calls, "start_mb": sizes[0], "tenth_mb": sizes[1], "end_mb": sizes[2]}


def batch(rounds, calls):
    """Checks a second and core of the agent, in batches over gRPC."""
    question = questions.batch(BATCH)
    with measured.Agent() as agent:
        answer = load.ask(agent.address, question)
        load.run(agent, question, answer, calls)
        costs = [
            load.run(agent, question, answer, calls, 4, 4).cpu_microseconds for _ in range(rounds)
        ]
    return {"checks": BATCH, "checks_per_second_and_core": BATCH / statistics.median(costs) * 1e6}


def subscribers():
    """How long a change takes to reach all, and what they cost in memory."""
    text = (measured.SOURCE / CATALOG).read_text()
    with tempfile.TemporaryDirectory() as folder:
        catalog, following = pathlib.Path(folder, "catalog"), pathlib.Path(folder, "next")
        catalog.write_text(text)
        following.write_text(text.replace('label: "Justworks"', 'label: "Justworks Inc"', 1))
        with measured.Agent(f'catalog: "{catalog}"') as agent:
            client = measured.harness.BIN / "watch_client"
            told = subprocess.run(
                [client, agent.address, str(SUBSCRIBERS), catalog, following],
                check=True, capture_output=True, text=True, timeout=120,
            )
            resident = measured.resident_mb(agent.pid)
    return {"streams": SUBSCRIBERS, "milliseconds": float(told.stdout), "resident_mb": resident}
