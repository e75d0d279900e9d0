"""The page of an evaluation, from what stands in its JSON file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup

from models.metrics.table import HEADLINE, METRICS
from training.evaluating import plots
from training.report.plots import costs, orders, reliability
from training.report.rendering import TEMPLATES, pages

HERE = Path(__file__).parent


def page(found: dict[str, Any]) -> str:
    """One HTML file that needs nothing else to be read."""
    template = pages(HERE, TEMPLATES).get_template("evaluation.html")
    drawn = {name: Markup(svg) for name, svg in _plots(found)}  # noqa: S704 - our own drawing
    hit = [task["name"] for task in found["tasks"] if _hit(task)]
    return template.render(found=found, metrics=METRICS, headline=HEADLINE, plots=drawn, hit=hit, orders=orders)


def _hit(task: dict[str, Any]) -> bool:
    """Whether any list named anything: a task without a hit is told in a sentence."""
    return any(metrics[HEADLINE] for figures in task["pooled"] for metrics in figures["metrics"].values())


def _plots(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, SVG); a plot that would say nothing is not there."""
    cuts = [origin["split"]["cut"][:10] for origin in found["origins"]]
    if any(sum(origin["tasks"].values()) for origin in found["origins"]):
        yield "shares", plots.shares(found["origins"])
    for task in found["tasks"]:
        if _hit(task):
            name = task["name"]
            yield f"{name}_by_origin", plots.by_origin(task, cuts)
            yield f"{name}_by_history", plots.by_history(task)
            yield f"{name}_gains", plots.gains(task, cuts)
            yield f"{name}_by_depth", plots.by_depth(task)
            yield f"{name}_breadth", plots.breadth(task)
    for origin in found["origins"]:
        if origin["reliability"]:
            yield f"reliability_{origin['number']}", reliability(origin["reliability"])
    yield "costs", costs(found["steps"])
