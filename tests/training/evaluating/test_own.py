"""What customers had bought before, and lists of nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from data.arrays import Ragged
from data.facts.engine import facts_at
from data.facts.facts import Facts
from models.bundle.bundle import bundle_of
from models.bundle.policy import Policy
from models.candidates import Asked, Permit
from tests.worlds import Did, T, Thing, world
from training.evaluating.own import OwnModel, bought_before, eligible_again, own_of

TEA, JAM, RED, BLUE = range(4)
ANN, BOB, CID = range(3)
EVERYBODY = np.array([ANN, BOB, CID], dtype=np.int32)


def facts() -> Facts:
    """Ann buys tea in two orders and a mug in both colours; Bob jam, and has tea in his basket; Cid looks."""
    con = world(
        items=["a_tea", "b_jam", Thing("c_red", family=2), Thing("d_blue", family=2)],
        customers=["ann", "bob", "cid"],
        events=[
            Did(ANN, "purchase", TEA, 40, order=1),
            Did(ANN, "purchase", TEA, 40, order=1),
            Did(ANN, "purchase", TEA, 10, order=2),
            Did(ANN, "purchase", RED, 10, order=2),
            Did(ANN, "purchase", BLUE, 5, order=3),
            Did(BOB, "purchase", TEA, 9, order=4),
            Did(BOB, "purchase", JAM, 8, order=5),
            Did(BOB, "cart", TEA, 2),
            Did(CID, "view", JAM, 3),
            Did(-1, "purchase", JAM, 3, order=6),
        ],
    )
    return facts_at(con, T, past=True)


def test_each_pair_counts_its_orders_and_knows_the_last() -> None:
    own = own_of(facts())
    assert own.item.row(ANN).tolist() == [TEA, RED, BLUE]
    assert own.times[own.item.offsets[ANN] : own.item.offsets[ANN + 1]].tolist() == [2, 1, 1]
    assert own.age[: own.item.offsets[1]].tolist() == pytest.approx([10, 10, 5])
    assert own.item.row(CID).tolist() == []
    assert own.customer.tolist() == [ANN, ANN, ANN, BOB, BOB]


def test_one_per_family_that_lies_in_no_basket_can_stand_in_a_list() -> None:
    bundle = bundle_of(facts(), {}, Policy())
    assert eligible_again(bundle, own_of(facts()), EVERYBODY).tolist() == [2, 1, 0]


def test_what_was_not_bought_is_seen_and_an_empty_place_is_fine() -> None:
    shown = np.array([[TEA, JAM], [JAM, -1], [-1, -1]], dtype=np.int32)
    assert bought_before(own_of(facts()), EVERYBODY, shown).tolist() == [[True, False], [True, True], [True, True]]


def test_where_nobody_had_bought_anything_nothing_is_own() -> None:
    own = own_of(facts_at(world(["a"], ["ann"], [Did(0, "view", 0, 3)]), T, past=True))
    assert own.item.row(0).tolist() == []
    assert bought_before(own, np.array([0]), np.array([[0, -1]])).tolist() == [[False, True]]


def asked(*customers: int) -> Asked:
    """Of customers whose history plays no part."""
    rows = len(customers)
    nothing = Ragged(np.zeros(rows + 1, dtype=np.int64), np.empty(0, dtype=np.int32))
    who = np.array(customers, dtype=np.int32)
    return Asked(who, who, nothing, np.empty(0, np.float32), np.empty(0, np.uint8), nothing)


def test_the_best_of_the_own_that_may_be_shown_come_first() -> None:
    own = own_of(facts())
    model = OwnModel(own.item, np.array([0.2, 0.9, 0.5, 0.1, 0.0], dtype=np.float32))
    banned = np.array([0 * 3 + 2], dtype=np.int64)  # Ann's mugs
    permit = Permit(np.ones(4, dtype=bool), None, banned, np.array([0, 1, 2, 2], dtype=np.int32), 3)
    found = model.candidates(asked(ANN, -1, BOB), permit, 5)
    assert list(zip(found.row.tolist(), found.item.tolist(), strict=True)) == [(0, TEA), (2, TEA)]
    unbanned = Permit(permit.default, None, banned[:0], permit.family, 3)
    assert model.candidates(asked(ANN), unbanned, 2).item.tolist() == [RED, BLUE]
