"""The plots of rhythm, from plain numbers."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
from matplotlib.ticker import PercentFormatter

from training.report.drawing import COLOURS, INK, NARROW, STYLE, canvas, svg


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
