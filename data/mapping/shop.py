"""The whole mapping of a shop: its time zone, a preset, and what is laid over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data.errors import InputError
from data.mapping.preset import Preset
from data.mapping.table import TableMapping, merged
from data.presets import PRESETS
from data.settings import Settings

TABLES = ("events", "items", "customers")


@dataclass(frozen=True)
class ShopSettings:
    """`[shop]`: what holds for the shop as a whole."""

    time_zone: str = "UTC"  # IANA name; sets where a day begins


@dataclass(frozen=True)
class MappingSettings:
    """`[mapping]`: a preset and, per table, what is laid over it."""

    preset: str = ""  # a name of PRESETS; empty: the export already has the contract's columns
    events: dict[str, Any] = field(default_factory=dict)  # see TableMapping
    items: dict[str, Any] = field(default_factory=dict)  # see TableMapping
    customers: dict[str, Any] = field(default_factory=dict)  # see TableMapping


@dataclass(frozen=True)
class ShopMapping:
    """One mapping per table, the preset's SELECTs and further files, and the shop's zone."""

    time_zone: str
    tables: dict[str, TableMapping]
    preset: Preset


def shop_mapping(settings: Settings) -> ShopMapping:
    """The mapping that the settings ask for. Raises InputError for an unknown preset or setting."""
    name = settings.section("mapping", MappingSettings).preset
    if name and name not in PRESETS:
        raise InputError("[mapping] preset", f"no preset '{name}'; there are: {', '.join(sorted(PRESETS))}")
    preset = PRESETS[name] if name else Preset("the contract's own columns")
    own = Settings(settings.sections.get("mapping", {}))
    tables = {table: merged(preset.tables.get(table, TableMapping()), own.section(table, TableMapping)) for table in TABLES}
    return ShopMapping(settings.section("shop", ShopSettings).time_zone, tables, preset)
