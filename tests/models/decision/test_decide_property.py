"""Over random shops and queries: nothing forbidden is ever shown, lists are full whenever they can be, answers are
stable."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.arrays import Ragged
from models.bundle.bundle import Bundle
from models.bundle.policy import Filter
from models.decision.decide import decide, decide_one
from models.decision.placements import PLACEMENTS, STRATEGIES
from models.decision.query import Decisions, One, Query, Whom
from models.decision.sourced import SOURCE_NUMBER
from models.recommenders import RECOMMENDERS
from tests.models.shops import THEMES, ShopShape, listed_bundle, random_bundle

SHAPES = st.sampled_from(
    [ShopShape(seed, 40, 12, 160) for seed in range(6)]
    + [
        ShopShape(0, 1, 1, 0),
        ShopShape(1, 1, 1, 5),
        ShopShape(2, 3, 2, 4),
        ShopShape(3, 9, 5, 20),
        ShopShape(4, 7, 3, 0),
    ]
)
PERSONALS = st.sampled_from([row.name for row in RECOMMENDERS])
FILTERS = st.builds(
    Filter,
    st.sampled_from([(), (), (), ("garden",), ("garden > lamps", "kitchen"), ("nowhere",)]),
    st.sampled_from([(), (), (), ("b1",)]),
    st.sampled_from([(), (), (), ("sale",)]),
    st.sampled_from([None, None, 3.0]),
    st.sampled_from([None, None, 7.0]),
    st.sampled_from([None, None, *THEMES]),
)
QUERIES = st.builds(
    Query,
    st.sampled_from([row.name for row in PLACEMENTS]),
    st.sampled_from([None, *(row.name for row in STRATEGIES)]),
    st.integers(1, 30),
    st.one_of(st.just(Filter()), FILTERS),
    st.booleans(),
    st.booleans(),
)


@st.composite
def whoms(draw: st.DrawFn, shape: ShopShape) -> Whom:
    rows = draw(st.integers(1, 4))
    customer = np.array(
        draw(st.lists(st.integers(-1, shape.customers - 1), min_size=rows, max_size=rows)), dtype=np.int32
    )
    named = st.lists(st.lists(st.integers(0, shape.items - 1), max_size=3), min_size=rows, max_size=rows)
    return Whom(customer, _ragged(draw(named)), _ragged(draw(named)))


@st.composite
def asked(draw: st.DrawFn) -> tuple[ShopShape, str, Query, Whom]:
    shape = draw(SHAPES)
    return shape, draw(PERSONALS), draw(QUERIES), draw(whoms(shape))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(asked())
def test_nothing_forbidden_is_shown_and_lists_are_full_whenever_they_can_be(
    drawn: tuple[ShopShape, str, Query, Whom],
) -> None:
    shape, personal, query, whom = drawn
    bundle = listed_bundle(shape, 6, personal)
    decisions = decide(bundle, query, whom)
    for row in range(whom.rows):
        shown = [i for i in decisions.item[row].tolist() if i >= 0]
        allowed = eligible(bundle, query, whom, row)
        back = came_back(bundle, query, decisions, row)
        assert set(shown) - back <= allowed
        families = bundle.items.family[shown].tolist()
        assert len(set(families)) == len(families)
        reachable = set(bundle.items.family[sorted(allowed)].tolist()) if allowed else set()
        assert len(shown) >= min(query.n, len(reachable))
        assert decisions.item[row, len(shown) :].tolist() == [-1] * (query.n - len(shown))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(asked())
def test_precomputed_lists_answer_exactly_as_live_scoring_does(drawn: tuple[ShopShape, str, Query, Whom]) -> None:
    shape, personal, query, whom = drawn
    live = decide(random_bundle(shape, personal), query, whom)
    for depth in (256, 3):
        same(decide(listed_bundle(shape, depth, personal), query, whom), live)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(asked())
def test_a_customers_answer_is_the_same_alone_and_in_a_batch(drawn: tuple[ShopShape, str, Query, Whom]) -> None:
    shape, personal, query, whom = drawn
    bundle = listed_bundle(shape, 256, personal)
    together = decide(bundle, query, whom)
    for row in range(whom.rows):
        alone = Whom(whom.customer[row : row + 1], _one(whom.context, row), _one(whom.exclude, row))
        same(decide(bundle, query, alone), part(together, row))
        same_one(decide_one(bundle, query, alone), part(together, row))


def eligible(bundle: Bundle, query: Query, whom: Whom, row: int) -> set[int]:
    """By the contract, item by item, without any of the code under test."""
    items, customer = bundle.items, int(whom.customer[row])
    gone: set[int] = set()
    if customer >= 0:
        gone |= {int(items.family[i]) for i in bundle.basket.row(customer)}
        if query.exclude_bought:
            gone |= set(bundle.owned.row(customer).tolist())
    gone |= {int(items.family[i]) for i in [*whom.context.row(row), *whom.exclude.row(row)]}
    return {
        i
        for i in range(items.count)
        if items.listed[i]
        and (items.in_stock[i] or not query.in_stock)
        and int(items.family[i]) not in gone
        and passes(bundle, query.filter, i)
    }


def passes(bundle: Bundle, wanted: Filter, i: int) -> bool:
    items = bundle.items
    category = (
        items.category.name[items.category.code[i]].replace(">", " > ").replace("  ", " ")
        if items.category.code[i] >= 0
        else ""
    )
    brand = items.brand.name[items.brand.code[i]] if items.brand.code[i] >= 0 else ""
    tags = {items.tag_name[t] for t in items.tags.row(i)}
    price = float(items.price[i])
    return (
        (not wanted.category or any(category == c or category.startswith(c + " > ") for c in wanted.category))
        and (not wanted.brand or brand in wanted.brand)
        and (not wanted.tag or bool(tags & set(wanted.tag)))
        and (wanted.price_min is None or price >= wanted.price_min)
        and (wanted.price_max is None or price <= wanted.price_max)
        and (wanted.theme is None or passes(bundle, THEMES[wanted.theme], i))
    )


def came_back(bundle: Bundle, query: Query, decisions: Decisions, row: int) -> set[int]:
    """What buy_again brings back: bought by this customer, and allowed in every other respect."""
    if query.strategy != "buy_again":
        return set()
    lifted = replace(query, exclude_bought=False)
    back = {
        int(i)
        for i, s in zip(decisions.item[row], decisions.source[row], strict=True)
        if i >= 0 and s == SOURCE_NUMBER["buy_again"]
    }
    whom = Whom.of(np.array([-1], dtype=np.int32))
    assert back <= eligible(bundle, lifted, whom, 0)
    return back


def same(one: Decisions, other: Decisions) -> None:
    for field in fields(Decisions):
        assert getattr(one, field.name).tobytes() == getattr(other, field.name).tobytes(), field.name


def same_one(one: One, row: Decisions) -> None:
    expected = One.of(row)
    for field in fields(One):
        assert repr(getattr(one, field.name)) == repr(getattr(expected, field.name)), field.name
    assert [one.shown(row.item.shape[1])] == row.rows_shown()


def part(decisions: Decisions, row: int) -> Decisions:
    return Decisions(*(getattr(decisions, field.name)[row : row + 1] for field in fields(Decisions)))


def _one(held: Ragged, row: int) -> Ragged:
    return _ragged([held.row(row).tolist()])


def _ragged(rows: list[list[int]]) -> Ragged:
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    return Ragged(offsets, np.array([value for row in rows for value in row], dtype=np.int32))
