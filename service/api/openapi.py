"""/openapi.json: the API for programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app

from service.api.arguments import Nothing
from service.day import Day
from service.declarations import Declaration, endpoint
from service.openapi import document

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/openapi.json")
@endpoint(Declaration(None))
def openapi(day: Day, asked: Nothing) -> dict[str, Any]:
    """This API as an OpenAPI 3.1 document."""
    return document(current_app)
