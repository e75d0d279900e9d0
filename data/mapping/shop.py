"""The whole mapping of a shop: its time zone, a preset, and what is laid over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data.errors import InputError
from data.mapping.preset import Preset
from data.mapping.table import TableMapping, merged
from data.presets import PRESETS
from data.settings import SETTINGS_FILE, Settings

TABLES = ("events", "items", "customers")


@dataclass(frozen=True)
class ShopSettings:
    """`[shop]`: what holds for the shop as a whole."""

    time_zone: str = "UTC"  # IANA name; sets where a day begins


@dataclass(frozen=True)
class MappingSettings:
    """`[mapping]`: a preset and, per table, what is laid over it."""

    preset: str = ""  # a name of PRESETS; empty: the export has the contract's columns
    events: dict[str, Any] = field(default_factory=dict[str, Any])  # see TableMapping
    items: dict[str, Any] = field(default_factory=dict[str, Any])  # see TableMapping
    customers: dict[str, Any] = field(default_factory=dict[str, Any])  # see TableMapping


@dataclass(frozen=True)
class ShopMapping:
    """One mapping per table, what the shop itself gave of it, the preset, and the shop's zone."""

    time_zone: str
    tables: dict[str, TableMapping]
    given: dict[str, TableMapping]
    preset: Preset

    def wanted(self) -> dict[str, TableMapping]:
        """Every raw table that may be read, the preset's further ones included, and how it is found."""
        further = {name: TableMapping(files=pattern) for name, pattern in self.preset.files.items()}
        return {**self.tables, **further}


def shop_mapping(settings: Settings) -> ShopMapping:
    """The mapping that the settings ask for. Raises InputError for an unknown preset or setting."""
    name = settings.section("mapping", MappingSettings).preset
    if name and name not in PRESETS:
        raise InputError(f"{SETTINGS_FILE} [mapping]", f"no preset '{name}'; there are: {', '.join(sorted(PRESETS))}")
    preset = PRESETS[name] if name else Preset("the contract's own columns")
    given = {table: settings.section(f"mapping.{table}", TableMapping) for table in TABLES}
    tables = {table: merged(preset.tables.get(table, TableMapping()), given[table]) for table in TABLES}
    return ShopMapping(settings.section("shop", ShopSettings).time_zone, tables, given, preset)
