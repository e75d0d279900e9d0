"""The section [store] of the settings file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta


@dataclass(frozen=True)
class StoreSettings:
    """`[store]`: where events are kept, and what happens when they cannot be."""

    url: str = ""  # sqlite:///shop.db or postgresql://shop:${SHOP_PASSWORD}@db/shop; empty: the file store.db in --var
    deadline_ms: Annotated[int, Meta(ge=1, le=60_000)] = 100  # for what an answer asks of it
    when_down: Literal["refuse", "spool"] = "refuse"  # events meanwhile: answered 503, or kept in --var
