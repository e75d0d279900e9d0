"""The page of a night, from its record and those of the nights before it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from markupsafe import Markup

from models.customers.moved import CAUSES
from models.metrics.table import HEADLINE, METRICS
from models.segments import SEGMENTS
from training.report import plots
from training.report.describing import Sizes, customer_plots
from training.report.rendering import TEMPLATES, pages

NIGHTS = 60
FEATURES = 20
"""Of the ranker, in the plot; the table beneath it holds all."""


def write_report(record: dict[str, Any], file: Path, runs: Path) -> None:
    """As one HTML file that needs nothing else to be read; runs: the folder of the records of earlier nights."""
    file.parent.mkdir(parents=True, exist_ok=True)
    nights = earlier(runs, record["run"])
    file.write_text(page(record, headlines(nights), sizes(nights)), encoding="utf-8")


def page(record: dict[str, Any], nights: list[tuple[str, float, float]], customers: Sizes = ()) -> str:
    """The whole page as HTML; what the record does not hold is left out."""
    template = pages(TEMPLATES).get_template("page.html")
    return template.render(
        night=record, metrics=METRICS, headline=HEADLINE, shown=FEATURES, segments=SEGMENTS, causes=CAUSES,
        plots=_plots(record, nights, customers),
    )  # fmt: skip


def earlier(runs: Path, run: str) -> list[dict[str, Any]]:
    """The records of the last nights up to this one; what cannot be read is left out, it must not spoil this night."""
    found: list[dict[str, Any]] = []
    for file in sorted(runs.glob("*.json"))[-NIGHTS:]:
        with suppress(OSError, ValueError):
            record = json.loads(file.read_text(encoding="utf-8"))
            if file.stem <= run and isinstance(record, dict):
                found.append(record)
    return found


def headlines(nights: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    """(run, tonight's, popularity's) headline metric of each night that rehearsed."""
    found: list[tuple[str, float, float]] = []
    for record in nights:
        with suppress(KeyError, IndexError, TypeError):
            metric = record["rehearsal"]["groups"][0]["headline"]
            found.append((record["run"], metric["tonight"]["mean"], metric["popular"]["mean"]))
    return found


def sizes(nights: list[dict[str, Any]]) -> list[tuple[str, dict[str, dict[str, int]]]]:
    """(run, customers by column and label) of each night that described its customers."""
    found: list[tuple[str, dict[str, dict[str, int]]]] = []
    for record in nights:
        with suppress(KeyError, TypeError):
            found.append((record["run"], record["customers"]["sizes"]))
    return found


def _plots(record: dict[str, Any], nights: list[tuple[str, float, float]], customers: Sizes) -> dict[str, Markup]:
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
    if record["customers"]:
        drawn |= customer_plots(record["customers"], customers)
    if record["steps"]:
        drawn["costs"] = plots.costs(record["steps"])
    return {name: Markup(svg) for name, svg in drawn.items()}  # noqa: S704 - our own drawing
