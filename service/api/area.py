"""/area: the customer's own area in the shop."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint

from models.decision import area as areas
from models.decision.decide import decision_ids
from models.decision.likely import SCORE_KINDS
from models.decision.query import Query
from service import measures
from service.answering import RELAXED
from service.api.answers import Area
from service.api.arguments import AreaAsked
from service.declarations import Day, Declaration, endpoint
from service.keys import READ
from service.served import Served

blueprint = Blueprint("area", __name__)


@blueprint.get("/area/<id:customer_id>")
@endpoint(Declaration(READ, query=AreaAsked, answers=Area))
def area(day: Day, asked: AreaAsked) -> dict[str, Any]:
    """Titled rows in a fixed order, no item twice; a row with too little to show is left out."""
    return area_of(day.live.take(), asked)


def area_of(served: Served, asked: AreaAsked) -> dict[str, Any]:
    """The area as a JSON object; the start page shows the same."""
    bundle, query = served.bundle, Query()
    customer = bundle.customer_number(asked.customer_id)
    rows = areas.area(bundle, query, customer)
    measures.count_lists(query.placement, len(rows))
    return {
        "bundle": bundle.id,
        "as_of": bundle.as_of,
        "customer_id": asked.customer_id or None,
        "customer_known": customer >= 0,
        "placement": query.placement,
        "rows": [_row(served, row, asked) for row in rows],
    }


def _row(served: Served, row: areas.Row, asked: AreaAsked) -> dict[str, Any]:
    shown = row.decisions.rows_shown()
    return {
        "stream": row.stream.name,
        "title": row.stream.title,
        "decision_id": decision_ids(served.bundle, row.query, row.whom, shown, [asked.customer_id])[0],
        "score_kind": SCORE_KINDS[int(row.decisions.likely[0])],
        "relaxed": RELAXED[int(row.decisions.relaxed[0])],
        "items": orjson.Fragment(b"[%b]" % served.wording(asked.fields).lists(row.decisions)[0][1]),
    }
