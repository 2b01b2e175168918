"""Writes the tables of a run into docs/internals/performance.md, between comments that name them."""

import re

import report

_CELLS = (("cpu_microseconds", 1), ("calls_per_second", 0), ("latency_microseconds", 1))


def _table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(figures, other, key, digits):
    own, its = figures["servers"]["agent"][key], figures["servers"][other][key]
    return f"{own:,.{digits}f} / {its:,.{digits}f}; **{figures['ratio'][other][key]:.2f}**"


def _run(results):
    return (f"Measured on {results['date']}: {report.machine_line(results['machine'])} at the "
            f"begin. Medians of {results['rounds']} rounds of {results['calls']:,} calls.")


def _against(results, other):
    """Method by method, where the other server was measured."""
    rows = [[row["question"], *(_cell(row, other, *cell) for cell in _CELLS)]
            for row in results["floor"] if other in row["ratio"]]
    if not rows:
        return "Not measured in this run."
    return _table([f"agent / {other}; ratio", "CPU a call, us", "calls a second",
                   "mean latency, us"], rows)


def _servers(results):
    row = results["servers"]
    rows = []
    for name, own in sorted(row["servers"].items(), key=lambda item: item[1]["cpu_microseconds"]):
        ratio = "" if name == "agent" else f"{row['ratio'][name]['cpu_microseconds']:.2f}"
        rows.append([name, *(f"{own[key]:,.{digits}f}" for key, digits in _CELLS),
                     f"{own['resident_mib']:.0f} MiB", ratio])
    rows += [[name, f"not built: {why}", "", "", "", ""] for name, why in row["not_built"].items()]
    return _table(["", "CPU a call, us", "calls a second", "mean latency, us", "resident",
                   "CPU of the agent / its"], rows)


def _latency(results):
    if not results["latency"]:
        return "Not measured in this run: the machine was too busy."
    rows = []
    for row in results["latency"]:
        for kind, load in (("alone", "1 in flight"), ("half", f"{row['half_rate']:,} a second")):
            rows += [[f"{row['question']}, {load}", f"agent / {other}",
                      *(_cell(row[kind], other, key, 0) for key in ("mean", "p50", "p99"))]
                     for other in row[kind]["ratio"]]
    return _table(["", "", "mean, us", "p50, us", "p99, us"], rows)


def _limits(results):
    return _table(["figure", "measured", "must reach"], map(list, report.limit_rows(results)))


def write(results, page):
    """Replaces the tables of the page."""
    tables = {
        "run": _run(results), "floor": _against(results, "floor"),
        "before": _against(results, "before"), "servers": _servers(results),
        "latency": _latency(results), "limits": _limits(results),
    }
    text = page.read_text()
    for name, table in tables.items():
        text, count = re.subn(rf"(<!-- bench: {name} -->\n).*?(\n<!-- end -->)",
                              lambda found, table=table: found[1] + table + found[2], text,
                              flags=re.DOTALL)
        if count != 1:
            raise RuntimeError(f"{page} has {count} places for the table '{name}'")
    page.write_text(text)
