"""What became of the members of each segment."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.segments.command import drawn_up
from benchmarks.segments.following import Followed, followed
from data.facts.engine import customer_facts_at, facts_at, window_placed
from models.segments.people import People, people
from tests.worlds import Did, T, world


def test_members_are_followed_into_the_days_after_and_who_was_unknown_then_is_left_out() -> None:
    """Ann looked, Bob ordered and orders again; Cid comes only in the week that is held against them."""
    con = world(["mug"], ["ann", "bob", "cid"], [
        Did(0, "view", 0, 20), Did(1, "purchase", 0, 20, order=1, price=5.0),
        Did(1, "purchase", 0, 3, order=2, price=7.0), Did(1, "purchase", 0, 2, order=3, price=1.0),
        Did(2, "purchase", 0, 1, order=4, price=9.0),
    ])  # fmt: skip
    cut = T - timedelta(days=7)
    known = customer_facts_at(con, facts_at(con, cut, past=True))
    found = {one.id: one for one in followed(known, people(known, People()), window_placed(con, cut, T))}
    assert found["all"] == Followed("all", 2, 1, 8.0)
    assert found["lifecycle:prospect"] == Followed("lifecycle:prospect", 1, 0, 0.0)
    assert found["lifecycle:first_time_buyer"] == Followed("lifecycle:first_time_buyer", 1, 1, 8.0)
    assert found["lifecycle:lost"].members == 0


def test_the_table_leaves_out_segments_without_members_and_what_has_no_price() -> None:
    table = drawn_up(
        [Followed("all", 4, 1, float("nan")), Followed("warmth:hot", 1, 1, 3.0), Followed("x", 0, 0, 0.0)], 14
    )
    assert "| all | 4 | 100.0 % | 25.0 % | \N{EN DASH} |" in table
    assert "| warmth:hot | 1 | 25.0 % | 100.0 % | 3.00 |" in table
    assert "| x |" not in table
