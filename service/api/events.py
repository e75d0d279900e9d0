"""/events and /customers/merge: what happened, told as it happens."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, request

from data.stores.database import StoreDown
from data.stores.writer import Full
from service import measures
from service.api.event_arguments import EventsKept, EventsTold, Merge, Merged
from service.day import Day
from service.declarations import Declaration, endpoint
from service.errors import Problem, fault, refused
from service.events import counted, sorted_out
from service.http import Asking
from service.keys import EVENTS
from service.living import Living, now

blueprint = Blueprint("events", __name__)


@blueprint.post("/events")
@endpoint(Declaration(EVENTS, body=EventsTold, answers=EventsKept, tokens=True, statuses=(429, 503)))
def events(day: Day, told: EventsTold) -> dict[str, Any]:
    """Keep what happened: what is accepted is on disk and counts at once; what cannot be kept is refused one by one."""
    living = _living(day)
    found = sorted_out(told.events, now(), cast("Asking", request).holder)
    try:
        outcomes = living.accept(found.events)
    except Full:
        raise Problem(
            429, "more events wait for the disk than may; send them again", headers={"Retry-After": "1"}
        ) from None
    except StoreDown:
        raise Problem(
            503,
            "the event store cannot be reached; none is known to be kept, send them again as they are",
            headers={"Retry-After": "5"},
        ) from None
    kept = counted(found, outcomes)
    measures.count_events(kept["accepted"], kept["duplicates"], len(kept["refused"]))
    return kept


@blueprint.post("/customers/merge")
@endpoint(Declaration(EVENTS, body=Merge, answers=Merged, statuses=(503,)))
def merged(day: Day, told: Merge) -> dict[str, Any]:
    """A guest turned out to be a customer: what was told of the session is the customer's from now on."""
    living = _living(day)
    for name in ("session_id", "customer_id"):
        if not getattr(told, name):
            raise refused([fault(name, "is empty; name it")])
    try:
        return {"events": living.merge(told.session_id, told.customer_id)}
    except StoreDown:
        raise Problem(
            503, "the event store cannot be reached; merge them again later", headers={"Retry-After": "5"}
        ) from None


def _living(day: Day) -> Living:
    if day.living is None:
        raise Problem(503, "this service keeps no events: it was started without a store")
    return day.living
