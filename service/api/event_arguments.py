"""What is told: events, and whose a session was; these structs validate, and stand in /openapi.json."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from data.columns import EVENT_TYPES
from service.border import LONGEST_ID, Id

MOST_EVENTS = 10_000  # in one request


EventType = Annotated[str, Meta(description="a type of the contract", extra_json_schema={"enum": list(EVENT_TYPES)})]
Moment = Annotated[
    str, Meta(max_length=64, description="when it happened, ISO 8601; without a zone UTC; absent: when it arrived")
]
Told = Annotated[str, Meta(max_length=LONGEST_ID)]
Quantity = Annotated[float, Meta(ge=-1e9, le=1e9, description="absent: 1; a purchase below 0 is a return")]
Price = Annotated[float, Meta(ge=0, le=1e12, description="per unit")]
Position = Annotated[int, Meta(ge=1, le=10_000, description="in that list, from 1")]
Discount = Annotated[float, Meta(ge=-1e12, le=1e12)]


class EventTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """One event, with the columns that the contract gives it."""

    event_type: EventType = ""  # needed; its absence is told in our own words
    event_id: Annotated[Told, Meta(description="with the item it counts once; absent: made of all that is told")] = ""
    customer_id: Annotated[Told, Meta(description="absent: a guest")] = ""
    session_id: Annotated[Told, Meta(description="whose visit it was, where the customer is not known")] = ""
    item_id: Annotated[Told, Meta(description="needed by view, cart, remove_from_cart, favourite and purchase")] = ""
    timestamp: Moment = ""
    order_id: Told = ""
    quantity: Quantity | None = None
    price: Price | None = None
    decision_id: Annotated[Told, Meta(description="of the list that led to it")] = ""
    placement: Told = ""
    position: Position | None = None
    currency: Told | None = None
    channel: Told | None = None
    reason: Told | None = None
    coupon: Told | None = None
    discount: Discount | None = None


AnyEvent = Annotated[Any, Meta(extra_json_schema={"anyOf": [{"$ref": "#/components/schemas/EventTold"}, {}]})]
"""What is none is refused in its place; the others are kept."""


class EventsTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A batch of events; each is looked at on its own."""

    events: Annotated[
        list[AnyEvent], Meta(max_length=MOST_EVENTS, description="a purchase is an event per item of the order")
    ]


class Refusal(msgspec.Struct):
    """Why one event was not kept."""

    index: Annotated[int, Meta(description="its place in the request, from 0")]
    field: str
    detail: str


class EventsKept(msgspec.Struct):
    """What became of a batch; what is accepted is on disk."""

    accepted: int
    duplicates: Annotated[int, Meta(description="were accepted before, and count once")]
    refused: list[Refusal]


class Merge(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A guest who turned out to be a customer."""

    session_id: Annotated[Id, Meta(description="the guest's")]
    customer_id: Annotated[Id, Meta(description="who signed in")]


class Merged(msgspec.Struct):
    """events: how many of the session's became the customer's."""

    events: int
