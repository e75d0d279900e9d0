"""Answers kept as files: a change that moves a list shows up in the review of the change.

`REGULARS_GOLDEN=write` writes them anew. The shop is synthetic.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.bundle.bundle import Bundle
from models.bundle.policy import Filter
from models.decision.area import area
from models.decision.decide import RELAXATIONS, decide
from models.decision.placements import PLACEMENTS, STRATEGIES
from models.decision.query import Decisions, Query, Whom
from models.recommenders import RECOMMENDERS
from tests.models.shops import ShopShape, listed_bundle

HERE = Path(__file__).parent
SHAPE = ShopShape(seed=5, items=40, customers=12, lines=160)
ASKED = (-1, 0, 7)

QUERIES: dict[str, Query] = {
    **{f"placement_{row.name}": Query(placement=row.name, n=6) for row in PLACEMENTS},
    **{f"strategy_{row.name}": Query(strategy=row.name, n=6) for row in STRATEGIES},
    "narrow_filter": Query(n=6, filter=Filter(category=("garden",), price_max=6.0)),
    "theme": Query(n=6, filter=Filter(theme="garden_b1")),
}


def told(bundle: Bundle, decisions: Decisions) -> list[dict[str, Any]]:
    """Each row in words; without scores, whose last digits are the processor's."""
    return [
        {
            "relaxed": [name for bit, name in enumerate(RELAXATIONS) if decisions.relaxed[row] >> bit & 1],
            "items": [_item(bundle, decisions, row, place) for place in range(int((decisions.item[row] >= 0).sum()))],
        }
        for row in range(len(decisions.item))
    ]


def _item(bundle: Bundle, decisions: Decisions, row: int, place: int) -> str:
    recommender = RECOMMENDERS[decisions.source[row, place]]
    anchor, count = int(decisions.anchor[row, place]), int(decisions.count[row, place])
    because = f" because of {bundle.items.id[anchor]} x{count}" if anchor >= 0 else ""
    return f"{bundle.items.id[int(decisions.item[row, place])]} by {recommender.name}{because}"


def held(name: str, answer: Any) -> None:
    file = HERE / f"{name}.json"
    text = json.dumps(answer, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("REGULARS_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", QUERIES)
def test_lists_are_as_they_were_kept(name: str) -> None:
    bundle = listed_bundle(SHAPE, 256)
    decisions = decide(bundle, QUERIES[name], Whom.of(np.array(ASKED, dtype=np.int32)))
    held(name, told(bundle, decisions))


@pytest.mark.parametrize("customer", ASKED)
def test_areas_are_as_they_were_kept(customer: int) -> None:
    bundle = listed_bundle(SHAPE, 256)
    rows = area(bundle, replace(Query(), n=6), customer)
    held(f"area_{customer}", [{row.stream.name: told(bundle, row.decisions)[0]["items"]} for row in rows])
