"""POST /recommend/batch: a line for each line, and in both forms what /recommend answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from service import lines
from service.lines import CHUNK, LONGEST_LINE
from tests.service.days import LINES


def _post(client: FlaskClient, rows: list[Any], query: str = "") -> list[dict[str, Any]]:
    body = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in rows)
    answer = client.post(f"/recommend/batch?{query}", data=body, content_type=LINES)
    assert (answer.status_code, answer.mimetype) == (200, LINES)
    return [json.loads(line) for line in answer.data.splitlines()]


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


@pytest.mark.parametrize("query", ["n=6", "n=200", "n=30&tag=sale", "n=3&brand=nowhere"])
def test_the_compact_form_holds_the_same_lists(client: FlaskClient, query: str) -> None:
    full = _post(client, EVERYBODY, f"{query}&fields=title&fields=brand")
    head, *rest = _post(client, EVERYBODY, f"{query}&fields=title&fields=brand&format=compact")
    assert head == {key: full[0][key] for key in ("bundle", "as_of", "placement", "requested")}
    fields: dict[str, Any] = {}
    rows = [line for line in rest if "items" in line or fields.update(line["item_fields"])]
    for row, whole in zip(rows, full, strict=True):
        assert row["items"] == [item["item_id"] for item in whole["items"]]
        assert row["scores"] == [item["score"] for item in whole["items"]]
        said = ("customer_id", "customer_known", "may_send", "score_kind")
        assert [row[key] for key in said] == [whole[key] for key in said]
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


@pytest.mark.parametrize("form", ["full", "compact"])
def test_the_answer_comes_in_pieces_of_whole_lines(client: FlaskClient, form: str) -> None:
    body = b'{"customer_id":"c1"}\n' * (3 * CHUNK)
    answer = client.post(f"/recommend/batch?n=1&format={form}", data=body, content_type=LINES)
    pieces = [*answer.iter_encoded()]
    assert len(pieces) >= 3
    assert all(piece.endswith(b"}\n") and piece.count(b"\n") <= CHUNK for piece in pieces)


@pytest.mark.parametrize("blank", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1])
def test_blank_lines_are_counted_and_not_answered(client: FlaskClient, blank: int) -> None:
    bad: list[Any] = [b"[\n"]
    lines = [{"customer_id": "c1"}] * 2 + [b"  \n"] * blank + bad + [{"customer_id": "c2"}] * CHUNK + bad
    answers = _post(client, lines, "n=1")
    assert [row["line"] for row in answers if "errors" in row] == [blank + 3, blank + CHUNK + 4]
    assert len(answers) == CHUNK + 4


@pytest.mark.parametrize("long", [LONGEST_LINE - 1, LONGEST_LINE + 2, 2 * LONGEST_LINE, 3 * LONGEST_LINE + 5])
def test_a_long_line_moves_no_number_and_hides_no_other(client: FlaskClient, long: int) -> None:
    endless = b'{"customer_id":"guest"' + b" " * (long - 24) + b"}\n"
    lines: list[Any] = [{"customer_id": "c1"}] * (CHUNK - 2) + [endless, endless, b"[\n", {"customer_id": "c2"}]
    answers = _post(client, lines, "n=1")
    told = [row["line"] if "errors" in row else row["customer_id"] for row in answers[CHUNK - 2 :]]
    named = "guest" if long < LONGEST_LINE else None
    assert told == [named or CHUNK - 1, named or CHUNK, CHUNK + 1, "c2"]


def test_a_body_that_waits_on_disk_is_answered_the_same(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory = _post(client, EVERYBODY, "n=2")
    monkeypatch.setattr(lines, "IN_MEMORY", 100)
    monkeypatch.setattr(lines, "PIECE", 64)
    assert _post(client, EVERYBODY, "n=2") == in_memory


STRANGE = [",", '","', '",', 'a","b', "}\n{", "é\u2028", "\\", 'c1"', "[]"]


@pytest.mark.parametrize("form", ["full", "compact"])
@pytest.mark.parametrize("ids", [STRANGE, [*reversed(STRANGE)], ["c1", *STRANGE, "c2"]])
def test_ids_with_signs_that_mean_something_in_json_come_back_as_they_were(
    client: FlaskClient, form: str, ids: list[str]
) -> None:
    answers = _post(client, [{"customer_id": id_} for id_ in ids], f"format={form}&n=1")
    assert [row["customer_id"] for row in answers if "customer_id" in row] == ids


def test_a_second_batch_names_its_items_anew_whatever_was_asked_between(client: FlaskClient) -> None:
    def told(fields: str) -> bytes:
        body = b"".join(json.dumps(line).encode() + b"\n" for line in EVERYBODY)
        return client.post(f"/recommend/batch?format=compact&{fields}", data=body, content_type=LINES).data

    sets = ["fields=title", "fields=price&fields=tags", "fields=brand", "fields=category", "fields=url", "n=3"]
    assert [told(fields) for fields in sets] == [told(fields) for fields in sets]
    assert len({told(fields) for fields in sets}) == len(sets)
