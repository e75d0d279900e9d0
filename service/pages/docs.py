"""/docs: the API for people, from the same declarations as /openapi.json."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from models.decision.placements import PLACEMENTS, STRATEGIES
from models.recommenders import RECOMMENDERS
from service.api.arguments import Nothing
from service.day import Day
from service.declarations import HTML, Declaration, endpoint
from service.fields import FIELDS
from service.openapi import STATUSES, document
from service.pages.html import page

blueprint = Blueprint("docs", __name__, template_folder="templates")


@blueprint.get("/docs")
@endpoint(Declaration(None, content=HTML))
def docs(day: Day, asked: Nothing) -> Response:
    """This API for people: every address, argument, placement, field and error."""
    return page(
        "docs.html",
        api=document(current_app),
        placements=PLACEMENTS,
        strategies=STRATEGIES,
        recommenders=RECOMMENDERS,
        fields=[(name, meaning) for name, _, meaning in FIELDS],
        statuses=STATUSES,
    )
