"""A customer as the models see one: what the bundle holds and what happened since, for the rows of a batch."""

from __future__ import annotations

import numpy as np

from data.arrays import Ints, Ragged
from models.bundle.bundle import Bundle, History
from models.candidates import Asked
from models.decision import since
from models.decision.placements import Placement
from models.decision.query import Whom


def asked_of(bundle: Bundle, placement: Placement, whom: Whom) -> Asked:
    """History, country and context of every row; an unknown customer has none of them, but what was done since."""
    held = _history(bundle, whom)
    context = whom.context
    for name in placement.context:
        context = _where_empty(context, _STAND_INS[name](bundle, whom, held))
    return Asked(whom.customer, _group(bundle, whom.customer), held.items, held.age, held.kind, context)


def asked_today(bundle: Bundle, whom: Whom) -> Asked:
    """By what was touched since last night alone: in the history as often as it was met, in the context once."""
    nothing = Ragged(np.zeros(whom.rows + 1, dtype=np.int64), np.empty(0, dtype=np.int32))
    held = since.touched(whom.since) if whom.since else History(nothing, _NO_AGE, _NO_KIND)
    group = _group(bundle, whom.customer)
    return Asked(whom.customer, group, held.items, held.age, held.kind, _once(held.items, bundle.items.count))


def _history(bundle: Bundle, whom: Whom) -> History:
    """A row per customer asked about."""
    if whom.since:
        return since.history(bundle, whom.customer, whom.since)
    held = bundle.history
    _, at = held.items.spread(whom.customer)
    return History(_rows(held.items, whom.customer, at), held.age[at], held.kind[at])


def _once(held: Ragged, items: int) -> Ragged:
    """Each item of a row at its first place only."""
    row, at = held.spread(np.arange(held.rows))
    first = np.sort(np.unique(row * items + held.values[at], return_index=True)[1])
    return Ragged.of(row[first], held.values[at[first]], held.rows)


def _group(bundle: Bundle, customer: Ints) -> Ints:
    country = bundle.customers.country.code
    return np.where(customer >= 0, country[customer] if len(country) else -1, -1).astype(np.int32)


def _last_order(bundle: Bundle, whom: Whom, held: History) -> Ragged:
    if whom.since:
        return since.last_order(bundle, whom.customer, whom.since)
    return _rows(bundle.last_order, whom.customer)


def _basket(bundle: Bundle, whom: Whom, held: History) -> Ragged:
    return since.basket(bundle, whom.customer, whom.since) if whom.since else _rows(bundle.basket, whom.customer)


def _newest(bundle: Bundle, whom: Whom, held: History) -> Ragged:
    """The one item that the customer touched last."""
    has = np.diff(held.items.offsets) > 0
    offsets = np.concatenate(([0], np.cumsum(has))).astype(np.int64)
    return Ragged(offsets, held.items.values[held.items.offsets[:-1][has]])


_STAND_INS = {"last_order": _last_order, "basket": _basket, "newest": _newest}
_NO_AGE, _NO_KIND = np.empty(0, dtype=np.float32), np.empty(0, dtype=np.uint8)


def _rows(held: Ragged, customer: Ints, at: np.ndarray | None = None) -> Ragged:
    if at is None:
        _, at = held.spread(customer)
    offsets = np.concatenate(([0], np.cumsum(held.lengths(customer)))).astype(np.int64)
    return Ragged(offsets, held.values[at])


def _where_empty(given: Ragged, other: Ragged) -> Ragged:
    """Rows of `given`; those without a known item come from `other`."""
    lengths = np.diff(given.offsets)
    if not lengths.all():
        empty = lengths == 0
        if empty.all():
            return other
        rows = np.arange(given.rows)
        from_given, at_given = given.spread(np.where(empty, -1, rows))
        from_other, at_other = other.spread(np.where(empty, rows, -1))
        return Ragged.of(
            np.concatenate((from_given, from_other)),
            np.concatenate((given.values[at_given], other.values[at_other])),
            given.rows,
        )
    return given
