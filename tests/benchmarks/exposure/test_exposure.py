"""The whole measurement on small shops: what is held back, what it costs, and where a setting moves nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.exposure.command import main
from benchmarks.page import PAGE
from tests.training.shops import a_shop_of_four_tastes, purchases

pytestmark = pytest.mark.slow
RANKED = '[ranker]\nleast = 20\ntrees = 20\nmembers = 1\n\n[night]\nalternatives = [{ recommender = "popular" }]\n'
"""Anything is better than best sellers, so that the night has its lists ranked."""


def told(folder: Path, capsys: pytest.CaptureFixture[str], shop: Path, settings: str) -> str:
    """What is printed; the page stays as it is."""
    page = PAGE.read_bytes()
    (folder / "regulars.toml").write_text(settings, encoding="utf-8")
    main(["--source", str(shop), "--settings", str(folder / "regulars.toml"), "--cuts", "1", "--days", "14"])
    assert PAGE.read_bytes() == page
    return capsys.readouterr().out


def a_shop_of_best_sellers(folder: Path) -> Path:
    """Sixty customers buy one new item of forty every sixth day, what sells best first more often than not."""
    rng, share = np.random.default_rng(5), 1 / np.arange(1, 41)
    rows: list[tuple[str, int, float]] = []
    for customer in range(60):
        times = np.arange(customer % 6, 96, 6) + rng.random()
        wanted = rng.choice(40, len(times), replace=False, p=share / share.sum())
        rows += [(f"c{customer:03}", int(item), float(at)) for item, at in zip(wanted, times, strict=True)]
    return purchases(folder, rows)


def rows_of(text: str, setting: str) -> dict[str, list[str]]:
    """The cells of a setting's table by value."""
    table = text.split(f"`{setting}`")[1].split("\n\n")[1]
    lines = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines()[2:]]
    return {cells[0]: cells[1:] for cells in lines}


def test_every_evenness_has_a_row_and_the_stronger_it_is_the_fewer_best_sellers_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(tmp_path, capsys, a_shop_of_best_sellers(tmp_path / "shop"), RANKED)
    rows = rows_of(text, "evenness")
    assert list(rows) == ["0", "0.05", "0.08", "0.1", "0.15", "0.2"]
    sold = [float(cells[5]) for cells in rows.values()]
    assert sold == sorted(sold, reverse=True)
    assert sold[-1] < sold[0]
    assert rows["0.08"][1] == ""
    assert all(int(cells[4]) <= 40 for cells in rows.values())
    assert "`category_share` moves nothing in this shop." in text


def test_a_small_share_of_a_category_makes_lists_more_diverse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = a_shop_of_four_tastes(tmp_path / "shop", 96, 60)
    rows = [f"i{item:02},taste {item // 10}\n" for item in range(40)]
    (shop / "items.csv").write_text("item_id,category\n" + "".join(rows), encoding="utf-8")
    text = told(tmp_path, capsys, shop, '[policy]\npersonal = "rp3beta"\n')
    rows = rows_of(text, "category_share")
    assert float(rows["0.2"][6]) > float(rows["1"][6])
    assert "`evenness` moves nothing in this shop." in text
