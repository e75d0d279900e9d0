"""Who is asked about on the eve of a purchase, with what, and what is wanted: counted by eye."""

from __future__ import annotations

from datetime import timedelta

import pytest

from benchmarks.today.questions import DAYS, EARLY, SESSION, Questions, questions_of
from data.facts.engine import facts_at, window_events
from tests.worlds import Did, T, world

MUG, TEA, HAT, LAMP = 0, 1, 2, 3
CUT = T - timedelta(days=10)
PAST = (
    Did(0, "purchase", MUG, 30, order=1),
    *(Did(1, "view", item, 30) for item in (MUG, TEA, HAT, LAMP)),
)
"""Ann had bought the mug; everything was known; Cid did nothing before the cut."""


def asked(handed: str, *events: Did) -> Questions:
    con = world(["mug", "tea", "hat", "lamp"], ["ann", "bob", "cid"], [*PAST, *events])
    return questions_of(facts_at(con, CUT, past=True), CUT, window_events(con, CUT, T), handed)


def told(found: Questions) -> list[tuple[int, list[int], list[int]]]:
    """(customer, touched since, wanted) of every row."""
    rows = range(len(found.customer))
    return [(int(found.customer[r]), found.since.items.row(r).tolist(), found.wanted.row(r).tolist()) for r in rows]


def test_the_days_before_the_purchase_are_told_newest_first_and_its_own_day_is_not() -> None:
    found = asked(
        DAYS,
        Did(0, "view", TEA, 8), Did(0, "view", HAT, 7), Did(0, "view", LAMP, 4.4),
        Did(0, "purchase", TEA, 4.3, order=2), Did(0, "purchase", LAMP, 4.2, order=2), Did(0, "view", MUG, 2),
    )  # fmt: skip
    assert told(found) == [(0, [HAT, TEA], [TEA, LAMP])]
    assert found.since.age.tolist() == pytest.approx([-3, -2])
    assert found.unlooked.values.tolist() == [LAMP]
    assert found.seen.tolist() == [True]


def test_what_was_bought_before_is_not_wanted_and_who_wants_nothing_is_not_asked_about() -> None:
    found = asked(
        DAYS, Did(0, "view", TEA, 8), Did(0, "purchase", MUG, 4, order=2), Did(1, "purchase", TEA, 4, order=3)
    )
    assert told(found) == []


def test_a_customer_first_seen_after_the_night_is_told_apart() -> None:
    found = asked(DAYS, Did(2, "view", TEA, 8), Did(2, "purchase", TEA, 4, order=2))
    assert told(found) == [(2, [TEA], [TEA])]
    assert found.seen.tolist() == [False]


SESSIONS = (
    Did(0, "view", MUG, 5, session=1),
    Did(0, "view", HAT, 4.9, session=2), Did(0, "view", TEA, 4.8, session=2), Did(0, "cart", TEA, 4.7, session=2),
    Did(0, "view", LAMP, 4.6, session=2), Did(0, "purchase", TEA, 4.5, order=2, session=2),
    Did(0, "view", LAMP, 4.4, session=2),
)  # fmt: skip


def test_of_a_session_the_views_before_the_purchase_are_told() -> None:
    assert told(asked(SESSION, *SESSIONS)) == [(0, [LAMP, TEA, HAT], [TEA])]


def test_or_only_those_before_the_first_look_at_what_was_bought() -> None:
    assert told(asked(EARLY, *SESSIONS)) == [(0, [HAT], [TEA])]
