"""Nights against which something speaks: what stops them, what does not, and that the live bundle stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.errors import InputError
from models.bundle.files import open_bundle, read_manifest
from models.bundle.shelf import Shelf
from tests.training.nights import BEST_SELLERS, night, record
from tests.training.shops import purchases
from training.lock import the_only_night
from training.night import NightResult
from training.publishing import publish, stage


def test_a_night_with_worse_settings_leaves_the_live_bundle(shop: Path, live: Path, first: NightResult) -> None:
    worse = night(shop, live, BEST_SELLERS)
    assert not worse.published
    assert worse.bundle is None
    assert "worse than live" in worse.summary
    assert [folder.name for folder in Shelf(live).folders()] == [first.bundle.name if first.bundle else ""]
    assert record(worse)["outcome"] == "worse"
    assert "judged worse" in worse.report.read_text()


def test_a_bundle_of_another_version_is_no_obstacle(shop: Path, live: Path, first: NightResult) -> None:
    assert first.bundle is not None
    recipe = read_manifest(first.bundle)["recipe"]
    recipe["specs"]["popular"]["once_was"] = 1
    publish(stage(open_bundle(first.bundle), {"recipe": recipe}, Shelf(live), "older"), Shelf(live), keep=3)
    second = night(shop, live)
    assert second.published
    assert "the live bundle's settings are another version's: not compared with" in record(second)["remarks"]


def test_a_live_bundle_with_a_flipped_byte_is_no_obstacle(shop: Path, live: Path) -> None:
    manifest = Shelf(live).folders()[0] / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"seed": 1', '"seed": 2'))
    second = night(shop, live)
    assert second.published
    assert any("cannot be read" in remark for remark in record(second)["remarks"])


def test_where_nothing_teaches_the_live_bundle_stays(live: Path, tmp_path: Path) -> None:
    before = Shelf(live).names()
    fees = purchases(tmp_path / "fees", [("c1", item, float(item)) for item in range(20)])
    (fees / "items.csv").write_text("item_id,title\n" + "".join(f"i{item:02},Postage\n" for item in range(20)))
    with pytest.raises(InputError, match="teaches anything"):
        night(fees, live)
    assert Shelf(live).names() == before


def test_a_night_that_lost_most_of_its_data_says_so(live: Path, tmp_path: Path) -> None:
    rows = [(f"c{c}", (c + d) % 5, float(d)) for c in range(8) for d in range(0, 12, 3)]
    small = night(purchases(tmp_path / "shop", rows), live)
    assert "only 32 lines teach; the live bundle learned from 900" in record(small)["remarks"]


def test_two_nights_at_once_the_second_says_so(shop: Path, tmp_path: Path) -> None:
    with the_only_night(tmp_path), pytest.raises(InputError, match="another night is running"):
        night(shop, tmp_path)


def test_a_night_without_a_source_fails_in_writing(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        night(tmp_path / "nowhere", tmp_path / "var")
    (written,) = (tmp_path / "var" / "runs").iterdir()
    assert json.loads(written.read_text())["outcome"] == "failed"
    assert "nowhere" in (tmp_path / "var" / "reports" / f"{written.stem}.html").read_text()


def test_a_setting_that_does_not_exist_is_refused_before_anything_is_read(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown setting 'round'"):
        night(shop, tmp_path, {"night": {"round": 3}})


def test_an_alternative_that_does_not_exist_is_refused(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no recommender 'rp4'"):
        night(shop, tmp_path, {"night": {"alternatives": [{"recommender": "rp4"}]}})
