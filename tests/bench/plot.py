"""Draws the figures of a run as docs/internals/performance.svg."""

import re

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402

AGENT, FLOOR, BEFORE, OTHER = "#1f5fa8", "#9aa5b1", "#8fb8de", "#c4762d"
COLORS = {"agent": AGENT, "floor": FLOOR, "before": BEFORE}


def _servers(axes, results):
    """CPU a call of the same question, cheapest first."""
    servers = sorted(results["servers"]["servers"].items(),
                     key=lambda item: item[1]["cpu_microseconds"])
    names = [name for name, _ in servers]
    bars = axes.barh(names, [figures["cpu_microseconds"] for _, figures in servers],
                     color=[COLORS.get(name, OTHER) for name in names])
    axes.bar_label(bars, fmt="%.1f", padding=3)
    axes.margins(x=0.14)
    axes.invert_yaxis()
    axes.set_xlabel("server CPU a call, microseconds")
    axes.set_title("The same question")


def _bars(axes, rows, figure):
    """`figure(row, server)` of the servers that were asked all questions, side by side."""
    servers = [name for name in COLORS if figure(rows[0], name) is not None]
    width = 0.8 / len(servers)
    for number, name in enumerate(servers):
        places = [place + (number - (len(servers) - 1) / 2) * width for place in range(len(rows))]
        axes.bar(places, [figure(row, name) for row in rows], width=width, color=COLORS[name],
                 label=name)
    axes.set_xticks(range(len(rows)), [row["question"].replace(" ", "\n", 1) for row in rows],
                    fontsize=7)
    axes.margins(y=0.25)
    axes.legend(frameon=False, loc="upper right", ncols=len(servers))


def _methods(axes, results):
    def cost(row, name):
        return row["servers"].get(name, {}).get("cpu_microseconds")

    _bars(axes, results["floor"][:4], cost)
    axes.set_ylabel("server CPU a call, microseconds")
    axes.set_title("Method by method")


def _latency(axes, results):
    def p99(row, name):
        return row["half"]["servers"].get(name, {}).get("p99")

    if results["latency"]:
        _bars(axes, results["latency"], p99)
    axes.set_ylabel("99th percentile, microseconds")
    axes.set_title("Latency at half load")


def _growth(axes, results):
    """The decision in process against names, a line a size of the catalog."""
    points = {}
    for name, figure in results["in_process"].items():
        found = re.fullmatch(r"BM_DecideCatalogAndNames/permissions:(\d+)/names:(\d+)", name)
        if found:
            size, names = int(found[1]), int(found[2])
            points.setdefault(size, []).append((names, figure["nanoseconds"]))
    for (size, line), color, marker in zip(sorted(points.items()), (FLOOR, OTHER, AGENT), "o^s"):
        axes.plot(*zip(*sorted(line)), color=color, marker=marker, label=f"{size} permissions", alpha=0.8)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("names a request")
    axes.set_ylabel("decision, nanoseconds")
    axes.set_title("Linear in names, flat in the catalog")
    axes.legend(frameon=False)


def draw(results, folder):
    pyplot.rcParams["svg.hashsalt"] = "linkstat"
    figure, axes = pyplot.subplots(2, 2, figsize=(11, 8), layout="constrained")
    for each, panel in zip(axes.flat, (_servers, _methods, _latency, _growth)):
        panel(each, results)
    figure.savefig(folder / "performance.svg", metadata={"Date": None, "Creator": None})
