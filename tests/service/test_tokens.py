"""Customers' tokens: each opens the lists of one customer, for a while, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from data.secret import derived
from service.app import create_app
from service.errors import Problem
from service.reload import Live
from service.settings import ServiceSettings
from service.tokens import LABEL, Claims, Tokens
from tests.service.days import KEYED, READING, SCRAPING, SECRET, a_key, app_of, day_of

NOW = 1_800_000_000
OURS = Tokens(derived(SECRET, LABEL))
OWN = ["/recommend", "/recommend?n=3", "/recommend?customer_id=c3", "/recommend/c3", "/area/c3"]
ANOTHERS = ["/recommend?customer_id=c4", "/recommend/c4", "/area/c4", "/recommend/C3", "/recommend?customer_id=c3%20"]
CLOSED = ["/customers/c3", "/segments", "/segments/all/customers", "/segments/overlap", "/metrics"]


def _at(live: Live, now: float, settings: ServiceSettings = KEYED) -> FlaskClient:
    return create_app(replace(day_of(live, settings), clock=lambda: now)).test_client()


def _token(customer_id: str = "", session_id: str = "", expires: int = NOW + 60, events: bool = False) -> str:
    return OURS.signed(Claims(expires, customer_id, session_id, events))


def _bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("path", OWN)
def test_it_opens_its_customers_lists_whether_they_are_named_or_not(live: Live, path: str) -> None:
    answer = _at(live, NOW).get(path, headers=_bearing(_token("c3")))
    assert (answer.status_code, (answer.json or {})["customer_id"]) == (200, "c3")
    with_key = {"X-API-Key": READING}
    named = path if "c3" in path else f"{path}{'&' if '?' in path else '?'}customer_id=c3"
    assert answer.data == _at(live, NOW).get(named, headers=with_key).data


@pytest.mark.parametrize("path", ANOTHERS)
def test_another_customers_list_stays_closed(live: Live, path: str) -> None:
    answer = _at(live, NOW).get(path, headers=_bearing(_token("c3")))
    assert answer.status_code == 403
    assert "another customer_id" in (answer.json or {})["detail"]


@pytest.mark.parametrize("path", CLOSED)
def test_it_opens_nothing_else(live: Live, path: str) -> None:
    client = _at(live, NOW)
    for events in (False, True):
        assert client.get(path, headers=_bearing(_token("c3", events=events))).status_code == 403
    for posted in ("/recommend", "/recommend/batch", "/tokens"):
        assert client.post(posted, json={"customer_id": "c3"}, headers=_bearing(_token("c3"))).status_code == 403


def test_a_sessions_token_opens_no_customers_list(live: Live) -> None:
    client, token = _at(live, NOW), _bearing(_token(session_id="s1"))
    assert (client.get("/recommend", headers=token).json or {})["customer_id"] is None
    assert client.get("/recommend/c3", headers=token).status_code == 403
    assert client.get("/area/c3", headers=token).status_code == 403


def test_it_is_good_until_its_second_and_no_longer(live: Live) -> None:
    token = _bearing(_token("c3", expires=NOW))
    assert _at(live, NOW - 0.001).get("/recommend", headers=token).status_code == 200
    late = _at(live, NOW).get("/recommend", headers=token)
    assert (late.status_code, (late.json or {})["detail"]) == (401, "this token has expired")
    assert late.headers["WWW-Authenticate"].startswith("Bearer ")


@given(at=st.integers(min_value=0), to=st.sampled_from("abcXYZ019-_."))
def test_whatever_is_changed_in_it_closes_it(at: int, to: str) -> None:
    token = _token("c3")
    at %= len(token)
    changed = token[:at] + to + token[at + 1 :]
    if changed != token:
        with pytest.raises(Problem, match="not one of ours"):
            OURS.holder(changed, NOW)


@pytest.mark.parametrize("given", ["", ".", "..", "v1.e30", "v1.e30.", "ключ", "\ud800", "x" * 10_000])
def test_what_is_no_token_opens_nothing(given: str) -> None:
    with pytest.raises(Problem) as refused:
        OURS.holder(given, NOW)
    assert refused.value.status == 401


def test_another_installations_token_opens_nothing() -> None:
    theirs = Tokens(derived(b"the secret of another, long enough", LABEL))
    with pytest.raises(Problem, match="not one of ours"):
        OURS.holder(theirs.signed(Claims(NOW + 60, "c3")), NOW)
    with pytest.raises(Problem, match="not one of ours"):
        OURS.holder(Tokens(derived(SECRET, "erased")).signed(Claims(NOW + 60, "c3")), NOW)


def _signed(version: str, claims: bytes) -> str:
    """As a shop would that has read the documentation, well or badly."""
    key = hmac.new(SECRET, b"customer-token", hashlib.sha256).digest()
    text = f"{version}.{base64.urlsafe_b64encode(claims).rstrip(b'=').decode()}"
    signature = base64.urlsafe_b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest())
    return f"{text}.{signature.rstrip(b'=').decode()}"


def test_a_shop_may_sign_its_own(live: Live) -> None:
    token = _signed("v1", json.dumps({"customer_id": "ü/3", "expires": NOW + 60}).encode())
    assert (_at(live, NOW).get("/recommend", headers=_bearing(token)).json or {})["customer_id"] == "ü/3"


@pytest.mark.parametrize(
    ("version", "claims"),
    [
        ("v2", {"customer_id": "c3", "expires": NOW + 60}),
        ("v1", {"customer_id": "c3"}),
        ("v1", {"expires": NOW + 60}),
        ("v1", {"customer_id": " ", "expires": NOW + 60}),
        ("v1", {"customer_id": "c3", "expires": str(NOW + 60)}),
        ("v1", {"customer_id": "c3", "expires": NOW + 60, "admin": True}),
        ("v1", {"customer_id": "x" * 257, "expires": NOW + 60}),
        ("v1", ["c3"]),
    ],
)
def test_signed_badly_it_opens_nothing_and_is_told_why(version: str, claims: Any) -> None:
    with pytest.raises(Problem, match="signed as ours are") as refused:
        OURS.holder(_signed(version, json.dumps(claims).encode()), NOW)
    assert refused.value.status == 401


def test_an_open_service_reads_tokens_all_the_same(live: Live) -> None:
    client = _at(live, NOW, ServiceSettings())
    assert client.get("/recommend/c4").status_code == 200
    assert client.get("/recommend/c4", headers=_bearing(_token("c3"))).status_code == 403
    assert client.get("/recommend/c3", headers=_bearing(_token("c3"))).status_code == 200
    assert client.get("/recommend", headers=_bearing("made up")).status_code == 401
    assert client.get("/recommend", headers={"Authorization": "Basic YTpi"}).status_code == 200


def test_who_sends_a_key_is_asked_for_no_token(live: Live) -> None:
    sent = {"X-API-Key": READING, **_bearing("somebody else's")}
    assert _at(live, NOW).get("/recommend/c4", headers=sent).status_code == 200
    assert _at(live, NOW).get("/recommend/c4", headers=sent | {"X-API-Key": "guessed"}).status_code == 401


MADE = [
    ({"customer_id": "c3"}, 3600, {"customer_id": "c3"}),
    ({"customer_id": 13085.0, "seconds": 1}, 1, {"customer_id": "13085"}),
    ({"session_id": "s1", "seconds": 86_400}, 86_400, {"session_id": "s1"}),
    ({"customer_id": "c3", "session_id": "s1"}, 3600, {"customer_id": "c3", "session_id": "s1"}),
]


@pytest.mark.parametrize(("wanted", "seconds", "whom"), MADE)
def test_a_shop_gets_one_for_a_customer(live: Live, wanted: Any, seconds: int, whom: dict[str, str]) -> None:
    made = _at(live, NOW + 0.9).post("/tokens", json=wanted, headers={"X-API-Key": READING}).json or {}
    assert datetime.fromisoformat(made["expires"]).timestamp() == NOW + seconds
    holder = OURS.holder(made["token"], NOW + seconds - 1)
    assert {name: getattr(holder, name) for name in ("customer_id", "session_id")} == (
        {"customer_id": "", "session_id": ""} | whom
    )
    assert holder.scopes == {"read"}


@pytest.mark.parametrize(
    ("wanted", "field"),
    [({}, "customer_id"), ({"customer_id": " "}, "customer_id"), ({"customer_id": "c3", "seconds": 86_401}, "seconds"),
     ({"customer_id": "c3", "seconds": 0}, "seconds"), ({"customer": "c3"}, "customer")],
)  # fmt: skip
def test_one_for_nobody_or_for_ever_is_not_made(live: Live, wanted: Any, field: str) -> None:
    answer = _at(live, NOW).post("/tokens", json=wanted, headers={"X-API-Key": READING})
    assert (answer.status_code, (answer.json or {})["errors"][0]["field"]) == (400, field)


def test_a_key_makes_no_token_that_opens_more_than_itself(live: Live) -> None:
    both = ServiceSettings(keys=(*KEYED.keys, a_key("shop", "reads and writes", "read", "events")))
    client, wanted = _at(live, NOW, both), {"customer_id": "c3", "events": True}
    assert client.post("/tokens", json=wanted, headers={"X-API-Key": SCRAPING}).status_code == 403
    assert client.post("/tokens", json=wanted, headers={"X-API-Key": READING}).status_code == 403
    made = client.post("/tokens", json=wanted, headers={"X-API-Key": "reads and writes"}).json or {}
    assert OURS.holder(made["token"], NOW).scopes == {"read", "events"}


def test_who_is_bound_may_name_itself_alone() -> None:
    holder = OURS.holder(_token("c3", "s1"), NOW)
    assert holder.bound
    assert [holder.may_name("customer_id", id_) for id_ in ("c3", "", "c4")] == [True, True, False]
    assert [holder.may_name("session_id", id_) for id_ in ("s1", "", "c3")] == [True, True, False]
    assert OURS.holder(_token("c3"), NOW).may_name("session_id", "s1") is False


def test_the_secret_is_in_no_repr(live: Live) -> None:
    day = day_of(live)
    shown = f"{day!r}{day.tokens!r}{OURS!r}"
    assert SECRET.decode() not in shown
    assert str(derived(SECRET, LABEL)) not in shown
    assert "Tokens(per_second=" in shown


def test_short_way_and_long_way_treat_tokens_alike(live: Live) -> None:
    short = app_of(live, KEYED)
    client, token = short.test_client(), OURS.signed(Claims(2**40, "c3"))
    short_answers = [client.get(path, headers=_bearing(token) | {"X-Request-ID": "a"}) for path in OWN + ANOTHERS]
    short.wsgi_app = type(short).wsgi_app.__get__(short)
    for path, before in zip(OWN + ANOTHERS, short_answers, strict=True):
        answer = client.get(path, headers=_bearing(token) | {"X-Request-ID": "a"})
        assert (answer.status_code, answer.data, dict(answer.headers)) == (
            before.status_code, before.data, dict(before.headers)
        )  # fmt: skip


def test_the_tokens_of_one_customer_may_ask_so_often_together(live: Live) -> None:
    settings = replace(KEYED, token_per_second=0.01, token_burst=3)
    client = create_app(replace(day_of(live, settings), clock=lambda: NOW)).test_client()

    def asked(customer: str, expires: int = NOW + 60) -> TestResponse:
        return client.get("/recommend", headers=_bearing(_token(customer, expires=expires)))

    assert [asked("c3", NOW + 60 + turn).status_code for turn in range(4)] == [200, 200, 200, 429]
    refused = asked("c3")
    assert (refused.json or {})["detail"] == "a customer's token may ask 0.01 times a second, 3 at once"
    assert int(refused.headers["Retry-After"]) > 0
    assert asked("c4").status_code == 200


def test_without_a_limit_tokens_are_not_counted(live: Live) -> None:
    client = _at(live, NOW, replace(KEYED, token_per_second=0))
    headers = _bearing(_token("c3"))
    assert {client.get("/recommend", headers=headers).status_code for _ in range(300)} == {200}
