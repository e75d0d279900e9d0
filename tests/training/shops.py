"""Shops as folders of CSV, made so that it is known what a rehearsal should find in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
COLUMNS = ("customer_id", "item_id", "event_type", "timestamp", "order_id", "quantity", "price")


def a_shop_of_four_tastes(folder: Path, days: int = 90, customers: int = 120) -> Path:
    """Forty items, ten of each taste; a customer buys one new item of the own taste every twelfth day, in random order.

    Who knows the taste can name the next item from a few; who knows only what sells has forty to choose from.
    """
    rng = np.random.default_rng(5)
    rows = list[tuple[str, int, float]]()
    for customer in range(customers):
        wanted = rng.permutation(10) + 10 * (customer % 4)
        times = np.arange(customer % 12, days, 12) + rng.random()
        rows += [(f"c{customer:03}", int(item), float(t)) for item, t in zip(wanted, times, strict=False)]
    return purchases(folder, rows)


def purchases(folder: Path, rows: Iterable[tuple[str, int, float]]) -> Path:
    """events.csv with a purchase per (customer, item, days after the first day), each an order of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "events.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for number, (customer, item, day) in enumerate(rows):
            when = (FIRST_DAY + timedelta(days=day)).isoformat()
            lines.writerow((customer, f"i{item:02}", "purchase", when, f"o{number}", 1, 5 + item))
    return folder
