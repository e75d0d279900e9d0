"""Items as points: near each other where the same buyers take them and their titles share words."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Longs
from data.facts.facts import Facts
from models.baskets import buyers
from models.interests.words import Words, words_of
from models.kmeans import Points
from models.sparse import Csr, column_sums, over, row_sums, scaled

BOUGHT, SAID = 48, 64
"""Dimensions of what is bought together and of what titles say."""
TITLES = 1.5
"""How much more titles count than co-purchase: below 1 the topics of the sample shop are hard to name."""
BUYERS, ITEMS = 100_000, 20_000
"""Buyers and best sellers up to which all teach; of more as many are drawn, or the best."""


@dataclass(frozen=True)
class Vectors:
    """item int64 [points]: which items; at: their points; sold float64 [points]: buyers; words: of their titles."""

    item: Longs
    at: Points
    sold: NDArray[np.float64]
    words: Words


def vectors_of(facts: Facts, least: int, rng: np.random.Generator) -> Vectors:
    """The items with at least `least` buyers, guests' orders among them.

    Truncated SVD of buyers x items and of items x words (TF-IDF), each item's half of length 1 and TITLES.
    Cost: some fifty products of the two sparse tables with a vector.
    """
    held = buyers(facts)
    sold = column_sums(held)
    item = np.sort(np.argsort(-sold, kind="stable")[:ITEMS])
    item = item[sold[item] >= least]
    rows = held[np.sort(rng.permutation(held.shape[0])[:BUYERS])][:, item]
    words = words_of(facts.items.title, item)
    at = np.hstack([_of_buyers(rows), TITLES * _of_words(words)])
    return Vectors(item, at, sold[item], words)


def _of_buyers(rows: Csr) -> Points:
    """What is bought by the same people, without the first dimension, which is how well an item sells."""
    rows = rows[row_sums(rows) > 1]
    even = scaled(rows, over(row_sums(rows), 0.5), over(column_sums(rows), 0.5))
    return _long_as_one(_reduced(even.T.tocsr(), BOUGHT + 1)[:, 1:])


def _of_words(words: Words) -> Points:
    """TF-IDF: a word counts by how few titles have it."""
    titles, count = int(words.held.shape[0]), column_sums(words.held)
    rarity: NDArray[np.float64] = np.log(max(titles, 1) / np.maximum(count, 1))
    rare = scaled(words.held, np.ones(titles), rarity)
    length = np.sqrt(row_sums(rare.multiply(rare).tocsr()))
    return _reduced(scaled(rare, over(length), np.ones(len(count))), SAID)


def _reduced(table: Csr, most: int) -> Points:
    """float64 [rows, at most `most`]: the table's strongest directions."""
    count = min(most, min(table.shape) - 1)
    if count < 1 or not table.nnz:
        return np.zeros((table.shape[0], 1))
    linalg: Any = import_module("scipy.sparse.linalg")
    start = np.random.default_rng(0).random(int(min(table.shape)))  # ARPACK begins here: always at the same place
    left, strength, _ = linalg.svds(table, count, v0=start)
    order = np.argsort(-strength)
    return left[:, order] * strength[order]


def _long_as_one(points: Points) -> Points:
    length = np.sqrt((points**2).sum(axis=1, keepdims=True))
    return points / np.maximum(length, 1e-9)
