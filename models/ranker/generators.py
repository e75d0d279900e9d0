"""Whose candidates the ranker orders: a row each. A row's place gives its columns; their names come from its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from data.arrays import Ragged
from models.candidates import Asked
from models.recommenders.protocol import Spec

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

NOTHING, GIVEN, HISTORY = "nothing", "given", "history"
"""What candidates should go with: no item; what stands in where a request names none; all that was touched."""


@dataclass(frozen=True)
class Generator:
    """recommender: a row of RECOMMENDERS; settings: how it differs from the shop's own; context: what its candidates
    should go with; own: whether its reason is the personal recommender's; most: customers above which it costs too
    much."""

    name: str
    recommender: str
    settings: dict[str, Any] = field(default_factory=dict[str, Any])
    context: str = NOTHING
    own: bool = False
    most: int | None = None

    def spec(self, specs: dict[str, Spec]) -> Spec:
        """The shop's spec of the recommender, with this row's settings."""
        return cast("Spec", replace(cast("DataclassInstance", specs[self.recommender]), **self.settings))

    def like(self, spec: Spec) -> bool:
        """Whether a model of the shop's own spec names the same candidates."""
        given = {name: value for name, value in self.settings.items() if name not in COUNTLESS | TOUCHED}
        return all(getattr(spec, name) == value for name, value in given.items())

    def asked(self, asked: Asked) -> Asked:
        """The same customers, asked with this row's context."""
        nothing = Ragged(np.zeros(asked.rows + 1, dtype=np.int64), np.empty(0, dtype=np.int32))
        context = {NOTHING: nothing, GIVEN: asked.context, HISTORY: asked.history}
        return replace(asked, context=context[self.context])


COUNTLESS: dict[str, Any] = {"counted": False}
"""Nothing is counted that only reasons need."""
TOUCHED: dict[str, Any] = {"untouched": False}
"""Histories hold nothing that nobody touched, and a catalogue may be fifty times what was."""
GENERATORS: tuple[Generator, ...] = (
    Generator("walk_week", "rp3beta", {"half_life": 7.0} | COUNTLESS, own=True),
    Generator("walk_weeks", "rp3beta", {"half_life": 20.0} | COUNTLESS, own=True),
    Generator("regression", "ease", {"half_life": 60.0} | COUNTLESS, own=True),
    Generator("visits", "covisitation", COUNTLESS),
    Generator("goes_with", "complementary", {"lessons": 0, "leaning": 0.0}, GIVEN),
    Generator("taste", "als", {"iterations": 8}, own=True, most=50_000),
    Generator("alike", "similar", TOUCHED, HISTORY),
    Generator("sells_now", "popular", {"half_life": 7.0}),
)


def generators_for(customers: int) -> tuple[Generator, ...]:
    """Those that a shop of so many customers can afford."""
    return tuple(row for row in GENERATORS if row.most is None or customers <= row.most)
