"""What must not appear. Every rule is a row; `permit` turns the rows that apply into what models ask before they rank.

Everything is excluded by variant family: who has the blue one is not shown the same thing in red.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data.arrays import Ints, Longs, Ragged, distinct
from models.bundle.bundle import Bundle
from models.candidates import Permit
from models.decision import since
from models.decision.filters import passing
from models.decision.placements import placement_of, strategy_of
from models.decision.query import Query, Whom

Pairs = tuple[Longs, Ints]
"""(row, family) of what one rule forbids."""


@dataclass(frozen=True)
class Exclusion:
    """pairs: what is forbidden to whom; None for rules over items alone, which hold for every row
    (`filters.passing`, `listed`).
    nightly: the precomputed lists obey it already."""

    name: str
    nightly: bool
    pairs: Callable[[Bundle, Query, Whom], Pairs] | None
    meaning: str


def _bought(bundle: Bundle, query: Query, whom: Whom) -> Pairs:
    if not query.exclude_bought:
        return _NOTHING
    return _families_of(bundle.owned, whom.customer)


def _in_basket(bundle: Bundle, query: Query, whom: Whom) -> Pairs:
    row, items = _families_of(bundle.basket, whom.customer)
    if whom.since and len(row):
        stays = ~np.isin(_joined(row, items), _joined(*since.taken_out(whom.since)))
        row, items = row[stays], items[stays]
    return row, bundle.items.family[items]


def _bought_since(bundle: Bundle, query: Query, whom: Whom) -> Pairs:
    strategy = strategy_of(query.strategy or placement_of(query.placement).strategy)
    if not whom.since or not (query.exclude_bought or strategy.bought):
        return _NOTHING
    return _in_families(bundle, since.bought(whom.since, bundle.items.shown_again))


def _in_basket_since(bundle: Bundle, query: Query, whom: Whom) -> Pairs:
    return _in_families(bundle, since.put_in(whom.since)) if whom.since else _NOTHING


def _in_context(bundle: Bundle, query: Query, whom: Whom) -> Pairs:
    return _named(bundle, whom.context)


def _by_request(bundle: Bundle, query: Query, whom: Whom) -> Pairs:
    return _named(bundle, whom.exclude)


def _shown_recently(bundle: Bundle, query: Query, whom: Whom) -> Pairs:
    return _named(bundle, whom.shown) if whom.shown else _NOTHING


EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion(
        "not_listed", True, None, "no product (a fee, a voucher, a test), or neither in the catalogue nor ever sold"
    ),
    Exclusion("out_of_stock", True, None, "the catalogue says so, unless the query has in_stock=false"),
    Exclusion(
        "filtered", False, None, "does not pass the category, brand, tag, price or theme that the query asks for"
    ),
    Exclusion(
        "bought",
        True,
        _bought,
        "bought at any age, also when returned, unless its group is rebought or shows again what was all returned, or"
        " the query has exclude_bought=false",
    ),
    Exclusion("in_basket", True, _in_basket, "lay in the customer's basket last night, and was not taken out since"),
    Exclusion(
        "bought_since",
        False,
        _bought_since,
        "bought after last night and not cancelled since, whatever its rule for rebuying: nothing is due again on the"
        " day; or returned since, unless its group shows it again",
    ),
    Exclusion("in_basket_since", False, _in_basket_since, "was put in the basket after last night"),
    Exclusion("in_context", False, _in_context, "the query names it as the item that the list should go with"),
    Exclusion("by_request", False, _by_request, "the query excludes it"),
    Exclusion(
        "shown_recently",
        False,
        _shown_recently,
        "was shown to the customer too recently, by the rules of `[memory]`: the list comes short before it shows it",
    ),
)

_NOTHING: Pairs = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32))


def fresh_permit(bundle: Bundle, query: Query, whom: Whom) -> Permit:
    """What each row may be shown, but for the pairs that the precomputed lists obey already."""
    return Permit(
        bundle.in_stock if query.in_stock else bundle.items.listed,
        None if query.filter.empty else passing(bundle, query.filter, query.in_stock),
        _banned(bundle, query, whom, nightly=False), bundle.items.family, bundle.families,
    )  # fmt: skip


def permit(bundle: Bundle, query: Query, whom: Whom, fresh: Permit) -> Permit:
    """What each row may be shown; fresh: as `fresh_permit` says of the same."""
    return fresh.without(_banned(bundle, query, whom, nightly=True))


def _banned(bundle: Bundle, query: Query, whom: Whom, nightly: bool) -> Longs:
    """Keys row * families + family, ascending."""
    found = [rule.pairs(bundle, query, whom) for rule in EXCLUSIONS if rule.pairs and rule.nightly == nightly]
    keys = [row * bundle.families + family for row, family in found if len(row)]
    return distinct(np.concatenate(keys)) if keys else _NOTHING[0]


def _families_of(held: Ragged, customer: Ints) -> Pairs:
    row, at = held.spread(customer)
    return row, held.values[at]


def _in_families(bundle: Bundle, pairs: Pairs) -> Pairs:
    row, items = pairs
    return row, bundle.items.family[items]


def _joined(row: Longs, item: Ints) -> Longs:
    return (row << 32) | item


def _named(bundle: Bundle, named: Ragged) -> Pairs:
    if not len(named.values):
        return _NOTHING
    row, at = named.spread(np.arange(named.rows))
    return row, bundle.items.family[named.values[at]]
