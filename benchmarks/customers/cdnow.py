"""The CDNOW sample as published: every tenth of the customers who began in the first quarter of 1997, in weeks.

Which tenth is no rule but a list, so it is kept beside this file. 2,357 customers, of whom 1,411 bought on one day only
in the first 39 weeks; 2,457 further days with an order in these weeks, 1,882 in the 39 weeks after them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np

from data.facts.facts import Orders
from models.value.histories import Histories, Reals, histories_of

DATA = Path(__file__).parents[2] / "../shared/datasets/cdnow/events.parquet"
SAMPLE = Path(__file__).with_name("cdnow_sample.txt")
FIRST_DAY = date(1997, 1, 1)


@dataclass(frozen=True)
class Cdnow:
    """early: the orders of weeks 1 to `cut`, customer numbers in the order of the ids, age 0 on the last day; late:
    those of the weeks up to `end`."""

    early: Orders
    late: Orders

    @property
    def histories(self) -> Histories:
        """As published: time runs from the day of the first order to the last day that is fitted."""
        return histories_of(self.early)[1]

    def repeat_spend(self) -> tuple[Reals, Reals]:
        """(days with a repeat order, what such a day came to on average), float64 [customers]; 0 where none."""
        first = np.append(True, self.early.customer[1:] != self.early.customer[:-1])
        repeats = np.bincount(self.early.customer[~first], minlength=self.histories.count).astype(np.float64)
        spent = np.bincount(self.early.customer[~first], weights=self.early.value[~first], minlength=len(repeats))
        return repeats, np.asarray(spent / np.maximum(repeats, 1), dtype=np.float64)


def read_cdnow(cut: int = 39, end: int = 78) -> Cdnow:
    """The sample, orders of a day as one. Raises duckdb.IOException where the data set is not there."""
    fitted = FIRST_DAY + timedelta(days=7 * cut - 1)
    last = FIRST_DAY + timedelta(days=7 * end - 1)
    return Cdnow(_orders(FIRST_DAY, fitted), _orders(fitted + timedelta(days=1), last))


def _orders(first: date, last: date) -> Orders:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        found = con.execute(
            """
            SELECT list_position($ids, customer_id::INTEGER) - 1 AS customer,
                   $last - timestamp::DATE AS age, sum(order_value) AS value
            FROM read_parquet($path) WHERE list_contains($ids, customer_id::INTEGER)
              AND timestamp::DATE BETWEEN $first AND $last
            GROUP BY ALL ORDER BY customer, age DESC
            """,
            {"ids": _ids(), "path": str(DATA), "first": first, "last": last},
        ).fetchnumpy()
    count = len(found["age"])
    none, one = np.zeros(count, dtype=np.float32), np.ones(count, dtype=np.float32)
    return Orders(
        customer=found["customer"].astype(np.int32), order=np.arange(count, dtype=np.int32),
        age=found["age"].astype(np.float32), value=found["value"].astype(np.float32), returned=none,
        items=np.ones(count, dtype=np.int32), pieces=one,
    )  # fmt: skip


def _ids() -> list[int]:
    return [int(each) for each in SAMPLE.read_text(encoding="utf-8").split()]
