"""/segments: which there are, who is in them, how they overlap."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from service import segments as answered
from service.api.arguments import Nothing
from service.api.segment_answers import MembersPage, Overlaps, Segments
from service.api.segment_arguments import Members, Overlapping
from service.day import Day
from service.declarations import Declaration, endpoint
from service.keys import READ
from service.living import forgotten

blueprint = Blueprint("segments", __name__)


@blueprint.get("/segments")
@endpoint(Declaration(READ, answers=Segments))
def segments(day: Day, asked: Nothing) -> dict[str, Any]:
    """Every segment and audience: what it means, how it is decided who is in, how many are."""
    served = day.live.take()
    bundle = served.bundle
    rows = answered.all_segments(served)
    return {"bundle": bundle.id, "as_of": bundle.as_of, "customers": bundle.customers.count, "segments": rows}


@blueprint.get("/segments/<id:segment>/customers")
@endpoint(Declaration(READ, query=Members, answers=MembersPage, statuses=(404, 410, 503)))
def members(day: Day, asked: Members) -> dict[str, Any]:
    """The customers of a segment or an audience, or of an expression, page by page."""
    served = day.live.take()
    return answered.page(served, asked, forgotten(day.living, served))


@blueprint.get("/segments/overlap")
@endpoint(Declaration(READ, query=Overlapping, answers=Overlaps))
def overlap(day: Day, asked: Overlapping) -> dict[str, Any]:
    """How far segments and audiences hold the same customers, pair by pair."""
    return answered.overlaps(day.live.take(), asked.segment)
