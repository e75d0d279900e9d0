"""Candidates that say whose they are: a list of last night may hold the finds of several recommenders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Bytes, Longs
from models.candidates import Candidates
from models.recommenders import RECOMMENDERS

SOURCE_NUMBER = {row.name: number for number, row in enumerate(RECOMMENDERS)}


@dataclass(frozen=True)
class Sourced(Candidates):
    """source uint8, parallel to item: position in RECOMMENDERS of the one whose reason stands behind the entry."""

    source: Bytes

    @staticmethod
    def by(name: str, found: Candidates) -> Sourced:
        """All of them from one recommender."""
        source = np.full(len(found.item), SOURCE_NUMBER[name], dtype=np.uint8)
        return Sourced(found.row, found.item, found.score, found.anchor, source)

    def take(self, at: Longs | Bools) -> Sourced:
        """Those at some positions, in their order."""
        return Sourced(self.row[at], self.item[at], self.score[at], self.anchor[at], self.source[at])
