"""What linked accounts in an SQLite file cost: the whole agent, and its parts in one process."""

import json
import pathlib
import subprocess
import tempfile
import time

import measured

# An agent with many accounts takes longer than one of the end-to-end tests may.
measured.harness.DEADLINE = 600

COUNTS = [0, 100_000, 1_000_000]
SYNC = 100_000
BENCHMARKS = "BM_Durable|BM_Get|BM_Rederive|BM_MemoryOfTheTable"


def _file(folder, count):
    path = pathlib.Path(folder, f"accounts-{count}.db")
    subprocess.run([measured.harness.BIN / "fill_store", path, str(count)], check=True)
    return path


def start(folder, count):
    """From the start of the process to SERVING, and until all accounts are loaded, on a
    file with so many."""
    path = _file(folder, count)
    begin = time.monotonic()
    agent = measured.harness.Agent(f'metrics_listen: "127.0.0.1:0" store: "sqlite:{path}"')
    agent.wait_for_log("serving")
    serving = time.monotonic() - begin
    with agent:
        return {
            "accounts": count,
            "serving_seconds": serving,
            "seconds": time.monotonic() - begin,
            "cpu_seconds": measured.cpu_seconds(agent.process.pid),
            "resident_mib": measured.resident_mib(agent.process.pid),
            "file_mib": path.stat().st_size / 2**20,
        }


def sync(folder):
    """A report of each of many accounts in one stream of the command line."""
    path = _file(folder, SYNC)
    lines = pathlib.Path(folder, "reports.jsonl")
    with lines.open("w", encoding="utf-8") as file:
        for number in range(SYNC):
            file.write(json.dumps({
                "linkedAccount": f"customer-{number:09}",
                "observedAt": "2026-03-01T12:00:00Z",
                "observed": {"names": measured.harness.ALL_SIX[number % 3:]},
            }) + "\n")
    with measured.Agent(f'store: "sqlite:{path}"') as agent:
        begin = time.monotonic()
        subprocess.run(
            [measured.harness.BIN / "linkstat", "--endpoint", agent.address, "--timeout", "600s",
             "account", "report", "-f", lines],
            check=True, capture_output=True,
        )
        return {"reports": SYNC, "seconds": time.monotonic() - begin}


def in_process():
    """What Google Benchmark says: rates a second, milliseconds, or bytes an account."""
    said = subprocess.run(
        [measured.harness.BIN / "account_benchmark", f"--benchmark_filter={BENCHMARKS}",
         "--benchmark_format=json"],
        check=True, capture_output=True, text=True,
    ).stdout
    return json.loads(said)["benchmarks"]


def durable():
    """Durable writes in batches of 16 against bare SQLite: the last lines of both."""
    said = subprocess.run([measured.harness.BIN / "durable_writes", "5", "2"],
                          check=True, capture_output=True, text=True).stdout
    return said.splitlines()[-2:]


def _said(run):
    if "bytes_per_account" in run:
        return f"{run['bytes_per_account']:.0f} bytes an account"
    if "items_per_second" in run:
        return f"{run['items_per_second']:,.0f} a second"
    return f"{run['real_time']:,.0f} {run['time_unit']}"


def measure():
    """Prints every figure and returns it."""
    with tempfile.TemporaryDirectory() as folder:
        starts = []
        for count in COUNTS:
            starts.append(start(folder, count))
            print("{accounts:>9,} accounts: start to SERVING {serving_seconds:.3f} s, "
                  "until all are loaded {seconds:.2f} s ({cpu_seconds:.2f} s of CPU), "
                  "resident {resident_mib:.0f} MiB, file {file_mib:.0f} MiB".format(**starts[-1]),
                  flush=True)
        streamed = sync(folder)
        print("{reports:,} reports in one stream, durable: {seconds:.1f} s".format(**streamed),
              flush=True)
    against_bare = durable()
    print("\n".join(against_bare), flush=True)
    parts = in_process()
    for run in parts:
        print(f"{run['name']:<52}{_said(run)}")
    return {"start": starts, "sync": streamed, "durable": against_bare, "in_process": parts}
