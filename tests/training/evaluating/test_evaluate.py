"""Whole evaluations, on shops of which it is known what should come out."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from data.errors import InputError
from data.settings import Settings
from tests.training.nights import NOW, record
from tests.training.shops import a_shop_of_four_tastes, purchases
from training.evaluating.evaluate import CUSTOMERS, HTML, JSON, LISTS, Asked, evaluate
from training.night import NightResult
from training.progress import Silence

KEYS = ("origin", "task", "system", "customer_id")

WHAT_SHIPS = {"night": {"rounds": 200}}
ALTERNATIVES = [{"recommender": "popular"}, {"recommender": "rp3beta"}]
UNRANKED = {"night": {"rounds": 200, "alternatives": ALTERNATIVES}, "ranker": {"windows": 1, "least": 10**9}}
NOBODY = "no customer who was seen before a cut bought such an item after it"


def found(out: Path, source: Path, settings: dict[str, Any] = UNRANKED, **asked: Any) -> dict[str, Any]:
    """What stands in the JSON file."""
    wanted = Asked(str(source), asked.get("horizon"), asked.get("origins", 3))
    evaluate(wanted, Settings(settings), out, NOW, Silence())
    return json.loads((out / JSON).read_text(), parse_constant=pytest.fail)


@pytest.fixture(scope="module")
def out(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three origins of twelve days on the shop of four tastes."""
    folder = tmp_path_factory.mktemp("evaluated") / "out"
    found(folder, shop, horizon=12)
    return folder


@pytest.fixture(scope="module")
def written(out: Path) -> dict[str, Any]:
    return json.loads((out / JSON).read_text())


def overall(written: dict[str, Any], task: str) -> dict[str, Any]:
    """All customers over all origins."""
    return next(each for each in written["tasks"] if each["name"] == task)["pooled"][0]


def test_the_folder_holds_what_is_promised_and_nothing_else(out: Path) -> None:
    assert sorted(path.name for path in out.iterdir()) == sorted([JSON, HTML, LISTS, CUSTOMERS])
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_who_knows_the_tastes_wins_against_popularity_at_every_origin(written: dict[str, Any]) -> None:
    new = next(each for each in written["tasks"] if each["name"] == "new")
    against = {each["other"]: each for each in new["comparisons"]}
    assert against["popular"]["verdict"] == "win"
    assert len(against["popular"]["by_origin"]) == 3
    assert min(against["popular"]["by_origin"]) > 0.1
    assert against["rp3beta"]["verdict"] != "loss"
    assert written["remarks"] == [f"task {name}: {NOBODY}" for name in ("repeat", "cold")]


def test_an_origin_is_measured_as_the_night_measures(first: NightResult, shop: Path, tmp_path: Path) -> None:
    night = record(first)
    alone = found(tmp_path / "out", shop, WHAT_SHIPS, origins=1)
    origin = alone["origins"][0]
    assert origin["tried"] == night["tried"]
    assert origin["recipe"] == night["recipe"]
    assert origin["tasks"] == night["rehearsal"]["tasks"]
    assert origin["split"] == night["rehearsal"]["split"]
    ours, theirs = overall(alone, "new")["metrics"], night["rehearsal"]["groups"][0]["metrics"]
    for system in ("tonight", "popular"):
        assert ours[system] == pytest.approx(theirs[system], nan_ok=True)


def test_each_origin_is_chosen_on_the_window_before_it(written: dict[str, Any]) -> None:
    splits = [origin["split"] for origin in written["origins"]]
    assert [split["tuning_cut"] for split in splits[:-1]] == [split["cut"] for split in splits[1:]]
    assert all(any(trial["chosen"] for trial in origin["tried"]) for origin in written["origins"])


def rows_of(file: Path) -> list[dict[str, Any]]:
    return pq.read_table(file).to_pylist()


def test_the_metrics_of_every_customer_have_the_means_of_the_page(out: Path, written: dict[str, Any]) -> None:
    rows = [row for row in rows_of(out / CUSTOMERS) if row["task"] == "new" and row["history"] != "unseen"]
    for system, metrics in overall(written, "new")["metrics"].items():
        mine = [row for row in rows if row["system"] == system]
        assert len(mine) == overall(written, "new")["customers"]
        for name in ("ndcg@10", "revenue@10"):
            assert np.mean([row[name] for row in mine]) == pytest.approx(metrics[name], abs=1e-6)


def test_the_lists_of_every_customer_give_those_metrics(out: Path) -> None:
    hits = Counter[tuple[Any, ...]]()
    for place in rows_of(out / LISTS):
        hits[tuple(place[key] for key in KEYS)] += place["hit"] and place["rank"] <= 10
    rows = rows_of(out / CUSTOMERS)
    assert rows
    for row in rows[:: max(len(rows) // 40, 1)]:
        hit = hits[tuple(row[key] for key in KEYS)]
        assert hit / min(10, row["bought"]) == pytest.approx(row["recall@10"])


def test_the_lists_name_their_sources_and_hold_no_item_twice(out: Path) -> None:
    lists = rows_of(out / LISTS)
    assert list(lists[0]) == [*KEYS, "rank", "item_id", "score", "source", "hit"]
    places = [(*(place[key] for key in KEYS), place["item_id"]) for place in lists]
    assert len(set(places)) == len(places)
    assert {place["source"] for place in lists if place["system"] == "popular"} == {"popular"}
    assert all(1 <= place["rank"] <= 20 for place in lists)


def test_the_page_needs_nothing_from_elsewhere_and_says_no_nan(out: Path) -> None:
    html = (out / HTML).read_text()
    assert re.findall(r"""(?:src|href)=["']([^"'#]+)|url\((?!#)""", html) == []
    assert not re.search(r"\bnan\b|\bNone\b", html)
    assert html.count("<svg") == 7
    for anchor in re.findall(r'href="#(\w+)"', html):
        assert f'id="{anchor}"' in html


def test_the_same_question_has_the_same_answer(out: Path, written: dict[str, Any], shop: Path, tmp_path: Path) -> None:
    again = found(tmp_path / "out", shop, horizon=12)
    assert again | {"steps": []} == written | {"steps": []}
    assert (tmp_path / "out" / LISTS).read_bytes() == (out / LISTS).read_bytes()


def test_what_is_bought_again_is_measured_apart_from_what_is_new(tmp_path: Path) -> None:
    """Everybody buys a favourite of their own each week, and once something new."""
    rng = np.random.default_rng(3)
    rows = [(f"c{c:02}", c % 20, float(d) + rng.random()) for c in range(40) for d in range(0, 84, 7)]
    rows += [(f"c{c:02}", (c + 1 + turn) % 20, 80 + c / 20) for c in range(40) for turn in range(1)]
    again = found(tmp_path / "out", purchases(tmp_path / "shop", rows), horizon=14, origins=2)
    newest = again["origins"][0]["tasks"]
    assert (newest["new"], newest["repeat"]) == (40, 40)
    for system in ("buy_again", "frequency", "tifuknn", "popular"):
        assert overall(again, "repeat")["metrics"][system]["ndcg@10"] == 1
    assert overall(again, "new")["customers"] == 40


def test_under_56_days_the_windows_shrink_and_the_page_says_so(tmp_path: Path) -> None:
    shop = a_shop_of_four_tastes(tmp_path / "shop", days=40)
    short = found(tmp_path / "out", shop)
    assert (short["horizon_days"], len(short["origins"])) == (9, 3)
    assert "windows of 9 days, not 28: there are 40 days of data" in short["remarks"]
    assert "nothing was chosen at origin 3, for want of a past to choose on" in short["remarks"]
    assert "windows of 9 days, not 28" in (tmp_path / "out" / HTML).read_text()


def test_origins_that_find_no_past_are_left_out_and_named(tmp_path: Path) -> None:
    shop = a_shop_of_four_tastes(tmp_path / "shop", days=70)
    few = found(tmp_path / "out", shop)
    assert len(few["origins"]) == 1
    assert few["remarks"][0].startswith("1 of 3 origins: each needs 28 days after it and as many before it")
    assert few["origins"][0]["split"]["tuning_cut"] is not None
    assert not [remark for remark in few["remarks"] if remark.startswith("nothing was chosen")]


@pytest.mark.parametrize(
    "rows",
    [
        [("c1", 1, 0.0)],
        [("c1", 1, 0.0), ("c1", 2, 100.0)],
        [(f"c{c}", (c + d) % 5, float(d)) for c in range(8) for d in range(0, 12, 3)],
    ],
    ids=["one event", "one customer", "twelve days"],
)
def test_a_shop_with_next_to_nothing_is_told_what_could_not_be_done(
    rows: list[tuple[str, int, float]], tmp_path: Path
) -> None:
    little = found(tmp_path / "out", purchases(tmp_path / "shop", rows))
    assert little["remarks"]
    assert "Worth knowing" in (tmp_path / "out" / HTML).read_text()
    assert pq.read_table(tmp_path / "out" / LISTS).num_rows % 20 in range(20)


def test_a_shop_where_nobody_buys_has_nothing_to_measure(tmp_path: Path) -> None:
    rows = [(f"c{c}", (c * d) % 7, float(d)) for c in range(20) for d in range(1, 60, 5)]
    events = purchases(tmp_path / "shop", rows) / "events.csv"
    events.write_text(events.read_text().replace(",purchase,", ",view,"))
    looked = found(tmp_path / "out", events.parent)
    assert [each["pooled"][0]["customers"] for each in looked["tasks"]] == [0, 0, 0]
    assert f"task new: {NOBODY}" in looked["remarks"]


def test_a_source_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        found(tmp_path / "out", tmp_path / "nowhere")
    assert not list(tmp_path.iterdir())


def test_what_only_a_catalogue_knew_is_found_by_its_description_and_what_came_later_by_nobody(tmp_path: Path) -> None:
    shop = a_shop_of_four_tastes(tmp_path / "shop", 72, 60)
    with (shop / "events.csv").open("a", encoding="utf-8") as file:
        for customer in range(20):
            for item in (f"z{customer % 4}", "zz"):
                file.write(f"c{customer:03},{item},purchase,2024-03-08T00:00:00+00:00,z{customer},1,5\n")
    titles = [f"i{item:02},taste {item // 10} {item},\n" for item in range(40)]
    titles += [f"z{taste},taste {taste} z,2024-01-02\n" for taste in range(4)]
    (shop / "items.csv").write_text("item_id,title,first_seen\n" + "".join(titles), encoding="utf-8")
    said = found(tmp_path / "out", shop, origins=1, horizon=12)
    assert said["origins"][0]["tasks"]["cold"] == 40
    assert said["origins"][0]["tasks"]["later"] == 20
    cold = overall(said, "cold")["metrics"]
    assert list(cold)[-1] == "similar"
    assert cold["similar"]["recall@20"] > cold["popular"]["recall@20"]
    assert "similar" not in overall(said, "new")["metrics"]
