"""What the report of a night is told about its customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from models.customers.table import CustomerTable
from training.describing.story import value_story


@dataclass(frozen=True)
class Valued:
    """Customers whose value was predicted."""

    table: CustomerTable

    def notes(self) -> dict[str, Any]:
        return {}


@pytest.mark.parametrize("values", [[1e-9], [1e-9, 2e-7, 4e-4], [1e-3, 1e-3], [0.5, 80.0, 9000.0]])
def test_values_of_any_size_are_spread_over_bars_that_hold_them_all(values: list[float]) -> None:
    table = CustomerTable({"value_365": np.array(values, dtype=np.float32)}, {}, {})
    ends, counts = value_story(Valued(table))["spread"]  # type: ignore[arg-type] - ten lines stand for it
    assert sum(counts) == len(values)
    assert ends == sorted(set(ends))
    assert ends[-1] >= max(values)
