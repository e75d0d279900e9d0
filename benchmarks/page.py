"""docs/benchmarks.md: each measurement stands there between a pair of marks, with its command and its machine."""

from __future__ import annotations

import os
import platform
import re
from itertools import pairwise
from pathlib import Path

from training.judging.bootstrap import Interval

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def write_block(name: str, command: str, table: str) -> None:
    """Puts the table in place of the one that was measured before. Raises KeyError when the page has no such marks."""
    text = PAGE.read_text(encoding="utf-8")
    marks = re.compile(rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not marks.search(text):
        raise KeyError(f"{PAGE.name} has no marks for '{name}'")
    block = f"`{command}`, {machine()}:\n\n{table}"
    PAGE.write_text(marks.sub(lambda found: f"{found[1]}{block}{found[2]}", text), encoding="utf-8")


def table_of(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    ruler = ["---", *["---:"] * (len(heads) - 1)]
    return "".join(f"| {' | '.join(line)} |\n" for line in (heads, ruler, *rows))


def heads_of(names: list[str]) -> list[str]:
    """Of columns of growth: each size, and from the second on how many times the one before."""
    heads = [names[0]]
    for before, name in pairwise(names):
        heads += [name, f"{name} / {before}"]
    return heads


def figures_of(values: list[float]) -> list[str]:
    """What stands below them; no ratio to next to nothing."""
    cells = [f"{values[0]:,.1f}"]
    for before, value in pairwise(values):
        cells += [f"{value:,.1f}", f"{value / before:.1f}" if before >= 0.05 else ""]
    return cells


def said(sure: Interval) -> str:
    """A difference and its interval."""
    return f"{sure.mean:+.4f} [{sure.low:+.4f}, {sure.high:+.4f}]"


def machine() -> str:
    """What the figures were measured on, such as "2 cores (AMD EPYC), 8 GB, Python 3.11.7"."""
    info = Path("/proc/cpuinfo")
    names = re.findall(r"^model name\s*: (.+)$", info.read_text(), re.MULTILINE) if info.exists() else []
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    model = names[0] if names else platform.machine()
    return f"{cores} cores ({model}), {gigabytes:.0f} GB, Python {platform.python_version()}"
