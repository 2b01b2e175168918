"""The figures as tables for people, and as a verdict for CI."""

# Beyond this, more has happened than noise: the agent must reach 1.15. The other two
# ratios follow who else uses the cores, and guard nothing.
CPU_GUARD = 1.3


def machine_line(machine):
    return (
        f"{machine['cores']} cores of {machine['processor']}, {machine['memory_gib']} GiB, "
        f"Linux {machine['kernel']}, load average {machine['load_average']:.1f}"
    )


def _parts(own, other, ratio, columns):
    """The agent's figure, the other's, and their ratio, a text a column."""
    return [f"{own[key]:.{digits}f} / {other[key]:.{digits}f} : {ratio[key]:.2f}"
            for key, digits in columns]


def _rows(name, figures, columns):
    """A line for each server that the agent was measured with."""
    servers, line = figures["servers"], "{:<46}" + "{:>26}" * len(columns)
    return "\n".join(
        line.format(f"{name} / {other}",
                    *_parts(servers["agent"], servers[other], ratio, columns))
        for other, ratio in figures["ratio"].items())


FLOOR_COLUMNS = (("cpu_microseconds", 1), ("calls_per_second", 0), ("latency_microseconds", 1))


def floor_heading(rounds, calls):
    return (
        f"medians of {rounds} rounds of {calls} calls, 8 connections x 32 streams; "
        "agent / other : ratio\n"
        + "{:<46}{:>26}{:>26}{:>26}".format("", "CPU us a call", "calls a second",
                                            "latency us, 1 in flight"))


def floor_rows(row):
    return _rows(row["question"], row, FLOOR_COLUMNS)


def latency_heading(rounds):
    return (f"latency since sent, us: medians of {rounds} rounds; agent / other : ratio\n"
            + "{:<46}{:>26}{:>26}{:>26}".format("", "mean", "p50", "p99"))


def latency_rows(row):
    columns = (("mean", 1), ("p50", 1), ("p99", 1))
    return "\n".join([
        f"{row['question']}, 1 in flight",
        _rows("  agent", row["alone"], columns),
        f"{row['question']}, {row['half_rate']} calls a second",
        _rows("  agent", row["half"], columns),
    ])


def servers_table(row, not_built):
    """The servers that were asked one question in the same rounds, cheapest first."""
    line = "{:<12}{:>16}{:>18}{:>14}{:>10}{:>18}"
    lines = [line.format("", "CPU us a call", "calls a second", "latency us", "MiB",
                         "CPU, agent / it")]
    for name, figures in sorted(row["servers"].items(),
                                key=lambda item: item[1]["cpu_microseconds"]):
        ratio = "" if name == "agent" else f"{row['ratio'][name]['cpu_microseconds']:.2f}"
        lines.append(line.format(
            name, f"{figures['cpu_microseconds']:.1f}", f"{figures['calls_per_second']:.0f}",
            f"{figures['latency_microseconds']:.1f}", f"{figures['resident_mib']:.0f}", ratio))
    return "\n".join(lines + [f"{name:<12}  not built: {why}" for name, why in not_built.items()])


def limit_rows(results):
    """(figure, measured, bound) of what has a bound of its own."""
    memory, batch, told = results["memory"], results["batch"], results["subscribers"]
    decision = results["in_process"]
    zipf = decision["BM_CheckZipf/min_time:2.000"]
    return [
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
        ("a check from the cache, computed",
         f"{decision['BM_CheckHit/threads:1']['nanoseconds']:.0f} ns, "
         f"{decision['BM_CheckMissStored']['nanoseconds']:.0f} ns", "8,000 ns apart"),
        ("checks by Zipf's law",
         f"{zipf['nanoseconds']:.0f} ns, {zipf['hits']:,.0f} hits, {zipf['misses']:,.0f} misses",
         "none"),
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


def limits_table(results):
    return "\n".join("{:<34}{:<44}bound {}".format(*row) for row in limit_rows(results))


def beyond_guard(row):
    """What is beyond the guard, in words; None when nothing is."""
    ratio = row["ratio"]["floor"]["cpu_microseconds"]
    if ratio <= CPU_GUARD:
        return None
    return f"{row['question']}: CPU a call is {ratio:.2f} x the floor's, beyond {CPU_GUARD}"
