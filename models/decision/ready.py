"""One customer answered from last night's list without arrays: for a dozen items plain numbers are five times faster.

The same steps as in `sources._stored` and `diversity.shortlist`; a property test holds both to the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np

from data.arrays import ABSENT
from models.bundle.bundle import NO_SLOT, Bundle, Lists
from models.decision.query import One, Query, Whom
from models.recommenders import RECOMMENDERS


def ready(bundle: Bundle, query: Query, whom: Whom, depth: int, may_send: bool) -> One | None:
    """The list of the one customer of `whom`; None where it takes more than last night's list to fill it.

    depth: how many candidates stand for selection, as in the array path.
    """
    customer = int(whom.customer[0])
    lists = bundle.lists
    if lists is None or customer < 0 or not query.as_listed:
        return None
    at, items, stand = _unique(bundle, lists, customer, _banned(bundle, whom), depth)
    if len(items) < query.n or (stand < depth and _may_have_more(lists, customer)):
        return None
    order, crowded = _in_turns(bundle, items, query.n)
    item, chosen = [items[i] for i in order], [at[i] for i in order]
    score, source = lists.score.data, lists.source.data  # for a few numbers cheaper than the arrays
    named = [source[i] for i in chosen]
    anchor = _anchors(bundle, lists, customer, chosen)
    count, lift = _evidence(bundle, named, anchor, item)
    scores: list[float] = [score[i] for i in chosen]
    certain = [1.0] * query.n
    return One(item, scores, named, anchor, count, lift, query.n, 2 * crowded, may_send, lists.likely, certain)


def _may_have_more(lists: Lists, customer: int) -> bool:
    """Whether the model might name more than the customer's list holds."""
    offsets = lists.items.offsets.data
    return offsets[customer + 1] - offsets[customer] >= lists.depth


def _banned(bundle: Bundle, whom: Whom) -> set[int]:
    named = [held.values for held in (whom.context, whom.exclude, whom.shown) if held and len(held.values)]
    return {family for items in named for family in bundle.items.family[items].tolist()}


def _unique(
    bundle: Bundle, lists: Lists, customer: int, seen: set[int], depth: int
) -> tuple[Sequence[int], list[int], int]:
    """(position in the lists, item) of the first `depth` entries that are not banned, less those whose family stands
    already; and how many there were with these."""
    offsets, values = lists.items.offsets.data, lists.items.values.data
    first, end = offsets[customer], offsets[customer + 1]
    if not seen:
        end = min(end, first + depth)
        if not bundle.variants:
            return range(first, end), values[first:end].tolist(), end - first
    banned, family_of = frozenset(seen), bundle.items.family.data
    at: list[int] = []
    kept: list[int] = []
    looked = 0
    for position, item in enumerate(values[first:end].tolist(), first):
        family = family_of[item]
        if family in banned:
            continue
        looked += 1
        if looked > depth:
            break
        if family not in seen:
            seen.add(family)
            at.append(position)
            kept.append(item)
    return at, kept, looked


def _in_turns(bundle: Bundle, items: list[int], n: int) -> tuple[Sequence[int], bool]:
    """Which n of the items are taken, in order, when a category that had its share waits for the others."""
    if not bundle.categorised:
        return range(n), False
    share = max(ceil(bundle.policy.category_share * n), 1)
    code_of = bundle.items.category.code.data
    had: dict[int, int] = {}
    order: list[int] = []
    late: list[tuple[int, int]] = []
    for place, item in enumerate(items):
        code = code_of[item]
        before = had.get(code, 0)
        if before < share or code < 0:
            order.append(place)
            if len(order) == n:
                return order, False
        else:
            late.append((before // share, place))
        had[code] = before + 1
    late.sort()
    return order + [place for _, place in late[: n - len(order)]], True


def _anchors(bundle: Bundle, lists: Lists, customer: int, at: list[int]) -> list[int]:
    held, slot_of = bundle.history.items, lists.slot.data
    offsets = held.offsets.data
    history = held.values.data[offsets[customer] : offsets[customer + 1]].tolist()
    return [ABSENT if (slot := slot_of[i]) == NO_SLOT else history[slot] for i in at]


def _evidence(bundle: Bundle, source: list[int], anchor: list[int], item: list[int]) -> tuple[list[int], list[float]]:
    """(count, lift) behind each anchor, asked of each source for its own."""
    count, lift = [0] * len(item), [0.0] * len(item)
    for number in set(source):
        own = [place for place, by in enumerate(source) if by == number]
        anchors = np.array([anchor[place] for place in own], dtype=np.int32)
        items = np.array([item[place] for place in own], dtype=np.int32)
        counted, lifted = bundle.models[RECOMMENDERS[number].name].evidence(anchors, items)
        for place, so_often, so_much in zip(own, counted.tolist(), lifted.tolist(), strict=True):
            count[place], lift[place] = so_often, so_much
    return count, lift
