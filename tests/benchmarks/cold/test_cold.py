"""Customers hidden as if they had done nothing, and the whole measurement on a small shop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.cold.command import main
from benchmarks.cold.hiding import without
from benchmarks.page import PAGE
from tests.models.recommenders import worlds
from tests.training.shops import a_shop_of_four_tastes


def test_a_hidden_customer_has_done_nothing_and_the_others_everything() -> None:
    facts = worlds.views_and_purchases()
    found = without(facts, np.array([3, 7], dtype=np.int32))
    assert set(facts.lines.customer.tolist()) - set(found.lines.customer.tolist()) == {3, 7}
    for customer in range(30):
        hidden = customer in (3, 7)
        assert (found.customers.n_orders[customer] == 0) == hidden
        assert np.isnan(found.customers.first_age[customer]) == hidden
        assert (len(found.owned.row(customer)) == 0) == hidden
        assert (len(found.last_order.row(customer)) == 0) == hidden
    assert found.customers.attributes is facts.customers.attributes


def told(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What is printed for a shop in which every other customer plays golf; the page stays as it is."""
    page, shop = PAGE.read_bytes(), a_shop_of_four_tastes(folder / "shop", 72, 60)
    rows = [f"c{number:03},{'golf' if number % 2 else 'tennis'}\n" for number in range(60)]
    (shop / "customers.csv").write_text("customer_id,sport\n" + "".join(rows), encoding="utf-8")
    main(["--source", str(shop), "--cuts", "1", "--days", "14", *words])
    assert PAGE.read_bytes() == page
    return capsys.readouterr().out


@pytest.mark.slow
def test_every_share_and_all_that_is_known_has_a_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(tmp_path, capsys)
    for row in ("attributes and country", "country", "nothing", "0%", "10%", "20%", "30%"):
        assert f"| {row} |" in text


@pytest.mark.slow
def test_hidden_customers_are_told_apart_by_what_they_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(tmp_path, capsys, "--hidden")
    figures = {line.split(" | ")[0].strip("| "): line.split(" | ")[1] for line in text.splitlines() if " | 0." in line}
    assert float(figures["attributes and country"]) > float(figures["nothing"])
    assert "Places" not in text
