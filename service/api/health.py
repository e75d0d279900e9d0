"""/health: is the process up, and can it answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from service.api.answers import Health
from service.api.arguments import Nothing
from service.day import Day
from service.declarations import Declaration, endpoint

blueprint = Blueprint("health", __name__)

HEALTH_SECONDS = 1.0


@blueprint.get("/health/live")
@endpoint(Declaration(None, answers=Health))
def live(day: Day, asked: Nothing) -> dict[str, Any]:
    """The process is up."""
    return {"status": "live"}


@blueprint.get("/health/ready")
@endpoint(Declaration(None, answers=Health, statuses=(503,)))
def ready(day: Day, asked: Nothing) -> dict[str, Any]:
    """A bundle is loaded, 503 while there is none; store says whether events can be kept: without it answers go on."""
    bundle = day.live.take().bundle
    store = "none" if day.living is None else "up" if day.living.store.writes(HEALTH_SECONDS) else "down"
    return {"status": "ready", "bundle": bundle.id, "as_of": bundle.as_of, "store": store}
