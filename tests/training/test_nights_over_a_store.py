"""Nights that read the event store: its mark in the bundle, and who was erased in none of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.columns import PURCHASE, VIEW
from data.settings import Settings
from data.stores.rows import NOTHING_READ, Decided, Event, Mark
from models.bundle.bundle import Bundle
from models.bundle.files import open_bundle
from tests.data.test_store_as_source import DAY, a_store, erase
from tests.training.nights import BEST_SELLERS, NOW, night, record
from tests.training.shops import FIRST_DAY, purchases
from training.night import NightResult
from training.nightly import run_night
from training.progress import Silence

NEWEST = Event("e1", "i00", "new", "", VIEW, int(datetime(2024, 3, 31, tzinfo=UTC).timestamp() * 1e6))


def published(result: NightResult) -> Bundle:
    assert result.bundle is not None
    return open_bundle(result.bundle)


def a_small_shop(folder: Path) -> Path:
    return purchases(folder, [(f"erin{number % 30:02}", number % 12, number / 4) for number in range(240)])


def test_a_bundle_knows_how_far_the_night_had_read_the_store(tmp_path: Path) -> None:
    shop, var = a_small_shop(tmp_path / "shop"), tmp_path / "var"
    with a_store(var, NEWEST, NEWEST._replace(event_id="e2")) as store:
        first = night(shop, var, BEST_SELLERS)
        assert record(first)["store"] == {"store": store.id, "seq": 2, "erasures": 0, "rows": 2}
        store.accept([NEWEST._replace(event_id="e3")])
        assert published(first).mark == Mark(store.id, 2, 0)
        assert published(night(shop, var, BEST_SELLERS)).mark == Mark(store.id, 3, 0)
    assert published(first).customer_number("new") >= 0


def test_what_was_told_ahead_of_its_time_is_left_to_the_day(tmp_path: Path) -> None:
    shop, var = a_small_shop(tmp_path / "shop"), tmp_path / "var"
    ahead = NEWEST._replace(event_id="e2", kind=PURCHASE, t=int(NOW.timestamp() * 1e6) + DAY // 2)
    seen = ahead._replace(event_id="e3", kind=VIEW)
    with a_store(var, NEWEST, seen, NEWEST._replace(event_id="e4"), ahead, NEWEST._replace(event_id="e5")) as store:
        assert published(night(shop, var, BEST_SELLERS)).mark == Mark(store.id, 3, 0)
        tomorrow = night(shop, var, BEST_SELLERS, NOW + timedelta(days=1))
        assert published(tomorrow).mark == Mark(store.id, 5, 0)
    customer = published(tomorrow).customer_number("new")
    assert len(published(tomorrow).owned.row(customer)) == 1


def test_the_record_says_what_the_lists_led_to(tmp_path: Path) -> None:
    shop, var = a_small_shop(tmp_path / "shop"), tmp_path / "var"
    with a_store(var) as store:
        assert record(night(shop, var, BEST_SELLERS))["led_to"] == []
        shown = Decided("d1", "erin07", "", "cart", "", "b", "", NEWEST.t - DAY, NEWEST.t - DAY, '["i00"]')
        store.decided([shown])
        store.accept([])
        store.accept([NEWEST._replace(kind=PURCHASE, decision_id="d1", quantity=2.0, price=3.0)])
        [row] = record(night(shop, var, BEST_SELLERS))["led_to"]
    assert row == {"placement": "cart", "shown": 1, "opened": 0, "clicked": 0, "by_id": 1, "revenue_by_id": 6.0,
                   "by_window": 0, "revenue_by_window": 0.0}  # fmt: skip


def test_without_a_store_a_bundle_has_read_nothing_of_one(tmp_path: Path) -> None:
    result = night(a_small_shop(tmp_path / "shop"), tmp_path / "var", BEST_SELLERS)
    assert published(result).mark == NOTHING_READ
    assert record(result)["store"] is None


def test_the_mark_is_no_part_of_what_a_bundle_holds(tmp_path: Path) -> None:
    shop = a_small_shop(tmp_path / "shop")
    plain = night(shop, tmp_path / "var", BEST_SELLERS)
    with a_store(tmp_path / "other"):
        beside = night(shop, tmp_path / "other", BEST_SELLERS)
    assert plain.bundle is not None
    assert beside.bundle is not None
    assert plain.bundle.name == beside.bundle.name


def test_a_night_can_run_on_the_store_alone(tmp_path: Path) -> None:
    start = int(FIRST_DAY.timestamp() * 1e6)
    bought = [Event(f"e{n}", f"i{n % 12}", f"c{n % 30}", "", PURCHASE, start + n * DAY // 4) for n in range(240)]
    with a_store(tmp_path, *bought):
        result = run_night(None, Settings(BEST_SELLERS), tmp_path, None, NOW, Silence())
    assert published(result).customers.count == 30
    assert record(result)["source"] == "the event store"


def test_the_next_bundle_does_not_know_who_was_erased(tmp_path: Path) -> None:
    shop, var = a_small_shop(tmp_path / "shop"), tmp_path / "var"
    with a_store(var, NEWEST) as store:
        assert published(night(shop, var, BEST_SELLERS)).customer_number("erin07") >= 0
        erase(store, var, "erin07", NEWEST.t)
        after = night(shop, var, BEST_SELLERS)
        assert published(after).mark.erasures == 1
    assert published(after).customer_number("erin07") == -1
    assert "erin07" not in after.record.read_text() + after.report.read_text()
    assert after.bundle is not None
    assert not [file for file in after.bundle.iterdir() if b"erin07" in file.read_bytes()]
