"""The whole comparison on a small shop, as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy.command import main
from benchmarks.accuracy.pair_peers import PAIR_PEERS
from benchmarks.accuracy.peers import PEERS
from benchmarks.page import PAGE
from tests.training.shops import a_shop_of_four_tastes

pytestmark = pytest.mark.slow


def compare(shop: Path, folder: Path, *words: str) -> dict[str, Any]:
    """What stands in the JSON file."""
    flags = ["--source", str(shop), "--work", str(folder / "work"), "--json", str(folder / "figures.json"), *words]
    main([*flags, "--horizon", "14", "--origins", "2"])
    return json.loads((folder / "figures.json").read_text())


def test_every_peer_stands_beside_us_at_every_origin_and_over_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.read_bytes()
    found = compare(a_shop_of_four_tastes(tmp_path / "shop", 72, 60), tmp_path, "--task", "new")["new"]
    assert list(found) == ["All origins", "2024-02-27 to 2024-03-12", "2024-02-13 to 2024-02-27"]
    for figures in found.values():
        assert [each["system"] for each in figures] == ["Regulars", *(peer.name for peer in PEERS)]
    pooled = {each["system"]: each for each in found["All origins"]}
    assert pooled["Regulars"]["rows"] == sum(figures[0]["rows"] for figures in list(found.values())[1:])
    assert pooled["Regulars"]["metrics"]["ndcg@10"] > pooled["popular"]["metrics"]["ndcg@10"]
    assert pooled["popular"]["gain"]["low"] > 0
    assert "| RP3beta |" in capsys.readouterr().out
    assert PAGE.read_bytes() == page


def test_a_shop_whose_orders_hold_one_item_asks_nothing_about_what_goes_together(tmp_path: Path) -> None:
    found = compare(a_shop_of_four_tastes(tmp_path / "shop", 60, 40), tmp_path, "--task", "complementary")
    for figures in found["complementary"].values():
        assert [each["system"] for each in figures] == ["Regulars", *(peer.name for peer in PAIR_PEERS)]
        assert {each["rows"] for each in figures} == {0}
