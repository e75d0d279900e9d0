"""The section `[rhythm]` of regulars.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.recommenders.ranges import Count, Days, Positive

GAPS, REGRESSION, TREES = "gaps", "regression", "trees"
METHODS = (GAPS, REGRESSION, TREES)
"""From the one that needs least evidence to the one that needs most."""


@dataclass(frozen=True)
class RhythmSettings:
    """When customers come back."""

    method: Literal["chosen", "gaps", "regression", "trees"] = "chosen"  # what foretells the next order; chosen: tried
    moments: Count = 24  # past moments that teach
    rows: Count = 120_000  # customers at those moments that teach, at most, drawn
    due_days: Days = 30.0  # days within which a due item is judged to come
    due_items: Count = 32  # items per customer with a due date, the likeliest
    own_prior: Positive = 2.0  # gaps of the item added to a customer's own between two purchases of it
    item_prior: Positive = 10.0  # gaps, and buyers, of the category or the shop added to the item's
    second_days: Days = 90.0  # days within which a second order counts
    second_prior: Positive = 20.0  # first-time buyers of the shop's share added to an item's
