"""What is like an item, by title, category, brand and tags: unsold items are reached too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts, Items, Labels
from models.candidates import Asked, Candidates, Permit
from models.neighbours import Neighbours, no_neighbours
from models.pairs import Judge, Tally, neighbours_of
from models.recommenders.ranges import Count, Share
from models.sparse import Csr, binary, column_sums, matrix, over, row_sums, scaled

WORD = re.compile(r"\w+")
FEW = 20
"""Items that may share a term in any catalogue, however small."""
MANY = 2000
"""And in any, however large: what so many share says little and costs the square."""


@dataclass(frozen=True)
class SimilarModel:
    """The table of nearest descriptions; counts nothing."""

    neighbours: Neighbours

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """What is like the context, each of its items counting the same."""
        alike = np.ones(len(asked.context.values), dtype=np.float32)
        return self.neighbours.candidates(asked.context, alike, permit, depth)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(0, NaN): likeness counts no buyers."""
        return self.neighbours.evidence(anchor, item)


@dataclass(frozen=True)
class Similar:
    """Cosine of TF-IDF vectors. Cost: the sum over terms of squared items with the term; common terms are left out."""

    common: Share = 0.1  # a term that a larger share of the items has says nothing
    rare: Count = 2  # items that a term needs to join two
    least: Share = 0.1  # cosine below which two items are not alike
    untouched: bool = True  # whether what nobody bought or looked at is asked about too, as a shop's pages do

    def fit(self, facts: Facts, rng: np.random.Generator) -> SimilarModel:
        """An empty table where no two items share a term."""
        items = facts.items.count
        weighed = descriptions(facts.items, self.rare, self.common)
        if not weighed.nnz:
            return SimilarModel(no_neighbours(items))
        asked = None if self.untouched else np.unique(facts.lines.item).astype(np.int64)
        return SimilarModel(neighbours_of(weighed, weighed.T.tocsr(), [], self._judge(facts.items.family), asked))

    def _judge(self, family: Ints) -> Judge:
        """Family left out: a variant is no alternative."""

        def judge(item: Ints, other: Ints, weight: Floats, tallies: list[Tally]) -> Floats:
            return np.where((weight >= self.least) & (family[item] != family[other]), weight, 0).astype(np.float32)

        return judge


def descriptions(items: Items, rare: int, common: float) -> Csr:
    """CSR [items, terms], rows of length 1: the TF-IDF vectors of what is said of each item; as in `Similar`."""
    return _weighed(_shared(list(_terms(items)), rare, common))


def _terms(items: Items) -> Iterator[list[str]]:
    """What is said of each item: words of the title, each step of its category path, its brand, its tags."""
    tags = list(items.tag_name)
    categories, brands = _names(items.category), _names(items.brand)
    for number, title in enumerate(items.title):
        path = categories[number].split(" > ")
        steps = [" > ".join(path[: depth + 1]) for depth in range(len(path))]
        labels = [f"category {step}" for step in steps] + [f"brand {brands[number]}"]
        labels = [label for label in labels if not label.endswith(" ")]
        yield WORD.findall(title.casefold()) + labels + [f"tag {tags[tag]}" for tag in items.tags.row(number)]


def _names(labels: Labels) -> list[str]:
    """The name of each thing's label, empty where it has none."""
    names = [*labels.name, ""]
    return [names[code] for code in labels.code]


def _shared(documents: list[list[str]], rare: int, common: float) -> list[list[str]]:
    """Without terms of fewer than `rare` items, and of more than the share `common` of a catalogue not small."""
    held = Counter(term for document in documents for term in set(document))
    most = min(max(common * len(documents), FEW), MANY)
    return [[term for term in document if rare <= held[term] <= most] for document in documents]


def _weighed(documents: list[list[str]]) -> Csr:
    """CSR [items, terms]: the term's count x (1 + ln((1 + items) / (1 + items with it))), rows of length 1."""
    terms = sorted({term for document in documents for term in document})
    number = {term: place for place, term in enumerate(terms)}
    item = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    term = np.array([number[term] for document in documents for term in document], dtype=np.int32)
    counted = matrix(item, term, np.ones(len(term)), (len(documents), len(number)))
    rarity = 1 + np.log((1 + len(documents)) / (1 + column_sums(binary(counted))))
    weighed = scaled(counted, np.ones(len(documents)), rarity)
    return scaled(weighed, over(row_sums(weighed.power(2)), 0.5), np.ones(len(number)))
