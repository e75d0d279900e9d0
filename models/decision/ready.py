"""One customer answered from last night's list without arrays: for a dozen items plain numbers are five times faster.

The same steps as in `sources._stored` and `diversity.shortlist`; a property test holds both to the same bytes.
"""

from __future__ import annotations

from math import ceil

from data.arrays import ABSENT
from models.bundle.bundle import NO_SLOT, Bundle, Lists
from models.decision.query import Query, Whom

Ready = tuple[list[int], list[float], list[int], list[int], bool]
"""Items, scores, sources, anchors, and whether a category took more than its share."""


def ready(bundle: Bundle, query: Query, whom: Whom, depth: int) -> Ready | None:
    """The list of the one customer of `whom`; None where it takes more than last night's list to fill it.

    depth: how many candidates stand for selection, as in the array path.
    """
    customer = int(whom.customer[0])
    if bundle.lists is None or customer < 0 or not query.as_listed:
        return None
    at, items = _unique(bundle, bundle.lists, customer, _banned(bundle, whom), depth)
    if len(items) < query.n:
        return None
    order, crowded = _in_turns(bundle, items, query.n)
    chosen = [at[i] for i in order]
    score, source = bundle.lists.score.data, bundle.lists.source.data  # for a few numbers cheaper than the arrays
    anchors = _anchors(bundle, bundle.lists, customer, chosen)
    return [items[i] for i in order], [score[i] for i in chosen], [source[i] for i in chosen], anchors, crowded


def _banned(bundle: Bundle, whom: Whom) -> set[int]:
    named = [held.values for held in (whom.context, whom.exclude) if len(held.values)]
    return {family for items in named for family in bundle.items.family[items].tolist()}


def _unique(bundle: Bundle, lists: Lists, customer: int, seen: set[int], depth: int) -> tuple[list[int], list[int]]:
    """(position in the lists, item) of the first `depth` entries that are not banned, less those whose family stands
    already."""
    first, end = int(lists.items.offsets[customer]), int(lists.items.offsets[customer + 1])
    items = lists.items.values[first : end if seen else min(end, first + depth)]
    banned = frozenset(seen)
    at: list[int] = []
    kept: list[int] = []
    looked = 0
    for position, (item, family) in enumerate(
        zip(items.tolist(), bundle.items.family[items].tolist(), strict=True), first
    ):
        if family in banned:
            continue
        looked += 1
        if looked > depth:
            break
        if family not in seen:
            seen.add(family)
            at.append(position)
            kept.append(item)
    return at, kept


def _in_turns(bundle: Bundle, items: list[int], n: int) -> tuple[list[int], bool]:
    """Which n of the items are taken, in order, when a category that had its share waits for the others."""
    if not bundle.categorised:
        return list(range(n)), False
    share = max(ceil(bundle.policy.category_share * n), 1)
    code_of = bundle.items.category.code.data
    had: dict[int, int] = {}
    turns: list[int] = []
    for item in items:
        code = code_of[item]
        turns.append(0 if code < 0 else had.get(code, 0) // share)
        had[code] = had.get(code, 0) + 1
        if len(turns) == n and not any(turns):
            return list(range(n)), False
    order = sorted(range(len(items)), key=turns.__getitem__)[:n]
    return order, any(turns[i] for i in order)


def _anchors(bundle: Bundle, lists: Lists, customer: int, at: list[int]) -> list[int]:
    held = bundle.history.items
    history = held.values[int(held.offsets[customer]) : int(held.offsets[customer + 1])].tolist()
    return [ABSENT if slot == NO_SLOT else history[slot] for slot in map(lists.slot.data.__getitem__, at)]
