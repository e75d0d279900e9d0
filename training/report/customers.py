"""The plots of the customers of a night, each from plain numbers to SVG."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.ticker import FuncFormatter, PercentFormatter

from models.segments.rfm import GRID
from training.report.drawing import COLOURS, FAINT, INK, NARROW, OTHERS, STYLE, WIDE, canvas, svg

SHADES = LinearSegmentedColormap.from_list("shades", ["#f4f7fa", "#7fb2da"])
"""Light enough for INK on all of them."""
LABELS = {
    "prospect": "#c3cbd4", "first_time_buyer": "#c9dff0", "second_order_candidate": "#8fc0e4", "repeat": "#4c94cf",
    "regular": "#1769aa", "vip": "#1b7f4b", "cooling": "#f2d39b", "lapsed": "#d1761a", "lost": "#b3261e",
    "cold": "#8fc0e4", "warm": "#f2d39b", "hot": "#d1761a", "champions": "#1b7f4b", "loyal": "#1769aa",
    "potential_loyalists": "#4c94cf", "new_customers": "#c9dff0", "promising": "#8fc0e4", "need_attention": "#f7e6c4",
    "about_to_sleep": "#f2d39b", "at_risk": "#e5a04f", "cannot_lose": "#d1761a", "hibernating": "#c9897f",
}  # fmt: skip
"""Blue and green are about, yellow to red are going; a label that is learned has the next of the others."""


def rfm_map(cells: Sequence[Sequence[int]]) -> str:
    """Recency against how often and how much was ordered; each cell with its name and its customers.

    cells: customers per cell of models.segments.rfm.GRID, recency 1 first.
    """
    total = max(sum(map(sum, cells)), 1)
    texts = [
        [f"{words(name)}\n{count:,} · {100 * count / total:.1f} %" for name, count in zip(names, counts, strict=True)]
        for names, counts in zip(GRID, cells, strict=True)
    ]
    with mpl.rc_context(STYLE):
        axes = canvas(WIDE, 3.8)
        most = max(*map(max, cells), 1)
        _cells(axes, texts, [[count / most for count in row] for row in cells])
        axes.set_ylim(-0.5, len(GRID) - 0.5)
        axes.set_xticks(range(len(GRID[0])), ["once", "2", "3", "4", "5"])
        axes.set_yticks(range(len(GRID)), ["1", "2", "3", "4", "5"])
        axes.set_xlabel("standing: how often and how much was ordered")
        axes.set_ylabel("recency, by the own rhythm", color=FAINT)
        return svg(axes)


def sizes(nights: Sequence[tuple[str, dict[str, int]]]) -> str:
    """The share of each label over the nights, the first label at the bottom; (run, customers per label) each."""
    labels = [name for name in nights[-1][1] if any(night[1].get(name) for night in nights)]
    totals = [max(sum(night[1].values()), 1) for night in nights]
    shares = [[night[1].get(name, 0) / total for night, total in zip(nights, totals, strict=True)] for name in labels]
    others = cycle(OTHERS)
    colours = [LABELS.get(name) or next(others) for name in labels]
    with mpl.rc_context(STYLE):
        axes = canvas(WIDE, 3.2)
        days = list(range(len(nights)))
        below = [0.0] * len(nights)
        for name, share, colour in zip(labels, shares, colours, strict=True):
            above = [low + part for low, part in zip(below, share, strict=True)]
            axes.fill_between(
                days, below, above, color=colour, linewidth=0.5, edgecolor="white", label=_sized(name, nights)
            )
            below = above
        shown = sorted({0, len(nights) // 2, len(nights) - 1})
        axes.set_xticks(shown, [nights[day][0][:10] for day in shown])
        axes.margins(x=0.02)
        axes.set_ylim(0, 1)
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        if labels:
            axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), reverse=True, fontsize=9)
        return svg(axes)


def migration(before: Sequence[str], after: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """From last night's label (down) to tonight's (across): customers who moved, shaded by their share of the label;
    who stayed stands in grey. An empty name is no label; labels that nobody has on either night are left out."""
    rows = [row for row in range(len(before)) if sum(counts[row])]
    columns = [column for column in range(len(after)) if sum(row[column] for row in counts)]
    kept = [[counts[row][column] for column in columns] for row in rows]
    stay = [[before[row] == after[column] for column in columns] for row in rows]
    moved = [
        [0.0 if same else count / max(sum(line), 1) for count, same in zip(line, here, strict=True)]
        for line, here in zip(kept, stay, strict=True)
    ]
    most = max((share for line in moved for share in line), default=0) or 1
    with mpl.rc_context(STYLE):
        axes = canvas(WIDE, 1.1 + 0.34 * len(rows))
        texts = [[f"{count:,}" if count else "" for count in line] for line in kept]
        _cells(axes, texts, [[share / most for share in line] for line in moved], faint=stay)
        axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), [words(before[row]) for row in rows])
        axes.set_xticks(range(len(columns)), [words(after[column]).replace(" ", "\n") for column in columns])
        axes.tick_params(axis="x", labelsize=9)
        axes.set_xlabel("tonight")
        axes.set_ylabel("last night", color=FAINT)
        return svg(axes)


def repeat_orders(steps: Sequence[dict[str, Any]]) -> str:
    """How many of those with so many order days have one more, with a 95 % interval: order_days, customers, share, low,
    high, days each."""
    with mpl.rc_context(STYLE):
        axes = canvas(NARROW, 3.2)
        at = list(range(len(steps)))
        axes.bar(at, [step["share"] for step in steps], width=0.62, color="#c9dff0")
        for place, step in zip(at, steps, strict=True):
            axes.plot([place, place], [step["low"], step["high"]], color=COLOURS["tonight"], linewidth=2)
            axes.plot([place], [step["share"]], "o", color=COLOURS["tonight"], markersize=5)
            axes.text(place, step["high"] + 0.025, f"{100 * step['share']:.0f} %", ha="center", color=INK, fontsize=9)
        names = [f"{step['order_days']} → {step['order_days'] + 1}\n{step['customers']:,}" for step in steps]
        axes.set_xticks(at, names)
        axes.set_ylim(0, 1.1)
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        axes.grid(visible=False, axis="x")
        axes.set_xlabel(
            f"orders, and customers who came so far; within {steps[0]['days']:.0f} days" if steps else "orders"
        )
        return svg(axes)


def second_order(days: Sequence[float], share: Sequence[float], low: Sequence[float], high: Sequence[float]) -> str:
    """The share of first-time buyers that had ordered again by each day, with a 95 % interval."""
    with mpl.rc_context(STYLE):
        axes = canvas(NARROW, 3.2)
        at = [0.0, *days]
        axes.fill_between(at, [0.0, *low], [0.0, *high], step="post", color="#c9dff0", linewidth=0)
        axes.step(at, [0.0, *share], where="post", color=COLOURS["tonight"], linewidth=2)
        half = next((day for day, had in zip(days, share, strict=True) if had >= 0.5), None)
        if half is not None:
            axes.plot([half, half], [0, 0.5], color=FAINT, linewidth=1, linestyle=":")
            axes.text(half, 0.02, f" half by day {half:.0f}", color=FAINT, fontsize=9)
        axes.set_xlim(0, max(at) or 1)
        axes.set_ylim(0, min(1.0, max([0.05, *high]) * 1.1))
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        axes.set_xlabel("days since the first order")
        axes.set_ylabel("had ordered again", color=FAINT)
        return svg(axes)


def value_spread(ends: Sequence[float], counts: Sequence[int]) -> str:
    """How many customers are expected to bring how much, on a logarithmic axis; ends: the upper end of each bar."""
    with mpl.rc_context(STYLE):
        axes = canvas(NARROW, 3.2)
        step = ends[1] / ends[0] if len(ends) > 1 else 2.0
        axes.bar([end / step for end in ends], counts, width=[end - end / step for end in ends], align="edge",
                 color="#8fc0e4", linewidth=0.5, edgecolor="white")  # fmt: skip
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        axes.set_xlabel("expected of a customer in the next 365 days")
        axes.set_ylabel("customers", color=FAINT)
        axes.grid(visible=False, axis="x")
        return svg(axes)


def words(name: str) -> str:
    """The name of a label, as people write it."""
    return name.replace("_", " ") or "none"


def _sized(name: str, nights: Sequence[tuple[str, dict[str, int]]]) -> str:
    return f"{words(name)}  {nights[-1][1].get(name, 0):,}"


def _cells(
    axes: Axes, texts: list[list[str]], shades: list[list[float]], faint: list[list[bool]] | None = None
) -> None:
    """A grid of shaded cells with texts, shades 0 to 1; faint ones are grey."""
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            grey = faint is not None and faint[row][column]
            colour = "#e4e8ed" if grey else to_hex(SHADES(shades[row][column]))
            axes.fill([column - 0.49, column + 0.49, column + 0.49, column - 0.49],
                      [row - 0.48, row - 0.48, row + 0.48, row + 0.48], color=colour, linewidth=0)  # fmt: skip
            axes.text(column, row, text, ha="center", va="center", fontsize=9, color=INK)
    axes.grid(visible=False)
    axes.set_xlim(-0.5, max((len(line) for line in texts), default=1) - 0.5)
    axes.spines["bottom"].set_visible(False)
