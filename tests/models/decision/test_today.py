"""What customers did after last night: it is left out where it must be, and changes the order of the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.arrays import Ragged
from data.columns import CANCEL, CART, DELIVER, EVENT_TYPES, FAVOURITE, PURCHASE, REMOVE_FROM_CART, RETURN, VIEW
from models.bundle.bundle import Bundle
from models.decision.area import area
from models.decision.decide import decide, decide_one, decision_ids
from models.decision.placements import placement_of, strategy_of
from models.decision.query import One, Query, Since, Whom
from models.decision.sourced import SOURCE_NUMBER
from models.decision.state import asked_of
from tests.models.decision.test_decide_property import PERSONALS, QUERIES, SHAPES, eligible, part, same, same_one
from tests.models.shops import ShopShape, listed_bundle, random_bundle

SHOP = ShopShape(1, 40, 12, 160)
Event = tuple[int, int]
"""(item, kind), the newest first."""
TELLING = (
    VIEW, CART, REMOVE_FROM_CART, FAVOURITE, PURCHASE, PURCHASE, RETURN, CANCEL, DELIVER, EVENT_TYPES.index("open")
)  # fmt: skip


def since_of(rows: list[list[Event]]) -> Since:
    """An hour between two events, the oldest a little after last night."""
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    item = np.array([item for row in rows for item, _ in row], dtype=np.int32)
    kind = np.array([kind for row in rows for _, kind in row], dtype=np.uint8)
    age = np.array([-(len(row) - at) / 24 for row in rows for at in range(len(row))], dtype=np.float32)
    return Since(Ragged(offsets, item), kind, age)


def one(customer: int, *events: Event) -> Whom:
    return Whom.of(np.array([customer], dtype=np.int32), since=since_of([list(events)]))


def shown(bundle: Bundle, query: Query, whom: Whom) -> list[int]:
    return decide_one(bundle, query, whom).item


@st.composite
def days(draw: st.DrawFn) -> tuple[ShopShape, str, Query, Whom]:
    shape = draw(SHAPES)
    rows = draw(st.integers(1, 4))
    customer = draw(st.lists(st.integers(-1, shape.customers - 1), min_size=rows, max_size=rows))
    event = st.tuples(st.integers(0, shape.items - 1), st.sampled_from(TELLING))
    events = draw(st.lists(st.lists(event, max_size=5), min_size=rows, max_size=rows))
    whom = Whom.of(np.array(customer, dtype=np.int32), since=since_of(events))
    return shape, draw(PERSONALS), draw(QUERIES), whom


def gone_since(bundle: Bundle, query: Query, whom: Whom, row: int) -> tuple[set[int], set[int]]:
    """(families left out, items taken out of last night's basket), event by event, without the code under test."""
    assert whom.since
    at = range(whom.since.items.offsets[row], whom.since.items.offsets[row + 1])
    events = [(int(whom.since.items.values[i]), int(whom.since.kind[i])) for i in at]
    strategy = strategy_of(query.strategy or placement_of(query.placement).strategy)
    lifted = not query.exclude_bought and not strategy.bought
    left_out = {item for item, _ in events if not lifted and is_left_out(bundle, events, item)}
    basket: dict[int, int] = {}
    for item, kind in events:
        if kind in (CART, REMOVE_FROM_CART, PURCHASE):
            basket.setdefault(item, kind)
    left_out |= {item for item, kind in basket.items() if kind == CART}
    families = {int(bundle.items.family[item]) for item in left_out}
    return families, {item for item, kind in basket.items() if kind != CART}


def is_left_out(bundle: Bundle, events: list[Event], item: int) -> bool:
    """Whether what was done since, the newest first, says that the item was bought, or that it was returned."""
    assert bundle.items.shown_again is not None
    kinds = [kind for other, kind in events if other == item]
    last = next((kind for kind in kinds if kind in (PURCHASE, CANCEL, RETURN)), None)
    too_late = last == CANCEL and PURCHASE in kinds and DELIVER in kinds
    return last == PURCHASE or too_late or (RETURN in kinds and not bundle.items.shown_again[item])


def may_be_shown(bundle: Bundle, query: Query, whom: Whom, row: int) -> set[int]:
    families, out = gone_since(bundle, query, whom, row)
    customer = int(whom.customer[row])
    if customer >= 0:
        held = bundle.basket
        kept = ~np.isin(held.values, list(out)) | (np.repeat(np.arange(held.rows), np.diff(held.offsets)) != customer)
        owner = np.repeat(np.arange(held.rows), np.diff(held.offsets))[kept]
        bundle = replace(bundle, basket=Ragged.of(owner, held.values[kept], held.rows))
    return {i for i in eligible(bundle, query, whom, row) if int(bundle.items.family[i]) not in families}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(days())
def test_nothing_bought_or_in_the_basket_since_is_shown_and_lists_are_full(
    drawn: tuple[ShopShape, str, Query, Whom],
) -> None:
    shape, personal, query, whom = drawn
    bundle = listed_bundle(shape, 6, personal)
    decisions = decide(bundle, query, whom)
    for row in range(whom.rows):
        found = [i for i in decisions.item[row].tolist() if i >= 0]
        families = bundle.items.family[found].tolist()
        allowed = may_be_shown(bundle, query, whom, row)
        back = {i for i, s in zip(found, decisions.source[row], strict=False) if s == SOURCE_NUMBER["buy_again"]}
        assert set(found) - back <= allowed
        assert not {int(bundle.items.family[i]) for i in back} & gone_since(bundle, query, whom, row)[0]
        assert len(set(families)) == len(families)
        reachable = set(bundle.items.family[sorted(allowed)].tolist()) if allowed else set()
        assert len(found) >= min(query.n, len(reachable))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(days())
def test_a_day_is_answered_the_same_alone_and_in_a_batch(drawn: tuple[ShopShape, str, Query, Whom]) -> None:
    shape, personal, query, whom = drawn
    bundle = listed_bundle(shape, 256, personal)
    together = decide(bundle, query, whom)
    for row in range(whom.rows):
        alone = whom.take(np.array([row]))
        same(decide(bundle, query, alone), part(together, row))
        same_one(decide_one(bundle, query, alone), part(together, row))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(days())
def test_who_did_nothing_since_gets_todays_answer_to_the_byte(drawn: tuple[ShopShape, str, Query, Whom]) -> None:
    shape, personal, query, whom = drawn
    bundle = listed_bundle(shape, 256, personal)
    plain = Whom.of(whom.customer)
    together, before = decide(bundle, query, whom), decide(bundle, query, plain)
    for row in sorted({*range(whom.rows)} - {*whom.touched.tolist()}):
        same(part(together, row), part(before, row))
    nothing = since_of([[] for _ in range(whom.rows)])
    same(decide(bundle, query, Whom.of(whom.customer, since=nothing)), before)


def test_what_was_looked_at_comes_first_and_says_so() -> None:
    bundle = listed_bundle(SHOP, 256)
    usual = decide_one(bundle, Query(n=8), Whom.of(np.array([3], dtype=np.int32)))
    item = usual.item[-1]
    found = decide_one(bundle, Query(n=8), one(3, (item, VIEW)))
    assert (found.item[0], found.source[0], found.anchor[0]) == (item, SOURCE_NUMBER["looked_at"], item)
    assert found.own == 8


def test_the_shortest_list_too_begins_with_what_was_looked_at() -> None:
    bundle = listed_bundle(SHOP, 256)
    for customer in range(12):
        last = shown(bundle, Query(n=8), Whom.of(np.array([customer], dtype=np.int32)))[-1]
        whom, query = one(customer, (last, VIEW)), Query(n=1)
        assert decide(bundle, query, whom).item.tolist() == [[last]]


def test_every_anchor_is_an_item_of_the_customer() -> None:
    bundle = listed_bundle(SHOP, 256)
    for customer in range(-1, 12):
        whom = one(customer, (5, VIEW), (9, FAVOURITE))
        own = {-1, 5, 9, *(bundle.history.items.row(customer).tolist() if customer >= 0 else [])}
        assert set(decide_one(bundle, Query(n=20), whom).anchor) <= own


def test_a_first_look_of_somebody_unknown_is_answered_by_it() -> None:
    bundle = listed_bundle(SHOP, 256)
    item = next(i for i in range(40) if bundle.in_stock[i])
    found: One = decide_one(bundle, Query(n=8), one(-1, (item, VIEW)))
    assert found.item[0] == item
    assert found.own > 1
    assert found.item != shown(bundle, Query(n=8), Whom.of(np.array([-1], dtype=np.int32)))


@pytest.mark.parametrize("kind", [PURCHASE, CART])
def test_what_lies_in_the_basket_or_was_bought_is_gone_from_every_row_of_the_area(kind: int) -> None:
    bundle = listed_bundle(SHOP, 256)
    for customer in range(-1, 12):
        first = area(bundle, Query(), customer)[0].decisions.item[0, 0]
        rows = area(bundle, Query(), customer, since_of([[(int(first), kind)]]))
        assert first not in {item for row in rows for item in row.decisions.item[0].tolist()}


def test_what_was_taken_out_of_the_basket_may_be_shown_again() -> None:
    bundle = listed_bundle(SHOP, 256)
    customer = int(np.flatnonzero(np.diff(bundle.basket.offsets))[0])
    item = next(int(i) for i in bundle.basket.row(customer) if bundle.in_stock[i])
    everything = Query(n=200, exclude_bought=False)
    family = bundle.items.family[item]

    def families(*events: Event) -> set[int]:
        return {int(bundle.items.family[i]) for i in shown(bundle, everything, one(customer, *events))}

    assert family not in families((item, VIEW))
    assert family in families((item, REMOVE_FROM_CART))
    assert family not in families((item, CART), (item, REMOVE_FROM_CART))


def test_the_last_order_is_what_was_bought_since() -> None:
    bundle, query = random_bundle(SHOP), Query("thank_you", n=12)
    lists: list[list[int]] = []
    for item in range(40):
        named = Whom.of(np.array([-1], dtype=np.int32), Ragged(np.array([0, 1]), np.array([item], dtype=np.int32)))
        by_name = decide(bundle, query, named, fill=False)
        bought = decide(bundle, query, one(-1, (item, PURCHASE)), fill=False)
        lists.append(sorted(by_name.item[0].tolist()))
        assert sorted(bought.item[0].tolist()) == lists[-1]
    assert len(set(map(tuple, lists))) > 1


def test_what_was_bought_days_before_the_newest_purchase_is_not_the_last_order() -> None:
    bundle = random_bundle(SHOP)
    since = since_of([[(3, PURCHASE), (7, PURCHASE)]])
    apart = Whom.of(np.array([-1], dtype=np.int32), since=replace(since, age=np.array([-3, -1.5], dtype=np.float32)))
    both, newest = one(-1, (3, PURCHASE), (7, PURCHASE)), one(-1, (3, PURCHASE))
    context = [
        asked_of(bundle, placement_of("thank_you"), whom).context.values.tolist() for whom in (apart, both, newest)
    ]
    assert context == [[3], [3, 7], [3]]


def test_the_decision_id_tells_days_apart() -> None:
    bundle, query = listed_bundle(SHOP, 256), Query(n=4)

    def id_of(whom: Whom) -> str:
        return decision_ids(bundle, query, whom, [b"the same list"], ["c3"])[0]

    quiet, looked = Whom.of(np.array([3], dtype=np.int32)), one(3, (5, VIEW))
    assert len({id_of(quiet), id_of(looked), id_of(one(3, (5, CART)))}) == 3
    assert id_of(looked) == id_of(one(3, (5, VIEW)))
