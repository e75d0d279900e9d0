"""What holds for every route there is: declared, documented, keyed, named in errors, counted, answered with an id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from service.app import BLUEPRINTS
from service.http import SAFE
from service.keys import SCOPES
from service.living import Living
from service.openapi import declaration_of, path_of, statuses_of
from service.reload import Live
from tests.service.days import KEYED, a_bundle, app_of, live_of, publish
from tests.service.living import a_living, app_with

RULES = list(app_of(None).url_map.iter_rules())
NAMES = [f"{min(set(rule.methods or ()) - {'HEAD'})} {path_of(rule)}" for rule in RULES]
every_route = pytest.mark.parametrize("rule", RULES, ids=NAMES)

ADDRESSES = {
    "GET /", "GET /recommend", "POST /recommend", "GET /recommend/{customer_id}", "POST /recommend/batch",
    "GET /area/{customer_id}", "POST /events", "POST /customers/merge", "GET /customers/{customer_id}",
    "GET /customers/{customer_id}/export", "DELETE /customers/{customer_id}", "GET /segments",
    "GET /segments/{segment}/customers", "GET /segments/overlap", "POST /tokens", "GET /health/live",
    "GET /health/ready", "GET /metrics", "GET /openapi.json", "GET /docs",
}  # fmt: skip


BODIES = {
    "/tokens": b'{"customer_id": "c1"}',
    "/events": b'{"events": []}',
    "/customers/merge": b'{"session_id": "s1", "customer_id": "c1"}',
}
"""Of a POST that has to name something; an empty object does for the others."""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """A published bundle."""
    var: Path = tmp_path_factory.mktemp("routes")
    publish(var, a_bundle())
    return live_of(var)


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """A store in which nothing is."""
    with a_living(tmp_path_factory.mktemp("store")) as living:
        yield living


@pytest.fixture
def client(live: Live) -> FlaskClient:
    """Asks a service with keys, without one."""
    return app_of(live, KEYED).test_client()


@pytest.fixture
def opened(live: Live, living: Living) -> FlaskClient:
    """Asks a service that is open to everybody and keeps events."""
    return app_with(live, living).test_client()


def _ask(client: FlaskClient, rule: Rule, query: str = "") -> Any:
    path = _path(rule)
    declared = declaration_of(client.application, rule)
    content = "application/x-ndjson" if declared.lines else "application/json"
    method = min(set(rule.methods or ()) - {"HEAD"})
    body = BODIES.get(path, b"{}") if method == "POST" else None
    return client.open(f"{path}?{query}", method=method, data=body, content_type=content)


def _path(rule: Rule) -> str:
    """With something in each place that any shop has."""
    return re.sub(r"<\w+:(\w+)>", lambda place: {"segment": "all"}.get(place[1], "c1"), rule.rule)


def test_the_addresses_are_these_and_no_others() -> None:
    assert set(NAMES) == ADDRESSES
    assert len({blueprint.name for blueprint in BLUEPRINTS}) == len(BLUEPRINTS)


@every_route
def test_it_says_in_one_sentence_what_it_answers(client: FlaskClient, rule: Rule) -> None:
    doc = client.application.view_functions[rule.endpoint].__doc__ or ""
    assert doc.endswith(".")
    assert "\n" not in doc


@every_route
def test_its_scope_is_asked_for(client: FlaskClient, rule: Rule) -> None:
    scope = declaration_of(client.application, rule).scope
    assert scope in (None, *SCOPES)
    assert _ask(client, rule).status_code == (200 if scope is None else 401)


@every_route
def test_an_unknown_argument_is_named(opened: FlaskClient, rule: Rule) -> None:
    answer = _ask(opened, rule, "colour=red")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert answer.json["errors"][0]["field"] in ("colour", "query")


@every_route
def test_its_answer_carries_a_request_id(opened: FlaskClient, rule: Rule) -> None:
    answer = _ask(opened, rule)
    assert (answer.status_code, answer.mimetype) == (
        200,
        declaration_of(opened.application, rule).content.split(";")[0],
    )
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"])
    assert answer.data


@every_route
def test_its_answers_and_refusals_are_safe_to_receive(client: FlaskClient, opened: FlaskClient, rule: Rule) -> None:
    asks = (_ask(opened, rule), _ask(client, rule), _ask(client, rule, "colour=red"))
    for answer in (*asks, client.open(_path(rule), method="PATCH"), client.get("/nothing")):
        assert {name: answer.headers.getlist(name) for name, _ in SAFE} == {name: [value] for name, value in SAFE}


@every_route
def test_another_method_is_refused(client: FlaskClient, rule: Rule) -> None:
    answer = client.open(_path(rule), method="PATCH")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert set(rule.methods or ()) <= set(answer.headers["Allow"].split(", "))


@every_route
def test_without_a_store_it_answers_or_says_what_is_missing(live: Live, rule: Rule) -> None:
    answer = _ask(app_with(live, None).test_client(), rule)
    if answer.status_code != 200:
        assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
        assert 503 in statuses_of(declaration_of(app_of(live), rule))
        assert rule.endpoint in ("events.events", "events.merged", "privacy.export", "privacy.erase")
