"""What holds of the facts of any shop: nothing after T leaks into them, and ids come out as they went in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.columns import EVENT_TYPES
from data.facts.engine import facts_at
from data.facts.facts import Facts
from data.groups import Groups
from tests.worlds import Did, T, Thing, world

SOME = settings(max_examples=20, deadline=None, derandomize=True)
GROUPS = Groups({"food": "consumable", "ware": "after 10 days"}, {"food": "again"})
THINGS = [
    Thing("a", family=0, group="food"),
    Thing("b", family=0, group="ware", first_seen=T - timedelta(days=15)),
    Thing("c", family=1, category="food > tea", price=3.0, in_stock=False),
    Thing("d", family=2, first_seen=T + timedelta(days=5)),
    Thing("e", family=3, is_product=False),
]
CUSTOMERS = ["ann", "bob"]


def events(days: st.SearchStrategy[float]) -> st.SearchStrategy[list[Did]]:
    """Any events with the five things and two customers, guests among them."""
    did = st.builds(
        Did,
        customer=st.integers(-1, len(CUSTOMERS) - 1),
        kind=st.sampled_from(EVENT_TYPES),
        item=st.integers(-1, len(THINGS) - 1),
        days=days,
        order=st.integers(-1, 3),
        quantity=st.sampled_from([None, 0.5, 1, 2]),
        price=st.sampled_from([None, 0.0, 2.5, 10.0]),
    )
    return st.lists(did, max_size=8)


before = events(st.integers(1, 3000).map(lambda hours: hours / 24))
after = events(st.integers(-2000, 0).map(lambda hours: hours / 24))


def arrays(value: Any, path: str = "") -> dict[str, Any]:
    """Every array of a value made of dataclasses, by its path."""
    if not is_dataclass(value):
        return {path: value}
    found: dict[str, Any] = {}
    for field in fields(value):
        found |= arrays(getattr(value, field.name), f"{path}.{field.name}")
    return found


def assert_same(one: Facts, other: Facts) -> None:
    others = arrays(other)
    for path, array in arrays(one).items():
        np.testing.assert_array_equal(array, others[path], err_msg=path)


@SOME
@given(before, after, after)
def test_facts_do_not_change_when_events_after_as_of_are_added_or_altered(
    known: list[Did], later: list[Did], otherwise: list[Did]
) -> None:
    one = facts_at(world(THINGS, CUSTOMERS, known + later), T, GROUPS, past=True)
    assert_same(one, facts_at(world(THINGS, CUSTOMERS, known + otherwise), T, GROUPS, past=True))


@SOME
@given(before, after)
def test_tonights_facts_depend_on_later_events_only_in_what_they_list(known: list[Did], later: list[Did]) -> None:
    one = arrays(facts_at(world(THINGS, CUSTOMERS, known), T, GROUPS))
    other = arrays(facts_at(world(THINGS, CUSTOMERS, known + later), T, GROUPS))
    fewer = one.pop(".items.listed") & ~other[".items.listed"]
    assert not fewer[[did.item for did in known if did.item >= 0]].any()
    for path, array in one.items():
        np.testing.assert_array_equal(array, other[path], err_msg=path)


@SOME
@given(before)
def test_whoever_bought_and_did_not_cancel_owns_it(known: list[Did]) -> None:
    facts = facts_at(world(THINGS, CUSTOMERS, known), T)
    cancelled = any(did.kind == "cancel" for did in known)
    for did in known:
        if did.kind == "purchase" and did.customer >= 0 and did.item >= 0 and not cancelled:
            thing = THINGS[did.item]
            assert thing.is_product == (thing.family in facts.owned.row(did.customer))


def utf8(text: str) -> bytes:
    return text.encode()


@SOME
@given(st.lists(st.text(min_size=1, max_size=200), unique=True, max_size=6))
def test_ids_come_out_exactly_as_the_shop_writes_them(ids: list[str]) -> None:
    known = sorted({"00123", "123", "85123A", "85123a", "🍵", " x ", "é" * 200, *ids}, key=utf8)
    facts = facts_at(world(known, known, []), T)
    assert list(facts.items.id) == known
    assert list(facts.customers.id) == known
