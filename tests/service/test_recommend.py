"""GET and POST /recommend: the same question has the same answer, and the answer keeps to the declared shape."""

from __future__ import annotations

from urllib.parse import quote

import msgspec
import numpy as np
import pytest
from flask.testing import FlaskClient

from models.decision.decide import decide
from models.decision.query import Query, Whom
from models.recommenders import RECOMMENDERS
from service.api.answers import Recommendation
from service.reload import Live

TOP = ("decision_id", "bundle", "as_of", "customer_id", "customer_known", "placement", "may_send", "stale", "arm",
       "score_kind", "requested", "returned", "relaxed", "items")  # fmt: skip


def test_path_query_and_body_ask_the_same(client: FlaskClient) -> None:
    wanted = {"n": 4, "placement": "product_page", "item_id": ["i3", "i4"], "price_max": 7.5}
    query = "n=4&placement=product_page&item_id=i3&item_id=i4&price_max=7.5"
    by_query = client.get(f"/recommend?customer_id=c3&{query}").data
    assert client.get(f"/recommend/c3?{query}").data == by_query
    assert client.post("/recommend", json={"customer_id": "c3", **wanted}).data == by_query


def test_the_answer_has_the_declared_shape_in_the_declared_order(client: FlaskClient) -> None:
    answer = client.get("/recommend/c3?n=12&placement=newsletter")
    assert tuple(answer.json or ()) == TOP
    shaped = msgspec.json.decode(answer.data, type=Recommendation)
    assert [item.rank for item in shaped.items] == list(range(1, shaped.returned + 1))
    assert (shaped.customer_id, shaped.requested, shaped.placement, shaped.arm) == ("c3", 12, "newsletter", None)


def test_the_answer_says_what_decide_said(client: FlaskClient, live: Live) -> None:
    bundle = live.take().bundle
    decided = decide(bundle, Query(n=8), Whom.of(np.array([3], dtype=np.int32)))
    items = (client.get("/recommend/c3?n=8").json or {})["items"]
    assert [item["item_id"] for item in items] == [bundle.items.id[int(i)] for i in decided.item[0] if i >= 0]
    for place, item in enumerate(items):
        row = RECOMMENDERS[decided.source[0, place]]
        assert (item["source"], item["reason"]["code"]) == (row.name, row.reason)
        assert item["score"] == pytest.approx(float(decided.score[0, place]))
        anchor = int(decided.anchor[0, place])
        assert item["reason"]["anchor"] == (bundle.items.id[anchor] if anchor >= 0 else None)
        assert item["reason"]["count"] == (int(decided.count[0, place]) or None)


def test_the_same_question_has_the_same_bytes(client: FlaskClient) -> None:
    assert client.get("/recommend/c5?n=20").data == client.get("/recommend/c5?n=20").data


@pytest.mark.parametrize(
    "id_", ["nobody", "c3 ", "C3", "🐱", "a/b", "a//b", "x" * 200, "...", "/", "/a", "a\nb", "a/", "batch/x"]
)
def test_an_unknown_customer_is_answered_and_said_to_be_unknown(client: FlaskClient, id_: str) -> None:
    answer = client.get("/recommend", query_string={"customer_id": id_}).json or {}
    assert (answer["customer_id"], answer["customer_known"]) == (id_, False)
    assert answer["returned"] == 10
    assert client.get(f"/recommend/{quote(id_, safe='')}").json == answer


@pytest.mark.parametrize("query", ["", "customer_id=", "customer_id=%20%09"])
def test_a_blank_id_is_a_guest(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/recommend?{query}").json or {}
    assert (answer["customer_id"], answer["customer_known"], answer["returned"]) == (None, False, 10)


def test_a_whole_number_is_an_id_in_plain_decimal(client: FlaskClient) -> None:
    for number in (13085, 13085.0):
        assert (client.post("/recommend", json={"customer_id": number}).json or {})["customer_id"] == "13085"
    for text in ("13085", "13085.0", "13085.00"):
        assert (client.get(f"/recommend?customer_id={text}").json or {})["customer_id"] == "13085"
    for text in ("13085.05", "v1.0"):
        assert (client.get(f"/recommend?customer_id={text}").json or {})["customer_id"] == text


def test_titles_come_unless_other_fields_are_asked_for(client: FlaskClient) -> None:
    first = (client.get("/recommend/c3").json or {})["items"][0]
    assert list(first) == ["item_id", "rank", "score", "source", "reason", "title"]
    every = ["title", "category", "brand", "group", "tags", "price", "regular_price", "in_stock", "image_url", "url"]
    asked = "&".join(f"fields={field}" for field in every)
    item = (client.get(f"/recommend/c3?{asked}").json or {})["items"][0]
    assert list(item) == ["item_id", "rank", "score", "source", "reason", *every]
    assert item["image_url"] is None
    assert item["in_stock"] is True
    twice = (client.get("/recommend/c3?fields=brand&fields=brand").json or {})["items"][0]
    assert list(twice) == ["item_id", "rank", "score", "source", "reason", "brand"]


def test_a_field_says_what_the_catalogue_says(client: FlaskClient, live: Live) -> None:
    items = live.take().bundle.items
    answer = client.get("/recommend?n=40&fields=category&fields=brand&fields=tags&fields=price").json or {}
    numbers = [live.take().bundle.item_number(item["item_id"]) for item in answer["items"]]
    for item, number in zip(answer["items"], numbers, strict=True):
        code = int(items.category.code[number])
        assert item["category"] == (items.category.name[code] if code >= 0 else None)
        assert item["tags"] == [items.tag_name[tag] for tag in items.tags.row(number)]
        price = float(items.price[number])
        assert item["price"] == (None if np.isnan(price) else price)


def test_a_filter_holds_for_every_item(client: FlaskClient) -> None:
    answer = client.get("/recommend/c3?n=40&category=garden&fields=category&theme=cheap&fields=price").json or {}
    assert answer["items"]
    assert all(item["category"].startswith("garden") and item["price"] <= 5 for item in answer["items"])


def test_what_is_excluded_does_not_appear(client: FlaskClient) -> None:
    first, second = [item["item_id"] for item in (client.get("/recommend/c3?n=2").json or {})["items"]]
    answer = client.get(f"/recommend/c3?n=40&exclude={first}&exclude={second}&exclude=unknown").json or {}
    assert not {first, second} & {item["item_id"] for item in answer["items"]}
    alone = client.post("/recommend", json={"customer_id": "c3", "n": 40, "exclude": first}).json or {}
    assert first not in {item["item_id"] for item in alone["items"]}
    assert second in {item["item_id"] for item in alone["items"]}


def test_may_send_is_the_customers_yes_to_mail(client: FlaskClient, live: Live) -> None:
    consent = live.take().bundle.customers.email_consent
    for number in range(6):
        mail = client.get(f"/recommend/c{number}?placement=newsletter").json or {}
        assert mail["may_send"] is bool(consent[number])
        assert (client.get(f"/recommend/c{number}").json or {})["may_send"] is False
    assert (client.get("/recommend/nobody?placement=newsletter").json or {})["may_send"] is False
