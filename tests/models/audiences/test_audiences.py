"""The shop's own audiences: read from the settings, looked up in a table."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import InputError
from data.settings import Settings
from models.audiences.audience import Audience, read_audiences, with_audiences
from models.audiences.consent import listed
from models.audiences.evaluate import Scope
from models.customers.table import EMPTY
from tests.models.audiences.tables import ANN, CID, DEE, customers, five, who


def settings(**audiences: object) -> Settings:
    return Settings({"audiences": audiences})


def test_audiences_are_read_in_the_order_of_the_file() -> None:
    read = read_audiences(settings(rich={"where": "value > 200", "minimum": 50}, poor={"where": "not rich"}))
    assert read == {"rich": Audience("value > 200", 50, ""), "poor": Audience("not rich")}
    assert list(read) == ["rich", "poor"]
    assert read_audiences(Settings()) == {}


@pytest.mark.parametrize(
    ("audiences", "field", "said"),
    [
        ({"rich": {"where": "value >"}}, "regulars.toml [audiences.rich] where", "character 8, the end"),
        ({"Rich!": {"where": "vip"}}, "regulars.toml [audiences.Rich!]", "lower-case letters"),
        ({"rich": {"where": "vip", "minimun": 3}}, "regulars.toml [audiences.rich]", "the nearest is 'minimum'"),
        ({"rich": {"where": "vip", "minimum": 0}}, "regulars.toml [audiences.rich] minimum", ">= 1"),
        ({"rich": {}}, "regulars.toml [audiences.rich]", "where"),
    ],
)
def test_a_wrong_section_is_named(audiences: dict[str, object], field: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read_audiences(settings(**audiences))
    assert refused.value.field == field
    assert said in refused.value.detail


def test_an_audience_becomes_a_segment_of_the_table() -> None:
    found, standings = with_audiences(five(), {"gone": Audience("lapsed or rfm:lost", 2, "they left")}, 5)
    table = five().joined(found)
    assert who("audience:gone", table) == who("gone", table) == [CID, DEE]
    assert [(s.name, s.size, s.problem) for s in standings] == [("gone", 2, "")]
    assert [(g.column, g.name, g.meaning) for g in found.groups] == [("audience", "gone", "they left")]


def test_an_audience_may_name_those_above_it_and_no_others() -> None:
    gone, back = Audience("lapsed or rfm:lost"), Audience("audience:gone and garden")
    table = five().joined(with_audiences(five(), {"gone": gone, "back": back, "both": Audience("gone and back")}, 5)[0])
    assert who("back", table) == who("both", table) == [CID]
    assert table.memberships["audience"].held.row(CID).tolist() == [0, 1, 2]
    _, standings = with_audiences(five(), {"back": back, "gone": gone}, 5)
    assert "audience" in standings[0].problem


def test_a_small_audience_is_empty_and_says_how_small() -> None:
    found, (standing,) = with_audiences(five(), {"gone": Audience("lapsed or rfm:lost", 3)}, 5)
    assert who("audience:gone", five().joined(found)) == []
    assert (standing.size, standing.problem) == (2, "2 customers, fewer than the minimum of 3")


def test_an_audience_of_a_column_that_tonight_has_not_is_empty_and_says_so() -> None:
    found, standings = with_audiences(five(), {"ill": Audience("warmth > 3"), "well": Audience("vip")}, 5)
    assert who("audience:ill", five().joined(found)) == []
    assert who("audience:well", five().joined(found)) == [ANN]
    assert "no such column" in standings[0].problem


def test_an_audience_with_the_name_of_another_segment_is_empty_and_asks_for_another_name() -> None:
    sections = {"wholesale": Audience("value > 200"), "all": Audience("vip"), "value": Audience("vip")}
    found, standings = with_audiences(five(), sections, 5)
    assert found.memberships["audience"].held.values.tolist() == [2]
    assert [s.problem.partition(",")[0] for s in standings] == [
        "there is another segment wholesale", "there is another segment all", "",
    ]  # fmt: skip


def test_a_shop_without_customers_or_audiences_has_none() -> None:
    assert with_audiences(five(), {}, 5) == (EMPTY, ())
    found, (standing,) = with_audiences(EMPTY, {"a": Audience("vip")}, 0)
    assert (len(found.memberships["audience"].held.offsets), standing.size) == (1, 0)


@pytest.mark.parametrize(
    ("column", "may_send", "rows", "left_out"),
    [
        ("audience", None, [ANN, DEE], 1),
        ("audience", False, [ANN, CID, DEE], 0),
        ("interest", None, [ANN, CID, DEE], 0),
        ("", None, [ANN, CID, DEE], 0),
        ("", True, [ANN, DEE], 1),
    ],
)
def test_an_audience_is_a_list_to_write_to_and_other_segments_are_where_it_is_asked(
    column: str, may_send: bool | None, rows: list[int], left_out: int
) -> None:
    member = Scope.of(five()).members("interest is known")
    found = listed(customers([True, True, False, True, False]), member, column, may_send)
    assert (np.flatnonzero(found.member).tolist(), found.without_consent) == (rows, left_out)
