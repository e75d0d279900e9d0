"""The sample shop, read as it is."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.data.shops import Shop, read

SAMPLE = Path(__file__).parents[2] / "data" / "sample"

# What people who know the data call no product (postage, fees, vouchers, corrections, tests, samples) ...
NO_PRODUCTS = {
    "ADJUST", "ADJUST2", "AMAZONFEE", "B", "BANK CHARGES", "C2", "C3", "CRUK", "D", "DOT", "GIFT", "M", "PADS",
    "POST", "S", "TEST001", "TEST002", "m", "gift_0001_10", "gift_0001_20", "gift_0001_30", "gift_0001_40",
    "gift_0001_50", "gift_0001_60", "gift_0001_70", "gift_0001_80", "gift_0001_90",
}  # fmt: skip
# ... and what a list of theirs counts among them because another shop sold it: real things, kept when they had a price.
OF_ANOTHER_SHOP = {
    "DCGS0003", "DCGS0004", "DCGS0006", "DCGS0016", "DCGS0027", "DCGS0036", "DCGS0037", "DCGS0039", "DCGS0041",
    "DCGS0044", "DCGS0053", "DCGS0055", "DCGS0056", "DCGS0057", "DCGS0058", "DCGS0059", "DCGS0060", "DCGS0062",
    "DCGS0066N", "DCGS0066P", "DCGS0067", "DCGS0068", "DCGS0069", "DCGS0070", "DCGS0071", "DCGS0072", "DCGS0073",
    "DCGS0074", "DCGS0075", "DCGS0076", "DCGSLBOY", "DCGSLGIRL", "DCGSSBOY", "DCGSSGIRL", "SP1002",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Generator[Shop]:
    shop = read(tmp_path_factory.mktemp("sample"), SAMPLE, (SAMPLE / "regulars.toml").read_text())
    yield shop
    shop.con.close()


@pytest.mark.slow
def test_every_line_is_kept_or_set_aside_with_a_reason(sample: Shop) -> None:
    assert sample.reading.rows == 1_044_847
    assert sample.reading.events + sample.reading.findings.set_aside_rows == sample.reading.rows
    reasons = sample.rows(
        "SELECT reason, count(*) FROM staged.line WHERE reason IS NOT NULL GROUP BY 1 "
        "UNION ALL SELECT 'duplicate', count(*) FROM staged.repeated ORDER BY 1"
    )
    assert reasons == [("duplicate", 11_804), ("write-off", 5_954)]


@pytest.mark.slow
def test_customers_items_orders_and_families_are_those_of_the_shop(sample: Shop) -> None:
    assert (sample.reading.customers, sample.reading.items) == (5_942, 5_304)
    assert sample.rows("SELECT count(*) - count(DISTINCT family) FROM item") == [(173,)]
    assert sample.rows("SELECT count(DISTINCT order_no) FROM event WHERE kind = 4") == [(40_089,)]
    assert sample.rows("SELECT customer_id, country FROM customer WHERE customer = 0") == [("12346", "United Kingdom")]


@pytest.mark.slow
def test_the_shops_clock_is_london(sample: Shop) -> None:
    assert sample.rows("SELECT min(t)::VARCHAR, max(t)::VARCHAR FROM event") == [
        ("2009-12-01 07:45:00", "2011-12-09 12:50:00"),
    ]
    june = "SELECT count(*) FROM event WHERE t BETWEEN '2010-06-01' AND '2010-07-01' AND hour(t) < 6"
    assert sample.rows(june) == [(0,)]


@pytest.mark.slow
def test_the_rule_for_products_finds_what_people_name_and_little_else(sample: Shop) -> None:
    found = {row[0] for row in sample.rows("SELECT item_id FROM item WHERE NOT is_product")}
    assert found >= NO_PRODUCTS
    labelled = NO_PRODUCTS | OF_ANOTHER_SHOP
    assert sorted(found - labelled) == ["22016", "23444", "23574", "23595", "72024HC"]
    kept = sorted(labelled - found)
    assert kept == [
        "DCGS0003", "DCGS0004", "DCGS0037", "DCGS0041", "DCGS0044", "DCGS0058", "DCGS0062", "DCGS0066N", "DCGS0068",
        "DCGS0069", "DCGS0070", "DCGS0072", "DCGS0075", "DCGS0076", "SP1002"]  # fmt: skip
    assert (len(labelled), len(found), len(found & labelled)) == (62, 52, 47)  # precision .90, recall .76


@pytest.mark.slow
def test_one_thread_reads_what_two_read(sample: Shop, tmp_path: Path) -> None:
    again = read(tmp_path, SAMPLE, (SAMPLE / "regulars.toml").read_text() + "\n[reading]\nthreads = 1\n")
    for table in ("event", "item", "customer"):
        digest = f"SELECT count(*), bit_xor(hash(whole)) FROM {table} AS whole"  # noqa: S608 - a name of ours
        assert again.rows(digest) == sample.rows(digest)
