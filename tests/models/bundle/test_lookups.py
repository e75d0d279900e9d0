"""Ids, facets and histories: what the bundle derives from the facts."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pytest

from data.arrays import Ragged
from data.columns import PURCHASE, REMOVE_FROM_CART, VIEW
from data.facts.facts import Labels, Lines
from data.strings import Strings
from models.bundle.bundle import HISTORY_DEPTH, history_of
from models.bundle.facets import Facet, facets_of
from models.bundle.index import FEW, Index
from tests.models.shops import ShopShape, random_shop

IDS = ["00123", "123", "85123A", "85123a", "naïve 🛒", "x" * 200, "13085"]


@pytest.mark.parametrize("times", [1, 9], ids=["one by one", "all at once"])
def test_every_id_finds_its_own_number_and_no_other(times: int) -> None:
    ids = Strings.of(IDS)
    index = Index.of(ids)
    assert index.numbers(IDS * times, ids).tolist() == [*range(len(IDS))] * times
    strangers = ["0123", "", "85123A ", "\ud800", "13086", "1308", "13", "x" * 201]
    assert index.numbers((strangers + IDS[:2]) * times, ids).tolist() == ([-1] * len(strangers) + [0, 1]) * times


@pytest.mark.parametrize("times", [1, 2 * FEW], ids=["one by one", "all at once"])
def test_ids_whose_hashes_are_equal_are_told_apart(times: int) -> None:
    ids = Strings.of(["a", "b", "cc"])
    clash = Index(np.full(3, Index.of(ids).hash[0]), np.arange(3, dtype=np.int32))
    owner = next(text for text in ids if crc32(text.encode()) == clash.hash[0])
    assert clash.numbers([owner] * times, ids).tolist() == [[*ids].index(owner)] * times


def test_an_index_of_nothing_knows_nobody() -> None:
    ids = Strings.of([])
    assert Index.of(ids).numbers(["a"] * FEW, ids).tolist() == [-1] * FEW


def test_a_category_holds_what_lies_below_it_and_spaces_do_not_matter() -> None:
    shop = random_shop(ShopShape(1, 3, 1, 0))
    items = shop.items
    category = Labels(np.array([0, 1, -1], dtype=np.int32), Strings.of(["garden > lamps > solar", "garden>pots"]))
    facets = facets_of(type(items)(**{**vars(items), "category": category}))
    assert facets.category.items_of(("garden",)).tolist() == [0, 1]
    assert facets.category.items_of(("garden > lamps",)).tolist() == [0]
    assert facets.category.items_of(("garden > pots", "garden > lamps > solar")).tolist() == [0, 1]
    assert facets.category.items_of(("lamps",)).tolist() == []


def test_an_unknown_value_carries_nothing() -> None:
    facet = Facet(Strings.of(["red"]), Ragged(np.array([0, 2]), np.array([4, 7], dtype=np.int32)))
    assert facet.items_of(("blue",)).tolist() == []
    assert facet.items_of(("red", "blue")).tolist() == [4, 7]


def lines(*rows: tuple[int, int, int, float]) -> Lines:
    """(customer, item, kind, age), already in order."""
    customer, item, kind, age = (np.array(column) for column in zip(*rows, strict=True))
    nothing = np.full(len(customer), -1, dtype=np.int32)
    return Lines(customer.astype(np.int32), item.astype(np.int32), kind.astype(np.uint8), age.astype(np.float32),
                 nothing, nothing, np.ones(len(age), np.float32), np.ones(len(age), np.float32))  # fmt: skip


def test_history_is_the_newest_line_of_each_item_and_kind_newest_first_without_guests() -> None:
    history = history_of(lines((-1, 0, PURCHASE, 9), (0, 1, VIEW, 8), (0, 1, PURCHASE, 7), (0, 1, PURCHASE, 3),
                               (0, 2, REMOVE_FROM_CART, 2), (1, 2, VIEW, 1)), customers=3, items=4)  # fmt: skip
    assert history.items.row(0).tolist() == [1, 1]
    assert history.age[:2].tolist() == [3, 8]
    assert history.kind[:2].tolist() == [PURCHASE, VIEW]
    assert history.items.row(1).tolist() == [2]
    assert history.items.row(2).tolist() == []


def test_a_long_history_keeps_the_newest() -> None:
    many = [(0, i, PURCHASE, 500.0 - i) for i in range(HISTORY_DEPTH + 10)]
    history = history_of(lines(*many), customers=1, items=HISTORY_DEPTH + 10)
    assert history.items.row(0).tolist() == list(range(HISTORY_DEPTH + 9, 9, -1))
