"""What the figures were measured on."""

import os
import pathlib
import platform
import re


def _first(file, pattern):
    found = re.search(pattern, pathlib.Path(file).read_text())
    return found[1] if found else "unknown"


def describe():
    return {
        "processor": _first("/proc/cpuinfo", r"model name\s*: (.*)"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(int(_first("/proc/meminfo", r"MemTotal:\s*(\d+)")) / 2**20),
        "kernel": platform.release(),
        "load_average": os.getloadavg()[0],
    }
