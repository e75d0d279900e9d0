"""The plots of a night."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from training.report.drawing import (
    COLOURS,
    FAINT,
    INK,
    NARROW,
    STYLE,
    WIDE,
    bare,
    canvas,
    intervals,
    legend,
    name_rows,
    svg,
)


def by_group(rehearsal: dict[str, Any], metric: str) -> str:
    """The headline metric of every system for every group of customers, with its interval."""
    rows = [(f"{orders(group['name'])}  ({group['customers']:,})", group["headline"]) for group in rehearsal["groups"]]
    return intervals(rows, f"{metric}, mean and 95 % interval")


def gains(rehearsal: dict[str, Any], metric: str) -> str:
    """Tonight's headline metric less each other's: right of zero is a gain."""
    rows = [(orders(group["name"]), group["gain"]) for group in rehearsal["groups"]]
    label = f"difference in {metric}, 95 % interval"
    return intervals(rows, label, NARROW, zero=True, words="against ")


def costs(steps: list[dict[str, Any]]) -> str:
    """Seconds of each step, and the memory that the process had needed by its end."""
    with mpl.rc_context(STYLE):
        axes = canvas(WIDE, 0.5 + 0.3 * len(steps))
        longest = max(step["seconds"] for step in steps)
        axes.barh(range(len(steps)), [step["seconds"] for step in steps], color=COLOURS["tonight"], height=0.6)
        for row, step in enumerate(steps):
            label = f"{step['seconds']:.1f} s · {step['peak_mb']:,.0f} MB"
            axes.text(step["seconds"] + longest / 80, row, label, va="center", color=FAINT, fontsize=9)
        name_rows(axes, [step["name"] for step in steps])
        axes.set_xlim(0, longest * 1.25)
        axes.set_xlabel("seconds · highest resident memory so far")
        return svg(axes)


def weights(share: dict[str, float]) -> str:
    """What the ranker goes by: each feature's share of the gain, the largest on top."""
    with mpl.rc_context(STYLE):
        axes = canvas(WIDE, 0.5 + 0.24 * len(share))
        percent = [100 * value for value in share.values()]
        axes.barh(range(len(share)), percent, color=COLOURS["tonight"], height=0.6)
        for row, value in enumerate(percent):
            axes.text(value + max(percent) / 80, row, f"{value:.1f} %", va="center", color=FAINT, fontsize=9)
        name_rows(axes, list(share))
        axes.set_xlim(0, max(percent) * 1.1)
        axes.set_xlabel("share of what all features together explain, %")
        return svg(axes)


def reliability(found: dict[str, Any]) -> str:
    """What was said beside what came, on logarithmic axes: on the line a chance keeps its word."""
    said, came = found["said"], found["came"]
    seen = [(chance, share) for chance, share in zip(said, came, strict=True) if chance > 0 and share > 0]
    with mpl.rc_context(STYLE):
        axes = canvas(NARROW, 3.4)
        if seen:
            ends = [min(map(min, seen)) / 1.5, max(map(max, seen)) * 1.5]
            axes.plot(ends, ends, color=INK, linewidth=1)
            axes.plot(*zip(*seen, strict=True), "o-", color=COLOURS["tonight"], markersize=5)
            axes.loglog()
            for axis in (axes.xaxis, axes.yaxis):
                axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g} %"))
        axes.set_xlabel("chance that was said")
        axes.set_ylabel("share that was bought")
        return svg(axes)


def value_calibration(tenths: Sequence[dict[str, float]]) -> str:
    """What was said of tenths of the buyers beside what came: said and came are means, inside a share of 1.

    Left on logarithmic axes: on the line a tenth came to what was said; right, the share inside the 80 % interval.
    """
    seen = [(each["said"], each["came"]) for each in tenths if each["said"] > 0 and each["came"] > 0]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDE, 3.4), layout="constrained")
        left, right = bare(figure.add_subplot(1, 2, 1)), bare(figure.add_subplot(1, 2, 2))
        if seen:
            ends = [min(map(min, seen)) / 1.5, max(map(max, seen)) * 1.5]
            left.plot(ends, ends, color=INK, linewidth=1)
            left.plot(*zip(*seen, strict=True), "o-", color=COLOURS["tonight"], markersize=5)
            left.loglog()
            for axis in (left.xaxis, left.yaxis):
                axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        left.set_xlabel("value that was said, mean of a tenth of the buyers")
        left.set_ylabel("value that came")
        places = range(1, len(tenths) + 1)
        right.bar(places, [100 * each["inside"] for each in tenths], color=COLOURS["tonight"], width=0.6)
        right.axhline(80, color=INK, linewidth=1)
        right.set(ylim=(0, 100), xticks=list(places), xlabel="tenth of the buyers, the least expected first")
        right.set_ylabel("inside the central 80 %, %")
        return svg(left)


def trend(nights: Sequence[tuple[str, float, float]], metric: str) -> str:
    """The headline metric over the last nights: (run, tonight's, popularity's) each."""
    with mpl.rc_context(STYLE):
        axes = canvas(WIDE, 2.2)
        days = range(len(nights))
        axes.plot(days, [night[1] for night in nights], "o-", color=COLOURS["tonight"], label="chosen", markersize=4)
        axes.plot(days, [night[2] for night in nights], "o-", color=COLOURS["popular"], label="popular", markersize=4)
        shown = sorted({0, len(nights) // 2, len(nights) - 1})
        axes.set_xticks(shown, [nights[day][0][:10] for day in shown])
        axes.set_ylim(bottom=0)
        axes.set_ylabel(metric)
        legend(axes, 2)
        return svg(axes)


def orders(group: str) -> str:
    """The name of a group of customers, in words."""
    return {"all": "all customers", "unseen": "unseen before", "1": "1 order"}.get(group, f"{group} orders")
