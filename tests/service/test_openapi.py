"""The OpenAPI document against the service itself: what it says is what happens, for random requests too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.api.arguments import AreaAsked, Asked, BatchWanted
from service.api.segment_arguments import Members, OneCustomer, Overlapping
from service.keys import SCOPES
from service.living import Living
from service.reload import Live
from service.settings import ServiceSettings
from tests.service.days import LINES, READING, a_key, routes
from tests.service.living import a_living, app_with

BATCH = "/recommend/batch"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@schemathesis.serializer(LINES)
def lines(context: Any, value: Any) -> Any:
    """The schema of a batch's body is a text; it is sent as it is."""
    return str(value).encode("utf-8", "replace")


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """A store that all of it goes into."""
    with a_living(tmp_path_factory.mktemp("store")) as living:
        yield living


@pytest.mark.parametrize(("path", "method"), routes())
def test_no_request_gets_an_answer_that_is_not_declared(live: Live, living: Living, path: str, method: str) -> None:
    service = app_with(live, living, ServiceSettings(keys=(a_key("test", READING, *SCOPES),)))
    operation = schemathesis.openapi.from_wsgi("/openapi.json", service)[path][method]
    key = {"X-API-Key": READING}
    cases = operation.as_strategy(GenerationMode.POSITIVE, headers=key)
    if operation.query or operation.body:
        cases |= operation.as_strategy(GenerationMode.NEGATIVE, headers=key)

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
    )
    @given(cases)
    def ask(case: Any) -> None:
        in_place = [negative_data_rejection] if path == BATCH else []  # of a line, not of the request
        case.call_and_validate(checks=CHECKS, excluded_checks=in_place)

    ask()


def _parameters(client: FlaskClient, path: str, method: str) -> list[dict[str, Any]]:
    return (client.get("/openapi.json").json or {})["paths"][path][method]["parameters"]


@pytest.mark.parametrize(
    ("path", "method", "shape"),
    [
        ("/recommend", "get", Asked),
        ("/recommend/{customer_id}", "get", Asked),
        ("/recommend/batch", "post", BatchWanted),
        ("/area/{customer_id}", "get", AreaAsked),
        ("/customers/{customer_id}", "get", OneCustomer),
        ("/segments/{segment}/customers", "get", Members),
        ("/segments/overlap", "get", Overlapping),
    ],
)
def test_the_parameters_are_the_fields_that_validate(client: FlaskClient, path: str, method: str, shape: Any) -> None:
    named = [p["name"] for p in _parameters(client, path, method)]
    assert named == sorted(shape.__struct_fields__, key=lambda name: name != "customer_id")


def test_limits_and_choices_are_in_the_document(client: FlaskClient) -> None:
    known = {p["name"]: p["schema"] for p in _parameters(client, "/recommend", "get")}
    assert (known["n"]["minimum"], known["n"]["maximum"], known["n"]["default"]) == (1, 200, 10)
    assert "newsletter" in known["placement"]["enum"]
    assert known["customer_id"]["maxLength"] == 256
    assert known["item_id"]["maxItems"] == 1000
    assert "default" not in known["theme"]


def test_what_is_repeatable_may_stand_alone_and_an_id_may_be_a_number(client: FlaskClient) -> None:
    schemas = (client.get("/openapi.json").json or {})["components"]["schemas"]
    listed, alone = schemas["Asked"]["properties"]["item_id"]["anyOf"]
    assert (listed["type"], listed["items"], alone["type"]) == ("array", alone, ["string", "integer", "null"])
    assert schemas["EventsTold"]["properties"]["events"]["type"] == "array"
    for lone in (0.0, "i1", None):
        assert client.post("/recommend", json={"item_id": lone}).status_code == 200
    assert client.post("/recommend", json={"item_id": 0.5}).status_code == 400


def test_every_reference_leads_somewhere(client: FlaskClient) -> None:
    answer = client.get("/openapi.json")
    named = set((answer.json or {})["components"]["schemas"])
    assert {part.split('"')[0] for part in answer.text.split("#/components/schemas/")[1:]} <= named


def test_a_route_says_which_key_it_takes(client: FlaskClient) -> None:
    paths = (client.get("/openapi.json").json or {})["paths"]
    assert paths["/metrics"]["get"]["x-scope"] == "metrics"
    assert paths["/recommend"]["post"]["security"] == [{"key": []}]
    assert "security" not in paths["/health/live"]["get"]
    assert paths["/area/{customer_id}"]["get"]["security"] == [{"key": []}, {"token": []}]
    assert {"401", "403", "429"} <= set(paths["/tokens"]["post"]["responses"])


def test_every_security_that_a_route_names_is_described(client: FlaskClient) -> None:
    api = client.get("/openapi.json").json or {}
    named = {
        name
        for ways in api["paths"].values()
        for way in ways.values()
        for one in way.get("security", [])
        for name in one
    }
    assert named == set(api["components"]["securitySchemes"])
