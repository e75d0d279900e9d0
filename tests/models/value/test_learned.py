"""The two-part model: what it learns on top of the buying models, and when it keeps still."""

from __future__ import annotations

import numpy as np
import pytest

from data.facts.facts import Touches
from models.value.buyers import buyers_of
from models.value.buying import Outlook
from models.value.features import NAMES, Known, features
from models.value.forecast import trusted
from models.value.learned import Lesson, TwoPart, level_that_was, levelled, raised_to
from tests.models.value.worlds import orders


def flat(chance: float, value: float, count: int) -> Outlook:
    return Outlook(np.full(count, chance), np.full(count, chance), np.full(count, value))


def a_lesson(count: int = 3000) -> Lesson:
    """The buying models say the same of all; those with a 1 in the only telling column buy four times as often."""
    rng = np.random.default_rng(6)
    tells = np.arange(count) % 2
    bought = rng.random(count) < np.where(tells == 1, 0.4, 0.1)
    value = np.where(bought, rng.gamma(4, np.where(tells == 1, 10.0, 5.0)), 0.0)
    return Lesson(np.stack([tells, rng.random(count)], axis=1).astype(np.float32), flat(0.25, 8.0, count), value)


def test_what_the_buying_models_do_not_see_is_learned_in_both_parts() -> None:
    lesson = a_lesson()
    model = TwoPart(trees=200).fit(lesson, 1)
    assert model is not None
    ones = lesson.features[:, 0] == 1
    found = model.outlook(lesson.features, lesson.outlook)
    assert found.chance[ones].mean() == pytest.approx(0.4, abs=0.04)
    assert found.chance[~ones].mean() == pytest.approx(0.1, abs=0.04)
    assert found.each[ones].mean() / found.each[~ones].mean() == pytest.approx(2, abs=0.3)
    assert found.value.sum() == pytest.approx(lesson.value.sum(), rel=0.05)


def test_too_few_who_bought_teach_nothing_and_so_does_a_shop_without_prices() -> None:
    lesson = a_lesson()
    assert TwoPart().fit(Lesson(lesson.features[:300], flat(0.25, 8.0, 300), lesson.value[:300]), 1) is None
    assert TwoPart().fit(Lesson(lesson.features, flat(0.25, np.nan, 3000), lesson.value), 1) is None


def test_the_same_examples_teach_the_same() -> None:
    lesson = a_lesson()
    first, second = (TwoPart().fit(lesson, 1) for _ in range(2))
    assert first is not None
    assert second is not None
    words = [model.outlook(lesson.features, lesson.outlook).value for model in (first, second)]
    assert words[0].tolist() == words[1].tolist()


def test_learning_moves_value_between_customers_and_not_the_shop_s_total() -> None:
    base = flat(0.2, 10.0, 4)
    learned = Outlook(np.array([1.0, 1, 1, 5]), np.array([0.1, 0.1, 0.1, 0.9]), np.array([4.0, 4, 4, 100]))
    found = trusted(learned, base, 0.5)
    assert found.value.sum() == pytest.approx(40)
    assert found.chance.sum() == pytest.approx(0.8)
    assert found.value[3] / found.value[0] == pytest.approx(5)
    assert trusted(learned, base, 0.0).value == pytest.approx(base.value)


def test_a_level_that_was_is_met_again() -> None:
    word, value = flat(0.3, 6.0, 1000), np.where(np.arange(1000) < 700, 20.0, 0.0)
    found = levelled(word, level_that_was(word, value))
    assert found.chance.sum() == pytest.approx(700)
    assert found.value.sum() == pytest.approx(14_000)


@pytest.mark.parametrize("total", [0.001, 0.9, 2.999])
def test_chances_are_raised_to_any_total_and_stay_chances(total: float) -> None:
    found = raised_to(np.array([1e-7, 0.2, 0.99]), total)
    assert found.sum() == pytest.approx(total, rel=1e-3)
    assert ((found > 0) & (found < 1)).all()
    assert (np.diff(found) >= 0).all()


def test_features_say_what_was_known_at_the_moment() -> None:
    placed = orders((0, 100.0, 10.0), (0, 40.0, 30.0), (0, 20.0, 20.0), (5, 10.0, 7.0))
    looks = Touches(
        np.array([0, 0, 5, 9], dtype=np.int32), np.full(4, -1, dtype=np.int32), np.zeros(4, dtype=np.uint8),
        np.array([55.0, 12.0, 40.0, 50.0], dtype=np.float32), np.full(4, -1, dtype=np.int32),
    )  # fmt: skip
    found = features(Known(buyers_of(placed), placed, looks, 15.0), flat(0.5, 9.0, 2), 90)
    row = dict(zip(NAMES, found[0].tolist(), strict=True))
    assert row["days since the newest order"] == pytest.approx(20)
    assert row["usual gap"] == pytest.approx(40)
    assert row["newest gap"] == pytest.approx(20)
    assert row["orders in 30 days"] == 1
    assert row["looks in 90 days"] == 1
    assert row["days since a look"] == pytest.approx(40)
    other = dict(zip(NAMES, found[1].tolist(), strict=True))
    assert (np.isnan(other["newest gap"]), other["orders in 365 days"]) == (True, 1)
    assert other["days since a look"] == pytest.approx(25)
