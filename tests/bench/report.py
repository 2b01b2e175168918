"""The figures as tables for people, and as a verdict for CI."""

# What must hold (docs/performance.md), as ratios of the agent to the floor.
BOUNDS = {"cpu_microseconds": 1.15, "calls_per_second": 0.9, "latency_microseconds": 1.1}
# Beyond this, more has happened than noise of a shared machine: what the code
# was like before answers were prepared.
GUARD = {"cpu_microseconds": 1.6, "calls_per_second": 0.6, "latency_microseconds": 1.6}

COLUMNS = "{:<34}{:>20}{:>26}{:>22}"


def heading(results):
    machine = results["machine"]
    return "\n".join([
        f"{machine['cores']} cores of {machine['processor']}, {machine['memory_gib']} GiB, "
        f"Linux {machine['kernel']}, load average {machine['load_average']:.1f}",
        f"medians of {results['rounds']} rounds of {results['calls']} calls, "
        "8 connections x 32 streams; agent / floor = ratio",
        COLUMNS.format("", "CPU us a call", "calls a second", "latency us, 1 in flight"),
    ])


def _pair(row, key, digits):
    agent, floor, ratio = (row[part][key] for part in ("agent", "floor", "ratio"))
    return f"{agent:.{digits}f} / {floor:.{digits}f} = {ratio:.2f}"


def floor_row(row):
    return COLUMNS.format(
        row["question"],
        _pair(row, "cpu_microseconds", 1),
        _pair(row, "calls_per_second", 0),
        _pair(row, "latency_microseconds", 1),
    )


def _is_beyond(key, ratio):
    return ratio < GUARD[key] if key == "calls_per_second" else ratio > GUARD[key]


def beyond_guard(rows):
    """1 when a ratio is beyond the guard, which is said; otherwise 0."""
    code = 0
    for row in rows:
        for key, ratio in row["ratio"].items():
            if _is_beyond(key, ratio):
                print(f"{row['question']}: {key} is {ratio:.2f} x the floor, beyond {GUARD[key]}")
                code = 1
    return code
