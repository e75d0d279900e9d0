"""How every plot is drawn: light, few inks, the same colour for the same system everywhere; SVG, to stand in a page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDE, NARROW = 9.6, 4.8  # inches
INK, FAINT, GRID = "#1c2733", "#6b7785", "#e4e8ed"
COLOURS = {"tonight": "#1769aa", "buy_again": "#1769aa", "live": "#d1761a", "popular": "#8b97a5"}
OTHERS = ("#d1761a", "#1b7f4b", "#7a4fa3", "#b3261e", "#0e7c86", "#9a5b00")
"""For systems without a colour of their own, in the order in which they are compared."""
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
Sure = dict[str, Any]
"""A mean with its interval, as it stands in a record: mean, low, high; null where nothing can be said."""


def colours_of(systems: Iterable[str]) -> dict[str, str]:
    """A colour for each: its own, or the next one that is free."""
    free = iter([*OTHERS, *OTHERS])
    return {system: COLOURS.get(system) or next(free) for system in systems}


def canvas(width: float, height: float) -> Axes:
    """Empty axes; sizes in inches."""
    return bare(Figure(figsize=(width, height), layout="constrained").subplots())


def bare(axes: Axes) -> Axes:
    """The axes without their frame, but for the line below."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    return axes


def intervals(
    rows: Sequence[tuple[str, dict[str, Sure]]], label: str, width: float = WIDE, zero: bool = False, words: str = ""
) -> str:
    """One row per name with the interval of each system; zero: differences, with a line at nothing gained.

    words: stand before each system's name in the legend.
    """
    systems = list(dict.fromkeys(system for _, sure in rows for system in sure))
    colours = colours_of(systems)
    with mpl.rc_context(STYLE):
        axes = canvas(width, 0.6 + max(0.45, 0.13 * len(systems)) * len(rows))
        apart = min(0.22, 0.8 / max(len(systems), 1))
        for place, system in enumerate(systems):
            at = [row + apart * (place - (len(systems) - 1) / 2) for row in range(len(rows))]
            dots(axes, at, [sure.get(system, {"mean": None}) for _, sure in rows], colours[system], words + system)
        if zero:
            axes.axvline(0, color=INK, linewidth=1)
        else:
            axes.set_xlim(left=0)
        name_rows(axes, [name for name, _ in rows])
        axes.set_xlabel(label)
        legend(axes, 5 if width > NARROW else 2)
        return svg(axes)


def dots(axes: Axes, at: list[float], sure: list[Sure], colour: str, label: str) -> None:
    """Means with their intervals, a row each."""
    known = [(row, each) for row, each in zip(at, sure, strict=True) if each["mean"] is not None]
    for row, each in known:
        if each["low"] is not None:
            axes.plot([each["low"], each["high"]], [row, row], color=colour, linewidth=2, solid_capstyle="round")
    means, rows = [each["mean"] for _, each in known], [row for row, _ in known]
    axes.plot(means, rows, "o", color=colour, label=label, markersize=5)


def name_rows(axes: Axes, names: list[str]) -> None:
    """Names down the side, the first on top."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(visible=False, axis="y")


def legend(axes: Axes, columns: int) -> None:
    """Above the axes."""
    axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=columns, handletextpad=0.2)


def svg(axes: Axes) -> str:
    """The drawing as text, the same for the same data."""
    text = io.StringIO()
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()[text.getvalue().index("<svg") :]
