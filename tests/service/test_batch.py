"""POST /recommend/batch: a line for each line, and in both forms what /recommend answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.lines import CHUNK, LONGEST_LINE
from tests.service.days import LINES


def _post(client: FlaskClient, lines: list[Any], query: str = "") -> list[dict[str, Any]]:
    body = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    answer = client.post(f"/recommend/batch?{query}", data=body, content_type=LINES)
    assert (answer.status_code, answer.mimetype) == (200, LINES)
    return [json.loads(line) for line in answer.text.splitlines()]


EVERYBODY = [{"customer_id": f"c{number}"} for number in range(45)]


def test_each_line_is_what_recommend_answers(client: FlaskClient) -> None:
    query = "n=7&placement=newsletter&fields=title&fields=price"
    answers = _post(client, EVERYBODY, query)
    assert answers == [client.get(f"/recommend/{line['customer_id']}?{query}").json for line in EVERYBODY]


def test_each_line_has_the_bytes_of_recommend(client: FlaskClient) -> None:
    answer = client.post("/recommend/batch?n=7", data=b'{"customer_id":"c3"}', content_type=LINES)
    assert answer.data == client.get("/recommend/c3?n=7").data + b"\n"


def test_a_line_names_its_own_items_and_exclusions(client: FlaskClient) -> None:
    lines = [
        {"customer_id": "c3", "item_id": ["i1"], "exclude": ["i2", "i5"]},
        {"customer_id": "c3"},
        {"item_id": "i1"},
    ]
    answers = _post(client, lines, "placement=product_page&n=20")
    assert answers == [
        client.post("/recommend", json={**line, "n": 20, "placement": "product_page"}).json for line in lines
    ]
    assert answers[0] != answers[1]


def test_the_compact_form_holds_the_same_lists(client: FlaskClient) -> None:
    full = _post(client, EVERYBODY, "n=6&fields=title&fields=brand")
    head, *rest = _post(client, EVERYBODY, "n=6&fields=title&fields=brand&format=compact")
    assert head == {key: full[0][key] for key in ("bundle", "as_of", "placement", "requested")}
    fields: dict[str, Any] = {}
    rows = [line for line in rest if "items" in line or fields.update(line["item_fields"])]
    for row, whole in zip(rows, full, strict=True):
        assert row["items"] == [item["item_id"] for item in whole["items"]]
        assert row["scores"] == [item["score"] for item in whole["items"]]
        assert [row[key] for key in ("customer_id", "customer_known", "may_send")] == [
            whole[key] for key in ("customer_id", "customer_known", "may_send")
        ]
        assert all(fields[i["item_id"]] == {"title": i["title"], "brand": i["brand"]} for i in whole["items"])


def test_item_fields_come_once_and_before_they_are_used(client: FlaskClient) -> None:
    known: set[str] = set()
    for line in _post(client, EVERYBODY * 30, "format=compact")[1:]:
        if "item_fields" in line:
            assert not known & set(line["item_fields"])
            known |= set(line["item_fields"])
        else:
            assert set(line["items"]) <= known


@pytest.mark.parametrize("form", ["full", "compact"])
def test_a_line_that_cannot_be_read_is_answered_in_its_place(client: FlaskClient, form: str) -> None:
    lines: list[Any] = [
        {"customer_id": "c1"}, b"\n", b"{\n", {"customer_id": 1.5}, b"  \r\n", {"costumer_id": "c1"}, b"[]\n",
        {"customer_id": "x" * 257}, b"\xff\n", {"customer_id": "c2"}, {"customer_id": 7}, {"customer_id": None}, {},
    ]  # fmt: skip
    answers = [line for line in _post(client, lines, f"format={form}&n=3") if "item_fields" not in line]
    answers = answers[form == "compact" :]
    told = [(a["line"], a["errors"][0]["field"]) if "errors" in a else a["customer_id"] for a in answers]
    assert told == [
        "c1", (3, "body"), (4, "customer_id"), (6, "costumer_id"), (7, "body"), (8, "customer_id"), (9, "body"),
        "c2", "7", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("body", [b"", b"\n", b" \n\r\n"])
def test_an_empty_batch_is_answered_by_nothing(client: FlaskClient, body: bytes) -> None:
    assert client.post("/recommend/batch", data=body, content_type=LINES).data == b""


def test_blank_ids_are_guests(client: FlaskClient) -> None:
    answers = _post(client, [{"customer_id": ""}, {"customer_id": "  "}, {"customer_id": "c1"}])
    assert [answer["customer_id"] for answer in answers] == [None, None, "c1"]


@pytest.mark.parametrize("count", [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_no_line_is_lost_between_chunks(client: FlaskClient, count: int) -> None:
    wanted = [f"u{number}" for number in range(count)]
    answers = _post(client, [{"customer_id": id_} for id_ in wanted], "n=1")
    assert [answer["customer_id"] for answer in answers] == wanted


def test_a_line_without_end_is_named_and_the_next_is_answered(client: FlaskClient) -> None:
    endless = b'{"customer_id":"' + b"x" * (2 * LONGEST_LINE) + b'"}\n'
    first, second = _post(client, [endless, {"customer_id": "c1"}], "n=1")
    assert first["errors"][0]["field"] == "line"
    assert second["customer_id"] == "c1"


def test_two_objects_in_a_line_are_one_fault(client: FlaskClient) -> None:
    answers = _post(client, [b'{"customer_id":"c1"} {"customer_id":"c2"}\n', {"customer_id": "c3"}], "n=1")
    assert ["errors" in answer for answer in answers] == [True, False]


def test_a_last_line_needs_no_newline(client: FlaskClient) -> None:
    assert [a["customer_id"] for a in _post(client, [{"customer_id": "c1"}, b'{"customer_id":"c2"}'])] == ["c1", "c2"]


def test_the_answer_comes_in_pieces(client: FlaskClient) -> None:
    body = b'{"customer_id":"c1"}\n' * (3 * CHUNK)
    answer = client.post("/recommend/batch?n=1", data=body, content_type=LINES)
    assert len(list(answer.iter_encoded())) == 3
