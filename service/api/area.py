"""/area: the customer's own area in the shop."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint

from models.decision import area as areas
from models.decision.decide import decision_ids
from models.decision.likely import SCORE_KINDS
from models.decision.query import One, Query, Whom
from service import measures
from service.answering import RELAXED
from service.api.answers import Area
from service.api.arguments import AreaAsked
from service.day import Day
from service.declarations import Declaration, endpoint
from service.keys import READ
from service.living import Living
from service.recording import record_one
from service.served import Served

blueprint = Blueprint("area", __name__)


@blueprint.get("/area/<id:customer_id>")
@endpoint(Declaration(READ, query=AreaAsked, answers=Area, tokens=True))
def area(day: Day, asked: AreaAsked) -> dict[str, Any]:
    """Titled rows in a fixed order, no item twice; a row with too little to show is left out."""
    return area_of(day.live.take(), asked, day.living)


def area_of(served: Served, asked: AreaAsked, living: Living | None) -> dict[str, Any]:
    """The area as a JSON object; the start page shows the same."""
    bundle, query = served.bundle, Query()
    whom, stale = Whom.of(bundle.customer_numbers([asked.customer_id])), False
    if living:
        whom, stale = living.one(served, query, whom, asked.customer_id, asked.session_id)
    rows = areas.area(bundle, query, int(whom.customer[0]), whom.since, whom.shown)
    measures.count_lists(query.placement, len(rows))
    answered = [_row(served, row, asked) for row in rows]
    if living and asked.record:
        for row, answer in zip(rows, answered, strict=True):
            record_one(
                living, served, row.query, asked.customer_id, asked.session_id, answer["decision_id"],
                One.of(row.decisions),
            )  # fmt: skip
    return {
        "bundle": bundle.id,
        "as_of": bundle.as_of,
        "customer_id": asked.customer_id or None,
        "customer_known": bool(whom.customer[0] >= 0),
        "placement": query.placement,
        "stale": stale,
        "rows": answered,
    }


def _row(served: Served, row: areas.Row, asked: AreaAsked) -> dict[str, Any]:
    shown = row.decisions.rows_shown()
    return {
        "stream": row.stream.name,
        "title": row.stream.title,
        "decision_id": decision_ids(served.bundle, row.query, row.whom, shown, [asked.customer_id], asked.session_id)[
            0
        ],
        "score_kind": SCORE_KINDS[int(row.decisions.likely[0])],
        "relaxed": RELAXED[int(row.decisions.relaxed[0])],
        "items": orjson.Fragment(b"[%b]" % served.wording(asked.fields).lists(row.decisions)[0][1]),
    }
