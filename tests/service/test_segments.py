"""GET /segments, /segments/<id>/customers, /segments/overlap."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import numpy as np
import pytest
from flask.testing import FlaskClient

from models.audiences.evaluate import Scope
from models.bundle.bundle import Bundle
from models.customers.table import CustomerTable
from service.api.segment_answers import MembersPage, Segments
from service.reload import Live
from tests.models.described import AUDIENCES, described
from tests.service.days import a_bundle, app_of, asked, live_of, publish


@pytest.fixture
def bundle(live: Live) -> Bundle:
    return live.take().bundle


def table_of(bundle: Bundle) -> CustomerTable:
    assert bundle.described
    return bundle.described


def members(client: FlaskClient, segment: str, query: str = "") -> list[str]:
    """Every customer of a segment, page by page."""
    found: list[str] = []
    cursor = ""
    while True:
        answer = client.get(f"/segments/{quote(segment)}/customers?{query}{cursor}")
        assert answer.status_code == 200, answer.json
        page = msgspec.json.decode(answer.data, type=MembersPage)
        found += [each.customer_id for each in page.customers]
        assert len(found) == len(set(found))
        if page.cursor is None:
            assert page.size == len(found)
            return found
        cursor = f"&cursor={page.cursor}"


def ids(bundle: Bundle, member: np.ndarray) -> list[str]:
    return [bundle.customers.id[int(row)] for row in np.flatnonzero(member)]


def test_every_segment_is_listed_with_its_size_and_how_many_may_be_written_to(
    client: FlaskClient, bundle: Bundle
) -> None:
    answer = msgspec.json.decode(client.get("/segments").data, type=Segments)
    rows = {row.id: row for row in answer.segments}
    assert answer.customers == 40
    assert [each for each in rows if not each.startswith(("country", "tier", "audience"))] == [
        "lifecycle:repeat", "lifecycle:lapsed", "lifecycle:lost", "rfm:champions", "rfm:lost", "rfm:=cmd",
        "interest:garden", "interest:christmas tree", "interest:a/b", "wholesale", "email_consent",
    ]  # fmt: skip
    lost = table_of(bundle).has("lifecycle", "lost")
    assert (rows["lifecycle:lost"].size, rows["lifecycle:lost"].meaning) == (np.count_nonzero(lost), "is gone")
    assert rows["lifecycle:lost"].may_send == np.count_nonzero(lost & bundle.customers.email_consent)
    assert (rows["wholesale"].kind, rows["wholesale"].name) == ("wholesale", "wholesale")


def test_an_audience_is_listed_with_its_expression_and_why_it_is_empty(client: FlaskClient) -> None:
    rows = {row["id"]: row for row in (client.get("/segments").json or {})["segments"]}
    gone, few = rows["audience:gone"], rows["audience:too_few"]
    assert (gone["rule"], gone["meaning"], gone["problem"]) == (AUDIENCES["gone"].where, "they left", None)
    assert (few["size"], few["problem"]) == (0, "0 customers, fewer than the minimum of 50")
    assert (client.get("/segments/too_few/customers").json or {})["problem"] == few["problem"]


@pytest.mark.parametrize("segment", ["lifecycle:lost", "interest:christmas tree", "interest:a/b", "rfm:=cmd"])
@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_all_members_come_page_by_page(client: FlaskClient, bundle: Bundle, segment: str, limit: int) -> None:
    expected = ids(bundle, table_of(bundle).has(*segment.split(":", 1)))
    assert expected
    assert members(client, segment, f"limit={limit}") == expected


def test_an_audience_a_flag_and_everybody_are_asked_for_by_name(client: FlaskClient, bundle: Bundle) -> None:
    assert members(client, "gone") == members(client, "audience:gone") != []
    assert members(client, "wholesale", "limit=2") == ids(bundle, table_of(bundle).numbers["wholesale"])
    assert members(client, "all") == list(bundle.customers.id)


def page(client: FlaskClient, path: str) -> MembersPage:
    return msgspec.json.decode(client.get(path).data, type=MembersPage)


def test_an_audience_leaves_out_who_did_not_say_yes_to_mail_and_says_how_many(
    client: FlaskClient, bundle: Bundle
) -> None:
    gone = table_of(bundle).has("audience", "gone")
    yes = gone & bundle.customers.email_consent
    left = np.count_nonzero(gone) - np.count_nonzero(yes)
    assert 0 < left < np.count_nonzero(gone)
    assert members(client, "gone", "limit=2") == members(client, "audience:gone") == ids(bundle, yes)
    assert members(client, "gone", "may_send=false&limit=2") == ids(bundle, gone)
    assert page(client, "/segments/gone/customers?limit=1").without_consent == left
    assert page(client, "/segments/gone/customers?may_send=false").without_consent == 0


def test_any_other_segment_lists_everybody_and_narrows_where_it_is_asked(client: FlaskClient, bundle: Bundle) -> None:
    lost = table_of(bundle).has("lifecycle", "lost")
    yes = lost & bundle.customers.email_consent
    assert members(client, "lifecycle:lost") == ids(bundle, lost)
    assert members(client, "lifecycle:lost", "may_send=true") == ids(bundle, yes)
    left = [
        page(client, f"/segments/lifecycle:lost/customers?{query}").without_consent for query in ("", "may_send=true")
    ]
    assert left == [0, np.count_nonzero(lost) - np.count_nonzero(yes)]


def test_an_expression_narrows_the_members(client: FlaskClient, bundle: Bundle) -> None:
    said = 'not interest:"christmas tree" and value > 50'
    narrowed = Scope.of(table_of(bundle)).members(said)
    assert members(client, "all", f"where={quote(said)}&limit=2") == ids(bundle, narrowed)
    gone = narrowed & table_of(bundle).has("audience", "gone")
    assert members(client, "gone", f"where={quote(said)}&may_send=false") == ids(bundle, gone)
    assert members(client, "gone", f"where={quote(said)}") == ids(bundle, gone & bundle.customers.email_consent)
    consents = (client.get("/segments/all/customers").json or {})["customers"]
    assert [each["may_send"] for each in consents] == bundle.customers.email_consent.tolist()


def test_a_cursor_of_another_bundle_says_that_the_bundle_changed(tmp_path: Path) -> None:
    publish(tmp_path, described(a_bundle()))
    live = live_of(tmp_path)
    with asked(app_of(live)) as client:
        cursor = (client.get("/segments/all/customers?limit=10").json or {})["cursor"]
        assert client.get(f"/segments/all/customers?cursor={cursor}").status_code == 200
        publish(tmp_path, described(a_bundle("2026-03-02T00:00:00Z")))
        live.look()
        answer = client.get(f"/segments/all/customers?cursor={cursor}")
    assert (answer.status_code, answer.content_type) == (410, "application/problem+json")
    assert (answer.json or {})["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    ("path", "status", "field", "said"),
    [
        ("/segments/lifecycle:lst/customers", 404, "segment", "the nearest is 'lifecycle:lost'"),
        ("/segments/value/customers", 404, "segment", "no segment 'value'"),
        ("/segments/nothing/customers", 404, "segment", "the nearest is"),
        ("/segments/all/customers?where=lapst", 400, "where", "character 1, 'lapst'"),
        ("/segments/all/customers?where=", 400, "where", "the end"),
        ("/segments/all/customers?limit=1001", 400, "limit", "<= 1000"),
        ("/segments/all/customers?cursor=17", 400, "cursor", "matching regex"),
        ("/segments/all/customers?may_send=perhaps", 400, "may_send", "true or false"),
        ("/segments/overlap?segment=gone&segment=gon", 400, "segment", "the nearest is"),
    ],
)
def test_what_cannot_be_used_is_named(client: FlaskClient, path: str, status: int, field: str, said: str) -> None:
    answer = client.get(path)
    problem: dict[str, Any] = answer.json or {}
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert problem["errors"][0]["field"] == field
    assert said in problem["errors"][0]["detail"]


def test_a_bundle_that_describes_nobody_has_no_segments(tmp_path: Path) -> None:
    publish(tmp_path, replace(a_bundle(), described=None))
    with asked(app_of(live_of(tmp_path))) as client:
        assert (client.get("/segments").json or {})["segments"] == []
        assert (client.get("/segments/overlap").json or {})["pairs"] == []
        assert len(members(client, "all")) == 40
        assert client.get("/segments/rfm:lost/customers").status_code == 404
        assert client.get("/segments/all/customers?where=lost").status_code == 400
