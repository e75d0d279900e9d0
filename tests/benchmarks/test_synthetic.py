"""The synthetic shop is the same for the same seed, has the size it says, and behaves like a shop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks.synthetic.__main__ import write_synthetic
from benchmarks.synthetic.world import Size

TINY = Size(events=5_000, customers=300, items=400)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic")
    write_synthetic(TINY, folder)
    return folder


def asked(shop: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a SELECT over events, items and customers."""
    with duckdb.connect() as con:
        for table in ("events", "items", "customers"):
            con.execute(f"CREATE VIEW {table} AS FROM '{shop / table}.parquet'")
        return con.execute(sql).fetchall()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(shop: Path, tmp_path: Path) -> None:
    write_synthetic(TINY, tmp_path / "again")
    write_synthetic(TINY, tmp_path / "other", seed=8)
    for table in ("events", "items", "customers"):
        name = f"{table}.parquet"
        assert (shop / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
        assert (shop / name).read_bytes() != (tmp_path / "other" / name).read_bytes()


def test_sizes_are_met_exactly_and_no_row_stands_twice(shop: Path) -> None:
    assert asked(shop, "SELECT count(*) FROM events") == [(5_000,)]
    assert asked(shop, "SELECT count(*), count(DISTINCT item_id) FROM items") == [(400, 400)]
    assert asked(shop, "SELECT count(*), count(DISTINCT customer_id) FROM customers") == [(300, 300)]
    assert asked(shop, "SELECT count(*) FROM (SELECT DISTINCT * FROM events)") == [(5_000,)]


def test_what_customers_say_they_like_is_more_often_true_than_not(shop: Path) -> None:
    said = asked(shop, "SELECT interest, count(*) FROM customers GROUP BY 1")
    assert len(said) == 9
    assert 0.3 < dict(said)[None] / 300 < 0.5


def test_nothing_is_seen_before_its_launch(shop: Path) -> None:
    early = "SELECT count(*) FROM events JOIN items USING (item_id) WHERE timestamp < first_seen"
    assert asked(shop, early) == [(0,)]
    launched = "SELECT count(*) FROM items WHERE first_seen > (SELECT min(timestamp) FROM events)"
    ((count,),) = asked(shop, launched)
    assert count > 50


LEADS = [("cart", "view"), ("remove_from_cart", "cart"), ("purchase", "cart"), ("return", "purchase")]


@pytest.mark.parametrize(("follows", "leads"), [*LEADS, ("cancel", "purchase")])
def test_in_a_session_nothing_follows_without_what_leads_to_it(shop: Path, follows: str, leads: str) -> None:
    done = set(asked(shop, "SELECT event_type, session_id, item_id FROM events"))
    followed = {(session, item) for kind, session, item in done if kind == follows}
    assert followed
    assert followed <= {(session, item) for kind, session, item in done if kind == leads}


def test_a_few_items_are_looked_at_most_and_some_customers_are_guests(shop: Path) -> None:
    looked_at = "SELECT count(*) AS n FROM events WHERE event_type = 'view' GROUP BY item_id ORDER BY n DESC"
    views = [n for (n,) in asked(shop, looked_at)]
    assert sum(views[:40]) > 0.4 * sum(views)
    ((guests,),) = asked(shop, "SELECT avg(CAST(customer_id IS NULL AS INTEGER)) FROM events")
    assert 0.1 < guests < 0.2
