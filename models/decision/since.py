"""What happened after last night, beside what the bundle holds: bought, put in the basket, looked at."""

from __future__ import annotations

import numpy as np

from data.arrays import Bools, Bytes, Floats, Ints, Longs, Ragged
from data.columns import CANCEL, CART, DELIVER, PURCHASE, REMOVE_FROM_CART, RETURN
from models.bundle.bundle import HISTORY_DEPTH, TASTE_KINDS, Bundle, History
from models.decision.query import Since


def _kinds(*kinds: int) -> Bools:
    """bool [256]: whether a kind is one of these; to look it up takes a tenth of np.isin."""
    among = np.zeros(256, dtype=bool)
    among[list(kinds)] = True
    return among


_MOVED = _kinds(CART, REMOVE_FROM_CART, PURCHASE)
_SETTLED = _kinds(PURCHASE, CANCEL, RETURN)
_BOUGHT, _DELIVERED, _RETURNED = _kinds(PURCHASE), _kinds(DELIVER), _kinds(RETURN)
_TELLING = _kinds(*TASTE_KINDS)
ONE_ORDER = 1.0
"""Days that purchases lie apart at most to be the last order: events of the day need not name theirs."""


def bought(since: Since, shown_again: Bools | None) -> tuple[Longs, Ints]:
    """(row, item) left out because it was bought since and not cancelled, or returned since.

    shown_again bool [items]: what may be shown again once it was returned, None for nothing. Of each item the newest
    event counts, in the order of Since: who buys, cancels and buys again has bought it. Events of the day name neither
    order nor quantity, so a return counts for all that was bought since; and what last night knew as bought stays left
    out, whatever was cancelled or returned since, until a night has counted.
    """
    row, item, stands = _outcomes(since)
    if not len(row):
        return row, item
    returned = np.isin(_joined(row, item), _joined(*_of_kinds(since, _RETURNED)))
    if shown_again is not None:
        returned &= ~shown_again[item]
    return row[stands | returned], item[stands | returned]


def put_in(since: Since) -> tuple[Longs, Ints]:
    """(row, item) that lies in the basket because it was put in since."""
    row, item, inside = _moved(since)
    return row[inside], item[inside]


def taken_out(since: Since) -> tuple[Longs, Ints]:
    """(row, item) removed or bought since, and not put in again."""
    row, item, inside = _moved(since)
    return row[~inside], item[~inside]


def touched(since: Since) -> History:
    """What tells of taste, the newest HISTORY_DEPTH events of each row; an item as often as it was met."""
    since = _kept(since)
    return _newest(since.row, since.items.values, since.age, since.kind, since.items.rows)


def history(bundle: Bundle, customer: Ints, since: Since) -> History:
    """Last night's history with what was touched since, as if last night had known it; a row per entry of customer."""
    held, since = bundle.history, _kept(since)
    before, at = held.items.spread(customer)
    item = np.concatenate((since.items.values, held.items.values[at]))
    age, kind = np.concatenate((since.age, held.age[at])), np.concatenate((since.kind, held.kind[at]))
    row = np.concatenate((since.row, before))
    order = np.lexsort((age, row))
    pair = (row[order] * bundle.items.count + item[order]) * 256 + kind[order]
    order = order[np.sort(np.unique(pair, return_index=True)[1])]
    return _newest(row[order], item[order], age[order], kind[order], len(customer))


def basket(bundle: Bundle, customer: Ints, since: Since) -> Ragged:
    """What lies in each basket now: last night's, less what was taken out, then what was put in."""
    row, at = bundle.basket.spread(customer)
    item = bundle.basket.values[at]
    moved = _keys(bundle, *_of_kinds(since, _MOVED))
    stays = ~np.isin(_keys(bundle, row, item), moved)
    new_row, new_item = put_in(since)
    return Ragged.of(np.concatenate((row[stays], new_row)), np.concatenate((item[stays], new_item)), len(customer))


def last_order(bundle: Bundle, customer: Ints, since: Since) -> Ragged:
    """The newest order: of who has bought since, what was bought within ONE_ORDER of the newest purchase."""
    since = _kept(since)
    at = np.flatnonzero(since.kind == PURCHASE)
    row = since.row[at]
    newest = np.full(len(customer), np.inf, dtype=np.float32)
    np.minimum.at(newest, row, since.age[at])
    fresh = since.age[at] <= newest[row] + ONE_ORDER
    before, held = bundle.last_order.spread(np.where(np.isinf(newest), customer, -1))
    row, item = row[fresh], since.items.values[at[fresh]]
    _, first = np.unique(row * bundle.items.count + item, return_index=True)
    row, item = row[np.sort(first)], item[np.sort(first)]
    return Ragged.of(
        np.concatenate((row, before)), np.concatenate((item, bundle.last_order.values[held])), len(customer)
    )


def _of_kinds(since: Since, kinds: Bools) -> tuple[Longs, Ints]:
    own = kinds[since.kind]
    return since.row[own], since.items.values[own]


def _moved(since: Since) -> tuple[Longs, Ints, Bools]:
    """(row, item, whether it lies in the basket) by the newest event that says so."""
    row, item, kind = _newest_of(since, _MOVED)
    return row, item, kind == CART


def _outcomes(since: Since) -> tuple[Longs, Ints, Bools]:
    """(row, item, whether a purchase of it stands) of what was bought, cancelled or returned since.

    A cancellation of what was bought and delivered since comes too late.
    """
    row, item, kind = _newest_of(since, _SETTLED)
    late = kind == CANCEL
    if late.any():
        key = _joined(row, item)
        for before in (_BOUGHT, _DELIVERED):
            late &= np.isin(key, _joined(*_of_kinds(since, before)))
    return row, item, (kind == PURCHASE) | late


def _kept(since: Since) -> Since:
    """Without the purchases that do not stand: nothing is learned from them."""
    if not ((since.kind == CANCEL) | (since.kind == RETURN)).any():
        return since
    row, item, stands = _outcomes(since)
    gone = np.isin(_joined(since.row, since.items.values), _joined(row[~stands], item[~stands]))
    at = np.flatnonzero(~gone | (since.kind != PURCHASE))
    return Since(Ragged.of(since.row[at], since.items.values[at], since.items.rows), since.kind[at], since.age[at])


def _newest_of(since: Since, kinds: Bools) -> tuple[Longs, Ints, Bytes]:
    """(row, item, kind) of the newest event of every item among those of some kinds."""
    own = np.flatnonzero(kinds[since.kind])
    row, item = since.row[own], since.items.values[own].astype(np.int32)
    if len(own) < 2:
        return row, item, since.kind[own]
    _, first = np.unique(_joined(row, item), return_index=True)
    return row[first], item[first], since.kind[own[first]]


def _joined(row: Longs, item: Ints) -> Longs:
    return (row << 32) | item


def _keys(bundle: Bundle, row: Longs, item: Ints) -> Longs:
    return row * bundle.items.count + item


def _newest(row: Longs, item: Ints, age: Floats, kind: Bytes, rows: int) -> History:
    """The first HISTORY_DEPTH of each row that tell of taste; row ascending."""
    telling = np.flatnonzero(_TELLING[kind])
    row = row[telling]
    kept = np.arange(len(row)) - np.searchsorted(row, row) < HISTORY_DEPTH
    telling = telling[kept]
    return History(Ragged.of(row[kept], item[telling], rows), age[telling], kind[telling])
