"""The page of a night, from its record and those of the nights before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markupsafe import Markup

from models.metrics.table import HEADLINE, METRICS
from training.report import plots
from training.report.rendering import TEMPLATES, pages

NIGHTS = 60
FEATURES = 20
"""Of the ranker, in the plot; the table beneath it holds all."""


def write_report(record: dict[str, Any], file: Path, runs: Path) -> None:
    """As one HTML file that needs nothing else to be read; runs: the folder of the records of earlier nights."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(record, earlier(runs, record["run"])), encoding="utf-8")


def page(record: dict[str, Any], nights: list[tuple[str, float, float]]) -> str:
    """The whole page as HTML; what the record does not hold is left out."""
    template = pages(TEMPLATES).get_template("page.html")
    return template.render(
        night=record, metrics=METRICS, headline=HEADLINE, shown=FEATURES, plots=_plots(record, nights)
    )


def earlier(runs: Path, run: str) -> list[tuple[str, float, float]]:
    """(run, tonight's, popularity's) headline metric of the last nights up to this one that rehearsed."""
    found = (_headline(file) for file in sorted(runs.glob("*.json"))[-NIGHTS:] if file.stem <= run)
    return [headline for headline in found if headline is not None]


def _headline(file: Path) -> tuple[str, float, float] | None:
    """None for a night without rehearsal, and for a record that cannot be read: it must not spoil this night."""
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        overall = record["rehearsal"]["groups"][0]
        return record["run"], overall["headline"]["tonight"]["mean"], overall["headline"]["popular"]["mean"]
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None


def _plots(record: dict[str, Any], nights: list[tuple[str, float, float]]) -> dict[str, Markup]:
    """By name; a plot that would say nothing is not there. Markup is safe: matplotlib escapes the texts it draws."""
    found = record["rehearsal"]
    drawn: dict[str, str] = {}
    if found and found["groups"][0]["customers"]:
        drawn |= {"by_group": plots.by_group(found, HEADLINE), "gains": plots.gains(found, HEADLINE)}
    if any(record["features"].values()):
        drawn["weights"] = plots.weights(dict(list(record["features"].items())[:FEATURES]))
    if record["reliability"]:
        drawn["reliability"] = plots.reliability(record["reliability"])
    if len(nights) > 1:
        drawn["trend"] = plots.trend(nights, HEADLINE)
    if record["steps"]:
        drawn["costs"] = plots.costs(record["steps"])
    return {name: Markup(svg) for name, svg in drawn.items()}  # noqa: S704 - our own drawing
