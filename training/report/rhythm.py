"""The plots of rhythm, from plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.ticker import PercentFormatter

from training.report.drawing import COLOURS, FAINT, INK, NARROW, STYLE, WIDE, canvas, svg

MARKED = (7, 14, 30, 60, 90, 180, 365)
"""Days named on the curve."""


def calibration(found: dict[str, Any]) -> str:
    """The chance of an order beside the share that ordered: on the line a chance keeps its word.

    found: `said`, `came`, `entries`, lists of one length. A dot's area goes with its customers.
    """
    most = max(found["entries"], default=1)
    with mpl.rc_context(STYLE):
        axes = canvas(NARROW, 3.4)
        axes.plot([0, 1], [0, 1], color=INK, linewidth=1)
        sizes = [12 + 60 * entries / most for entries in found["entries"]]
        axes.scatter(found["said"], found["came"], s=sizes, color=COLOURS["tonight"])
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(PercentFormatter(1))
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_xlabel("chance of an order that was said")
        axes.set_ylabel("share that ordered")
        return svg(axes)


def days_to_second(curve: Sequence[float | None]) -> str:
    """The share of first-time buyers with a second order, by days after the first; None where nobody was watched so
    long."""
    known = [(day, share) for day, share in enumerate(curve) if share is not None and share == share]
    with mpl.rc_context(STYLE):
        axes = canvas(WIDE, 2.6)
        if known:
            days, shares = zip(*known, strict=True)
            axes.step(days, shares, where="post", color=COLOURS["tonight"])
            for day in MARKED:
                if day < len(curve) and (share := curve[day]) is not None and share == share:
                    axes.text(day, share, f"{100 * share:.0f} %", color=FAINT, fontsize=9, ha="right", va="bottom")
            axes.set_xticks([day for day in MARKED if day <= days[-1]])
        axes.yaxis.set_major_formatter(PercentFormatter(1))
        axes.set_ylim(bottom=0)
        axes.set_xlabel("days after the first order")
        axes.set_ylabel("ordered again")
        return svg(axes)
