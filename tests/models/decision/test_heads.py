"""The first entries of lists that are not banned, against a loop over each list."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.arrays import Ragged
from models.decision.heads import rest

ITEMS, FAMILIES = 24, 9
FAMILY = (np.arange(ITEMS) % FAMILIES).astype(np.int32)

lists = st.lists(st.lists(st.integers(0, ITEMS - 1), unique=True, max_size=12), min_size=1, max_size=6)
bans = st.lists(st.sets(st.integers(0, FAMILIES - 1), max_size=4), min_size=6, max_size=6)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(lists, bans, st.integers(1, 5))
def test_the_rest_of_a_list_is_what_a_loop_over_it_keeps(
    held: list[list[int]], banned: list[set[int]], depth: int
) -> None:
    customer = np.array([number for number, items in enumerate(held) if len(items) >= depth], dtype=np.int32)
    if not len(customer):
        return
    offsets = np.concatenate(([0], np.cumsum([len(items) for items in held]))).astype(np.int64)
    flat = Ragged(offsets, np.array([item for items in held for item in items], dtype=np.int32))
    keys = [at * FAMILIES + family for at, c in enumerate(customer.tolist()) for family in sorted(banned[c])]
    found = rest(flat, customer, np.arange(len(customer)), depth, np.array(keys, dtype=np.int64), FAMILY, FAMILIES)
    width = depth + max(len(banned[c]) for c in customer.tolist())
    expected = {
        at: kept[:depth]
        for at, c in enumerate(customer.tolist())
        if len(kept := [item for item in held[c][:width] if FAMILY[item] not in banned[c]]) >= depth
    }
    assert dict(zip(found.row.tolist(), found.item.tolist(), strict=True)) == expected
    places = np.broadcast_to(np.arange(depth), (len(found.row), depth))
    assert (flat.values[found.at(places)] == found.item).all()
