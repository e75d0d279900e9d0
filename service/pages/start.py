"""/: the start page. Where no key is needed, a few customers to try and the area of each."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response

from service.api.area import area_of
from service.api.arguments import AreaAsked, FieldName, StartAsked
from service.border import Id
from service.day import Day
from service.declarations import HTML, Declaration, endpoint
from service.pages.html import page
from service.served import Served

blueprint = Blueprint("start", __name__, template_folder="templates")

VISITOR = "a-new-visitor"
COUNTED = {
    "customers_also_bought": "customers who have both",
    "bought_together": "buyers who have both",
    "visited_together": "visits to both",
    "customers_like_you": "sold in the last four weeks",
    "due_again": "customers who bought it again",
    "new": "sold since it arrived",
    "popular": "sold in the last four weeks",
    "trending": "sold in the last days",
}
"""What the count of a reason counts, by its code."""
FIELDS = tuple(map(FieldName, ("title", "price", "image_url", "url")))


@blueprint.get("/")
@endpoint(Declaration(None, query=StartAsked, content=HTML, statuses=(503,)))
def start(day: Day, asked: StartAsked) -> Response:
    """A page for people: customers to try, and the area of one of them."""
    served = day.live.take()
    if not day.keys.open:
        return page("start.html", bundle=served.bundle, open=False)
    samples = _samples(day, served)
    shown = _area(day, served, asked.customer_id or Id([*samples, VISITOR][0]))
    return page(
        "start.html", bundle=served.bundle, open=True, samples=_counted(served, samples), area=shown, visitor=VISITOR,
        titles=_titles(served, shown), counted=COUNTED,
    )  # fmt: skip


def _area(day: Day, served: Served, customer_id: Id) -> dict[str, Any]:
    """The answer of /area."""
    asked = AreaAsked(customer_id=customer_id, fields=FIELDS, record=False)
    return orjson.loads(orjson.dumps(area_of(served, asked, day.living)))


def _samples(day: Day, served: Served) -> list[str]:
    """A few customers of last night, but for who asked since to be forgotten."""
    gone = day.living.erased(served.samples) if day.living else [False] * len(served.samples)
    return [id_ for id_, out in zip(served.samples, gone, strict=True) if not out]


def _counted(served: Served, samples: list[str]) -> list[tuple[str, int]]:
    """(customer id, number of orders) of each."""
    bundle = served.bundle
    return list(zip(samples, bundle.customers.n_orders[bundle.customer_numbers(samples)].tolist(), strict=True))


def _titles(served: Served, shown: dict[str, Any]) -> dict[str, str]:
    """What the items behind the reasons are called."""
    anchors = {item["reason"]["anchor"] for row in shown["rows"] for item in row["items"]} - {None}
    title = served.fields["title"]
    return {anchor: title(served.bundle.item_number(anchor)) or anchor for anchor in anchors}
