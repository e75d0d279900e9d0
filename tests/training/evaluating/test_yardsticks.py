"""The yardsticks of the repeat task, on worlds counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from data.facts.engine import facts_at
from data.facts.facts import Facts
from tests.worlds import Did, T, world
from training.evaluating import tifuknn as knn
from training.evaluating.own import own_of
from training.evaluating.yardsticks import YARDSTICKS, models_of

TEA, JAM, RUM = range(3)
ANN, BOB, CID = range(3)
EVERYBODY = np.array([ANN, BOB, CID], dtype=np.int32)


def facts() -> Facts:
    """Ann: tea twice, then jam once. Bob: jam, then rum. Cid: jam. Guests drink rum."""
    return facts_at(
        world(
            items=["a_tea", "b_jam", "c_rum"],
            customers=["ann", "bob", "cid"],
            events=[
                Did(ANN, "purchase", TEA, 30, order=1),
                Did(ANN, "purchase", TEA, 20, order=2),
                Did(ANN, "purchase", JAM, 10, order=3),
                Did(BOB, "purchase", JAM, 9, order=4),
                Did(BOB, "purchase", RUM, 8, order=5),
                Did(CID, "purchase", JAM, 7, order=6),
                *[Did(-1, "purchase", RUM, 2, order=7 + n) for n in range(3)],
            ],
        ),
        T,
        past=True,
    )


def ranked(name: str, customer: int) -> list[int]:
    """The customer's own items, best first."""
    model = models_of(facts(), own_of(facts()), EVERYBODY, seed=1)[name]
    begin, end = model.item.offsets[customer : customer + 2]
    return model.item.values[begin:end][np.argsort(-model.score[begin:end], kind="stable")].tolist()


def test_frequency_ranks_by_orders_and_the_last_bought_first_of_equals() -> None:
    assert ranked("frequency", ANN) == [TEA, JAM]
    assert ranked("frequency", BOB) == [RUM, JAM]


def test_popular_ranks_what_sells_most_lately() -> None:
    assert ranked("popular", ANN) == [JAM, TEA]
    assert ranked("popular", BOB) == [RUM, JAM]


def test_every_yardstick_scores_every_pair() -> None:
    own = own_of(facts())
    models = models_of(facts(), own, EVERYBODY, seed=1)
    assert list(models) == [row.name for row in YARDSTICKS]
    for model in models.values():
        assert len(model.score) == len(own.item.values)
        assert (model.score > 0).all()


def test_the_taste_weighs_the_newest_order_most_within_a_group() -> None:
    taste = knn.taste(facts()).todense()
    assert taste[ANN].tolist()[0] == pytest.approx([(0.9 + 0.81) / 3, 1 / 3, 0])
    assert taste[CID].tolist()[0] == pytest.approx([0, 1, 0])


def test_an_older_group_counts_less_than_the_newest() -> None:
    orders = [Did(ANN, "purchase", TEA if n else JAM, 20 - n, order=n) for n in range(8)]
    taste = knn.taste(facts_at(world(["a_tea", "b_jam"], ["ann"], orders), T, past=True)).todense()
    newest = sum(0.9**n for n in range(7)) / 7
    assert taste.tolist()[0] == pytest.approx([newest / 2, 0.7 / 2])


def test_the_score_is_the_own_taste_beside_that_of_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knn, "NEIGHBOURS", 1)
    own = own_of(facts())
    score = knn.tifuknn(facts(), own, EVERYBODY, seed=1)
    bobs = dict(zip(own.item.row(BOB).tolist(), score[own.customer == BOB].tolist(), strict=True))
    assert bobs == pytest.approx({JAM: 0.7 * 0.45 + 0.3 * 1, RUM: 0.7 * 0.5})  # Cid is nearest: jam in her one order


def test_a_lonely_customer_has_the_own_taste_alone() -> None:
    alone = facts_at(world(["a_tea"], ["ann"], [Did(ANN, "purchase", TEA, 3, order=1)]), T, past=True)
    assert knn.tifuknn(alone, own_of(alone), np.array([0], dtype=np.int32), seed=1).tolist() == pytest.approx([0.7])


def test_neighbours_are_sought_among_a_seeded_few_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knn, "AMONG", 2)
    own = own_of(facts())
    scores = [knn.tifuknn(facts(), own, EVERYBODY, seed=seed).tolist() for seed in (1, 1, 2, 3, 4)]
    assert scores[0] == scores[1]
    assert len({tuple(each) for each in scores}) > 1
