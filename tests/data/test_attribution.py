"""What came of the lists, in a world small enough to check by eye."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.columns import CLICK, OPEN, PURCHASE, VIEW
from data.stores import open_store
from data.stores.attribution import AttributionSettings, LedTo, led_to
from data.stores.rows import Decided, Event
from data.stores.settings import StoreSettings
from tests.data.servers import PASSWORD, postgresql, postgresql_programs
from tests.data.shops import Shop, export
from tests.data.test_store_as_source import DAY, MAY, event, night

NOON = MAY + DAY // 2
END = datetime(2024, 6, 1, tzinfo=UTC)


def shown(name: str, day: float, *items: str, customer: str = "c1", placement: str = "cart", **more: Any) -> Decided:
    """A list shown so many days after the noon of the first of May."""
    at, told = NOON + int(day * DAY), "[" + ", ".join(f'"{item}"' for item in items) + "]"
    return Decided(name, customer, more.get("session_id", ""), placement, "", "b", "", at, at, told)


def bought(number: int, item: str, day: float, customer: str = "c1", **more: Any) -> Event:
    return event(number, item, customer, PURCHASE, quantity=2.0, price=5.0, **more)._replace(t=NOON + int(day * DAY))


def clicked(number: int, item: str, day: float, customer: str = "c1", **more: Any) -> Event:
    return event(number, item, customer, CLICK, **more)._replace(t=NOON + int(day * DAY))


def read(var: Path, decisions: Sequence[Decided], events: Sequence[Event], url: str = "", items: str = "") -> Shop:
    """What a night reads of a store with these in it."""
    store = open_store(StoreSettings(url), var)
    store.migrate()
    store.decided(decisions)
    store.accept([event(999, "z", "z", VIEW), *events])
    store.close()
    source = export(var, {"items.csv": items}) if items else None
    return night(var, source, {"store": {"url": url}} if url else {})


def told(var: Path, decisions: Sequence[Decided], events: Sequence[Event], **more: str) -> dict[str, tuple[Any, ...]]:
    """Placement -> shown, opened, clicked, purchases and revenue by id, the same by window."""
    return as_told(led_to(read(var, decisions, events, **more).con, END, AttributionSettings()))


def as_told(rows: list[LedTo]) -> dict[str, tuple[Any, ...]]:
    return {
        row.placement: (
            row.shown, row.opened, row.clicked, row.by_id, row.revenue_by_id, row.by_window, row.revenue_by_window
        )
        for row in rows
    }  # fmt: skip


A_WEEK = (
    [
        shown("d1", 0, "i1", "i2"), shown("d2", 3, "i1", "i3", placement="newsletter"),
        shown("d3", 3, "i1", customer="c2", placement="newsletter"),
    ],
    [
        event(1, "", "c1", OPEN, decision_id="d2"), clicked(2, "i3", 3.1, decision_id="d2"),
        bought(3, "i1", 8, decision_id="d1"), bought(4, "i3", 9), bought(5, "i1", 3.5, "c2"),
    ],
)  # fmt: skip
"""By id, though a newer list showed it too and was clicked; six days after a click; half a day after a showing."""
OF_A_WEEK = {"cart": (1, 0, 0, 1, 10.0, 0, 0.0), "newsletter": (2, 1, 1, 0, 0.0, 2, 20.0)}


def test_a_week_checked_by_eye(tmp_path: Path) -> None:
    assert told(tmp_path, *A_WEEK) == OF_A_WEEK


def test_the_same_week_on_postgresql(tmp_path: Path, address: str) -> None:
    assert told(tmp_path, *A_WEEK, url=address) == OF_A_WEEK


def test_a_click_that_a_browser_tells_of_anothers_list_is_none_on_it(tmp_path: Path) -> None:
    read(tmp_path, [shown(name, 0, "i1") for name in ("own", "anothers")], [])
    clicks = [
        clicked(1, "i9", 1, "c1", decision_id="own", by_token=1),
        clicked(2, "i9", 1, "c2", decision_id="anothers", by_token=1),
    ]
    assert told(tmp_path, [], clicks)["cart"][:3] == (2, 0, 1)


@pytest.fixture
def address() -> Generator[str]:
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory() as folder, postgresql(programs, Path(folder)) as address:
        os.environ["SHOP_PASSWORD"] = PASSWORD
        yield address
        del os.environ["SHOP_PASSWORD"]


@pytest.mark.parametrize(
    ("purchase", "counts"),
    [
        (bought(2, "i1", 1), True),
        (bought(2, "i1", 1.1), False),  # seen, and too long ago
        (bought(2, "i2", 8), True),
        (bought(2, "i2", 8.3), False),  # clicked, and too long ago
        (bought(2, "i1", -0.1), False),
        (bought(2, "i9", 0.5), False),
        (bought(2, "i1", 0.5, "c2"), False),
    ],
)
def test_a_purchase_counts_a_day_after_the_showing_and_a_week_after_a_click(
    tmp_path: Path, purchase: Event, counts: bool
) -> None:
    lists = [shown("d1", 0, "i1", customer="c1"), shown("d2", 0, "i2", placement="ads")]
    found = told(tmp_path, lists, [clicked(1, "i2", 1, decision_id="d2"), purchase])
    assert sum(row[5] for row in found.values()) == counts


def test_a_click_without_an_id_counts_within_a_day(tmp_path: Path) -> None:
    lists = [shown("d1", 0, "i1"), shown("d2", 0, "i2", placement="ads")]
    found = told(tmp_path, lists, [clicked(1, "i1", 0.9), clicked(2, "i2", 1.1), bought(3, "i1", 7)])
    assert found == {"ads": (1, 0, 0, 0, 0.0, 0, 0.0), "cart": (1, 0, 1, 0, 0.0, 1, 10.0)}


def test_of_several_lists_the_newest_counts_and_a_clicked_one_before_it(tmp_path: Path) -> None:
    lists = [shown("d1", 0, "i1"), shown("d2", 0.1, "i1", placement="ads"), shown("d3", 0.2, "i2", placement="ads")]
    assert told(tmp_path / "seen", lists, [bought(1, "i1", 0.5)])["ads"][5] == 1
    found = told(tmp_path / "clicked", lists, [clicked(1, "i1", 0.3, decision_id="d1"), bought(2, "i1", 0.5)])
    assert (found["cart"][5], found["ads"][5]) == (1, 0)


def test_another_size_of_the_same_thing_counts(tmp_path: Path) -> None:
    items = "item_id,parent_id\nshirt-s,shirt\nshirt-m,shirt\n"
    assert told(tmp_path, [shown("d1", 0, "shirt-s")], [bought(1, "shirt-m", 0.5)], items=items)["cart"][5] == 1


def test_a_guests_purchase_counts_by_the_session(tmp_path: Path) -> None:
    lists = [shown("d1", 0, "i1", customer="", session_id="s1")]
    events = [bought(1, "i1", 0.5, "", session_id="s1"), bought(2, "i1", 0.6, "", session_id="s2")]
    assert told(tmp_path, lists, events)["cart"][5] == 1


def test_what_was_never_shown_or_came_later_counts_nothing(tmp_path: Path) -> None:
    lists = [shown("d1", 0, "i1")._replace(shown_at=None), shown("d2", 40, "i1")]
    assert told(tmp_path, lists, [bought(1, "i1", 0.5, decision_id="d1")]) == {}
