"""Settings of `decide` that travel with the bundle, so that a rollback brings them back too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta


@dataclass(frozen=True)
class Filter:
    """What every item of a list must fulfil; several values of one field mean "any of them"."""

    category: tuple[str, ...] = ()  # path "a > b"; what lies below it passes too
    brand: tuple[str, ...] = ()  # as the shop writes it
    tag: tuple[str, ...] = ()  # as the shop writes it
    price_min: float | None = None  # inclusive; an item without a price fails a price filter
    price_max: float | None = None  # inclusive
    theme: str | None = None  # the name of a saved filter, applied besides the others; a saved one names none

    @property
    def empty(self) -> bool:
        return self == _NO_FILTER


_NO_FILTER = Filter()


@dataclass(frozen=True)
class Policy:
    """What a shop decides about its lists, and what the rehearsal chose."""

    personal: str = "rp3beta"  # the recommender behind the strategy `personal`; a shop that names it has none chosen
    category_share: Annotated[float, Meta(gt=0, le=1)] = (
        0.4  # of a list that one category may fill before others get their turn
    )
    exploration: Annotated[float, Meta(ge=0, le=0.5)] = (
        0.0  # of the places of personal lists, those that go to what arrived lately and few bought; 0: none
    )
    themes: dict[str, Filter] = field(default_factory=dict[str, Filter])  # saved filters by name
