"""What every request has: an id that comes back, and a place in the metrics."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from service import measures


@pytest.mark.parametrize("given", ["a", "Az09._-", "x" * 128])
def test_a_proper_request_id_comes_back(client: FlaskClient, given: str) -> None:
    for path in ("/recommend", "/nothing", "/recommend?n=0"):
        assert client.get(path, headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", "ä", "a;b", "<script>"])
def test_another_request_id_is_replaced(client: FlaskClient, given: str) -> None:
    made = client.get("/recommend", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{16}", made)
    assert made != client.get("/recommend").headers["X-Request-ID"]


def _count(text: str, name: str, *labels: str) -> float:
    found = [line for line in text.splitlines() if line.startswith(name) and all(label in line for label in labels)]
    return sum(float(line.rsplit(" ", 1)[1]) for line in found)


def test_a_request_is_counted_under_its_route_and_status(client: FlaskClient) -> None:
    labels = ('route="/recommend/<id:customer_id>"', 'method="GET"', 'status="200"')
    before = _count(client.get("/metrics").text, "regulars_request_seconds_count", *labels)
    for customer in ("c1", "c2", "nobody"):
        client.get(f"/recommend/{customer}")
    assert _count(client.get("/metrics").text, "regulars_request_seconds_count", *labels) == before + 3


def test_addresses_that_do_not_exist_share_one_count(client: FlaskClient) -> None:
    for path in ("/no-such-a", "/no-such-b"):
        client.get(path)
    text = client.get("/metrics").text
    assert 'route="none"' in text
    assert "no-such" not in text


def test_every_list_is_counted_under_its_placement(client: FlaskClient) -> None:
    labels = ("regulars_lists_total", 'placement="cart"')
    before = _count(measures.exposition().decode(), *labels)
    client.get("/recommend/c1?placement=cart")
    assert _count(measures.exposition().decode(), *labels) == before + 1


def test_a_head_request_has_the_headers_of_the_answer_and_no_body(client: FlaskClient) -> None:
    for path in ("/health/live", "/health/nothing"):
        answer = client.head(path)
        assert (answer.status_code, answer.data) == (client.get(path).status_code, b"")
        assert int(answer.headers["Content-Length"]) == len(client.get(path).data)
