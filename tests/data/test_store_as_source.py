"""A night that reads the event store beside a shop's export, or instead of it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import insert

from data.columns import CART, EVENT_TYPES, PURCHASE, VIEW
from data.errors import InputError
from data.reading.origins import Origins
from data.reading.read import read_shop
from data.secret import derived, secret
from data.settings import Settings
from data.stores import FILE, open_store
from data.stores.erased import LABEL, digest_of
from data.stores.rows import Event, Mark
from data.stores.settings import StoreSettings
from data.stores.standing import cannot_be_asked, snapshot
from data.stores.tables import SESSION, TOMBSTONE
from tests.data.shops import NOW, Shop, events_csv, export

DAY = 86_400_000_000
MAY = 1_714_521_600_000_000
"""2024-05-01 in microseconds since 1970."""


@contextmanager
def a_store(var: Path, *events: Event) -> Generator[Any]:
    """The store in the folder, with these events in it."""
    store = open_store(StoreSettings(), var)
    try:
        store.migrate()
        if events:
            store.accept(events)
        yield store
    finally:
        store.close()


def event(number: int, item: str, customer: str = "", kind: int = VIEW, day: int = 0, **more: Any) -> Event:
    """The event `e<number>` at noon, so many days into May 2024."""
    t = MAY + day * DAY + DAY // 2
    return Event(f"e{number}", item, customer, more.pop("session_id", ""), kind, t, **more)


def night(var: Path, source: Path | None = None, settings: dict[str, Any] | None = None) -> Shop:
    """What a night over both finds."""
    con, own = duckdb.connect(), Settings(settings or {})
    origins = Origins(str(source) if source else None, snapshot(own, var))
    return Shop(con, read_shop(con, origins, own, var / "work", NOW, lambda _: None))


def erase(store: Any, var: Path, customer: str, at: int) -> None:
    """A tombstone, as a deletion leaves it."""
    with store.database.changing() as connection:
        digest = digest_of(derived(secret(var), LABEL), customer)
        connection.execute(insert(TOMBSTONE).values(digest=digest, at=at))


def test_a_shop_can_run_on_its_store_alone(tmp_path: Path) -> None:
    bought = event(2, "00123", "c1", PURCHASE, 1, order_id="o1", quantity=2.0, price=1.5)
    with a_store(tmp_path, event(1, "i1", "c1", CART), bought, event(3, "i2", session_id="s1")):
        shop = night(tmp_path)
    assert shop.events() == [
        ("c1", "i1", CART, "2024-05-01 12:00:00"), ("c1", "00123", PURCHASE, "2024-05-02 12:00:00"),
        (None, "i2", VIEW, "2024-05-01 12:00:00")]  # fmt: skip
    assert shop.rows("SELECT quantity, price FROM event WHERE order_no >= 0") == [(2.0, 1.5)]
    assert shop.reading.stored == 3


def test_a_source_without_events_is_fine_where_the_store_has_some(tmp_path: Path) -> None:
    source = export(tmp_path, {"items.csv": "item_id,title\ni1,Kettle\n", "customers.csv": "customer_id\nc1\nc9\n"})
    with a_store(tmp_path, event(1, "i1", "c1")):
        shop = night(tmp_path, source)
    assert shop.rows("SELECT item_id, title FROM item") == [("i1", "Kettle")]
    assert shop.rows("SELECT customer_id FROM customer") == [("c1",), ("c9",)]


@pytest.mark.parametrize("source", [None, "items.csv"])
def test_without_events_in_either_it_is_said_what_is_missing(tmp_path: Path, source: str | None) -> None:
    folder = export(tmp_path, {"items.csv": "item_id\ni1\n", "customers.csv": "customer_id\nc1\n"}) if source else None
    with a_store(tmp_path), pytest.raises(InputError, match=r"holds none yet|no events table"):
        night(tmp_path, folder)


def test_the_shops_mapping_is_not_the_stores(tmp_path: Path) -> None:
    source = export(tmp_path, {"events.csv": "Kunde,item_id,event_type,timestamp\nc2,i2,gesehen,2024-05-01\n"})
    settings = {"events": {"columns": {"customer_id": "Kunde"}, "values": {"event_type": {"gesehen": "view"}}}}
    with a_store(tmp_path, event(1, "i1", "c1")):
        shop = night(tmp_path, source, {"mapping": settings})
    assert [row[:3] for row in shop.events()] == [("c2", "i2", VIEW), ("c1", "i1", VIEW)]


def test_an_event_of_both_counts_once_by_its_id_and_item(tmp_path: Path) -> None:
    head = "event_id,customer_id,item_id,event_type,timestamp\n"
    source = export(tmp_path, {"events.csv": f"{head}e1,c1,i1,view,2024-05-01\ne2,c1,i1,view,2024-05-02\n"})
    with a_store(tmp_path, event(1, "i1", "c1"), event(2, "i2", "c1"), event(3, "i1", "c1")):
        shop = night(tmp_path, source)
    assert [row[1] for row in shop.events()] == ["i1", "i1", "i2", "i1"]
    told = shop.finding("told_twice")
    assert told is not None
    assert (told.count, told.examples) == (1, ("store: i1",))
    assert shop.set_aside() == []


def test_an_order_line_of_both_counts_once_by_order_item_customer_and_type(tmp_path: Path) -> None:
    head = "order_id,customer_id,item_id,event_type,timestamp\n"
    source = export(tmp_path, {"events.csv": f"{head}o1,c1,i1,purchase,2024-05-01\n"})
    same = event(1, "i1", "c1", PURCHASE, 3, order_id="o1")
    others = [
        event(2, "i2", "c1", PURCHASE, 3, order_id="o1"), event(3, "i1", "c2", PURCHASE, 3, order_id="o1"),
        event(4, "i1", "c1", CART, 3, order_id="o1"), event(5, "i1", "c1", PURCHASE, 3, order_id="o2"),
    ]  # fmt: skip
    with a_store(tmp_path, same, *others):
        shop = night(tmp_path, source)
    kept = shop.rows("SELECT event_id FROM event JOIN staged.line USING (seq) WHERE origin = 'store' ORDER BY seq")
    assert kept == [("e2",), ("e3",), ("e4",), ("e5",)]


def test_a_guests_lines_are_the_customers_whose_session_it_was(tmp_path: Path) -> None:
    head = "session_id,customer_id,item_id,event_type,timestamp\n"
    lines = "".join(f"{whose},i1,view,2024-05-01\n" for whose in ("s1,", "s1,c9", "s2,"))
    source = export(tmp_path, {"events.csv": head + lines})
    with a_store(tmp_path, event(1, "i2", session_id="s1")) as store:
        with store.database.changing() as connection:
            connection.execute(insert(SESSION).values(session_id="s1", customer_id="c1", at=MAY))
        shop = night(tmp_path, source)
    assert [row[:2] for row in shop.events()] == [("c1", "i1"), ("c9", "i1"), (None, "i1"), ("c1", "i2")]


def test_what_the_store_tells_badly_is_set_aside_as_the_stores(tmp_path: Path) -> None:
    source = export(tmp_path, {"events.csv": events_csv("c1,,view,2024-05-01", "c1,i1,view,2024-05-01")})
    with a_store(tmp_path, event(1, "i1", "c1"), event(2, "", "c1"), event(3, "i1", "c1", len(EVENT_TYPES))):
        shop = night(tmp_path, source)
    assert shop.set_aside() == [("events", 1, "no item"), ("store", 2, "no item"), ("store", 3, "unknown event type")]
    unknown = shop.finding("unknown_event_type")
    assert unknown is not None
    assert unknown.examples == ("store: (blank)",)


def test_only_what_is_below_the_mark_is_read(tmp_path: Path) -> None:
    with a_store(tmp_path, event(1, "i1", "c1")) as store:
        taken = snapshot(Settings(), tmp_path)
        assert taken is not None
        assert taken.mark == Mark(store.id, 1, 0)
        store.accept([event(2, "i2", "c1")])
        con = duckdb.connect()
        shop = Shop(con, read_shop(con, Origins(None, taken), Settings(), tmp_path / "work", NOW, lambda _: None))
    assert [row[1] for row in shop.events()] == ["i1"]


def test_without_a_store_nothing_is_made(tmp_path: Path) -> None:
    assert snapshot(Settings(), tmp_path) is None
    assert not (tmp_path / FILE).exists()


def test_who_was_erased_is_in_no_table_finding_or_file(tmp_path: Path) -> None:
    lines = ("erin,i1,view,2024-05-01", "erin,,view,2024-05-01", "erin,i1,view,", "bob,i1,view,2024-05-01", "bob,i1")
    rejects = ("erin,i1,view,2024-05-01,more,than,there,is",)
    files = {"events.csv": events_csv(*lines, *rejects), "customers.csv": "customer_id,country\nerin,AT\nbob,DE\n"}
    with a_store(tmp_path, event(1, "i2", "erin"), event(2, "i2", session_id="s1"), event(3, "i2", "bob")) as store:
        with store.database.changing() as connection:
            connection.execute(insert(SESSION).values(session_id="s1", customer_id="erin", at=MAY))
        erase(store, tmp_path, "erin", MAY + 20 * DAY)
        shop = night(tmp_path, export(tmp_path, files))
    assert shop.rows("SELECT customer_id FROM customer") == [("bob",)]
    assert {row[0] for row in shop.events()} == {"bob"}
    assert "erin" not in shop.reading.findings.set_aside.read_text()
    assert not [row for row in shop.reading.findings.rows if "erin" in "".join(row.examples)]
    erased = shop.finding("erased")
    assert erased is not None
    assert (erased.count, erased.examples) == (6, ())


def test_who_comes_back_after_being_erased_is_a_customer_again_from_then_on(tmp_path: Path) -> None:
    files = {
        "events.csv": events_csv("erin,i1,purchase,2024-05-01", "erin,i2,purchase,2024-05-03", "b,i1,view,2024-05-01"),
        "customers.csv": "customer_id,country\nerin,AT\n",
    }
    with a_store(tmp_path, event(1, "i3", "erin", day=4)) as store:
        erase(store, tmp_path, "erin", MAY + DAY)
        shop = night(tmp_path, export(tmp_path, files))
    assert [row[:2] for row in shop.events()] == [("erin", "i2"), ("b", "i1"), ("erin", "i3")]
    assert shop.rows("SELECT customer_id, country FROM customer WHERE customer_id = 'erin'") == [("erin", "AT")]


def test_what_event_lines_said_of_a_customer_before_being_erased_is_gone(tmp_path: Path) -> None:
    head = "customer_id,item_id,event_type,timestamp,country\n"
    lines = "erin,i1,view,2024-05-01,AT\nerin,i1,view,2024-05-03,DE\n"
    with a_store(tmp_path, event(1, "i1", "b")) as store:
        erase(store, tmp_path, "erin", MAY + DAY)
        shop = night(tmp_path, export(tmp_path, {"events.csv": head + lines}))
    assert shop.rows("SELECT country FROM customer WHERE customer_id = 'erin'") == [("DE",)]


def test_a_store_that_cannot_be_asked_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORE_PASSWORD", "s3cr3t")
    url = "postgresql://shop:${STORE_PASSWORD}@127.0.0.1:1/shop"
    with pytest.raises(InputError, match=r"\[store\] url") as refused:
        night(tmp_path, None, {"store": {"url": url}})
    said = str(cannot_be_asked(url, OSError("no way to postgresql://shop:s3cr3t@127.0.0.1")))
    assert "no way to" in said
    assert "s3cr3t" not in said + str(refused.value)
