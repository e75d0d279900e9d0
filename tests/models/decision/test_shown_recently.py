"""What was shown to a customer too recently is not shown again, on whichever way a list is made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.arrays import Ragged
from models.bundle.bundle import Bundle
from models.decision.area import area
from models.decision.decide import decide, decide_one, decision_ids
from models.decision.heads import MOST
from models.decision.placements import PLACEMENTS
from models.decision.query import Query, Whom
from models.decision.stored import stored
from tests.models.decision.test_decide_property import PERSONALS, QUERIES, SHAPES, part, same, same_one
from tests.models.decision.test_today import TELLING, may_be_shown, since_of
from tests.models.shops import ShopShape, listed_bundle, random_bundle

SHOP = ShopShape(1, 40, 12, 160)
ROOMY = [ShopShape(20, 160, 12, 300, variants=False), ShopShape(21, 160, 12, 300)]
MANY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
Drawn = tuple[ShopShape, str, Query, Whom]


def ragged(rows: list[list[int]]) -> Ragged:
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    return Ragged(offsets, np.array([item for row in rows for item in row], dtype=np.int32))


@st.composite
def evenings(draw: st.DrawFn) -> Drawn:
    """Rows to whom something was shown and rows to whom nothing was, some of whom did something since."""
    shape = draw(st.one_of(SHAPES, st.sampled_from(ROOMY)))
    rows = draw(st.integers(1, 5))

    def lists(of: st.SearchStrategy[object], longest: int) -> list[list[object]]:
        row = st.one_of(st.just([]), st.lists(of, max_size=longest))
        return draw(st.lists(row, min_size=rows, max_size=rows))

    item = st.integers(0, shape.items - 1)
    customer = draw(st.lists(st.integers(-1, shape.customers - 1), min_size=rows, max_size=rows))
    since = since_of(lists(st.tuples(item, st.sampled_from(TELLING)), 3))  # type: ignore[arg-type]
    shown, exclude = ragged(lists(item, 30)), ragged(lists(item, 2))  # type: ignore[arg-type]
    since = draw(st.sampled_from([None, since]))
    whom = Whom.of(np.array(customer, dtype=np.int32), exclude=exclude, since=since, shown=shown)
    query = draw(st.one_of(QUERIES, st.builds(Query, n=st.integers(1, 12))))
    return shape, draw(PERSONALS), query, whom


def families(bundle: Bundle, items: list[int]) -> set[int]:
    return {int(bundle.items.family[item]) for item in items if item >= 0}


def gone(bundle: Bundle, whom: Whom, row: int) -> set[int]:
    assert whom.shown
    return families(bundle, whom.shown.row(row).tolist())


def exploring(bundle: Bundle) -> Bundle:
    return replace(bundle, policy=replace(bundle.policy, exploration=0.5))


@MANY
@given(evenings())
def test_nothing_shown_recently_is_shown_again_and_lists_are_full(drawn: Drawn) -> None:
    shape, personal, query, whom = drawn
    bundle = listed_bundle(shape, 256, personal)
    found, drawn_too = decide(bundle, query, whom), decide(exploring(bundle), query, whom)
    for row in range(whom.rows):
        shown = [item for item in found.item[row].tolist() if item >= 0]
        for items in (shown, drawn_too.item[row].tolist(), decide_one(bundle, query, whom.take(np.array([row]))).item):
            assert not families(bundle, items) & gone(bundle, whom, row)
        allowed = _allowed(bundle, query, whom, row)
        assert len(shown) >= min(query.n, len(families(bundle, allowed) - gone(bundle, whom, row)))


@MANY
@given(evenings())
def test_all_ways_agree_to_the_byte_with_memory_and_events_mixed(drawn: Drawn) -> None:
    shape, personal, query, whom = drawn
    bundle = listed_bundle(shape, 256, personal)
    together, live = decide(bundle, query, whom), decide(random_bundle(shape, personal), query, whom)
    assert bundle.lists
    listed = bundle.lists.items.lengths(whom.customer) > 0
    for row in range(whom.rows):
        if listed[row] and row not in whom.touched:
            same(part(live, row), part(together, row))
        alone = whom.take(np.array([row]))
        same(decide(bundle, query, alone), part(together, row))
        same_one(decide_one(bundle, query, alone), part(together, row))


@MANY
@given(evenings())
def test_who_was_shown_nothing_is_answered_as_without_memory(drawn: Drawn) -> None:
    shape, personal, query, whom = drawn
    bundle = listed_bundle(shape, 256, personal)
    together, plain = decide(bundle, query, whom), decide(bundle, query, replace(whom, shown=None))
    for row in range(whom.rows):
        if not gone(bundle, whom, row):
            same(part(together, row), part(plain, row))


def _allowed(bundle: Bundle, query: Query, whom: Whom, row: int) -> list[int]:
    nothing = since_of([[] for _ in range(whom.rows)])
    return sorted(may_be_shown(bundle, query, whom if whom.since else replace(whom, since=nothing), row))


def test_last_nights_lists_answer_rows_with_memory_as_matrices_too_and_the_others_as_before() -> None:
    bundle = listed_bundle(ROOMY[0], 256)
    assert bundle.lists
    first = [bundle.lists.items.row(row)[:20].tolist() for row in range(12)]
    shown = ragged([items if row % 2 else [] for row, items in enumerate(first)])
    whom = Whom.of(np.arange(12, dtype=np.int32), shown=shown)
    rows = [found.row.tolist() for found in stored(bundle, Query(n=5), whom, 10)]
    assert rows == [[*range(0, 12, 2)], [*range(1, 12, 2)]]


def test_a_row_that_names_more_than_is_looked_at_is_answered_the_longer_way() -> None:
    bundle = listed_bundle(ROOMY[0], 256)
    customers, many = np.arange(3, dtype=np.int32), [*range(100), *range(100), *range(100)]
    assert len(many) > MOST
    whom = Whom.of(customers, shown=ragged([[], many, [7]]))
    assert sorted(row for found in stored(bundle, Query(n=5), whom, 10) for row in found.row.tolist()) == [0, 2]
    same(decide(bundle, Query(n=5), whom), decide(random_bundle(ROOMY[0]), Query(n=5), whom))


@pytest.mark.parametrize("placement", [row.name for row in PLACEMENTS])
def test_a_list_comes_short_before_it_repeats_itself(placement: str) -> None:
    bundle = listed_bundle(SHOP, 256)
    customer = np.array([3], dtype=np.int32)
    everything = decide(bundle, Query(placement, n=200), Whom.of(customer)).item
    whom = Whom.of(customer, shown=ragged([everything[everything >= 0].tolist()]))
    assert decide_one(bundle, Query(placement, n=5), whom).item == []


def test_no_row_of_the_area_shows_what_was_shown_recently() -> None:
    bundle = listed_bundle(SHOP, 256)
    for customer in range(-1, 12):
        before = [item for row in area(bundle, Query(), customer) for item in row.decisions.item[0].tolist()][::2]
        rows = area(bundle, Query(), customer, shown=ragged([[item for item in before if item >= 0]]))
        after = [item for row in rows for item in row.decisions.item[0].tolist()]
        assert not families(bundle, before) & families(bundle, after)


def test_strangers_do_not_get_the_list_of_one_to_whom_something_was_shown() -> None:
    bundle, query = replace(random_bundle(SHOP)), Query(n=5)  # a value of its own: nothing remembered yet
    guest = np.array([-1], dtype=np.int32)
    usual = decide_one(bundle, query, Whom.of(guest)).item
    again = Whom.of(guest, shown=ragged([usual[:2]]))
    assert not set(decide_one(bundle, query, again).item) & set(usual[:2])
    assert decide_one(bundle, query, Whom.of(guest)).item == usual


def test_the_decision_id_tells_the_list_and_not_the_memory_behind_it() -> None:
    bundle, query = listed_bundle(SHOP, 256), Query(n=4)
    plain = Whom.of(np.array([3], dtype=np.int32))
    ids = [
        decision_ids(bundle, query, whom, [b"the same list"], ["c3"])
        for whom in (plain, replace(plain, shown=ragged([[5]])))
    ]
    assert ids[0] == ids[1]
