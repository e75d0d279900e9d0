"""Every mistake in an expression is one error, which names the place, the word and what would be right."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.audiences.evaluate import Scope
from models.audiences.grammar import DEEPEST, MOST_CONDITIONS
from models.audiences.words import KEYWORDS, LONGEST, NotUnderstood, quoted, words_of
from tests.models.audiences.tables import five, labels, who


@pytest.mark.parametrize(
    ("expression", "at", "word", "said"),
    [
        ("lapst", 1, "lapst", "the nearest is lapsed"),
        ("vip and wholsale", 9, "wholsale", "the nearest is wholesale"),
        ("interest:gardn", 10, "gardn", "no such name in interest; the nearest is garden"),
        ("country = Frnce", 11, "Frnce", "the nearest is France"),
        ("lifecycle in (vip, lst)", 20, "lst", "the nearest is lost"),
        ("valu > 3", 1, "valu", "no such column; the nearest is value"),
        ("lifcycle:vip", 1, "lifcycle", "the nearest is lifecycle"),
        ("VIP", 1, "VIP", "the nearest is vip"),
        ("country = france", 11, "france", "the nearest is France"),
        ("WHOLESALE", 1, "WHOLESALE", "the nearest is wholesale"),
        ("lost", 1, "lost", "this may mean rfm:lost or lifecycle:lost"),
        ("value", 1, "value", "compare it: value > 10"),
        ("orders", 1, "orders", "compare it: orders >= 3"),
        ("rfm", 1, "rfm", "write rfm:name"),
        ("value:3", 1, "value", "compare it"),
        ("wholesale:yes", 1, "wholesale", "write wholesale or not wholesale"),
        ("wholesale > 3", 1, "wholesale", "write wholesale or wholesale = false"),
        ("wholesale = yes", 13, "yes", "true or false"),
        ("rfm > 3", 1, "rfm", "write rfm:name or rfm = name"),
        ("rfm between 1 and 3", 1, "rfm", "write rfm:name"),
        ("interest = garden", 1, "interest", "write interest:name or interest in (name, name)"),
        ("value > much", 9, "much", "a number is wanted"),
        ("value > '3'", 9, "'3'", "without quotes"),
        ("value > 1234567890123456", 9, "1234567890123456", "at most 15 digits"),
        ("value == 3", 7, "==", "write ="),
        ("value <> 3", 7, "<>", "write !="),
        ("value =! 3", 7, "=!", "comparisons are"),
        ("value >", 8, "", "a number or a name is wanted"),
        ("value between 90 and 30", 15, "90", "the smaller number first: between 30 and 90"),
        ("value not between -5% and -10%", 19, "-5%", "between -10% and -5%"),
        ("value between 3", 16, "", "between 30 and 90"),
        ("value between 3 and", 20, "", "a number or a name is wanted"),
        ("rfm in lost", 8, "lost", "in wants a list in brackets"),
        ("rfm in (lost", 13, "", "',' or ')'"),
        ("rfm in ()", 9, ")", "a number or a name is wanted"),
        ("rfm is null", 8, "null", "only 'known'"),
        ("rfm not lost", 9, "lost", "'in', 'between'"),
        ("lapsed vip", 8, "vip", "'and', 'or' or the end"),
        ("lapsed)", 7, ")", "'and', 'or' or the end"),
        ("(lapsed or vip", 15, "", "opened at character 1 is not closed"),
        ("lapsed and", 11, "", "a segment or a column is wanted"),
        ("", 1, "", "a segment or a column is wanted"),
        ("and", 1, "and", 'stands in quotes: "and"'),
        ("rfm:in", 5, "in", 'stands in quotes: "in"'),
        ("3 > value", 1, "3", "a segment or a column is wanted"),
        ("'value' > 3", 1, "'value'", "stands without quotes"),
        ("lapsed ; vip", 8, ";", "means nothing"),
        ('interest:"garden', 10, '"', "not closed"),
        ("value > .5", 9, ".", "means nothing"),
    ],
)
def test_a_mistake_is_named(expression: str, at: int, word: str, said: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        Scope.of(five()).members(expression, "where")
    error = refused.value
    assert (error.field, error.at, error.word) == ("where", at, word)
    assert said in error.detail
    assert f"character {at}" in error.detail


def test_a_label_and_a_flag_of_one_name_are_both_named() -> None:
    table = five()
    table.labels["people"] = labels(["wholesale", "active", None, None, None], ["wholesale", "active"])
    table.numbers["active"] = np.zeros(5, np.float32)
    with pytest.raises(NotUnderstood, match="wholesale = true or people:wholesale"):
        who("wholesale", table)
    with pytest.raises(NotUnderstood, match="people:active; there is a column of this name too, of kind number"):
        who("active", table)


def test_an_ambiguous_name_is_written_so_that_it_can_be_copied() -> None:
    table = five()
    for column in ("a", "b"):
        table.labels[column] = labels(['x "y"', None, None, None, None], ['x "y"'])
    with pytest.raises(NotUnderstood) as refused:
        who("'x \"y\"'", table)
    assert 'a:"x ""y""" or b:"x ""y"""' in refused.value.detail
    assert who('a:"x ""y"""', table) == [0]


def test_an_expression_has_limits_of_length_depth_and_conditions() -> None:
    most = " or ".join(["vip"] * MOST_CONDITIONS)
    assert who(most) == [0]
    assert who("(" * DEEPEST + "vip" + ")" * DEEPEST) == [0]
    for expression, said in (
        (f"{most} or vip", "at most 100 conditions"),
        ("(" * DEEPEST + "not vip" + ")" * DEEPEST, "at most 50 deep"),
        ("not " * (DEEPEST + 1) + "vip", "at most 50 deep"),
        ("vip" + " " * LONGEST, "at most 2,000 characters"),
    ):
        with pytest.raises(NotUnderstood, match=said):
            who(expression)


def test_a_long_word_is_not_repeated_whole() -> None:
    with pytest.raises(NotUnderstood) as refused:
        who("x" * 1000)
    assert len(refused.value.detail) < 200


PIECES = st.one_of(
    st.sampled_from([*sorted(KEYWORDS), "value", "orders", "rfm", "interest", "wholesale", "vip", "garden", "true"]),
    st.sampled_from([*"()<>=!:,'\"%-.", ">=", "!=", "3", "30%", "-1.5", '"christmas tree"', " ", "\n", "\x00", "٣"]),
    st.text(max_size=5),
)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=12).flatmap(lambda pieces: st.sampled_from(["".join(pieces), " ".join(pieces)])))
def test_no_text_leads_to_another_error(text: str) -> None:
    error = _refusal(text)
    assert error is None or 1 <= error.at <= len(text) + 1


def _refusal(text: str) -> NotUnderstood | None:
    """Why it is none; whatever else is raised is not caught."""
    try:
        assert len(Scope.of(five()).members(text)) == 5
    except NotUnderstood as error:
        return error
    return None


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=12))
def test_any_name_can_be_written(name: str) -> None:
    (word, _end) = words_of(quoted(name))
    assert word.text == name
    assert word.kind != "keyword"
