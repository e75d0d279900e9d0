"""The words of titles: which belong together, how they are written, which tell most of a group of items."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Ints, Longs
from data.strings import Strings
from models.sparse import Csr, column_sums, matrix

WORD = re.compile(r"[^\W\d_]{3,}")
"""Three letters or more in a row, of any alphabet: sizes, colours' codes and little words say nothing of taste."""
SHORT = 4
"""Up to here an "s" at the end belongs to the word."""
LEAST = 3
"""Titles below which a word is not looked at."""


@dataclass(frozen=True)
class Words:
    """held CSR of ones [items, words]; name: how each word is usually written."""

    held: Csr
    name: tuple[str, ...]


def words_of(titles: Strings, items: Ints | Longs) -> Words:
    """The words that at least LEAST of the titles of the items have. Cost: a pass over the titles."""
    said = [_words(titles[item]) for item in items.tolist()]
    titles_with = Counter(stem for title in said for stem in title)
    written: dict[str, Counter[str]] = {}
    for title in said:
        for stem, word in title.items():
            written.setdefault(stem, Counter())[word] += 1
    stems = sorted(stem for stem, count in titles_with.items() if count >= LEAST)
    number = {stem: place for place, stem in enumerate(stems)}
    cells = [(row, number[stem]) for row, title in enumerate(said) for stem in title if stem in number]
    row, column = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    held = matrix(row, column, np.ones(len(row)), (len(said), len(stems)))
    return Words(held, tuple(min(written[stem].items(), key=lambda each: (-each[1], each[0]))[0] for stem in stems))


def telling(
    words: Words, group: Ints, groups: int, sold: NDArray[np.float64], many: int
) -> list[list[tuple[str, float]]]:
    """For each group its `many` most telling words, the best first, each with the part of its sales that has it.

    group int32 [items], -1 none; sold float64 [items]. A word tells much that is on much of what the group sells and
    on little else: part x log(part / part elsewhere).
    """
    by = words.held.multiply(sold[:, None]).tocsr()
    every, total = column_sums(by), float(sold.sum())
    of = [group == each for each in range(groups)]
    return [_best(words, by[each], float(sold[each].sum()), every, total, many) for each in of]


def _best(
    words: Words, own: Csr, sold: float, every: NDArray[np.float64], total: float, many: int
) -> list[tuple[str, float]]:
    inside, titles = column_sums(own), np.diff(own.tocsc().indptr)
    part = inside / max(sold, 1e-12)
    elsewhere = (every - inside + 1) / (total - sold + 2)
    score = np.where(titles > 1, part * np.log(np.maximum(part, 1e-12) / elsewhere), 0)
    best: list[int] = np.argsort(-score, kind="stable")[:many].tolist()
    return [(words.name[word], float(part[word])) for word in best if score[word] > 0]


def _words(title: str) -> dict[str, str]:
    """stem -> word, in the order of the title."""
    return {_stem(word): word for word in WORD.findall(title.lower())}


def _stem(word: str) -> str:
    """One and many are the same word where they differ by an "s"."""
    return word[:-1] if len(word) > SHORT and word.endswith("s") and not word.endswith("ss") else word
