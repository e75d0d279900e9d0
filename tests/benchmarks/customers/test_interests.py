"""The figures of the comparison, on numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.customers.groups_of_rfm import rfm_cells, rfm_segments
from benchmarks.customers.interests import explained, how_often
from data.facts.engine import customer_facts_at, facts_at
from models.interests.interests import Interests
from tests.worlds import Did, T, Thing, world


def test_members_who_alone_come_back_for_more_buy_as_many_times_as_there_are_buyers_to_a_member() -> None:
    things = [Thing(f"i{n:02}", category="herbs" if n < 10 else "toys") for n in range(20)]
    events = [Did(0, "purchase", item, 9, order=1) for item in range(8)]
    events += [Did(c, "purchase", 10 + item, 9, order=1 + c) for c in (1, 2, 3) for item in range(6)]
    con = world(things, ["a", "b", "c", "d"], events)
    known = customer_facts_at(con, facts_at(con, T))
    found = Interests(kinds=("category",), bar=1.0).fit(known.facts, np.random.default_rng(1))
    later = np.array([0, 0, 0], dtype=np.int32), np.array([0, 8, 9], dtype=np.int32)  # one is not new to them
    of = how_often(found, np.array([name == "herbs" for name in found.name]), known, later)
    assert (of.members, of.any, of.bought, of.part) == (1, 4, 4, 1)


def test_labels_that_tell_all_of_the_spend_explain_all_of_it_and_labels_by_chance_none() -> None:
    spend = np.repeat([1.0, 5.0], 50)
    assert explained(np.repeat([0, 1], 50), spend) == pytest.approx(1)
    assert explained(np.tile([0, 1], 50), spend) < 0.05


def test_rfm_has_its_usual_segments_and_cells() -> None:
    events = [
        Did(c, "purchase", 0, 1 + 9 * (4 - c) + visit, order=10 * c + visit, price=1.0 + c)
        for c in range(5)
        for visit in range(c + 1)
    ]
    con = world(["x"], [f"c{n}" for n in range(6)], events)
    known = customer_facts_at(con, facts_at(con, T))
    assert rfm_cells(known).tolist() == [0, 31, 62, 93, 124, -1]
    assert rfm_segments(known)[5] == -1
    assert len(set(rfm_segments(known)[:5].tolist())) >= 4
