"""The whole measurement on a small shop, as a person runs it."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.page import PAGE
from benchmarks.today.command import main
from tests.training.shops import COLUMNS, a_shop_of_four_tastes

pytestmark = pytest.mark.slow


def with_looks(shop: Path) -> Path:
    """Two days before every purchase its buyer looked at the item."""
    with (shop / "events.csv").open(newline="", encoding="utf-8") as file:
        bought = list(csv.DictReader(file))
    with (shop / "events.csv").open("a", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        for row in bought:
            when = datetime.fromisoformat(row["timestamp"]) - timedelta(days=2)
            look = row | {"event_type": "view", "timestamp": when.isoformat(), "order_id": ""}
            lines.writerow([look[name] for name in COLUMNS])
    return shop


def test_what_was_looked_at_since_the_night_lifts_what_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.read_bytes()
    shop = with_looks(a_shop_of_four_tastes(tmp_path / "shop", 72, 60))
    main(["--source", str(shop), "--cuts", "2", "--days", "10"])
    told = capsys.readouterr()
    assert "2 cuts, 10 days each; events of the days before the purchase." in told.out
    figures = [line.split(" | ") for line in told.out.splitlines() if line.startswith("| ") and "." in line]
    ndcg = {name.strip("| "): float(value) for name, value, *_ in figures}
    assert list(ndcg) == ["served", "last night", "folded in", "item to item", "looked at"]
    assert ndcg["served"] > ndcg["last night"]
    assert told.err.count("\n") == 2
    assert PAGE.read_bytes() == page
