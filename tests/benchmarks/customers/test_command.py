"""The whole comparison on a small shop, as a person runs it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.customers.command import PARTS, main
from benchmarks.customers.shop import shop_of
from benchmarks.customers.value import OURS
from benchmarks.customers.value_of_a_year import young
from benchmarks.page import PAGE
from data.errors import InputError
from models.customers.value import ValueSettings
from tests.training.shops import a_shop_of_four_tastes, purchases

pytestmark = pytest.mark.slow


def test_every_part_has_its_marks_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for part in PARTS:
        assert f"<!-- measured: customers, {part.name} -->" in text


def test_a_young_shop_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="180 are the least"):
        main(["--source", str(a_shop_of_four_tastes(tmp_path / "shop", 60, 20)), "--part", "value"])


def test_values_stand_beside_simpler_ways_to_say_them_and_another_shop_leaves_the_page_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng, page = np.random.default_rng(2), PAGE.read_bytes()
    steady = [(f"c{n % 60:02}", n % 9, float(day)) for n, day in enumerate(np.sort(rng.random(900) * 300))]
    main(["--source", str(purchases(tmp_path / "shop", steady)), "--part", "value"])
    shown = capsys.readouterr().out
    for name in (OURS, "BG/NBD and Gamma-Gamma alone", "the same weeks last year", "as many days before"):
        assert f"| {name} |" in shown
    assert "inside the central 80 %" in shown
    assert PAGE.read_bytes() == page


def test_the_year_of_a_steady_shop_comes_to_what_was_said_at_a_moment_with_little_known(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(2)
    steady = [(f"c{n % 60:02}", n % 9, float(day)) for n, day in enumerate(np.sort(rng.random(1500) * 500))]
    with shop_of(str(purchases(tmp_path / "shop", steady)), None) as shop:
        *_, row = young(shop, ValueSettings()).splitlines()
    _, _, known, buyers, total, *_ = (cell.strip() for cell in row.split("|"))
    assert (known, buyers) == ("134", "60")
    assert float(total) == pytest.approx(1, abs=0.1)
