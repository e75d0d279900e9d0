"""Web pages of other origins: those in the settings may ask what takes a token, others may not, by default none."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from data.errors import InputError
from data.settings import Settings
from service.app import create_app
from service.declarations import EXTENSION
from service.openapi import declaration_of
from service.reload import Live
from service.settings import ServiceSettings
from tests.service.days import KEYED, READING, app_of, day_of

SHOP = "https://shop.example"
WITH_SHOP = ServiceSettings(keys=KEYED.keys, origins=(SHOP, "http://localhost:3000"))
TAKES_TOKENS = ["/recommend", "/recommend/c3", "/recommend/a/b", "/area/c3"]
KEPT_FROM_PAGES = [
    "/customers/c3",
    "/customers/c3/export",
    "/customers/merge",
    "/segments",
    "/metrics",
    "/tokens",
    "/docs",
]


@pytest.fixture
def shop(live: Live) -> FlaskClient:
    """Asks a service whose lists may be read by pages of the shop."""
    return app_of(live, WITH_SHOP).test_client()


def _beforehand(origin: str = SHOP, method: str = "GET") -> dict[str, str]:
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization"}
    return {"Origin": origin, **asked}


@pytest.mark.parametrize("path", TAKES_TOKENS)
def test_a_browser_that_asks_beforehand_is_told_what_it_may(shop: FlaskClient, path: str) -> None:
    answer = shop.options(path, headers=_beforehand())
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert answer.headers["Access-Control-Allow-Methods"] == "GET"
    assert answer.headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type, X-API-Key, X-Request-ID"
    assert answer.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_page_may_tell_what_happened(shop: FlaskClient) -> None:
    answer = shop.options("/events", headers=_beforehand(method="POST"))
    assert (answer.status_code, answer.headers["Access-Control-Allow-Methods"]) == (204, "POST")
    assert shop.options("/events", headers=_beforehand(method="GET")).status_code == 405
    refused = shop.post("/events", json={"events": []}, headers={"Origin": SHOP})
    assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (401, SHOP)


@pytest.mark.parametrize("path", [*KEPT_FROM_PAGES, "/nothing"])
def test_what_takes_no_token_may_not_be_asked(shop: FlaskClient, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = shop.options(path, headers=_beforehand(method=method))
        assert answer.status_code in (404, 405)
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        _beforehand("https://shop.example.evil"), _beforehand("http://shop.example"), _beforehand("null"),
        _beforehand("https://shop.example:8443"), _beforehand("https://SHOP.example"), _beforehand(method="DELETE"),
        _beforehand(method="POST"), {"Origin": SHOP}, {},
    ],
)  # fmt: skip
def test_another_origin_or_method_is_refused(shop: FlaskClient, headers: dict[str, str]) -> None:
    answer = shop.options("/recommend", headers=headers)
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", [*TAKES_TOKENS, "/recommend?n=0"])
@pytest.mark.parametrize("key", [READING, "guessed"])
def test_answers_and_refusals_may_be_read_by_pages_of_the_shop_alone(shop: FlaskClient, path: str, key: str) -> None:
    headers = {"X-API-Key": key}
    answer = shop.get(path, headers=headers | {"Origin": SHOP})
    assert answer.headers.getlist("Access-Control-Allow-Origin") == [SHOP]
    assert answer.headers.getlist("Vary") == ["Origin"]
    assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After, X-Request-ID"
    for other in ({}, {"Origin": "https://other.example"}):
        answer = shop.get(path, headers=headers | other)
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers.getlist("Vary") == ["Origin"]


def test_what_takes_no_token_is_not_for_pages(shop: FlaskClient) -> None:
    for path in ("/customers/c3", "/segments", "/docs", "/health/ready"):
        answer = shop.get(path, headers={"Origin": SHOP, "X-API-Key": READING})
        assert answer.status_code == 200
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_by_default_no_page_may(keyed: FlaskClient) -> None:
    answer = keyed.get("/recommend", headers={"Origin": SHOP, "X-API-Key": READING})
    assert {"Access-Control-Allow-Origin", "Vary"}.isdisjoint(answer.headers.keys())
    assert keyed.options("/recommend", headers=_beforehand()).status_code == 405


def test_origins_change_while_the_service_runs(live: Live) -> None:
    app = app_of(live, KEYED)
    app.extensions[EXTENSION].door.origins = frozenset({SHOP})
    assert app.test_client().options("/recommend", headers=_beforehand()).status_code == 204


@pytest.mark.parametrize(
    "origin", [SHOP, "http://localhost:3000", "https://xn--bcher-kva.example", "http://[::1]:8080"]
)
def test_an_origin_is_written_as_browsers_do(origin: str) -> None:
    assert ServiceSettings(origins=(origin,)).origins == (origin,)


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "", "shop.example", "https://", "https://shop.example/", "https://Shop.example", "https://*.shop.example",
     "ftp://shop.example", "https://shop.example:443", "http://shop.example:80", "https://a@shop.example",
     "https://shop.example, https://b.example", "https://shop.example\n"],
)  # fmt: skip
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(InputError, match="write it as browsers do"):
        Settings({"service": {"origins": [SHOP, origin]}}).section("service", ServiceSettings)


def test_the_routes_that_take_tokens_are_of_one_customer(live: Live) -> None:
    app = create_app(day_of(live))
    taking = {rule.rule for rule in app.url_map.iter_rules() if declaration_of(app, rule).tokens}
    assert taking == {"/recommend", "/recommend/<id:customer_id>", "/area/<id:customer_id>", "/events"}
