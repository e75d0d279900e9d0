"""The comparison as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.accuracy.comparing import Figures
from benchmarks.page import table_of
from training.judging.bootstrap import Interval


def table(title: str, figures: Sequence[Figures]) -> str:
    """Best peer first; the settings of the newest origin."""
    ours, *peers = figures
    peers = sorted(peers, key=lambda each: -next(iter(each.metrics.values())))
    heads = ["", *ours.metrics, "ours less it", "s", "settings"]
    rows = [_row(each) for each in (ours, *peers)]
    return f"{title}, {ours.rows:,} rows:\n\n{table_of(heads, rows)}\n"


def _row(of: Figures) -> list[str]:
    metrics = [f"{value:.4f}" if name != "coverage@10" else f"{value:.3f}" for name, value in of.metrics.items()]
    settings = ", ".join(f"{name} {_said(value)}" for name, value in of.settings[0].items())
    name = of.system if of.made == "own" else f"{of.system} ({of.made})"
    return [name, *metrics, _sure(of.gain) if of.gain else "", f"{of.seconds:.0f}", settings]


def _sure(gain: Interval) -> str:
    return f"{gain.mean:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}]"


def _said(value: Any) -> str:
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
