"""What every event store promises people: a guest who logs in is known, and who asks to be forgotten is."""

from __future__ import annotations

import tracemalloc

import pytest

from data.columns import SEND, VIEW
from data.stores.erasing import audit, erase, held
from data.stores.merging import merge
from data.stores.questions import MOST_TOUCHES
from data.stores.rows import Outcome
from data.stores.store import Store
from data.stores.tombstones import NoKey
from tests.contracts.stores import NIGHT, decided, digest, event, items, opened, rows, told, write
from tests.contracts.test_store import mark_now

LATER = NIGHT + 1_000_000


def test_a_session_that_turns_out_to_be_a_customers_is_theirs_in_its_old_order(store: Store) -> None:
    store.accept([event(1, "ann"), event(2, session_id="s"), event(3, session_id="t"), event(4, session_id="s")])
    assert merge(store, "s", "ann", LATER) == 2
    assert items(store, "ann") == items(store, "ann", "s") == ["i4", "i2", "i1"]
    assert items(store, session="s") == []
    assert items(store, session="t") == ["i3"]


def test_what_was_merged_has_happened_since_the_night(store: Store) -> None:
    store.accept([event(1, session_id="s"), event(2, "ann")])
    mark = mark_now(store)
    merge(store, "s", "ann", LATER)
    assert items(store, "ann", mark=mark) == ["i1"]


def test_what_comes_later_of_a_merged_session_goes_to_the_customer(store: Store) -> None:
    assert merge(store, "s", "ann", LATER) == 0
    store.accept([event(1, session_id="s"), event(2, "bob", session_id="s"), event(3, session_id="t")])
    write(store, [decided("guest's", "", LATER, session_id="s")])
    assert items(store, "ann") == ["i1"]
    assert items(store, "bob") == ["i2"]
    assert [showing.items for showing in told(store, "ann").showings] == [["guest's"]]


def test_events_that_were_merged_still_count_once(store: Store) -> None:
    store.accept([event(1, session_id="s")])
    merge(store, "s", "ann", LATER)
    assert store.accept([event(1, session_id="s"), event(1)]) == [Outcome.DUPLICATE] * 2
    assert merge(store, "s", "ann", LATER) == 0
    assert items(store, "ann") == ["i1"]


def test_what_was_shown_in_a_session_was_shown_to_the_customer(store: Store) -> None:
    write(store, [decided("shown", "", LATER, session_id="s"), decided("mail", "", session_id="s")])
    merge(store, "s", "ann", LATER)
    store.accept([event(1, "ann", SEND, decision_id="mail", t=LATER + 1)])
    assert [showing.items for showing in told(store, "ann").showings] == [["mail"], ["shown"]]


def test_the_next_who_logs_in_gets_only_what_nobody_has(store: Store) -> None:
    store.accept([event(1, session_id="s")])
    merge(store, "s", "ann", LATER)
    merge(store, "s", "bob", LATER + 1)
    store.accept([event(2, session_id="s")])
    assert (items(store, "ann"), items(store, "bob")) == (["i1"], ["i2"])
    assert rows(store, "session") == [("s", "bob", LATER + 1)]


def test_a_merged_session_of_many_events_is_told_whole(store: Store) -> None:
    many = MOST_TOUCHES + 400
    store.accept([event(n, session_id="s") for n in range(many)])
    assert len(items(store, session="s")) == many
    assert merge(store, "s", "ann", LATER) == many
    assert items(store, session="s") == []
    assert items(store, "ann") == [f"i{n}" for n in reversed(range(many))]


def test_a_session_of_any_length_is_merged_in_little_memory(store: Store) -> None:
    store.accept([event(n, session_id="s") for n in range(5_000)])
    tracemalloc.start()
    assert merge(store, "s", "ann", LATER) == 5_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.parametrize(("session", "customer"), [("", "ann"), ("s", "")])
def test_nobody_is_merged_into_nobody(store: Store, session: str, customer: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        merge(store, session, customer, LATER)


def everything_of_ann(store: Store) -> None:
    """Events, decisions and a session of hers, and others' beside them."""
    store.accept([event(1, "ann"), event(2, session_id="s"), event(3, "bob"), event(4, session_id="t"), event(5)])
    write(store, [decided("a", "ann", LATER), decided("unseen", "ann"), decided("b", "bob", LATER)])
    merge(store, "s", "ann", LATER)


def test_all_that_is_held_of_a_customer_can_be_seen(store: Store) -> None:
    everything_of_ann(store)
    found = held(store, "ann")
    assert [(row["event_id"], row["customer_id"], row["kind"]) for row in found["events"]] == [
        ("e1", "ann", 4),
        ("e2", "ann", 4),
    ]
    assert [row["decision_id"] for row in found["decisions"]] == ["a", "unseen"]
    assert found["sessions"] == [{"session_id": "s", "customer_id": "ann", "at": LATER}]
    assert held(store, "nobody") == {"events": [], "decisions": [], "sessions": []}


def test_who_is_erased_is_nowhere_and_the_others_are_where_they_were(store: Store) -> None:
    everything_of_ann(store)
    assert erase(store, "ann", digest("ann"), LATER) == {"events": 2, "decisions": 2, "sessions": 1}
    assert held(store, "ann") == {"events": [], "decisions": [], "sessions": []}
    assert told(store, "ann") == ([], [], True)
    assert (items(store, "bob"), items(store, session="t")) == (["i3"], ["i4"])
    assert [row[1] for row in rows(store, "event")] == ["e3", "e4", "e5", "e-1"]
    assert rows(store, "tombstone") == [(1, digest("ann"), LATER)]


def test_who_is_erased_again_gets_a_new_number_and_the_later_moment(store: Store) -> None:
    erase(store, "ann", digest("ann"), LATER)
    mark = mark_now(store)._replace(erasures=1)
    assert not told(store, "ann", mark=mark).erased
    assert erase(store, "ann", digest("ann"), LATER + 1) == {"events": 0, "decisions": 0, "sessions": 0}
    assert told(store, "ann", mark=mark).erased
    assert rows(store, "tombstone") == [(2, digest("ann"), LATER + 1)]


def test_what_was_erased_is_not_taken_back_and_what_comes_after_is_taken(store: Store) -> None:
    everything_of_ann(store)
    erase(store, "ann", digest("ann"), LATER)
    merge(store, "u", "ann", LATER)
    late = [event(1, "ann"), event(6, "ann", t=LATER - 1), event(7, "ann", t=LATER), event(8, session_id="u")]
    assert store.accept([*late, event(9, "bob")]) == [2, 2, Outcome.NEW, Outcome.ERASED, Outcome.NEW]
    assert items(store, "ann") == ["i7"]
    write(store, [decided("old", "ann", LATER + 9), decided("new", "ann", LATER + 9, at=LATER)])
    assert [showing.items for showing in told(store, "ann").showings] == [["new"]]


def test_what_a_guest_did_before_an_erasure_does_not_come_back_with_a_login(store: Store) -> None:
    store.accept([event(1, session_id="s"), event(2, session_id="s", t=LATER)])
    write(store, [decided("old", "", LATER + 9, session_id="s")])
    erase(store, "ann", digest("ann"), LATER)
    assert merge(store, "s", "ann", LATER) == 1
    assert items(store, "ann", "s") == ["i2"]
    assert told(store, "ann").showings == []


def test_what_an_erased_event_says_of_a_decision_is_not_heard(store: Store) -> None:
    erase(store, "ann", digest("ann"), LATER)
    assert store.accept([event(1, "ann", SEND, decision_id="d")]) == [Outcome.ERASED]
    assert rows(store, "decision") == []


def test_without_the_key_nothing_is_accepted_once_somebody_was_erased(store: Store, address: str) -> None:
    with opened(address) as other:
        other.writer.stop()
    keyless = type(store)(store.database)
    assert keyless.accept([event(1, "ann")]) == [Outcome.NEW]
    erase(store, "bob", digest("bob"), LATER)
    with pytest.raises(NoKey):
        keyless.accept([event(2, "ann")])
    assert store.accept([event(2, "ann")]) == [Outcome.NEW]
    keyless.writer.stop()


def test_what_is_remembered_of_a_customer_goes_with_them(store: Store) -> None:
    many = MOST_TOUCHES + 600
    store.accept([event(n, "ann") for n in range(many)])
    assert len(items(store, "ann")) == many
    erase(store, "ann", digest("ann"), LATER)
    store.accept([event(n + many, "ann", VIEW, t=LATER) for n in range(MOST_TOUCHES)])
    assert set(items(store, "ann")) == {f"i{n + many}" for n in range(MOST_TOUCHES)}


def test_what_is_remembered_of_a_session_goes_with_the_customer_whose_it_was(store: Store) -> None:
    many = MOST_TOUCHES + 600
    store.accept([event(n, session_id="s") for n in range(many)])
    assert len(items(store, session="s")) == many
    merge(store, "s", "ann", LATER)
    erase(store, "ann", digest("ann"), LATER)
    store.accept([event(n + many, session_id="s", kind=VIEW, t=LATER) for n in range(MOST_TOUCHES)])
    assert set(items(store, session="s")) == {f"i{n + many}" for n in range(MOST_TOUCHES)}


def test_guests_cannot_be_held_or_erased_all_at_once(store: Store) -> None:
    for ask in (lambda: held(store, ""), lambda: erase(store, "", digest(""), LATER)):
        with pytest.raises(ValueError, match="nobody"):
            ask()


def test_what_is_done_with_an_admin_key_is_written_down(store: Store) -> None:
    audit(store, LATER, "shop", "erase", digest("ann"), "2 events", "r1")
    audit(store, LATER + 1, "shop", "export")
    assert rows(store, "audit") == [
        (1, LATER, "shop", "erase", digest("ann"), "2 events", "r1"),
        (2, LATER + 1, "shop", "export", "", "", ""),
    ]
