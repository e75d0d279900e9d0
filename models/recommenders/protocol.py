"""What a recommender is: a spec is fitted on facts and gives a model; a model names candidates for a batch of rows."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.candidates import Asked, Candidates, Permit


class Model(Protocol):
    """A frozen dataclass of arrays (and numbers); everything it needs to answer is in it."""

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The best `depth` permitted items of every row; fewer where the model cannot say more.

        Ties: the lower item number first, so the same call gives the same bytes, and a row's answer does not depend on
        the other rows of the batch.
        """
        ...

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count int32, lift float32) behind each pair's reason; 0 and NaN where the model counted nothing."""
        ...


class Spec(Protocol):
    """A frozen dataclass of hyper-parameters, one comment per field."""

    def fit(self, facts: Facts, rng: np.random.Generator) -> Model: ...
