"""What customers said of themselves decides for those of whom nothing else is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from data.facts.engine import facts_at
from data.facts.facts import Facts
from models.recommenders import attributes
from models.recommenders.attributes import AttributesModel, ByAttributes
from tests.models.recommenders import worlds
from tests.worlds import Did, T, add_attributes, world

RNG = np.random.default_rng(0)
CLUB, RACKET, SOCKS = 0, 1, 2
GOLFER, PLAYER, SILENT = 40, 41, 42


def sports(said: Sequence[tuple[int, str, str]]) -> Facts:
    """Twenty golfers bought clubs, twenty tennis players rackets, all of them socks; three newcomers bought nothing."""
    events = [Did(c, "purchase", CLUB if c < 20 else RACKET, days=3, order=c) for c in range(40)]
    events += [Did(c, "purchase", SOCKS, days=2, order=100 + c) for c in range(40)]
    con = world(["club", "racket", "socks"], [f"c{c:02}" for c in range(43)], events)
    add_attributes(con, said)
    return facts_at(con, T)


PLAYS = [(c, "sport", "golf" if c < 20 else "tennis") for c in range(40)]
PLAYS += [(GOLFER, "sport", "golf"), (PLAYER, "sport", "tennis")]


def named(model: AttributesModel, facts: Facts, customer: int) -> list[int]:
    return model.candidates(worlds.asked(facts, [customer]), worlds.anything(facts), 10).item.tolist()


def test_a_newcomer_is_shown_what_customers_of_the_same_kind_buy() -> None:
    facts = sports(PLAYS)
    model = ByAttributes(prior=1.0).fit(facts, RNG)
    assert named(model, facts, GOLFER) == [CLUB, SOCKS, RACKET] or named(model, facts, GOLFER)[:2] == [SOCKS, CLUB]
    assert named(model, facts, GOLFER).index(CLUB) < named(model, facts, GOLFER).index(RACKET)
    assert named(model, facts, PLAYER).index(RACKET) < named(model, facts, PLAYER).index(CLUB)


def test_who_said_nothing_and_who_is_unknown_is_left_to_others() -> None:
    facts = sports(PLAYS)
    model = ByAttributes().fit(facts, RNG)
    assert named(model, facts, SILENT) == named(model, facts, -1) == []


def test_a_value_with_too_few_orders_says_nothing() -> None:
    facts = sports([*PLAYS, (SILENT, "sport", "chess")])
    assert named(ByAttributes(least=40).fit(facts, RNG), facts, GOLFER) != []
    assert named(ByAttributes(least=41).fit(facts, RNG), facts, GOLFER) == []
    assert named(ByAttributes().fit(facts, RNG), facts, SILENT) == []


def test_the_larger_the_prior_the_less_a_value_says() -> None:
    facts = sports(PLAYS)
    lifts = [float(np.abs(ByAttributes(prior=prior).fit(facts, RNG).lift).max()) for prior in (1.0, 20.0, 1e6)]
    assert lifts[0] > lifts[1] > lifts[2]
    assert lifts[2] < 1e-3


@pytest.mark.parametrize("first", [1, 2, 1000])
def test_what_is_ready_for_all_of_a_kind_gives_way_to_all_items_where_it_is_too_little(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attributes, "FIRST", first)
    facts = sports(PLAYS)
    model = ByAttributes(prior=1.0).fit(facts, RNG)
    asked, only = worlds.asked(facts, [GOLFER, PLAYER]), np.array([CLUB, RACKET], dtype=np.int32)
    anything = worlds.anything(facts)
    for permit in (anything, replace(anything, passing=only)):
        whole = ByAttributes(prior=1.0).fit(facts, RNG).candidates(asked, permit, 3)
        assert set(whole.item[whole.row == 0].tolist()) == (
            {CLUB, RACKET, SOCKS} if permit is anything else {CLUB, RACKET}
        )
        for depth in (1, 2, 3):
            found = model.candidates(asked, permit, depth)
            for row in (0, 1):
                assert found.item[found.row == row].tolist() == whole.item[whole.row == row][:depth].tolist()
                assert found.score[found.row == row].tolist() == whole.score[whole.row == row][:depth].tolist()


def test_no_more_kinds_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attributes, "SAID", 1)
    facts = sports(PLAYS)
    model = ByAttributes(prior=1.0).fit(facts, RNG)
    once = [named(model, facts, customer) for customer in (GOLFER, PLAYER)]
    assert [named(model, facts, customer) for customer in (GOLFER, PLAYER)] == once
    assert len(model._remembered) == 1
