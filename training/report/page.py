"""The page of a night, from its record and those of the nights before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from models.metrics.table import HEADLINE, METRICS
from training.report import plots

NIGHTS = 60
UNKNOWN = "\N{EN DASH}"
TEMPLATES = Path(__file__).parent


def write_report(record: dict[str, Any], var: Path) -> Path:
    """As var/reports/<run>.html; the file. Needs nothing else to be read: styles and plots stand in it."""
    folder = var / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{record['run']}.html"
    file.write_text(page(record, earlier(var / "runs", record["run"])), encoding="utf-8")
    return file


def page(record: dict[str, Any], nights: list[tuple[str, float, float]]) -> str:
    """The whole page as HTML; what the record does not hold is left out."""
    inside = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    inside.filters |= {"figure": figure, "share": share}
    template = inside.get_template("page.html")
    return template.render(night=record, metrics=METRICS, headline=HEADLINE, plots=_plots(record, nights))


def earlier(runs: Path, run: str) -> list[tuple[str, float, float]]:
    """(run, tonight's, popularity's) headline metric of the last nights up to this one that rehearsed."""
    records = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(runs.glob("*.json"))[-NIGHTS:]]
    return [
        (each["run"], all_["headline"]["tonight"]["mean"], all_["headline"]["popular"]["mean"])
        for each in records
        if each["run"] <= run and each["rehearsal"]
        for all_ in each["rehearsal"]["groups"][:1]
        if all_["customers"]
    ]


def figure(value: float | None) -> str:
    """Four digits, or a dash for what cannot be said."""
    return UNKNOWN if value is None else f"{value:.4f}"


def share(value: float | None) -> str:
    """A share in percent."""
    return UNKNOWN if value is None else f"{100 * value:.1f} %"


def _plots(record: dict[str, Any], nights: list[tuple[str, float, float]]) -> dict[str, Markup]:
    """By name; a plot that would say nothing is not there. Markup is safe: matplotlib escapes the texts it draws."""
    found = record["rehearsal"]
    drawn: dict[str, str] = {}
    if found and found["groups"][0]["customers"]:
        drawn |= {"by_group": plots.by_group(found, HEADLINE), "gains": plots.gains(found, HEADLINE)}
    if len(nights) > 1:
        drawn["trend"] = plots.trend(nights, HEADLINE)
    if record["steps"]:
        drawn["costs"] = plots.costs(record["steps"])
    return {name: Markup(svg) for name, svg in drawn.items()}  # noqa: S704 - our own drawing
