"""A customer as the models see one: what the bundle holds, for the rows of a batch."""

from __future__ import annotations

import numpy as np

from data.arrays import Ints, Ragged
from models.bundle.bundle import Bundle
from models.candidates import Asked
from models.decision.placements import Placement
from models.decision.query import Whom


def asked_of(bundle: Bundle, placement: Placement, whom: Whom) -> Asked:
    """History, country and context of every row; an unknown customer has none of them."""
    held = bundle.history
    _, at = held.items.spread(whom.customer)
    history = _rows(held.items, whom.customer, at)
    country = bundle.customers.country.code
    group = np.where(whom.customer >= 0, country[whom.customer] if len(country) else -1, -1).astype(np.int32)
    context = whom.context
    for name in placement.context:
        context = _where_empty(context, _STAND_INS[name](bundle, whom.customer))
    return Asked(whom.customer, group, history, held.age[at], held.kind[at], context)


def _last_order(bundle: Bundle, customer: Ints) -> Ragged:
    return _rows(bundle.last_order, customer)


def _basket(bundle: Bundle, customer: Ints) -> Ragged:
    return _rows(bundle.basket, customer)


def _newest(bundle: Bundle, customer: Ints) -> Ragged:
    """The one item that the customer touched last."""
    held = bundle.history.items
    has = held.lengths(customer) > 0
    offsets = np.concatenate(([0], np.cumsum(has))).astype(np.int64)
    return Ragged(offsets, held.values[held.offsets[customer[has]]])


_STAND_INS = {"last_order": _last_order, "basket": _basket, "newest": _newest}


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
