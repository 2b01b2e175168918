"""The figures as tables for people, and as a verdict for CI."""

# Beyond this, more has happened than noise. The other two ratios follow who else
# uses the cores, and guard nothing.
CPU_GUARD = 1.6

COLUMNS = "{:<34}{:>20}{:>26}{:>25}"


def machine_line(machine):
    return (
        f"{machine['cores']} cores of {machine['processor']}, {machine['memory_gib']} GiB, "
        f"Linux {machine['kernel']}, load average {machine['load_average']:.1f}"
    )


def floor_heading(rounds, calls):
    return "\n".join([
        f"medians of {rounds} rounds of {calls} calls, 8 connections x 32 streams; "
        "agent / floor : ratio",
        COLUMNS.format("", "CPU us a call", "calls a second", "latency us, 1 in flight"),
    ])


def beside_row(row, name):
    ratio = row["beside"][name]
    return COLUMNS.format(
        f"  beside gRPC's {name} API",
        *(f"{row[name][key]:.{digits}f} : {ratio[key]:.2f}" for key, digits in
          (("cpu_microseconds", 1), ("calls_per_second", 0), ("latency_microseconds", 1))),
    )


def _pair(row, key, digits):
    agent, floor, ratio = (row[part][key] for part in ("agent", "floor", "ratio"))
    return f"{agent:.{digits}f} / {floor:.{digits}f} : {ratio:.2f}"


def floor_row(row):
    return COLUMNS.format(
        row["question"],
        _pair(row, "cpu_microseconds", 1),
        _pair(row, "calls_per_second", 0),
        _pair(row, "latency_microseconds", 1),
    )


def limits_table(results):
    memory, batch, told = results["memory"], results["batch"], results["subscribers"]
    decision = results["in_process"]
    rows = [
        ("start to SERVING", f"{results['start_milliseconds']:.0f} ms", "50 ms"),
        ("resident after the start", f"{memory['start_mb']:.1f} MB", "30 MB"),
        (f"resident after {memory['calls']:,} calls",
         f"{memory['end_mb']:.1f} MB (after a tenth: {memory['tenth_mb']:.1f})", "30 MB"),
        (f"batches of {batch['checks']}",
         f"{batch['checks_per_second_and_core']:,.0f} checks/s and core", "1,000,000"),
        (f"a change reaches {told['streams']:,} streams",
         f"{told['milliseconds']:.0f} ms, {told['resident_mb']:.1f} MB", "250 ms, 60 MB"),
        ("decision on six labels",
         f"{decision['BM_DecideSixLabels']['nanoseconds']:.0f} ns, "
         f"{decision['BM_DecideSixLabels']['allocations']:.0f} allocations", "150 ns, 0"),
        ("decision on six other spellings",
         f"{decision['BM_DecideSixOtherSpellings']['nanoseconds']:.0f} ns", "1,000 ns"),
        ("metrics of a call, two threads",
         f"{decision['BM_CountCall/threads:2']['nanoseconds']:.0f} ns", "3 % of a call"),
        ("a line of the log, if asked for",
         f"{decision['BM_LineOfCall/process_time']['nanoseconds']:.0f} ns",
         "3 % of a call"),
        ("CPU with both / without",
         f"{results['telling']['ratio']['cpu_microseconds']:.3f}, throughput "
         f"{results['telling']['ratio']['calls_per_second']:.3f}, "
         f"{results['telling']['lines_lost']} lines lost", "0.97 of throughput"),
    ]
    return "\n".join("{:<34}{:<44}bound {}".format(*row) for row in rows)


def peers_table(rows):
    line = "{:<12}{:>16}{:>18}{:>14}{:>14}"
    agent = rows[0]["cpu_microseconds"]
    return "\n".join(
        [line.format("", "CPU us a call", "calls a second", "MiB", "x the agent")]
        + [
            line.format(
                row["server"], f"{row['cpu_microseconds']:.1f}", f"{row['calls_per_second']:.0f}",
                f"{row['resident_mib']:.0f}", f"{row['cpu_microseconds'] / agent:.1f}",
            )
            for row in rows
        ]
    )


def beyond_guard(row):
    """What is beyond the guard, in words; None when nothing is."""
    ratio = row["ratio"]["cpu_microseconds"]
    if ratio <= CPU_GUARD:
        return None
    return f"{row['question']}: CPU a call is {ratio:.2f} x the floor's, beyond {CPU_GUARD}"
