"""Places of personal lists that go to new arrivals: as many as the setting says, drawn the same way every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from models.bundle.bundle import Bundle
from models.decision.decide import decide, decide_one
from models.decision.exploring import explored
from models.decision.placements import PLACEMENT_OF
from models.decision.query import Query, Whom
from models.decision.sources import Batch
from tests.models.decision.test_decide_property import part, same, same_one
from tests.models.decision.test_today import days, may_be_shown
from tests.models.shops import ShopShape, listed_bundle

SHOP = ShopShape(1, 40, 12, 160)
EVERYBODY = Whom.of(np.arange(-1, 12, dtype=np.int32))


def exploring(bundle: Bundle, share: float) -> Bundle:
    return replace(bundle, policy=replace(bundle.policy, exploration=share))


def batch_of(bundle: Bundle, query: Query, whom: Whom) -> Batch:
    return Batch(bundle, query, PLACEMENT_OF[query.placement], whom)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(days())
def test_what_is_explored_is_allowed_and_lists_keep_their_length(drawn: tuple[ShopShape, str, Query, Whom]) -> None:
    shape, personal, query, whom = drawn
    query = replace(query, strategy="personal")
    bundle = listed_bundle(shape, 256, personal)
    found, plain = decide(exploring(bundle, 0.5), query, whom), decide(bundle, query, whom)
    assert ((found.item >= 0) == (plain.item >= 0)).all()
    assert (found.item[:, 0] == plain.item[:, 0]).all()
    for row in range(whom.rows):
        shown = [i for i in found.item[row].tolist() if i >= 0]
        assert set(shown) <= may_be_shown(bundle, query, whom, row)
        assert len({int(bundle.items.family[i]) for i in shown}) == len(shown)
        arrived = {i for i, j in zip(shown, plain.item[row].tolist(), strict=False) if i != j}
        assert arrived <= set(bundle.arrived.tolist())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(days())
def test_an_explored_list_is_the_same_alone_and_in_a_batch(drawn: tuple[ShopShape, str, Query, Whom]) -> None:
    shape, personal, query, whom = drawn
    bundle = exploring(listed_bundle(shape, 256, personal), 0.3)
    together = decide(bundle, query, whom)
    for row in range(whom.rows):
        alone = whom.take(np.array([row]))
        same(decide(bundle, query, alone), part(together, row))
        same_one(decide_one(bundle, query, alone), part(together, row))


@pytest.mark.parametrize(("share", "n", "few", "many"), [(0.25, 8, 2, 2), (0.1, 8, 0, 1), (0.3, 5, 1, 2)])
def test_as_many_places_are_explored_as_the_setting_says(share: float, n: int, few: int, many: int) -> None:
    bundle = exploring(listed_bundle(SHOP, 256), share)
    shown = decide(exploring(bundle, 0.0), Query(n=n), EVERYBODY).item
    drawn = explored(batch_of(bundle, Query(n=n), EVERYBODY), shown)
    counts = np.bincount(drawn.found.row, minlength=EVERYBODY.rows)
    assert (counts.max(), few in counts) == (many, True)
    assert counts.mean() == pytest.approx(share * n, abs=0.4)
    assert (drawn.propensity > 0).all()
    assert (drawn.place > 0).all()


def test_the_propensity_is_how_often_an_item_of_the_pool_is_drawn() -> None:
    bundle, query = exploring(listed_bundle(SHOP, 256), 0.3), Query(n=5)
    whom = Whom.of(np.array([4], dtype=np.int32))
    shown = decide(exploring(bundle, 0.0), query, whom).item
    drawn: dict[int, int] = {}
    chance = 0.0
    for day in range(1_000):
        found = explored(batch_of(replace(bundle, as_of=f"{day:010}T00:00:00Z"), query, whom), shown)
        chance = float(found.propensity.max(initial=chance))
        for item in found.found.item.tolist():
            drawn[item] = drawn.get(item, 0) + 1
    assert len(drawn) > 2
    assert np.allclose(np.array(list(drawn.values())) / 1_000, chance, atol=0.06)


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_decisions_carry_the_propensity_of_what_was_drawn_and_1_elsewhere(share: float) -> None:
    bundle, query = exploring(listed_bundle(SHOP, 256), share), Query(n=8)
    plain, found = (decide(each, query, EVERYBODY) for each in (exploring(bundle, 0.0), bundle))
    drawn = explored(batch_of(bundle, query, EVERYBODY), plain.item)
    held = {
        (row, place): chance for row, place, chance in zip(drawn.found.row, drawn.place, drawn.propensity, strict=True)
    }
    expected = [[held.get((row, place), 1.0) for place in range(8)] for row in range(EVERYBODY.rows)]
    assert found.propensity.tolist() == expected
    assert found.propensity.dtype == np.float32
    assert (found.propensity < 1).any() == (found.item != plain.item).any() == (share > 0)
    for row in range(EVERYBODY.rows):
        one = decide_one(bundle, query, EVERYBODY.take(np.array([row])))
        assert one.propensity == expected[row][: len(one.item)]


def test_who_has_no_history_is_shown_what_arrived_last() -> None:
    bundle = exploring(listed_bundle(SHOP, 256), 0.5)
    nobody = Whom.of(np.array([-1], dtype=np.int32))
    shown = decide(exploring(bundle, 0.0), Query(n=8), nobody).item
    assert len(explored(batch_of(bundle, Query(n=8), nobody), shown).found.item) == 4


def test_other_strategies_explore_nothing() -> None:
    bundle = listed_bundle(SHOP, 256)
    for strategy in ("similar", "trending", "buy_again"):
        query = Query(n=8, strategy=strategy)
        same(decide(exploring(bundle, 0.5), query, EVERYBODY), decide(bundle, query, EVERYBODY))
