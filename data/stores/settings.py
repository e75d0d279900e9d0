"""The sections [store] and [privacy] of the settings file."""

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


Days = Annotated[int, Meta(ge=1, le=36_500)]


@dataclass(frozen=True)
class PrivacySettings:
    """`[privacy]`: how long what names customers is kept."""

    keep_days: Days = 30  # files in --var: reports, rows set aside, examples in records, lists, evaluations
    keep_decisions_days: Days = 90  # decisions in the event store, since they were shown; 7 where they never were
