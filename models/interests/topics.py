"""Topics learned from titles and co-purchase, where a catalogue tells of nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import ABSENT, Ints, Longs, Ragged
from data.facts.facts import Facts
from models.interests.evidence import Met
from models.interests.kinds import FEWEST, Kind
from models.interests.vectors import Vectors
from models.interests.words import telling
from models.kmeans import k_means, nearest
from models.matching import matched, shared

COUNTS = (6, 9, 12, 18, 24, 36, 48, 72, 96, 120)
"""How many topics are tried."""
LEAST_BUYERS = 5
"""Buyers below which an item does not teach, and has no topic."""
WORDS = 3
"""Words of a name."""
NAMED = 1 / 3
"""Part of a topic's sales that its words must be on: one that they do not describe is none."""
LIKE = 0.3
"""How much of two topics' sales must be the same for the name of last night to stay."""
HABITS = (10.0, 30.0, 100.0, 300.0)
"""Items that everybody is taken to have met as the shop does: tried, when it is asked how well topics foretell."""


@dataclass(frozen=True)
class Named:
    """Last night's topics: the topic of every item of tonight, -1 none, and their names."""

    topic: Ints
    name: tuple[str, ...]


def topics(of: Vectors, items: int, count: int, rng: np.random.Generator, before: Named | None = None) -> Kind:
    """At most `count` topics with names. Cost: k-means over the items."""
    if not len(of.item):
        return Kind("topic", _held(np.full(items, ABSENT, dtype=np.int32)), ())
    group = split(of, count, rng)
    said = telling(of.words, group, int(group.max(initial=0)) + 1, of.sold, 2 * WORDS)
    size = np.bincount(group, minlength=len(said))
    good = [each for each, words in enumerate(said) if size[each] >= FEWEST and _described(of, group == each, words)]
    number = np.full(len(said), ABSENT, dtype=np.int32)
    number[good] = np.arange(len(good))
    topic = np.full(items, ABSENT, dtype=np.int32)
    topic[of.item] = number[group]
    names = _distinct([[word for word, _ in said[each]] for each in good])
    return Kind("topic", _held(topic), _kept_names(topic, of, names, before))


def split(of: Vectors, count: int, rng: np.random.Generator) -> Ints:
    """int32 [points]: the group of each item."""
    return nearest(of.at, k_means(of.at, min(count, len(of.item)), rng, inits=3, rounds=30))


def foretold(of: Vectors, group: Ints, past: Met, later: Met, facts: Facts) -> NDArray[np.float64]:
    """How much likelier what each customer met later is by their own topics than by what everybody met then: the mean
    log ratio of each customer who came back.

    later: pairs that are new to the customer. Topics that are too fine know little of anybody, too coarse ones tell
    little of any item; this is highest between. Cost: customers who came back x groups.
    """
    topic = np.full(facts.items.count, ABSENT, dtype=np.int64)
    topic[of.item] = group
    width = int(group.max(initial=0)) + 1
    back, row = np.unique(later.customer, return_inverse=True)
    number = np.full(facts.customers.count, ABSENT, dtype=np.int64)
    number[back] = np.arange(len(back))
    new = _counted(row, topic[later.item], len(back), width)
    had = _counted(number[past.customer], topic[past.item], len(back), width)
    usual = np.bincount(topic[past.item][topic[past.item] >= 0], minlength=width) / max(len(past.item), 1)
    now = new.sum(axis=0) / max(float(new.sum()), 1)
    if not len(back) or not now.any():
        return np.zeros(len(back))
    return max((_gain(new, had, usual, now, habit) for habit in HABITS), key=lambda each: float(each.mean()))


def _gain(
    new: NDArray[np.float64],
    had: NDArray[np.float64],
    usual: NDArray[np.float64],
    now: NDArray[np.float64],
    habit: float,
) -> NDArray[np.float64]:
    lift = (had + habit * usual + 1e-9) / ((had.sum(axis=1, keepdims=True) + habit) * usual + 1e-9)
    ratio = np.log(lift / (lift @ now)[:, None])
    return (new * ratio).sum(axis=1) / np.maximum(new.sum(axis=1), 1)


def _counted(row: Longs, topic: Longs, rows: int, width: int) -> NDArray[np.float64]:
    """float64 [rows, width]: how often a row met a topic; what has none of them is left out."""
    good = (row >= 0) & (topic >= 0)
    return np.bincount(row[good] * width + topic[good], minlength=rows * width).reshape(rows, width).astype(np.float64)


def _described(of: Vectors, inside: np.ndarray, words: list[tuple[str, float]]) -> bool:
    """Whether enough of what the group sells has one of the words it would be named by."""
    columns = [of.words.name.index(word) for word, _ in words[:WORDS]]
    if not columns:
        return False
    with_word = np.asarray(of.words.held[inside][:, columns].sum(axis=1)).ravel() > 0
    sold = of.sold[inside]
    return float(sold[with_word].sum()) >= NAMED * float(sold.sum())


def _distinct(words: list[list[str]]) -> list[str]:
    """Names of WORDS words, of more where two would be the same."""
    names: list[str] = []
    for each in words:
        ways = [", ".join(each[:count]) for count in range(min(WORDS, len(each)), len(each) + 1)]
        free = [way for way in ways if way not in names]
        names.append(free[0] if free else f"{ways[-1]} {sum(name.startswith(ways[-1]) for name in names) + 1}")
    return names


def _kept_names(topic: Ints, of: Vectors, names: list[str], before: Named | None) -> tuple[str, ...]:
    """Last night's name for a topic that is still mostly the same."""
    if before is None or not names or not before.name:
        return tuple(names)
    alike = shared(topic[of.item], before.topic[of.item], len(names), len(before.name), of.sold)
    found: list[int] = matched(alike, LIKE).tolist()
    taken = {before.name[old] for old in found if old >= 0}
    free = [f"{name}, new" if name in taken else name for name in names]
    return tuple(before.name[old] if old >= 0 else name for old, name in zip(found, free, strict=True))


def _held(topic: Ints) -> Ragged:
    has = topic >= 0
    return Ragged(np.concatenate(([0], np.cumsum(has))).astype(np.int64), topic[has])
