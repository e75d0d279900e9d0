"""Small shops written as the files that a shop would export."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

DAY_ONE = datetime(2024, 1, 1, 12, tzinfo=UTC)
CUSTOMERS, ITEMS, DAYS = 60, 30, 90


def a_shop_that_sells_in_sets(folder: Path) -> Path:
    """Events of 90 days: customer c buys two neighbouring items every c % 7 + 8 days, moving on by three each time."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "events.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["customer_id", "item_id", "event_type", "timestamp", "order_id", "quantity", "price"])
        for customer in range(CUSTOMERS):
            for turn, day in enumerate(range(customer % 9, DAYS, customer % 7 + 8)):
                when = (DAY_ONE + timedelta(days=day, minutes=customer)).isoformat()
                for item in (customer + 3 * turn, customer + 3 * turn + 1):
                    order = f"o{customer}-{turn}"
                    rows.writerow([f"c{customer}", f"i{item % ITEMS}", "purchase", when, order, 1, 5 + item % ITEMS])
    return folder


def bought_by(customer: str, folder: Path) -> set[str]:
    """Item ids that the customer bought in that shop."""
    with (folder / "events.csv").open(encoding="utf-8") as file:
        return {row["item_id"] for row in csv.DictReader(file) if row["customer_id"] == customer}
