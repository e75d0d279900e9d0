"""From what is told to the rows of the store; what cannot be kept is refused one by one, with its place and field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any

import msgspec
import orjson

from data.columns import CART, CLICK, EVENT_TYPES, EXPOSURE, FAVOURITE, PURCHASE, REMOVE_FROM_CART, RETURN, VIEW
from data.errors import nearest
from data.stores.rows import Event, Outcome
from service.api.event_arguments import EventTold
from service.border import LONGEST_ID, id_from
from service.errors import Problem, fault
from service.holders import Holder
from service.parsing import DEEP, parsed
from service.speaking import NAMES

NEED_ITEM = frozenset((VIEW, CART, REMOVE_FROM_CART, FAVOURITE, PURCHASE))
KIND_OF = {name: kind for kind, name in enumerate(EVENT_TYPES)}
BROWSED = (VIEW, CART, REMOVE_FROM_CART, FAVOURITE, CLICK, EXPOSURE)
OLDEST = datetime(1990, 1, 1, tzinfo=UTC).timestamp() * 1e6
AHEAD = 24 * 3600 * 1_000_000
"""Microseconds that a shop's clock may be ahead of ours."""
FURTHER = ("currency", "channel", "reason", "coupon", "discount")
IDS = ("event_id", "item_id", "customer_id", "session_id", "order_id")
TEXTS = (*IDS, "decision_id", "placement", "currency", "channel", "reason", "coupon")
_ids = attrgetter(*IDS)
_texts = attrgetter(*TEXTS)


@dataclass(frozen=True)
class Sorted:
    """The events that can be kept, where each stood, and why the others cannot."""

    events: list[Event]
    places: list[int]
    refused: list[dict[str, Any]]


def sorted_out(told: Sequence[Any], now: int, holder: Holder) -> Sorted:
    """Each event as a row, or what is wrong with it; now: microseconds since 1970; holder: who tells it."""
    found = Sorted([], [], [])
    for place, one in enumerate(told):
        try:
            row = event_of(_typed(one), now)
            found.events.append(_by(holder, row) if holder.bound else row)
            found.places.append(place)
        except Problem as problem:
            found.refused.append({"index": place, **problem.errors[0]})
        except RecursionError:
            found.refused.append({"index": place, **fault("event", DEEP)})
    return found


def counted(found: Sorted, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The answer: how many were new, how many known, and those that are not kept, in the order in which they came."""
    gone = [
        {"index": place, "field": "customer_id", "detail": "asked to be forgotten since then; it is not kept"}
        for place, outcome in zip(found.places, outcomes, strict=True)
        if outcome == Outcome.ERASED
    ]
    new = sum(outcome == Outcome.NEW for outcome in outcomes)
    rest = len(outcomes) - new - len(gone)
    refused = sorted(found.refused + gone, key=lambda one: one["index"])
    return {"accepted": new, "duplicates": rest, "refused": refused}


def event_of(told: EventTold, now: int) -> Event:
    """The row of one event. Raises Problem with the field that cannot be kept."""
    kind, t, quantity = KIND_OF[told.event_type], _moment(told.timestamp, now), told.quantity
    ids = [text if text.isalnum() else _id(name, text) for name, text in zip(IDS, _ids(told), strict=True)]
    event_id, item_id, customer_id, session_id, order_id = ids
    _refuse_unfit(told, kind, item_id, t, now)
    if kind == PURCHASE and quantity is not None and quantity < 0:
        kind, quantity = RETURN, -quantity
    return Event(
        event_id or _made_of(told, t), item_id, customer_id, session_id, kind, t, order_id, quantity, told.price,
        told.decision_id, told.placement, told.position, _further(told),
    )  # fmt: skip


def _by(holder: Holder, row: Event) -> Event:
    """What a browser may tell: of its own customer and visit alone, and nothing that a shop has to vouch for. Its
    event ids are its own: it takes none from the shop, or from another browser, that tells of something by it later."""
    if row.kind not in BROWSED:
        raise _wrong("event_type", f"a token tells of {', '.join(EVENT_TYPES[kind] for kind in BROWSED)}; send a key")
    for name in NAMES:
        if not holder.may_name(name, getattr(row, name)):
            raise _wrong(name, f"this token does not speak for another {name}; leave it out")
    customer_id, session_id = str.__str__(holder.customer_id), str.__str__(holder.session_id)
    own = "~" + _digest(orjson.dumps((customer_id, "" if customer_id else session_id, row.event_id)))
    return row._replace(event_id=own, customer_id=customer_id, session_id=session_id, by_token=1)


def _typed(one: Any) -> EventTold:
    if not isinstance(one, dict):
        raise _wrong("event", "an event is a JSON object")
    if one.get("event_type") not in EVENT_TYPES:
        given = str(one.get("event_type", ""))[:LONGEST_ID]
        raise _wrong("event_type", f"no type '{given}'; the nearest is '{nearest(given, EVENT_TYPES)}'")
    try:
        return msgspec.convert(one, EventTold)
    except msgspec.ValidationError:
        plain = {name: _id(name, value) if name in IDS else value for name, value in one.items()}
        return parsed(plain, EventTold, text=False, most=1)


def _id(name: str, given: Any) -> str:
    """As ids come in everywhere. Raises Problem for what is none."""
    try:
        return str.__str__(id_from(given))
    except ValueError as error:
        raise _wrong(name, str(error)) from None


def _moment(told: str, now: int) -> int:
    """Microseconds since 1970. Raises Problem for what is no moment."""
    if not told:
        return now
    try:
        moment = datetime.fromisoformat(told)
        return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1_000_000)
    except (ValueError, OverflowError):
        raise _wrong("timestamp", f"'{told}' is no moment; write it as 2026-11-25T10:00:00Z") from None


def _refuse_unfit(told: EventTold, kind: int, item_id: str, t: int, now: int) -> None:
    if kind in NEED_ITEM and not item_id:
        raise _wrong("item_id", f"a {told.event_type} is of an item; name it")
    if not OLDEST <= t <= now + AHEAD:
        raise _wrong("timestamp", "is before 1990 or more than a day ahead; send when it happened, with its zone")
    if kind == PURCHASE and told.quantity == 0:
        raise _wrong("quantity", "a purchase of none is none; leave it out")
    if not _clean("".join(filter(None, _texts(told)))):
        name = next(name for name, text in zip(TEXTS, _texts(told), strict=True) if not _clean(text or ""))
        raise _wrong(name, "holds a sign that is no text (NUL, or half of a pair)")


def _clean(text: str) -> bool:
    if text.isascii():
        return "\0" not in text
    try:
        return "\0" not in text and bool(text.encode())
    except UnicodeEncodeError:
        return False


def _further(told: EventTold) -> str:
    held = {name: value for name in FURTHER if (value := getattr(told, name)) is not None}
    return orjson.dumps(held).decode() if held else ""


def _made_of(told: EventTold, t: int) -> str:
    """The same told twice is the same event, as it is in a file; without a moment, told now. The moment stands first:
    ids that grow are written in one place of their index."""
    return f"~{t:014x}{_digest(msgspec.json.encode(told))}"


def _digest(whole: bytes) -> str:
    return blake2b(whole, digest_size=12).hexdigest()


def _wrong(field: str, detail: str) -> Problem:
    return Problem(400, detail, [fault(field, detail)])
