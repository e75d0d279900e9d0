"""The page about the ranker names every feature that there is, and none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from models.ranker.ranker import Ranker
from tests.models.ranker.worlds import stand_of
from tests.models.shops import ShopShape, random_shop

PAGE = Path(__file__).parents[2] / "docs" / "ranking.md"
ELSEWHERE = {"marked_<days>"}
"""Needs favourites, which random shops do not have."""


def features() -> set[str]:
    """Of a shop that tells of looks and carts, brands and categories."""
    stand, asked = stand_of(random_shop(ShopShape(3, 40, 12, 160))), np.arange(12, dtype=np.int32)
    return set(stand.features(stand.pool(asked, Ranker(candidates=50)), asked).names)


def patterns() -> dict[str, re.Pattern[str]]:
    """As the table of families writes them: <days> is a number, <generator> a name."""
    part = PAGE.read_text(encoding="utf-8").split("## Features")[1].split("## What teaches")[0]
    written = [name for line in part.splitlines() if line.startswith("| ") for name in re.findall(r"`([^`]+)`", line)]
    return {name: re.compile(name.replace("<days>", r"\d+").replace("<generator>", "[a-z_]+")) for name in written}


def test_every_feature_belongs_to_a_family_of_the_page() -> None:
    forms = patterns().values()
    assert [name for name in sorted(features()) if not any(form.fullmatch(name) for form in forms)] == []


def test_every_family_of_the_page_has_its_features() -> None:
    known = features()
    empty = {written for written, form in patterns().items() if not any(form.fullmatch(name) for name in known)}
    assert empty == ELSEWHERE
