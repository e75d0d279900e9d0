"""What holds for every route there is: declared, documented, keyed, named in errors, counted, answered with an id."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from service.app import BLUEPRINTS
from service.keys import METRICS, READ
from service.openapi import declaration_of, path_of
from service.reload import Live
from tests.service.days import KEYED, a_bundle, app_of, live_of, publish

RULES = list(app_of(None).url_map.iter_rules())
NAMES = [f"{min(set(rule.methods or ()) - {'HEAD'})} {path_of(rule)}" for rule in RULES]
every_route = pytest.mark.parametrize("rule", RULES, ids=NAMES)

ADDRESSES = {
    "GET /", "GET /recommend", "POST /recommend", "GET /recommend/{customer_id}", "POST /recommend/batch",
    "GET /area/{customer_id}", "GET /customers/{customer_id}", "GET /segments", "GET /segments/{segment}/customers",
    "GET /segments/overlap", "GET /health/live", "GET /health/ready", "GET /metrics", "GET /openapi.json",
    "GET /docs",
}  # fmt: skip


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """A published bundle."""
    var: Path = tmp_path_factory.mktemp("routes")
    publish(var, a_bundle())
    return live_of(var)


@pytest.fixture
def client(live: Live) -> FlaskClient:
    """Asks a service with keys, without one."""
    return app_of(live, KEYED).test_client()


def _ask(client: FlaskClient, rule: Rule, query: str = "") -> Any:
    path = _path(rule)
    declared = declaration_of(client.application, rule)
    content = "application/x-ndjson" if declared.lines else "application/json"
    method = min(set(rule.methods or ()) - {"HEAD"})
    return client.open(f"{path}?{query}", method=method, data=b"{}" if method == "POST" else None, content_type=content)


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
    assert scope in (None, READ, METRICS)
    assert _ask(client, rule).status_code == (200 if scope is None else 401)


@every_route
def test_an_unknown_argument_is_named(live: Live, rule: Rule) -> None:
    answer = _ask(app_of(live).test_client(), rule, "colour=red")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert answer.json["errors"][0]["field"] in ("colour", "query")


@every_route
def test_its_answer_carries_a_request_id(live: Live, rule: Rule) -> None:
    answer = _ask(app_of(live).test_client(), rule)
    assert (answer.status_code, answer.mimetype) == (200, declaration_of(app_of(live), rule).content.split(";")[0])
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"])
    assert answer.data


@every_route
def test_another_method_is_refused(client: FlaskClient, rule: Rule) -> None:
    answer = client.open(_path(rule), method="PATCH")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert set(rule.methods or ()) <= set(answer.headers["Allow"].split(", "))
