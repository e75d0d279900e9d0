"""The page about the recommenders has a part for each row of the table, in its order."""

from __future__ import annotations

import re
from pathlib import Path

from models.recommenders import RECOMMENDERS

PAGE = Path(__file__).parents[2] / "docs" / "recommenders.md"


def test_every_recommender_has_its_part_in_the_order_of_the_table() -> None:
    parts = re.findall(r"^## `(\w+)`$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert parts == [row.name for row in RECOMMENDERS]


def test_every_setting_the_page_names_is_one() -> None:
    known = {name for row in RECOMMENDERS for name in vars(row.spec)} | {row.name for row in RECOMMENDERS}
    text = PAGE.read_text(encoding="utf-8").split("## How good")[0]
    named = set(re.findall(r"(?<!## )`([a-z_]+)`", text))
    assert named <= known | {"count", "lift"}
