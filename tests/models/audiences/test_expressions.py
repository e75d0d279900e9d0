"""Who is in: each form of an expression, in a table of five customers."""

from __future__ import annotations

import numpy as np
import pytest

from models.audiences.evaluate import Scope
from models.customers.table import EMPTY
from tests.models.audiences.tables import ANN, BOB, CID, DEE, EVE, five, labels, who

ALL = [ANN, BOB, CID, DEE, EVE]


@pytest.mark.parametrize(
    ("expression", "members"),
    [
        ("lapsed", [CID]),
        ("wholesale", [BOB]),
        ("rfm:lost", [DEE]),
        ("rfm:champions or (orders >= 3 and not wholesale)", [ANN, BOB, CID]),
        ("lapsed and interest:garden and value > 100", [CID]),
        ('interest:"christmas tree"', [ANN, DEE]),
        ("interest:'christmas tree' and garden", [ANN]),
        ('"christmas tree"', [ANN, DEE]),
        ('country = "France"', [ANN]),
        ("cluster:3", [ANN, BOB]),
        ("cluster = 7", [CID]),
        ("second_order >= 30%", [DEE]),
        ("second_order = 0.3", [DEE]),
        ("value between 40 and 120", [CID, DEE]),
        ("lifecycle in (lapsed, lost)", [CID, DEE]),
        ("orders in (1, 40)", [BOB, DEE]),
        ("interest in (garden)", [ANN, CID]),
        ("interest not in (garden)", [BOB, DEE, EVE]),
        ("wholesale = false", [ANN, CID, DEE, EVE]),
        ("wholesale != false", [BOB]),
        ("interest is known", [ANN, CID, DEE]),
        ("country is not known", [CID, EVE]),
        ("wholesale is known", ALL),
        ("orders is not known", [EVE]),
        ("value > -1", [ANN, BOB, CID, DEE]),
        ("lapsed OR vip And country = France", [ANN, CID]),
        ("(lapsed or vip) and country = France", [ANN]),
        ("not not lapsed", [CID]),
    ],
)
def test_an_expression_means_these_customers(expression: str, members: list[int]) -> None:
    assert who(expression) == members


def test_what_cannot_be_said_is_neither_above_nor_not_above() -> None:
    assert EVE not in who("value > 100") + who("not value > 100")
    assert EVE not in who("orders = 1") + who("orders != 1")
    assert EVE not in who("value between 0 and 9") + who("value not between 0 and 9")


def test_a_customer_whose_country_is_unknown_is_in_none_and_in_no_other() -> None:
    assert who("country != UK") == [ANN]
    assert who("not country = UK") == [ANN]
    assert who("country not in (UK)") == [ANN]


def test_whoever_has_no_label_is_outside_a_segment() -> None:
    assert who("not country:UK") == [ANN, CID, EVE]
    assert who("not lapsed") == [ANN, BOB, DEE, EVE]


def test_unknown_or_true_is_true_and_unknown_and_false_is_false() -> None:
    assert who("value > 100 or not wholesale") == ALL
    assert who("not (value > 100 and wholesale)") == [ANN, CID, DEE, EVE]
    assert who("not (value > 100 or wholesale)") == [DEE]


def test_and_binds_before_or_and_not_before_and() -> None:
    assert who("wholesale or lapsed and vip") == [BOB]
    assert who("not wholesale and lapsed") == [CID]
    assert who("not country = UK or wholesale") == [ANN, BOB]


def test_a_quote_in_a_name_is_written_twice() -> None:
    table = five()
    table.labels["country"] = labels(["Cote d'Ivoire", 'the "UK"', None, None, None], ["Cote d'Ivoire", 'the "UK"'])
    assert who("country = 'Cote d''Ivoire'", table) == [ANN]
    assert who('country = "the ""UK"""', table) == [BOB]


def test_a_shop_without_customers_has_nobody_in() -> None:
    empty = {name: column[:0] for name, column in five().numbers.items()}
    assert len(Scope.of(EMPTY.joined(type(EMPTY)(empty, {}, {}))).members("wholesale or value > 3")) == 0


def test_members_are_bools_a_row_each() -> None:
    member = Scope.of(five()).members("vip")
    assert (member.dtype, member.shape) == (np.dtype(bool), (5,))
