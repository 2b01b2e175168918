"""Draws the figures of a run as docs/internals/performance.svg."""

import re

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402

AGENT, FLOOR, OTHER = "#1f5fa8", "#9aa5b1", "#c4762d"


def _servers(axes, results):
    """CPU a call of the same question: the floor, the agent, the peers."""
    check = results["floor"][0]
    names = ["floor"] + [row["server"] for row in results.get("peers", [])]
    costs = [check["floor"]["cpu_microseconds"]]
    costs += [row["cpu_microseconds"] for row in results.get("peers", [])]
    colors = [FLOOR, AGENT] + [OTHER] * len(names)
    bars = axes.barh(names, costs, color=colors[: len(names)])
    axes.bar_label(bars, fmt="%.0f", padding=3)
    axes.margins(x=0.12)
    axes.invert_yaxis()
    axes.set_xlabel("server CPU a call, microseconds")
    axes.set_title("The same question")


def _methods(axes, results):
    """The agent and the floor, method by method."""
    rows = results["floor"][:4]
    names = [row["question"].replace(" ", "\n", 1) for row in rows]
    for offset, part, color in ((-0.2, "floor", FLOOR), (0.2, "agent", AGENT)):
        heights = [row[part]["cpu_microseconds"] for row in rows]
        places = [place + offset for place in range(len(rows))]
        axes.bar(places, heights, width=0.4, color=color, label=part)
    axes.set_xticks(range(len(rows)), names, fontsize=7)
    axes.set_ylabel("server CPU a call, microseconds")
    axes.set_title("The agent beside the floor")
    axes.margins(y=0.25)
    axes.legend(frameon=False, loc="upper right", ncols=2)


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
    figure, axes = pyplot.subplots(1, 3, figsize=(14, 4), layout="constrained")
    _servers(axes[0], results)
    _methods(axes[1], results)
    _growth(axes[2], results)
    figure.savefig(folder / "performance.svg", metadata={"Date": None, "Creator": None})
