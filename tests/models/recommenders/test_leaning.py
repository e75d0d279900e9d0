"""What a customer's history changes in what goes with an item: how much, for whom, and for whom nothing."""

from __future__ import annotations

import numpy as np
import pytest

from data.arrays import Ragged
from data.facts.facts import Facts
from models.candidates import Asked
from models.neighbours import BLOCK, Neighbours
from models.recommenders.complementary import Complementary, ComplementaryModel
from models.recommenders.leaning import LATELY, Leaning
from tests.models.recommenders.worlds import anything, asked, facts
from tests.worlds import Did

BAG, COFFEE, GRINDER, TEA, TEAPOT = range(5)
OF_COFFEE, OF_TEA, OF_BAGS, LOOKED = range(4)
NOBODY = -1
ITEMS = 40


def coffee_or_tea() -> Facts:
    """Whom it is told of has a grinder, a teapot or a bag; all others bought two things that go together, as often."""
    pairs = [(BAG, COFFEE), (BAG, TEA), (COFFEE, GRINDER), (TEA, TEAPOT)] * 3
    events = [Did(4 + c, "purchase", item, days=10, order=c) for c, pair in enumerate(pairs) for item in pair]
    own = [(OF_COFFEE, GRINDER), (OF_TEA, TEAPOT), (OF_BAGS, BAG)]
    events += [Did(c, "purchase", item, days=20, order=90 + c) for c, item in own]
    events += [Did(LOOKED, "view", TEAPOT, days=5)]
    names = ["bag", "coffee", "grinder", "tea", "teapot"]
    return facts(names, ["c", "d", "e", "f", *(f"x{c:02}" for c in range(len(pairs)))], events)


def fitted(shop: Facts, **settings: float) -> ComplementaryModel:
    return Complementary(**settings).fit(shop, np.random.default_rng(0))  # pyright: ignore[reportArgumentType]


def beside(shop: Facts, customer: int, context: list[int], **settings: float) -> dict[int, float]:
    found = fitted(shop, **settings).candidates(asked(shop, [customer], [context]), anything(shop), 9)
    return dict(zip(found.item.tolist(), found.score.tolist(), strict=True))


def test_what_goes_with_the_history_too_comes_first() -> None:
    shop = coffee_or_tea()
    assert list(beside(shop, OF_TEA, [BAG])) == [TEA, COFFEE]
    assert list(beside(shop, OF_COFFEE, [BAG])) == [COFFEE, TEA]


def test_without_leaning_and_for_who_never_bought_the_table_alone_counts() -> None:
    shop = coffee_or_tea()
    assert list(beside(shop, OF_TEA, [BAG], leaning=0.0)) == [COFFEE, TEA]  # equal: by number
    weight = fitted(shop).neighbours.weight[:2].tolist()
    for customer in (NOBODY, LOOKED):
        assert list(beside(shop, customer, [BAG]).values()) == weight


def test_what_is_asked_about_is_no_history() -> None:
    shop = coffee_or_tea()
    assert list(beside(shop, OF_BAGS, [BAG]).values()) == fitted(shop).fresh[:2].tolist()


def test_an_item_given_what_is_usual_counts_as_much_more_as_leaning_says() -> None:
    shop = coffee_or_tea()
    plain = fitted(shop).fresh[1]
    table = fitted(shop).neighbours
    given = float(fitted(shop).fresh[table.offsets[TEAPOT]])  # tea, to who has a teapot
    usual = sum(float(w) for w, i in zip(fitted(shop).fresh, table.item, strict=True) if i == TEA) / 5
    assert beside(shop, OF_TEA, [BAG], leaning=0.3)[TEA] == pytest.approx(plain * (1 + 0.3 * given / usual))


def a_table(seed: int) -> Neighbours:
    rng = np.random.default_rng(seed)
    rows = [np.sort(rng.choice(ITEMS, rng.integers(0, 10), replace=False)) for _ in range(ITEMS)]
    item = np.concatenate(rows).astype(np.int32)
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    nothing = np.zeros(ITEMS, dtype=np.int32)
    return Neighbours(offsets, item, rng.uniform(0.1, 1, len(item)).astype(np.float32), nothing, nothing, 0)


def questions(rows: int, seed: int) -> Asked:
    """Histories of up to a hundred entries, some none; one to three items asked about."""
    rng = np.random.default_rng(seed)
    held, named = rng.integers(0, 101, rows) * (rng.random(rows) < 0.8), rng.integers(1, 4, rows)
    context = Ragged(_offsets(named), np.concatenate([rng.choice(ITEMS, n, replace=False) for n in named]))
    history = Ragged(_offsets(held), rng.integers(0, ITEMS, held.sum()).astype(np.int32))
    nobody, kind = np.full(rows, -1, dtype=np.int32), np.zeros(held.sum(), dtype=np.uint8)
    return Asked(nobody, nobody, history, np.zeros(held.sum(), dtype=np.float32), kind, context)


def _offsets(lengths: np.ndarray) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


@pytest.mark.parametrize("seed", range(3))
def test_the_factor_is_the_sum_over_the_newest_of_the_history(seed: int) -> None:
    table, question = a_table(seed), questions(7, seed)
    usual = np.linspace(1, 9, ITEMS).astype(np.float32)
    row, item = np.nonzero(np.random.default_rng(seed).random((7, ITEMS)) < 0.4)
    found = Leaning(table, usual, question).of(row, item.astype(np.int32))
    for place, (r, i) in enumerate(zip(row.tolist(), item.tolist(), strict=True)):
        named = question.context.row(r).tolist()
        bought = [each for each in question.history.row(r).tolist()[:LATELY] if each not in named]
        spans = [range(table.offsets[each], table.offsets[each + 1]) for each in bought]
        given = sum(float(table.weight[at]) for span in spans for at in span if table.item[at] == i)
        assert found[place] == pytest.approx((1 + given / usual[i]) ** (1 / len(named)))


def test_a_row_has_the_same_bytes_alone_and_in_a_batch_of_several_blocks() -> None:
    shop, model = coffee_or_tea(), fitted(coffee_or_tea())
    customers = [OF_COFFEE, OF_TEA, OF_BAGS, LOOKED, NOBODY] * (BLOCK // 2)
    contexts = [[BAG], [BAG, COFFEE], [TEA], [GRINDER, BAG], [BAG], [COFFEE]] * (len(customers) // 6 + 1)
    together = model.candidates(asked(shop, customers, contexts[: len(customers)]), anything(shop), 5)
    for place, customer in enumerate(customers):
        one = model.candidates(asked(shop, [customer], [contexts[place]]), anything(shop), 5)
        inside = together.row == place
        assert one.item.tobytes() == together.item[inside].tobytes()
        assert one.score.tobytes() == together.score[inside].tobytes()
        assert one.anchor.tobytes() == together.anchor[inside].tobytes()


def test_the_reason_stays_an_item_that_is_asked_about() -> None:
    shop = coffee_or_tea()
    found = fitted(shop).candidates(asked(shop, [OF_TEA], [[BAG]]), anything(shop), 9)
    assert set(found.anchor.tolist()) == {BAG}


def test_the_rest_of_the_model_does_not_depend_on_leaning() -> None:
    shop = coffee_or_tea()
    some, none = fitted(shop), fitted(shop, leaning=0.0)
    assert some.fresh.tobytes() == none.fresh.tobytes()
    assert some.neighbours.weight.tobytes() == none.neighbours.weight.tobytes()
