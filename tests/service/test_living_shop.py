"""Whatever happens to a shop, in any order: see `LivingShop`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.service.living_shop import LivingShop

NOT_CHECKED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def _live(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        LivingShop,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=NOT_CHECKED,
            derandomize=True, database=None, phases=(Phase.generate, Phase.explicit),
        ),
    )  # fmt: skip


@pytest.mark.slow
def test_nothing_is_shown_that_must_not_be_whatever_happens() -> None:
    _live(examples=8, steps=25)


@pytest.mark.torture
def test_nothing_is_shown_that_must_not_be_whatever_happens_for_long() -> None:
    _live(examples=100, steps=50)
