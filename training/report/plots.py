"""The plots, as SVG texts to stand in the page: light, few inks, the same colour for the same system everywhere."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDE, NARROW = 9.6, 4.8  # inches
INK, FAINT, GRID = "#1c2733", "#6b7785", "#e4e8ed"
COLOURS = {"tonight": "#1769aa", "live": "#d1761a", "popular": "#8b97a5"}
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "regulars",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": FAINT,
    "axes.edgecolor": GRID,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}


def by_group(rehearsal: dict[str, Any], metric: str) -> str:
    """The headline metric of every system for every group of customers, with its interval."""
    groups = rehearsal["groups"]
    with mpl.rc_context(STYLE):
        axes = _axes(WIDE, 0.6 + 0.5 * len(groups))
        systems = list(groups[0]["headline"])
        for place, system in enumerate(systems):
            at = [row + 0.22 * (place - (len(systems) - 1) / 2) for row in range(len(groups))]
            _dots(axes, at, [group["headline"][system] for group in groups], COLOURS[system], system)
        _rows(axes, [f"{_orders(group['name'])}  ({group['customers']:,})" for group in groups])
        axes.set_xlim(left=0)
        axes.set_xlabel(f"{metric}, mean and 95 % interval")
        axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, handletextpad=0.2)
        return _svg(axes)


def gains(rehearsal: dict[str, Any], metric: str) -> str:
    """Tonight's headline metric less each other's: right of zero is a gain."""
    groups = rehearsal["groups"]
    with mpl.rc_context(STYLE):
        axes = _axes(NARROW, 0.6 + 0.45 * len(groups))
        others = list(groups[0]["gain"])
        for place, other in enumerate(others):
            at = [row + 0.22 * (place - (len(others) - 1) / 2) for row in range(len(groups))]
            _dots(axes, at, [group["gain"][other] for group in groups], COLOURS[other], f"against {other}")
        axes.axvline(0, color=INK, linewidth=1)
        _rows(axes, [_orders(group["name"]) for group in groups])
        axes.set_xlabel(f"difference in {metric}, paired over customers, 95 % interval")
        axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, handletextpad=0.2)
        return _svg(axes)


def costs(steps: list[dict[str, Any]]) -> str:
    """Seconds of each step, and the memory that the process had needed by its end."""
    with mpl.rc_context(STYLE):
        axes = _axes(WIDE, 0.5 + 0.3 * len(steps))
        longest = max(step["seconds"] for step in steps)
        axes.barh(range(len(steps)), [step["seconds"] for step in steps], color=COLOURS["tonight"], height=0.6)
        for row, step in enumerate(steps):
            label = f"{step['seconds']:.1f} s · {step['peak_mb']:,.0f} MB"
            axes.text(step["seconds"] + longest / 80, row, label, va="center", color=FAINT, fontsize=9)
        _rows(axes, [step["name"] for step in steps])
        axes.set_xlim(0, longest * 1.25)
        axes.set_xlabel("seconds · highest resident memory so far")
        return _svg(axes)


def trend(nights: Sequence[tuple[str, float, float]], metric: str) -> str:
    """The headline metric over the last nights: (run, tonight's, popularity's) each."""
    with mpl.rc_context(STYLE):
        axes = _axes(WIDE, 2.2)
        days = range(len(nights))
        axes.plot(days, [night[1] for night in nights], "o-", color=COLOURS["tonight"], label="chosen", markersize=4)
        axes.plot(days, [night[2] for night in nights], "o-", color=COLOURS["popular"], label="popular", markersize=4)
        shown = sorted({0, len(nights) // 2, len(nights) - 1})
        axes.set_xticks(shown, [nights[day][0][:10] for day in shown])
        axes.set_ylim(bottom=0)
        axes.set_ylabel(metric)
        axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, handletextpad=0.2)
        return _svg(axes)


def _axes(width: float, height: float) -> Axes:
    axes = Figure(figsize=(width, height), layout="constrained").subplots()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    return axes


def _dots(axes: Axes, at: list[float], sure: list[dict[str, Any]], colour: str, label: str) -> None:
    known = [(row, each) for row, each in zip(at, sure, strict=True) if each["mean"] is not None]
    for row, each in known:
        axes.plot([each["low"], each["high"]], [row, row], color=colour, linewidth=2, solid_capstyle="round")
    means, rows = [each["mean"] for _, each in known], [row for row, _ in known]
    axes.plot(means, rows, "o", color=colour, label=label, markersize=5)


def _rows(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(visible=False, axis="y")


def _orders(group: str) -> str:
    return {"all": "all customers", "unseen": "unseen before", "1": "1 order"}.get(group, f"{group} orders")


def _svg(axes: Axes) -> str:
    text = io.StringIO()
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()[text.getvalue().index("<svg") :]
