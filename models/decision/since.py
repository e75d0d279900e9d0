"""What happened after last night, beside what the bundle holds: bought, put in the basket, looked at."""

from __future__ import annotations

import numpy as np

from data.arrays import Bools, Bytes, Floats, Ints, Longs, Ragged
from data.columns import CART, PURCHASE, REMOVE_FROM_CART, RETURN
from models.bundle.bundle import HISTORY_DEPTH, TASTE_KINDS, Bundle, History
from models.decision.query import Since

ONE_ORDER = 1.0
"""Days that purchases lie apart at most to be the last order: events of the day need not name theirs."""


def bought(since: Since) -> tuple[Longs, Ints]:
    """(row, item) bought or returned: left out until a night knows the rule of its group, or that it was cancelled."""
    return _of_kinds(since, (PURCHASE, RETURN))


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
    row, _ = since.items.spread(np.arange(since.items.rows))
    return _newest(row, since.items.values, since.age, since.kind, since.items.rows)


def history(bundle: Bundle, customer: Ints, since: Since) -> History:
    """Last night's history with what was touched since, as if last night had known it; a row per entry of customer."""
    held = bundle.history
    before, at = held.items.spread(customer)
    row, _ = since.items.spread(np.arange(since.items.rows))
    item = np.concatenate((since.items.values, held.items.values[at]))
    age, kind = np.concatenate((since.age, held.age[at])), np.concatenate((since.kind, held.kind[at]))
    row = np.concatenate((row, before))
    order = np.lexsort((age, row))
    pair = (row[order] * bundle.items.count + item[order]) * 256 + kind[order]
    order = order[np.sort(np.unique(pair, return_index=True)[1])]
    return _newest(row[order], item[order], age[order], kind[order], len(customer))


def basket(bundle: Bundle, customer: Ints, since: Since) -> Ragged:
    """What lies in each basket now: last night's, less what was taken out, then what was put in."""
    row, at = bundle.basket.spread(customer)
    item = bundle.basket.values[at]
    moved = _keys(bundle, *_of_kinds(since, (CART, REMOVE_FROM_CART, PURCHASE)))
    stays = ~np.isin(_keys(bundle, row, item), moved)
    new_row, new_item = put_in(since)
    return Ragged.of(np.concatenate((row[stays], new_row)), np.concatenate((item[stays], new_item)), len(customer))


def last_order(bundle: Bundle, customer: Ints, since: Since) -> Ragged:
    """The newest order: of who has bought since, what was bought within ONE_ORDER of the newest purchase."""
    row, at = since.items.spread(np.arange(since.items.rows))
    own = since.kind == PURCHASE
    row, at = row[own], at[own]
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


def _of_kinds(since: Since, kinds: tuple[int, ...]) -> tuple[Longs, Ints]:
    row, at = since.items.spread(np.arange(since.items.rows))
    own = np.isin(since.kind, kinds)
    return row[own], since.items.values[at[own]]


def _moved(since: Since) -> tuple[Longs, Ints, Bools]:
    """(row, item, whether it lies in the basket) by the newest event that says so."""
    row, at = since.items.spread(np.arange(since.items.rows))
    own = np.flatnonzero(np.isin(since.kind, (CART, REMOVE_FROM_CART, PURCHASE)))
    row, item = row[own], since.items.values[at[own]].astype(np.int32)
    _, first = np.unique((row << 32) | item, return_index=True)
    return row[first], item[first], since.kind[own[first]] == CART


def _keys(bundle: Bundle, row: Longs, item: Ints) -> Longs:
    return row * bundle.items.count + item


def _newest(row: Longs, item: Ints, age: Floats, kind: Bytes, rows: int) -> History:
    """The first HISTORY_DEPTH of each row that tell of taste; row ascending."""
    telling = np.flatnonzero(np.isin(kind, TASTE_KINDS))
    row = row[telling]
    kept = np.arange(len(row)) - np.searchsorted(row, row) < HISTORY_DEPTH
    telling = telling[kept]
    return History(Ragged.of(row[kept], item[telling], rows), age[telling], kind[telling])
