"""The pages for people: whole without a network, and nothing of a shop's data is taken for markup."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.strings import Strings
from models.recommenders import RECOMMENDERS
from service.fields import FIELD_NAMES
from service.pages.start import COUNTED
from service.reload import Live
from tests.service.days import a_bundle, app_of, asked, live_of, publish, with_titles

HOSTILE = "<script>alert('x')</script>&\""


@pytest.mark.parametrize("path", ["/", "/docs", "/?customer_id=c3"])
def test_a_page_loads_nothing_from_anywhere(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.content_type == "text/html; charset=utf-8"
    assert re.findall(r"<(?:script|link|img|iframe)|@import|url\(", answer.text) == []
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/docs", "/?customer_id=c3"])
def test_a_page_has_its_own_style_and_no_other_and_stands_in_no_frame(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    (style,) = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'", "style-src": f"'sha256-{digest}'", "img-src": "http: https:", "form-action": "'self'",
        "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert not re.search(r"<[^>]*\s(style|on\w+)=", answer.text)


def test_the_start_page_offers_customers_and_shows_the_area_of_one(client: FlaskClient, live: Live) -> None:
    offered = re.findall(r'href="/\?customer_id=(c\d+)"', client.get("/").text)
    assert offered == live.take().samples
    page = client.get(f"/?customer_id={offered[0]}").text
    rows = (client.get(f"/area/{offered[0]}").json or {})["rows"]
    assert re.findall("<h2>(.*?)</h2>", page)[: len(rows)] == [row["title"] for row in rows]
    assert f'href="/recommend/{offered[0]}?n=12"' in page
    for item in rows[0]["items"]:
        assert item["item_id"] in page


def test_the_start_page_says_what_the_count_of_a_reason_counts(client: FlaskClient, live: Live) -> None:
    assert set(COUNTED) == {row.reason for row in RECOMMENDERS} - {"similar", "like_your_taste", "looked_at"}
    page = client.get("/?customer_id=nobody").text
    rows = (client.get("/area/nobody").json or {})["rows"]
    for item in (item for row in rows for item in row["items"] if item["reason"]["count"]):
        assert f"({COUNTED[item['reason']['code']]}: {item['reason']['count']:,})" in page
    assert COUNTED["popular"] in page


def test_samples_go_from_many_orders_to_few(live: Live) -> None:
    served = live.take()
    orders = [int(served.bundle.customers.n_orders[served.bundle.customer_number(id_)]) for id_ in served.samples]
    assert orders == sorted(orders, reverse=True)
    assert orders[0] == int(served.bundle.customers.n_orders.max())
    assert orders[-1] >= 1


def test_somebody_unknown_is_shown_an_area_too(client: FlaskClient) -> None:
    page = client.get("/?customer_id=nobody").text
    assert "<h1>The area of nobody</h1>" in page
    assert "<li>" in page


def test_where_keys_are_needed_no_customer_is_shown(keyed: FlaskClient) -> None:
    for path in ("/", "/?customer_id=c3"):
        assert not re.search(r"\bc\d+\b", re.sub("<style>.*?</style>", "", keyed.get(path).text, flags=re.DOTALL))


def test_hostile_ids_are_text(client: FlaskClient) -> None:
    page = client.get("/", query_string={"customer_id": HOSTILE}).text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_hostile_titles_and_links_are_text(tmp_path: Path) -> None:
    bundle = with_titles(a_bundle(), [HOSTILE] * 60)
    links = Strings.of(["javascript:alert(1)", "https://shop.example/a?b=c&d=e"] * 30)
    publish(tmp_path, replace(bundle, items=replace(bundle.items, url=links, image_url=links)))
    with asked(app_of(live_of(tmp_path))) as client:
        page = client.get("/?customer_id=c3").text
    assert "<script" not in page
    assert "javascript:" not in page
    assert 'href="https://shop.example/a?b=c&amp;d=e"' in page


def test_the_documentation_names_every_address_and_argument(client: FlaskClient) -> None:
    page = client.get("/docs").text
    api = client.get("/openapi.json").json or {}
    for path, methods in api["paths"].items():
        assert f"<code>{path}</code>" in page
        for operation in methods.values():
            assert operation["summary"] in page.replace("&#39;", "'")
            assert all(f"<code>{parameter['name']}</code>" in page for parameter in operation["parameters"])
    for shape in ("TokenWanted", "Asked"):
        assert all(f"<code>{name}</code>" in page for name in api["components"]["schemas"][shape]["properties"])
    assert all(f"<code>{field}</code>" in page for field in FIELD_NAMES)
