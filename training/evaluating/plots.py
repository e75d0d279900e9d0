"""The plots of an evaluation."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
from matplotlib.ticker import PercentFormatter

from models.metrics.table import HEADLINE
from training.report.drawing import (
    COLOURS,
    FAINT,
    NARROW,
    OTHERS,
    STYLE,
    WIDE,
    canvas,
    colours_of,
    intervals,
    legend,
    name_rows,
    svg,
)
from training.report.plots import orders

SURE = "mean and 95 % interval"


def by_origin(task: dict[str, Any], cuts: list[str]) -> str:
    """The headline metric of every system over all origins and at each."""
    rows = [("all origins", task["pooled"][0])]
    rows += [(f"from {cut}", each[0]) for cut, each in zip(cuts, task["origins"], strict=True)]
    named = [(f"{name}  ({figures['customers']:,})", figures["sure"][HEADLINE]) for name, figures in rows]
    return intervals(named, f"{HEADLINE}, {SURE}")


def by_history(task: dict[str, Any]) -> str:
    """The headline metric of every system over all origins, by orders before the cut."""
    rows = [(f"{orders(each['name'])}  ({each['customers']:,})", each["sure"][HEADLINE]) for each in task["pooled"]]
    return intervals(rows, f"{HEADLINE}, {SURE}")


def gains(task: dict[str, Any], cuts: list[str]) -> str:
    """The first system's headline metric less each other's: right of zero is a gain."""
    rows = [("all origins", task["pooled"][0]["gain"][HEADLINE])]
    rows += [(f"from {cut}", each[0]["gain"][HEADLINE]) for cut, each in zip(cuts, task["origins"], strict=True)]
    return intervals(rows, f"difference in {HEADLINE}, paired", NARROW, zero=True, words="against ")


def by_depth(task: dict[str, Any]) -> str:
    """How recall grows with the length of the list."""
    found = task["recall_by_depth"]
    with mpl.rc_context(STYLE):
        axes = canvas(NARROW, 2.8)
        for system, colour in colours_of(found).items():
            axes.plot(range(1, len(found[system]) + 1), found[system], color=colour, label=system, linewidth=1.8)
        axes.set_ylim(bottom=0)
        axes.set_xticks([1, *range(5, 1 + max(map(len, found.values())), 5)])
        axes.set_xlabel("length of the list")
        axes.set_ylabel("recall, over min(length, bought)")
        legend(axes, 3)
        return svg(axes)


def breadth(task: dict[str, Any]) -> str:
    """Accuracy beside the share of the catalogue that is shown to anybody: up and to the right is better."""
    metrics = task["pooled"][0]["metrics"]
    with mpl.rc_context(STYLE):
        axes = canvas(NARROW, 2.8)
        wide, high = 0.01, 0.01
        for system, colour in colours_of(metrics).items():
            place = metrics[system]["coverage@10"], metrics[system][HEADLINE]
            if None not in place:
                axes.plot(*place, "o", color=colour, markersize=8, label=system)
                wide, high = max(wide, place[0]), max(high, place[1])
        axes.set_xlim(0, 1.1 * wide)
        axes.set_ylim(0, 1.15 * high)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.set_xlabel("of the catalogue stands in some list of ten")
        axes.set_ylabel(HEADLINE)
        legend(axes, 3)
        return svg(axes)


def shares(origins: list[dict[str, Any]]) -> str:
    """What was bought after each cut, by what it was to the customer."""
    parts = {"new": lambda t: t["new"] - t["cold"], "repeat": lambda t: t["repeat"], "cold": lambda t: t["cold"]}
    with mpl.rc_context(STYLE):
        axes = canvas(WIDE, 0.7 + 0.4 * len(origins))
        left = [0.0] * len(origins)
        for (name, of), colour in zip(parts.items(), (COLOURS["tonight"], *OTHERS), strict=False):
            whole = [max(each["tasks"]["new"] + each["tasks"]["repeat"], 1) for each in origins]
            wide = [of(each["tasks"]) / all_ for each, all_ in zip(origins, whole, strict=True)]
            axes.barh(range(len(origins)), wide, left=left, color=colour, height=0.6, label=name)
            for row, (begin, width) in enumerate(zip(left, wide, strict=True)):
                if width > 0.04:
                    axes.text(begin + width / 2, row, f"{width:.0%}", ha="center", va="center", color="white")
            left = [begin + width for begin, width in zip(left, wide, strict=True)]
        name_rows(axes, [f"from {each['split']['cut'][:10]}" for each in origins])
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.set_xlabel("of the (customer, item) pairs bought", color=FAINT)
        legend(axes, 3)
        return svg(axes)
