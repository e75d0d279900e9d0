"""What every event store promises of events, over the table, on real servers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from psycopg import DataError

from data.columns import CART, EXPOSURE, PURCHASE, SEND, VIEW
from data.stores import STORES, Kind
from data.stores.questions import MOST_TOUCHES
from data.stores.rows import Mark, Outcome, Touch
from data.stores.store import Store
from tests.contracts.stores import MANY, NIGHT, event, items, opened, told

NEW, DUPLICATE = Outcome.NEW, Outcome.DUPLICATE
TEXTS = (
    "it's \"quoted\" `so`; -- and", "😀" * 256, "'; DROP TABLE event; --", "%s %(customer)s :customer ?1 {customers}",
    "\\x00 \\u0000 \\", "a\tb\nc", "\uff46ull\u200bwidth", "NULL", "[1]", " ",
)  # fmt: skip


def mark_now(store: Store) -> Mark:
    """That of a night which has read everything so far."""
    with store.looking() as connection:
        newest = connection.exec_driver_sql("SELECT max(seq) FROM event").scalar()
    return Mark(store.id, newest or 0, 0)


def test_the_same_event_and_item_counts_once(store: Store) -> None:
    order = [event(1, "ann"), event(1, "ann", item_id="other"), event(2, "ann")]
    assert store.accept(order) == [NEW, NEW, NEW]
    assert store.accept([event(3, "ann"), *order]) == [NEW, DUPLICATE, DUPLICATE, DUPLICATE]
    assert sorted(items(store, "ann")) == ["i1", "i2", "i3", "other"]


def test_the_same_event_within_one_batch_counts_once_and_as_it_came_first(store: Store) -> None:
    assert store.accept([event(1, "ann"), event(1, "bob"), event(1, "ann")]) == [NEW, DUPLICATE, DUPLICATE]
    assert items(store, "ann") == ["i1"]
    assert items(store, "bob") == []


def test_the_same_events_from_many_threads_count_once(store: Store) -> None:
    batches = [[event(n * prime % MANY, "ann") for n in range(MANY)] for prime in (1, 3, 7, 9, 11, 13, 17, 19)]
    with ThreadPoolExecutor(8) as threads:
        outcomes = [outcome for batch in threads.map(store.accept, batches) for outcome in batch]
    assert outcomes.count(NEW) == MANY
    assert len(items(store, "ann")) == MANY


def test_nothing_brought_is_nothing_told(store: Store) -> None:
    assert store.accept([]) == []
    assert told(store) == told(store, "nobody") == ([], [], False)


def test_the_newest_comes_first_whatever_the_clock_of_who_told_it_says(store: Store) -> None:
    store.accept([event(1, "ann", t=NIGHT + 9), event(2, "ann", t=NIGHT + 1), event(3, "ann", t=NIGHT + 5)])
    store.accept([event(4, "ann", t=NIGHT - 1)])
    assert items(store, "ann") == ["i4", "i3", "i2", "i1"]
    assert [touch.t - NIGHT for touch in told(store, "ann").touches] == [-1, 5, 1, 9]


def test_only_what_was_done_to_an_item_touches_it(store: Store) -> None:
    store.accept([event(1, "ann", SEND), event(2, "ann", EXPOSURE), event(3, "ann", VIEW), event(4, "ann", item_id="")])
    assert items(store, "ann") == ["i3"]


def test_a_guest_is_known_by_the_session_and_with_a_customer_both_are_told(store: Store) -> None:
    store.accept([event(1, session_id="s"), event(2, "ann", session_id="s"), event(3, session_id="t"), event(4)])
    assert items(store, session="s") == ["i1"]
    assert items(store, "ann") == ["i2"]
    assert items(store, "ann", "s") == ["i2", "i1"]


def test_what_a_night_has_read_is_told_of_guests_only(store: Store) -> None:
    store.accept([event(1, "ann"), event(2, session_id="s")])
    mark = mark_now(store)
    store.accept([event(3, "ann"), event(4, session_id="s")])
    assert items(store, "ann", mark=mark) == ["i3"]
    assert items(store, session="s", mark=mark) == ["i4", "i2"]


def test_a_mark_in_another_store_is_as_if_nothing_was_read(store: Store) -> None:
    store.accept([event(1, "ann")])
    assert items(store, "ann", mark=Mark("another", 2**40, 2**40)) == ["i1"]
    assert items(store, "ann", mark=Mark(store.id, 2**40, 0)) == []


def test_of_looks_the_newest_are_told_of_purchases_all(store: Store) -> None:
    store.accept([event(n, "looks", VIEW, t=NIGHT - n) for n in range(MOST_TOUCHES + 50)])
    store.accept([event(n + 1000, "buys") for n in range(MOST_TOUCHES + 50)])
    assert items(store, "looks") == [f"i{n}" for n in reversed(range(50, MOST_TOUCHES + 50))]
    assert items(store, "buys") == [f"i{n + 1000}" for n in reversed(range(MOST_TOUCHES + 50))]


def test_a_purchase_behind_any_number_of_looks_is_told_by_its_newest_and_latest(store: Store) -> None:
    bought = [event(n, "ann", item_id="a", t=NIGHT + t) for n, t in ((1, 5), (2, 9), (3, 7))]
    store.accept([*bought, event(4, "ann", CART, item_id="a"), event(5, "ann", VIEW, item_id="b")])
    store.accept([event(n, "ann", VIEW) for n in range(10, MOST_TOUCHES + 10)])
    older = told(store, "ann").touches[MOST_TOUCHES:]
    assert [touch[1:] for touch in older] == [("a", CART, NIGHT + 4), ("a", PURCHASE, NIGHT + 9)]
    assert older[1].seq < older[0].seq < told(store, "ann").touches[-3].seq


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    said = event(1, text, event_id=text, item_id=text, order_id=text, placement=text, further=text, session_id=text)
    assert store.accept([said, said, event(2, "ann")]) == [NEW, DUPLICATE, NEW]
    assert told(store, text).touches == [Touch(told(store, text).touches[0].seq, text, PURCHASE, said.t)]
    assert store.told_of_many([text], Mark("", 0, 0))[text] == told(store, text)
    with store.looking() as connection:
        row = connection.exec_driver_sql("SELECT * FROM event ORDER BY seq").first()
    assert row is not None
    assert tuple(row[1:]) == said


@pytest.mark.parametrize("text", ["nul\0", "half \ud83d"])
def test_what_no_border_lets_through_harms_nobody_else(store: Store, text: str) -> None:
    """A NUL, which one of the databases cannot keep, and half a character, which neither can."""
    with store.database.writing():
        waiting = [store.writer.bring([event(n, who)]) for n, who in enumerate(("first", "ann", text, "bob"))][1:]
    assert [waiting[0].result(), waiting[2].result()] == [[NEW], [NEW]]
    with suppress(UnicodeError, DataError):
        assert waiting[1].result() == [NEW]


def test_all_that_is_said_of_an_event_is_kept(store: Store) -> None:
    said = event(1, "ann", quantity=2.5, price=1e-9, decision_id="d", position=3, further='{"a": 1}')
    store.accept([said, event(2, "bob", t=-1)])
    with store.looking() as connection:
        found = [tuple(row[1:]) for row in connection.exec_driver_sql("SELECT * FROM event ORDER BY seq")]
    assert found == [said, event(2, "bob", t=-1)]


def test_what_was_accepted_is_there_for_who_opens_the_store_next(address: str) -> None:
    with opened(address) as first:
        first.accept([event(1, "ann")])
        assert first.id
    with opened(address) as second:
        assert items(second, "ann") == ["i1"]
        assert second.id == first.id
        assert second.accept([event(1, "ann")]) == [DUPLICATE]


@pytest.mark.parametrize("row", STORES, ids=lambda row: row.name)
def test_the_example_that_is_shown_leads_to_its_store(row: Kind) -> None:
    assert next(other for other in STORES if row.example.startswith(other.prefixes)) is row
