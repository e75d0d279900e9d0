"""The value of a year as a young shop is told it: at moments with less than 19 months known, and what came."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import numpy as np

from benchmarks.customers.shop import Shop
from benchmarks.page import table_of
from data.facts.engine import window_placed
from models.customers.gaps import by_the_shops_days
from models.customers.value import ValueSettings
from models.metrics.value import value_figures
from models.value.buyers import buyers_of, came
from training.valuing import value_customers

QUARTER, YEAR, SEED = 90, 365, 1
STEP: Final = 45
"""Days between two moments."""
LEAST, MOST = 90, 582
"""Days known at a moment; from the latter on a past year corrects the level (models.value.season.WHOLE)."""


def young(shop: Shop, settings: ValueSettings) -> str:
    """A row per moment, the newest first; the last year of the shop's data is what came of the newest."""
    moments = range(max(YEAR, int(shop.span) - MOST), int(shop.span) - LEAST, STEP)
    rows = [_row(shop, shop.end - timedelta(days=back), shop.span - back, settings) for back in moments]
    heads = [
        "the 365 days from", "days known", "buyers", "said over came", "said over four times the 90 days",
        "inside the central 80 %", "least and most of the tenths", "covered",
    ]  # fmt: skip
    return f"The 365 days at moments with less than 19 months known, every {STEP} days:\n\n{table_of(heads, rows)}"


def _row(shop: Shop, cut: datetime, known: float, settings: ValueSettings) -> list[str]:
    facts = by_the_shops_days(shop.at(cut))
    told = value_customers(facts, settings, SEED).told
    year, quarter = told[YEAR][0], told[QUARTER][0]
    value = came(buyers_of(facts.orders), window_placed(shop.con, cut, cut + timedelta(days=YEAR))).value
    found = value_figures(year.outlook, year.spread, value, SEED)
    inside = [tenth.inside for tenth in found.tenths]
    return [
        f"{cut:%Y-%m-%d}", f"{known:.0f}", f"{found.buyers:,}", f"{found.total:.3f}",
        f"{np.divide(year.outlook.value.sum(), 4 * quarter.outlook.value.sum()):.2f}", f"{found.inside:.3f}",
        f"{min(inside):.2f}, {max(inside):.2f}", f"{found.covered:.3f}",
    ]  # fmt: skip
