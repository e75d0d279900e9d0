"""The ranker: learns what decides, says how likely it is, and is the same again for the same examples."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from data.arrays import Floats
from models.ranker.ranker import SELLS, Examples, Ranker, RankerModel
from models.ranker.table import Table
from tests.models.ranker.worlds import (
    OFTEN,
    RARE,
    everybody_and_a_tenth_of_the_refusals,
    where_the_first_column_decides,
)

SMALL = Ranker(trees=40, rate=0.2)


def fitted(examples: Examples, seed: int = 1) -> RankerModel:
    return SMALL.fit(examples, np.random.default_rng(seed))


def test_what_was_bought_stands_before_what_was_not() -> None:
    model, unseen = fitted(where_the_first_column_decides()), where_the_first_column_decides(seed=7)
    chance = model.chances(unseen.features)
    assert chance[unseen.bought].min() > chance[~unseen.bought].mean()
    assert np.mean(chance[unseen.bought, None] > chance[None, ~unseen.bought]) > 0.99


def test_the_weights_are_shares_and_what_decides_has_most() -> None:
    weights = fitted(where_the_first_column_decides()).weights()
    assert next(iter(weights)) == "decides"
    assert weights["decides"] > 0.9
    assert sum(weights.values()) == pytest.approx(1)
    assert list(weights.values()) == sorted(weights.values(), reverse=True)


def test_the_same_examples_and_seed_give_the_same_bytes_another_seed_does_not() -> None:
    examples = where_the_first_column_decides()
    once, again, other = (fitted(examples, seed).chances(examples.features).tobytes() for seed in (1, 1, 2))
    assert once == again
    assert once != other


def test_members_are_different_and_averaged() -> None:
    examples = where_the_first_column_decides()
    model = fitted(examples)
    assert len(model.boosters) == 3 * SMALL.members  # of what little there is
    alone = [RankerModel((booster,), model.names, model.spec).chances(examples.features) for booster in model.boosters]
    assert not np.array_equal(alone[0], alone[1])
    odds = np.prod([chance / (1 - chance) for chance in alone], axis=0) ** (1 / len(alone))
    np.testing.assert_allclose(model.chances(examples.features), odds / (1 + odds), rtol=1e-9)


def test_chances_are_those_of_all_pairs_though_few_refusals_teach() -> None:
    everything, examples = everybody_and_a_tenth_of_the_refusals()
    chance = replace(SMALL, share=0.1).fit(examples, np.random.default_rng(1)).chances(everything)
    half = everything.column("half") == 1
    assert chance[half].mean() == pytest.approx(OFTEN, rel=0.1)
    assert chance[~half].mean() == pytest.approx(RARE, rel=0.15)


def test_columns_are_found_by_their_names() -> None:
    examples = where_the_first_column_decides()
    model, values = fitted(examples), examples.features.values
    turned = Table(("hiss", "new", "decides", "noise"), values[:, [2, 2, 0, 1]])
    np.testing.assert_array_equal(model.chances(turned), model.chances(examples.features))
    without = Table(("decides", "noise"), values[:, :2])
    assert np.isfinite(model.chances(without)).all()


@pytest.mark.parametrize(("bought", "leaves"), [(0, 4), (300, 4), (2500, 10), (1_000_000, 31)])
def test_leaves_grow_with_the_evidence_up_to_a_bound(bought: int, leaves: int) -> None:
    assert Ranker(leaves=31, per_leaf=250).size(bought) == leaves


def test_a_tree_has_no_more_leaves_than_the_evidence_allows() -> None:
    examples = where_the_first_column_decides()
    booster = fitted(examples).boosters[0]
    assert 2 <= booster.dump_model()["tree_info"][0]["num_leaves"] <= 4


def test_the_fewer_purchases_teach_the_more_models_are_averaged() -> None:
    ranker = Ranker(members=3, trees=200, enough=40_000)
    assert [ranker.effort(bought) for bought in (4_999, 5_000, 39_999, 40_000)] == [
        (9, 100),
        (3, 200),
        (3, 200),
        (1, 200),
    ]


def test_of_equal_chances_the_best_seller_is_held_back_as_far_as_evenness_says() -> None:
    sold = Table((SELLS,), np.log1p(np.array([[0], [99]], dtype=np.float32)))
    even, plain = (RankerModel((), (), Ranker(share=1.0, evenness=evenness)) for evenness in (0.5, 0.0))
    assert _scores(even, sold) == pytest.approx([0.3, 0.03])
    assert _scores(plain, sold) == pytest.approx([0.3, 0.3])


def _scores(model: RankerModel, features: Table) -> list[float]:
    """Where every pair has a chance of three in ten."""
    always = replace(model, boosters=(Always(np.log(0.3 / 0.7)),), names=features.names)
    return always.held_back(always.chances(features), features).tolist()


@dataclass(frozen=True)
class Always:
    """A booster that says the same of everything."""

    raw: float

    def predict(self, values: Floats, **_: object) -> NDArray[np.float64]:
        """The logarithm of the odds."""
        return np.full(len(values), self.raw)


def test_a_score_is_above_zero_however_unlikely() -> None:
    sold = Table((SELLS,), np.zeros((1, 1), dtype=np.float32))
    never = RankerModel((Always(-1000.0),), (SELLS,), Ranker())
    assert never.held_back(never.chances(sold), sold)[0] > 0
