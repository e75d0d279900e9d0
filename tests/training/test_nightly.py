"""Whole nights on shops of which it is known what should come out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.settings import Settings
from models.bundle.files import open_bundle, read_manifest, verify_bundle
from models.bundle.shelf import Shelf
from tests.training.nights import NOW, ONE_ALTERNATIVE, night, record
from tests.training.shops import FIRST_DAY, purchases
from training.night import NightResult
from training.nightly import run_night
from training.progress import Silence


def test_a_night_publishes_a_whole_bundle(first: NightResult) -> None:
    assert first.published
    assert first.bundle is not None
    assert Shelf(first.record.parent.parent).current() == first.bundle
    verify_bundle(first.bundle)
    assert open_bundle(first.bundle).lists is not None


def test_the_rehearsal_chooses_who_knows_the_tastes_and_proves_the_gain(first: NightResult) -> None:
    written = record(first)
    assert next(each["label"] for each in written["tried"] if each["chosen"]) != "popular"
    gain = written["rehearsal"]["groups"][0]["gain"]["popular"]
    assert gain["low"] > 0.1
    assert gain["customers"] > 100


def test_the_manifest_says_how_the_bundle_was_made(first: NightResult) -> None:
    assert first.bundle is not None
    manifest, written = read_manifest(first.bundle), record(first)
    for name in ("run", "window", "rows", "versions", "commit", "seed", "settings", "recipe", "metrics"):
        assert manifest[name] == written[name]
    assert manifest["metrics"]["ndcg@10"] > 0.3
    assert written["window"]["end"] == "2024-03-30T16:45:52+00:00"


def test_the_record_holds_seconds_memory_and_rows_of_every_step(first: NightResult) -> None:
    written = record(first)
    names = ["expire", "read", "facts", "choose", "rehearse", "judge", "fit", "chances", "lists", "describe"]
    names += ["write", "publish"]
    assert [step["name"] for step in written["steps"]] == names
    assert all(step["seconds"] >= 0 and step["peak_mb"] > 10 for step in written["steps"])
    assert written["rows"]["events"] == written["rows"]["lines"]
    assert written["outcome"] == "published"


def test_the_work_folder_is_gone_afterwards(first: NightResult) -> None:
    var = first.record.parent.parent
    assert sorted(path.name for path in var.iterdir()) == ["bundles", "night.lock", "reports", "runs"]


def test_the_same_data_settings_and_seed_give_the_same_bundle(first: NightResult, shop: Path, tmp_path: Path) -> None:
    again = night(shop, tmp_path, {"night": {"rounds": 200}}, NOW + timedelta(hours=3))
    assert again.bundle is not None
    assert first.bundle is not None
    assert again.bundle.name == first.bundle.name
    files = {file.name: file.read_bytes() for file in first.bundle.iterdir() if file.name != "manifest.json"}
    assert files == {file.name: file.read_bytes() for file in again.bundle.iterdir() if file.name != "manifest.json"}


def test_a_night_with_the_same_settings_is_compared_and_published(shop: Path, live: Path) -> None:
    second = night(shop, live, {"night": {"rounds": 200}}, NOW + timedelta(days=1))
    written = record(second)
    assert second.published
    assert written["rehearsal"]["groups"][0]["gain"]["live"] == {"mean": 0, "low": 0, "high": 0, "customers": 120}
    assert written["overlap"]["unchanged"] == 1
    assert "Night by night" in second.report.read_text()


def test_a_night_forgets_old_ones_but_not_those_whose_bundles_stay(shop: Path, live: Path, first: NightResult) -> None:
    old = first.record.with_name("2020-01-01T020000Z.json").name
    (live / "runs" / old).write_text(first.record.read_text())
    second = night(shop, live, {"night": {**ONE_ALTERNATIVE["night"], "nights": 1}}, NOW + timedelta(days=1))
    assert {file.name for file in (live / "runs").iterdir()} == {first.record.name, second.record.name}


def test_under_fourteen_days_the_rehearsal_is_skipped_and_says_so(tmp_path: Path) -> None:
    rows = [(f"c{c}", (c + d) % 5, float(d)) for c in range(8) for d in range(0, 12, 3)]
    short = night(purchases(tmp_path / "shop", rows), tmp_path / "var")
    assert short.published
    assert record(short)["rehearsal"] is None
    assert record(short)["remarks"] == ["under 14 days of data: nothing was rehearsed or judged"]
    assert "nothing was rehearsed" in short.report.read_text()


@pytest.mark.parametrize("rows", [[("c1", 1, 0.0)], [("c1", 1, 0.0), ("c1", 2, 100.0)]], ids=["one event", "two"])
def test_a_shop_of_one_customer_has_a_night_too(rows: list[tuple[str, int, float]], tmp_path: Path) -> None:
    assert night(purchases(tmp_path / "shop", rows), tmp_path / "var", now=NOW + timedelta(days=30)).published


def test_a_shop_where_nobody_buys_has_a_night_too(tmp_path: Path) -> None:
    rows = [(f"c{c}", (c * d) % 7, float(d)) for c in range(20) for d in range(1, 60, 5)]
    events = purchases(tmp_path / "shop", rows) / "events.csv"
    events.write_text(events.read_text().replace(",purchase,", ",view,"))
    looked = night(events.parent, tmp_path / "var")
    assert looked.published
    assert "fewer than 30 customers can be compared: no verdict" in record(looked)["remarks"]


def test_as_of_hides_what_came_later(shop: Path, tmp_path: Path) -> None:
    early = run_night(str(shop), Settings(ONE_ALTERNATIVE), tmp_path, FIRST_DAY + timedelta(days=40), NOW, Silence())
    assert record(early)["window"]["days"] < 40
    assert record(early)["rows"]["lines"] < record(early)["rows"]["events"]
