"""Whatever happened, a batch is told what each would be told alone, and what is remembered changes no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from data.columns import CLICK, EVENT_TYPES, PURCHASE, VIEW
from data.stores import moved
from data.stores.erasing import erase
from data.stores.merging import merge
from data.stores.moved import Sums
from data.stores.postgresql import WRITERS
from data.stores.questions import MOST_TOUCHES, MOVING, READ_AT_ONCE
from data.stores.rows import NOTHING_READ, NOTHING_TOLD, Event, Mark
from data.stores.store import Store
from data.stores.tables import EVENT
from tests.contracts.stores import NIGHT, decided, digest, event, items, looks, opened, told, write
from tests.contracts.test_store import mark_now

ASKED = ("ann", "bob", "cid", "nobody")
_WORLDS = count(1)

happened = st.tuples(
    st.sampled_from(("ann", "bob", "cid", "")), st.sampled_from(("", "s", "t")), st.sampled_from("abc"),
    st.integers(0, len(EVENT_TYPES) - 1), st.integers(0, 5), st.sampled_from((1, 1, 1, MOST_TOUCHES + 1)),
)  # fmt: skip
answered = st.tuples(st.sampled_from(("ann", "bob")), st.none() | st.integers(0, 5))
days = st.lists(
    st.tuples(st.just("events"), st.lists(happened, max_size=6)) | st.tuples(st.just("decisions"), st.lists(answered))
    | st.tuples(st.just("erase"), st.sampled_from(("ann", "bob"))) | st.tuples(st.just("night"), st.none())
    | st.tuples(st.just("merge"), st.sampled_from(("s", "t"))),
    max_size=8,
)  # fmt: skip


class World:
    """A few people of their own in a store that others live in, too."""

    def __init__(self, store: Store) -> None:
        self.store, self.name, self.numbers = store, f"w{next(_WORLDS)} ", count(1)
        self.mark = mark_now(store)

    def events(self, told: list[tuple[str, str, str, int, int, int]]) -> None:
        """Some of them many times over."""
        self.store.accept([self._event(*one[:5]) for one in told for _ in range(one[5])])

    def decisions(self, told: list[tuple[str, int | None]]) -> None:
        """Some of them shown."""
        if told:
            names = [(f"{self.name}d{next(self.numbers)}", self.name + who, at) for who, at in told]
            write(self.store, [decided(name, who, None if at is None else NIGHT + at) for name, who, at in names])

    def erase(self, who: str) -> None:
        """As of the middle of the day."""
        erase(self.store, self.name + who, digest(self.name + who), NIGHT + 3)

    def merge(self, session: str) -> None:
        """The guest was ann."""
        merge(self.store, self.name + session, self.name + "ann", NIGHT)

    def night(self, _: None) -> None:
        """Everything so far has been read."""
        self.mark = mark_now(self.store)._replace(erasures=1)

    def _event(self, customer: str, session: str, item: str, kind: int, t: int) -> Event:
        named = {"session_id": self.name + session if session else "", "item_id": item, "t": NIGHT + t}
        number = next(self.numbers)
        return event(number, self.name + customer if customer else "", kind, event_id=f"{self.name}{number}", **named)


@given(days)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_batch_is_told_what_each_would_be_told_alone(store: Store, day: list[tuple[str, object]]) -> None:
    world = World(store)
    for what, said in day:
        getattr(world, what)(said)
    customers = [world.name + who for who in ASKED]
    for mark, least in product((world.mark, Mark("another", 5, 5)), (1, 2)):
        many = store.told_of_many(customers, mark, looks(NIGHT, 2, least))
        alone = {who: told(store, who, mark=mark, showings=2, after=NIGHT, least=least) for who in customers}
        assert {who: many.get(who, NOTHING_TOLD) for who in customers} == alone


@pytest.fixture
def forgetful(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The same store, opened by who remembers nothing."""
    with opened(address) as store:
        monkeypatch.setattr(store._telling._moved[0], "_recalled", lambda *asked: moved.Kept.to(asked[1] + 1, []))
        monkeypatch.setattr(store._telling._moved[1], "_recalled", lambda *asked: moved.Kept.to(asked[1] + 1, []))
        yield store


@given(st.lists(st.tuples(st.integers(1, 400), st.sampled_from(("", "s")), st.booleans()), min_size=2, max_size=4))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_remembered_changes_no_answer(
    store: Store, forgetful: Store, monkeypatch: pytest.MonkeyPatch, days: list[tuple[int, str, bool]]
) -> None:
    world = World(store)
    monkeypatch.setattr(moved, "WORTH_KEEPING", 20)
    for many, session, merges in days:
        kinds = [MOVING[n % len(MOVING)] for n in range(many)]
        rows = [("" if session else "ann", session, f"i{n % 77}", kind, n % 5, 1) for n, kind in enumerate(kinds)]
        world.events(rows)
        if merges:
            world.merge("s")
        asked = (world.name + "ann", world.name + "s", world.mark)
        assert told(store, *asked) == told(forgetful, *asked)


def counted(ask: Callable[..., Sums], added: list[int]) -> Callable[..., Sums]:
    """The same question, which notes how many events were read."""

    def asked(*words: Any) -> Sums:
        found = ask(*words)
        added.append(found.read)
        return found

    return asked


@pytest.mark.parametrize("kind_of", [PURCHASE, VIEW, CLICK])
def test_of_many_events_only_those_since_the_last_question_are_read(
    store: Store, monkeypatch: pytest.MonkeyPatch, kind_of: int
) -> None:
    added: list[int] = []
    sums = store._telling._moved[0]
    monkeypatch.setattr(sums, "_sums", counted(sums._sums, added))
    store.accept([event(n, "ann", kind_of, item_id=f"i{n % 700}") for n in range(3000)])
    first = items(store, "ann")
    assert sum(added) > 2000
    added.clear()
    store.accept([event(9000, "ann", item_id="new")])
    assert set(items(store, "ann")) - {"new"} <= set(first)
    assert items(store, "ann")[0] == "new"
    assert sum(added) < 20


def test_who_did_very_much_is_read_a_part_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[int] = []
    sums = store._telling._moved[0]
    monkeypatch.setattr(sums, "_sums", counted(sums._sums, added))
    for first in range(0, 24_000, 4_000):
        store.accept([event(n, "ann", item_id=f"i{n % 900}") for n in range(first, first + 4_000)])
    assert set(items(store, "ann")) == {f"i{n}" for n in range(900)}
    assert (max(added), len(added)) == (READ_AT_ONCE, 3)
    many = store.told_of_many(["ann", "bob"], NOTHING_READ, looks())
    assert many == {"ann": told(store, "ann")}


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_an_event_that_is_numbered_before_it_can_be_seen_is_not_passed_over(store: Store) -> None:
    """Another writer has drawn a number and does not commit before many later ones have been told and added up."""
    many = MOST_TOUCHES + moved.WORTH_KEEPING + 50
    store.accept([event(number, "ann") for number in range(many)])
    with store.database.engine.begin() as slow:
        slow.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({WRITERS})")
        slow.execute(insert(EVENT).values(event("late", "ann")._asdict()))
        store.accept([event(number + many, "ann") for number in range(many)])
        assert len(items(store, "ann")) == 2 * many
    assert len(items(store, "ann")) == 2 * many + 1
    assert "ilate" in items(store, "ann")
