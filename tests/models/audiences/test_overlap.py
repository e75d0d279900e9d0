"""Which segments there are, how large, and how far they hold the same customers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.audiences.evaluate import Scope
from models.audiences.named import member_of, named
from models.audiences.overlap import overlap
from models.audiences.words import quoted
from tests.models.audiences.tables import five, held, labels, who

EVERYBODY = np.ones(5, dtype=bool)


def test_every_label_membership_and_flag_is_a_segment() -> None:
    sizes = {each.id: each.size for each in named(five(), EVERYBODY)}
    assert sizes == {
        "rfm:champions": 2, "rfm:at_risk": 1, "rfm:lost": 1,
        "lifecycle:vip": 1, "lifecycle:regular": 1, "lifecycle:lapsed": 1, "lifecycle:lost": 1,
        "country:France": 1, "country:UK": 2, "cluster:3": 2, "cluster:7": 1,
        "interest:garden": 2, "interest:christmas tree": 2, "wholesale": 1,
    }  # fmt: skip


def test_a_learned_segment_that_nobody_is_in_is_left_out_and_a_rule_stands() -> None:
    table = five()
    table.labels["cluster"] = labels(["3", None, None, None, None], ["3", "7"])
    table.labels["rfm"] = labels(["lost", None, None, None, None], ["champions", "lost"])
    table.memberships["interest"] = held([["garden"], [], [], [], []], ["boats", "garden"])
    sizes = {each.id: each.size for each in named(table, EVERYBODY)}
    assert not {"cluster:7", "interest:boats"} & set(sizes)
    assert (sizes["cluster:3"], sizes["interest:garden"], sizes["rfm:champions"]) == (1, 1, 0)


def test_a_segment_has_the_members_that_an_expression_gives_it() -> None:
    for each in named(five(), EVERYBODY):
        member = np.flatnonzero(member_of(five(), each.column, each.label)).tolist()
        written = f"{each.column}:{quoted(each.label)}" if each.label else each.column
        assert (len(member), member) == (each.size, who(written))
    assert not member_of(five(), "interest", "boats").any()
    with pytest.raises(KeyError):
        member_of(five(), "warmth", "hot")


def test_overlap_by_hand() -> None:
    scope = Scope.of(five())
    found = overlap([scope.members(each) for each in ("champions", "garden", "orders > 99")], 5)
    assert found.size.tolist() == [2, 2, 0]
    assert found.both.tolist() == [[2, 1, 0], [1, 2, 0], [0, 0, 0]]
    assert found.jaccard[0, 1] == pytest.approx(1 / 3)
    assert found.lift[0, 1] == pytest.approx((1 / 5) / (2 / 5 * 2 / 5))
    assert found.share[0, 1] == 0.5
    assert np.isnan(found.lift[0, 2])
    assert np.isnan(found.share[2, 0])
    assert found.share[0, 2] == found.jaccard[0, 2] == 0


def test_no_segments_overlap_in_nothing() -> None:
    assert overlap([], 5).both.shape == (0, 0)
    assert overlap([np.zeros(0, dtype=bool)], 0).size.tolist() == [0]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 200).flatmap(lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), max_size=4)))
def test_packed_bits_count_as_plain_ones(rows: list[list[bool]]) -> None:
    members = [np.array(row, dtype=bool) for row in rows]
    expected = [[int((one & other).sum()) for other in members] for one in members]
    assert overlap(members, len(rows[0]) if rows else 0).both.tolist() == expected
