"""What every recommender promises, over the table."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from data.arrays import Ragged
from data.facts.facts import Facts
from models.candidates import Asked, Candidates, Permit
from models.recommenders import RECOMMENDERS, Recommender
from models.recommenders.protocol import Model
from tests.models.recommenders import worlds

WORLDS: dict[str, Callable[[], Facts]] = {
    "checkerboard": worlds.checkerboard,
    "purchases only": worlds.purchases_only,
    "views and purchases": worlds.views_and_purchases,
    "browsing only": worlds.browsing_only,
    "guests only": worlds.guests_only,
    "one sale": worlds.one_sale,
    "an empty shop": worlds.an_empty_shop,
    "a shop without anything": worlds.a_shop_without_anything,
}
DEPTH = 6

each_recommender = pytest.mark.parametrize("row", RECOMMENDERS, ids=lambda row: row.name)
each_world = pytest.mark.parametrize("name", WORLDS)


@cache
def shop(name: str) -> Facts:
    return WORLDS[name]()


@cache
def fitted(row: Recommender, name: str) -> Model:
    return row.spec.fit(shop(name), np.random.default_rng(7))


def everybody(facts: Facts) -> Asked:
    """Every customer, and one whom nobody knows."""
    return worlds.asked(facts, [*range(facts.customers.count), -1])


def permits(facts: Facts, rows: int) -> dict[str, Permit]:
    """Anything; some families banned; only every third item; nothing at all."""
    count = facts.items.count
    some = without_some(facts, rows)
    every_third = list(range(0, count, 3))
    return {
        "anything": worlds.anything(facts),
        "some banned": some,
        "few pass": worlds.only(facts, every_third),
        "few pass, some banned": replace(some, passing=np.array(every_third, dtype=np.int32)),
        "nothing passes": worlds.only(facts, []),
    }


def without_some(facts: Facts, rows: int) -> Permit:
    """In row r the families of the items r and r + 2 are banned, and item 1 is not in stock."""
    allowed = worlds.anything(facts)
    count = max(facts.items.count, 1)
    items = [[row % count, (row + 2) % count] for row in range(rows)] if facts.items.count else []
    keys = [row * allowed.families + int(facts.items.family[item]) for row, held in enumerate(items) for item in held]
    default = allowed.default.copy()
    default[1:2] = False
    return replace(allowed, default=default, banned=np.unique(np.array(keys, dtype=np.int64)))


def bytes_of(found: Candidates) -> tuple[bytes, ...]:
    return found.row.tobytes(), found.item.tobytes(), found.score.tobytes(), found.anchor.tobytes()


@each_recommender
@each_world
def test_candidates_are_permitted_ranked_and_few_enough(row: Recommender, name: str) -> None:
    facts, model = shop(name), fitted(row, name)
    asked = everybody(facts)
    for case, permit in permits(facts, asked.rows).items():
        found = model.candidates(asked, permit, DEPTH)
        assert permit.allows(found.row, found.item).all(), case
        assert np.bincount(found.row, minlength=1).max() <= DEPTH, case
        assert (np.diff(found.row) >= 0).all(), case
        assert np.isfinite(found.score).all(), case
        assert (found.score > 0).all(), case
        falling = (np.diff(found.score) < 0) | ((np.diff(found.score) == 0) & (np.diff(found.item) > 0))
        assert (falling | (np.diff(found.row) > 0)).all(), case
        assert len(set(zip(found.row.tolist(), found.item.tolist(), strict=True))) == len(found.row), case


@each_recommender
@each_world
def test_candidates_come_in_the_promised_types(row: Recommender, name: str) -> None:
    facts, model = shop(name), fitted(row, name)
    found = model.candidates(everybody(facts), worlds.anything(facts), DEPTH)
    assert [part.dtype for part in (found.row, found.item, found.score, found.anchor)] == [
        np.int32, np.int32, np.float32, np.int32,
    ]  # fmt: skip
    assert isinstance(model, row.model)


@each_recommender
@each_world
def test_an_anchor_is_an_item_of_the_customers_history_or_context(row: Recommender, name: str) -> None:
    facts, model = shop(name), fitted(row, name)
    asked = everybody(facts)
    found = model.candidates(asked, worlds.anything(facts), DEPTH)
    for place, anchor in zip(found.row.tolist(), found.anchor.tolist(), strict=True):
        assert anchor in {-1, *asked.history.row(place).tolist(), *asked.context.row(place).tolist()}


@each_recommender
@each_world
def test_evidence_is_a_count_and_a_lift_for_every_pair(row: Recommender, name: str) -> None:
    facts, model = shop(name), fitted(row, name)
    found = model.candidates(everybody(facts), worlds.anything(facts), DEPTH)
    count, lift = model.evidence(found.anchor, found.item)
    assert count.dtype == np.int32
    assert lift.dtype == np.float32
    assert len(count) == len(lift) == len(found.item)
    assert (count >= 0).all()
    assert (np.isnan(lift) | (lift > 0)).all()


@each_recommender
@each_world
def test_a_row_has_the_same_bytes_alone_and_in_a_batch(row: Recommender, name: str) -> None:
    facts, model = shop(name), fitted(row, name)
    asked = everybody(facts)
    permit = without_some(facts, asked.rows)
    together = model.candidates(asked, permit, DEPTH)
    for place in range(asked.rows):
        inside = together.row == place
        expected = Candidates(
            np.zeros(int(inside.sum()), dtype=np.int32), together.item[inside], together.score[inside],
            together.anchor[inside],
        )  # fmt: skip
        assert bytes_of(model.candidates(*alone(asked, permit, place), DEPTH)) == bytes_of(expected)


def alone(asked: Asked, permit: Permit, place: int) -> tuple[Asked, Permit]:
    """One row as a batch of one."""
    inside = slice(asked.history.offsets[place], asked.history.offsets[place + 1])
    one = Asked(
        asked.customer[place : place + 1], asked.group[place : place + 1], row_of(asked.history, place),
        asked.age[inside], asked.kind[inside], row_of(asked.context, place),
    )  # fmt: skip
    mine = permit.banned[permit.banned // max(permit.families, 1) == place] - place * permit.families
    return one, replace(permit, banned=mine)


def row_of(held: Ragged, place: int) -> Ragged:
    values = held.row(place)
    return Ragged(np.array([0, len(values)], dtype=np.int64), values)


@each_recommender
@each_world
def test_fitting_twice_with_one_seed_gives_the_same_bytes_and_leaves_the_facts_alone(
    row: Recommender, name: str
) -> None:
    facts = shop(name)
    before = deepcopy(facts)
    asked, permit = everybody(facts), worlds.anything(facts)
    again = row.spec.fit(facts, np.random.default_rng(7))
    assert bytes_of(again.candidates(asked, permit, DEPTH)) == bytes_of(
        fitted(row, name).candidates(asked, permit, DEPTH)
    )
    assert stored(facts) == stored(before)
    assert stored(again) == stored(fitted(row, name))


@each_recommender
def test_a_model_is_arrays_numbers_and_texts_alone(row: Recommender) -> None:
    stored(fitted(row, "views and purchases"))


def stored(value: Any) -> list[Any]:
    """Everything that a value holds, in order; fails on what could not be written to a bundle."""
    if is_dataclass(value):
        return [part for field in fields(value) for part in stored(getattr(value, field.name))]
    if isinstance(value, np.ndarray):
        assert value.dtype != object
        return [(value.dtype.str, value.shape, value.tobytes())]
    assert isinstance(value, int | float | str | bool | None), f"{type(value)} cannot be stored"
    return [value]


@each_recommender
def test_nobody_asked_is_nobody_answered(row: Recommender) -> None:
    facts = shop("views and purchases")
    assert not len(
        fitted(row, "views and purchases").candidates(worlds.asked(facts, []), worlds.anything(facts), 5).row
    )


def test_names_are_unique_and_every_row_says_what_it_means() -> None:
    assert len({row.name for row in RECOMMENDERS}) == len(RECOMMENDERS)
    assert all(row.reason and row.meaning for row in RECOMMENDERS)


@each_recommender
def test_every_recommender_has_something_to_say_where_there_is_enough_to_learn(row: Recommender) -> None:
    facts = shop("views and purchases")
    found = fitted(row, "views and purchases").candidates(everybody(facts), worlds.anything(facts), DEPTH)
    assert len(found.row)
