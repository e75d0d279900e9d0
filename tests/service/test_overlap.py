"""GET /segments/overlap."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from flask.testing import FlaskClient

from service.api.segment_answers import Overlaps
from service.reload import Live


def test_overlap_counts_each_pair_once(client: FlaskClient, live: Live) -> None:
    path = "/segments/overlap?segment=gone&segment=interest:garden&segment=audience:gone&segment=wholesale"
    answer = msgspec.json.decode(client.get(path).data, type=Overlaps)
    assert [each.id for each in answer.segments] == ["audience:gone", "interest:garden", "wholesale"]
    assert [(pair.a, pair.b) for pair in answer.pairs] == [
        ("audience:gone", "interest:garden"), ("audience:gone", "wholesale"), ("interest:garden", "wholesale"),
    ]  # fmt: skip
    table = live.take().bundle.described
    assert table
    gone, garden = table.has("audience", "gone"), table.has("interest", "garden")
    both, pair = np.count_nonzero(gone & garden), answer.pairs[0]
    assert pair.both == both
    assert pair.jaccard == pytest.approx(both / np.count_nonzero(gone | garden))
    assert pair.lift == pytest.approx(both * 40 / (np.count_nonzero(gone) * np.count_nonzero(garden)))
    assert pair.share_of_a == pytest.approx(both / np.count_nonzero(gone))


def test_overlap_with_all_says_how_much_of_all_a_segment_is(client: FlaskClient, live: Live) -> None:
    (pair,) = (client.get("/segments/overlap?segment=all&segment=wholesale").json or {})["pairs"]
    assert (pair["a"], pair["b"], pair["share_of_b"], pair["lift"]) == ("all", "wholesale", 1, 1)
    assert pair["share_of_a"] == pair["both"] / live.take().bundle.customers.count


def test_overlap_without_names_is_of_the_audiences_that_hold_anybody(client: FlaskClient) -> None:
    found = [each["id"] for each in (client.get("/segments/overlap").json or {})["segments"]]
    assert found == ["audience:gone", "audience:gone_gardeners"]


def test_overlap_with_an_empty_segment_leaves_unsaid_what_cannot_be_said(client: FlaskClient) -> None:
    (pair,) = (client.get("/segments/overlap?segment=gone&segment=too_few").json or {})["pairs"]
    assert (pair["both"], pair["jaccard"], pair["lift"], pair["share_of_b"]) == (0, 0, None, None)
