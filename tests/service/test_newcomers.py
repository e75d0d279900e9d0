"""From a shop's files to an answer for customers who have done nothing yet: what their row says of them counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from data.facts.engine import facts_at
from models.bundle.bundle import bundle_of
from models.bundle.policy import Policy
from models.decision.lists import with_lists
from models.recommenders import RECOMMENDERS
from models.recommenders.popular import Popular
from tests.data.shops import NOW, export, read
from tests.service.days import app_of, asked, live_of, publish

HEAD = "customer_id,item_id,event_type,timestamp,order_id\n"
BOUGHT = {"d": "beer", "f": "wine", "g": "clubs", "t": "rackets"}
"""Whose ids begin so bought what, ten of each; the last two live nowhere."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody bought bread too. Newcomers: of a country, of a sport, of nothing."""
    buyers = [f"{kind}{number}" for kind in BOUGHT for number in range(10)]
    lines = [f"{c},{item},purchase,2024-05-28,o{c}{item}\n" for c in buyers for item in ("bread", BOUGHT[c[0]])]
    said = {"d": "DE,", "f": "FR,", "g": ",golf", "t": ",tennis"}
    rows = [f"{c},{said[c[0]]}\n" for c in buyers] + [
        "new_de,DE,\n",
        "new_fr,FR,\n",
        "new_golf,,golf\n",
        "new_tennis,,tennis\n",
        "new,,\n",
    ]
    folder: Path = tmp_path_factory.mktemp("newcomers")
    source = export(
        folder, {"events.csv": HEAD + "".join(lines), "customers.csv": "customer_id,country,sport\n" + "".join(rows)}
    )
    facts = facts_at(read(folder, source).con, NOW)
    specs = {row.name: row.spec for row in RECOMMENDERS} | {"popular": Popular(least_orders=10, prior=1.0)}
    models = {name: spec.fit(facts, np.random.default_rng(1)) for name, spec in specs.items()}
    publish(folder / "var", with_lists(bundle_of(facts, models, Policy())))
    return folder / "var"


@pytest.fixture
def day(shop: Path) -> FlaskClient:
    with asked(app_of(live_of(shop))) as client:
        return client


def second(day: FlaskClient, customer: str) -> tuple[str, str]:
    """(item, source) beside the bread; nobody here is unknown."""
    answer = day.get(f"/recommend/{customer}?n=5").json or {}
    assert answer["customer_known"]
    return next((item["item_id"], item["source"]) for item in answer["items"] if item["item_id"] != "bread")


def test_a_country_that_stands_in_the_customers_table_is_enough(day: FlaskClient) -> None:
    assert second(day, "new_de") == ("beer", "popular")
    assert second(day, "new_fr") == ("wine", "popular")


def test_so_is_what_else_the_table_says(day: FlaskClient) -> None:
    assert second(day, "new_golf") == ("clubs", "attributes")
    assert second(day, "new_tennis") == ("rackets", "attributes")


def test_of_whom_it_says_nothing_what_sells_is_shown(day: FlaskClient) -> None:
    assert second(day, "new")[1] == "popular"
    answer = day.get("/recommend/nobody?n=5").json or {}
    assert not answer["customer_known"]
    assert answer["items"][0]["item_id"] == "bread"
