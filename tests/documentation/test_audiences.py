"""The page about audiences: every expression in its table is one, and its limits are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from models.audiences.grammar import DEEPEST, MOST_CONDITIONS, parse
from models.audiences.words import KEYWORDS, LONGEST

PAGE = (Path(__file__).parents[2] / "docs" / "audiences.md").read_text(encoding="utf-8")


def test_every_expression_of_the_table_is_one() -> None:
    table = PAGE.split("| expression |")[1].split("\n\n")[0]
    written = [text for line in table.splitlines()[2:] for text in re.findall("`([^`]+)`", line.split(" | ")[0])]
    assert len(written) >= 10
    for expression in written:
        parse(expression)


def test_the_words_and_limits_are_those_of_the_code() -> None:
    said = next(re.finditer("`([a-z ]+)` are words of the language", PAGE))[1]
    assert set(said.split()) == KEYWORDS
    assert f"{LONGEST:,} characters and {MOST_CONDITIONS} conditions" in PAGE
    assert f"at most {DEEPEST} deep" in PAGE
