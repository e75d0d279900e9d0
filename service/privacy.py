"""The data of one customer: all of it together, and its end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from data.columns import EVENT_TYPES
from data.stores.database import StoreDown
from data.stores.erasing import erase, held, sessions_of
from data.stores.exports import written
from service import audit
from service.day import Day
from service.describing import customer_of
from service.errors import Problem, fault, refused
from service.living import MICROSECONDS, Forgotten, Living, forgotten, now
from service.served import Served

Said = dict[str, Any]


def held_of(day: Day, customer_id: str) -> Said:
    """The answer of /customers/<id>/export. Raises Problem 400 without an id, 503 where the store cannot be asked."""
    living, served = _living(day, customer_id), day.live.take()
    try:
        rows, files = _held(living, customer_id), _files(living)
    except StoreDown:
        raise _down() from None

    audit.record(day, "export", customer_id, "given")
    known = _known(served, customer_id, forgotten(living, served))
    return {
        "customer_id": customer_id,
        "made_at": _moment(now()),
        **rows,
        "bundle": served.bundle.id,
        "attributes": {},
        "history": [],
        "owned": [],
        "described": {},
        **known,
        "files": files if known or any(rows.values()) else [],
    }


def erased_customer(day: Day, customer_id: str) -> Said:
    """The answer of DELETE /customers/<id>. Raises Problem 400 without an id, 503 where the store cannot be asked: then
    nothing was erased."""
    living = _living(day, customer_id)
    moment, digest = now(), living.store.digest(customer_id)
    try:
        files = _files(living)
        counts = _erased(living, customer_id, digest, moment)
    except StoreDown:
        raise _down() from None

    living.gone.add(frozenset((digest,)))
    audit.record(day, "erase", customer_id, f"{sum(counts.values())} rows removed")
    return {
        "customer_id": customer_id,
        "erased_at": _moment(moment),
        "removed": counts,
        "expires": _expires(day),
        "files": files,
    }


def _held(living: Living, customer_id: str) -> Said:
    """The rows of the store, and what waits for it here."""
    if living.spool is None:
        return held(living.store, customer_id) | {"waiting": []}
    with living.spool.still():
        rows = held(living.store, customer_id)
        return rows | {"waiting": living.spool.held(customer_id, sessions_of(living.store, customer_id))}


def _erased(living: Living, customer_id: str, digest: str, moment: int) -> dict[str, int]:
    """How many rows of each went. What waits goes first: once the sessions are gone, nobody knows whose it is."""
    if living.spool is None:
        return erase(living.store, customer_id, digest, moment) | {"waiting": 0}
    with living.spool.still():
        waiting = living.spool.erase(customer_id, sessions_of(living.store, customer_id))
        return erase(living.store, customer_id, digest, moment) | {"waiting": waiting}


def _known(served: Served, customer_id: str, gone: Forgotten) -> Said:
    """What the bundle says."""
    bundle = served.bundle
    customer = bundle.customer_number(customer_id)
    if customer < 0 or gone(customer_id):
        return {}
    own = bundle.customers
    history, begin, end = bundle.history, *bundle.history.items.offsets[customer : customer + 2].tolist()
    return {
        "attributes": {
            "email_consent": bool(own.email_consent[customer]),
            "country": own.country.name[own.country.code[customer]] if own.country.code[customer] >= 0 else None,
        },
        "history": [
            {
                "item_id": served.item_id(int(history.items.values[at])),
                "event_type": EVENT_TYPES[history.kind[at]],
                "days_before": float(history.age[at]),
            }
            for at in range(begin, end)
        ],
        "owned": [served.item_id(int(item)) for item in bundle.owned.row(customer)],
        "described": customer_of(served, customer_id, gone),
    }


def _expires(day: Day) -> list[Said]:
    """What still holds the customer, though no answer tells of it, and until when."""
    left = (
        ("the bundle that is served", "the next night publishes one without the customer"),
        ("bundles that are kept for a rollback", "the nights to come remove them, as [night] keep says"),
        (
            "reports, set-aside rows and lists of earlier nights",
            f"a night removes them when they are {day.privacy.keep_days} days old",
        ),
        ("the shop's own source", "stays with the shop; what it tells from before today is left out when it is read"),
    )
    return [{"what": what, "when": when} for what, when in left]


def _files(living: Living) -> list[Said]:
    """Every file of the register: a file of customers may name any of them."""
    with living.store.looking() as connection:
        rows = written(connection, now())
    return [{"at": _moment(row.at), "what": row.what, "path": row.path} for row in rows]


def _moment(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds / MICROSECONDS, UTC).isoformat(timespec="seconds")


def _living(day: Day, customer_id: str) -> Living:
    if not customer_id:
        raise refused([fault("customer_id", "is empty; name the customer")])
    if day.living is None:
        raise Problem(503, "this service keeps no events: it was started without a store")
    return day.living


def _down() -> Problem:
    return Problem(503, "the event store cannot be asked; nothing was done, ask again", headers={"Retry-After": "5"})
