"""Every answer says what its scores are: chances where the list is last night's, good for its order alone elsewhere."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient

from models.bundle.policy import Filter
from models.decision.query import Query
from service.export import export_lists
from service.reload import Live
from tests.models.shops import chances
from tests.service.days import LINES, a_bundle, app_of, asked, live_of, publish

CUSTOMERS = [*(f"c{number}" for number in range(40)), "nobody"]
NARROW = "n=3&price_min=3"
KINDS = {"order", "probability"}


@pytest.fixture(scope="module")
def sure(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """A service over lists whose scores are chances."""
    var = tmp_path_factory.mktemp("sure")
    publish(var, chances(a_bundle()))
    return live_of(var)


@pytest.fixture
def told(sure: Live) -> Iterator[FlaskClient]:
    with asked(app_of(sure)) as client:
        yield client


def kinds(client: FlaskClient, query: str) -> list[str]:
    return [(client.get(f"/recommend/{id_}?{query}").json or {})["score_kind"] for id_ in CUSTOMERS]


def batch(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    body = "".join(json.dumps({"customer_id": id_}) + "\n" for id_ in CUSTOMERS).encode()
    answer = client.post(f"/recommend/batch?{query}", data=body, content_type=LINES)
    lines = [json.loads(line) for line in answer.data.splitlines()]
    return [line for line in lines if "items" in line]


def test_known_customers_are_told_chances_and_strangers_an_order(told: FlaskClient) -> None:
    assert kinds(told, "n=3") == ["probability"] * 40 + ["order"]


def test_lists_that_are_no_chances_say_so(client: FlaskClient) -> None:
    assert set(kinds(client, "n=3")) == {"order"}


@pytest.mark.parametrize("query", ["strategy=trending", "exclude_bought=false", "in_stock=false", "brand=nowhere"])
def test_what_the_day_scores_is_an_order(told: FlaskClient, query: str) -> None:
    assert set(kinds(told, f"n=3&{query}")) == {"order"}


@pytest.mark.parametrize("query", ["n=3", NARROW, "n=200", "n=3&strategy=trending"])
def test_both_forms_of_a_batch_say_what_recommend_says(told: FlaskClient, query: str) -> None:
    alone = kinds(told, query)
    assert [line["score_kind"] for line in batch(told, query)] == alone
    assert [line["score_kind"] for line in batch(told, f"{query}&format=compact")] == alone


def test_a_filter_leaves_some_lists_chances_and_some_not(told: FlaskClient) -> None:
    assert set(kinds(told, NARROW)) == KINDS


def test_each_row_of_the_area_says_it_for_itself(told: FlaskClient, client: FlaskClient) -> None:
    rows = [row for id_ in CUSTOMERS for row in (told.get(f"/area/{id_}").json or {})["rows"]]
    assert {row["score_kind"] for row in rows if row["stream"] == "for_you"} == KINDS
    assert {row["score_kind"] for row in rows if row["stream"] != "for_you"} == {"order"}
    plain = [row for id_ in CUSTOMERS for row in (client.get(f"/area/{id_}").json or {})["rows"]]
    assert {row["score_kind"] for row in plain} == {"order"}


def test_files_say_it_in_a_column_of_their_own(sure: Live, told: FlaskClient, tmp_path: Path) -> None:
    query, bundle = Query(n=3, filter=Filter(price_min=3.0)), sure.take().bundle
    for name in ("lists.csv", "lists.jsonl", "lists.parquet"):
        export_lists(bundle, CUSTOMERS, query, tmp_path / name)
    with (tmp_path / "lists.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    lines = [json.loads(line) for line in (tmp_path / "lists.jsonl").read_text(encoding="utf-8").splitlines()]
    stored = pq.read_table(tmp_path / "lists.parquet").to_pylist()
    expected = dict(zip(CUSTOMERS, kinds(told, NARROW), strict=True))
    for rows in (table, lines, stored):
        assert {row["customer_id"]: row["score_kind"] for row in rows} == expected
