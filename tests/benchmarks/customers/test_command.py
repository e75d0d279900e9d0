"""The whole comparison on a small shop, as a person runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.customers.command import PARTS, main
from benchmarks.customers.value import OURS
from benchmarks.page import PAGE
from tests.training.shops import a_shop_of_four_tastes

pytestmark = pytest.mark.slow


def test_every_part_has_its_marks_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for part in PARTS:
        assert f"<!-- measured: customers, {part.name} -->" in text


def test_values_stand_beside_simpler_ways_to_say_them_and_another_shop_leaves_the_page_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.read_bytes()
    main(["--source", str(a_shop_of_four_tastes(tmp_path / "shop", 300, 40)), "--part", "value"])
    shown = capsys.readouterr().out
    for name in (OURS, "BG/NBD and Gamma-Gamma alone", "the same weeks last year", "the last 90 days"):
        assert f"| {name} |" in shown
    assert "inside the central 80 %" in shown
    assert PAGE.read_bytes() == page
