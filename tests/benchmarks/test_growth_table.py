"""What a measured night looks like on the page."""

from __future__ import annotations

from benchmarks.training import Night, growth_table


def test_growth_is_told_from_each_size_to_the_next() -> None:
    small = Night({"read": 1.0, "judge": 0.001}, peak_mb=400.0)
    large = Night({"read": 12.5, "judge": 0.002}, peak_mb=1000.0)
    assert growth_table({"S": small, "M": large}).splitlines() == [
        "| step, s | S | M | M / S |",
        "| --- | ---: | ---: | ---: |",
        "| read | 1.0 | 12.5 | 12.5 |",
        "| judge | 0.0 | 0.0 |  |",
        "| **all, s** | 1.0 | 12.5 | 12.5 |",
        "| **peak memory, MB** | 400.0 | 1,000.0 | 2.5 |",
    ]


def test_a_step_that_only_one_night_took_is_left_empty_in_the_growth() -> None:
    nights = {"S": Night({"read": 1.0}, 400.0), "M": Night({"read": 2.0, "choose": 3.0}, 800.0)}
    assert "| choose | 0.0 | 3.0 |  |" in growth_table(nights).splitlines()
