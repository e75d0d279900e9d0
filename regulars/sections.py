"""The sections of `regulars.toml`, whichever room reads them: what nobody reads is a slip of the pen."""

from __future__ import annotations

from data.errors import InputError
from data.settings import SETTINGS_FILE, Settings, unknown_name

OF_THE_ROOMS = (
    "shop", "mapping", "reading", "store", "privacy", "attribution", "groups", "night", "policy", "memory", "ranker",
    "people", "value", "rhythm", "interests", "clusters", "audiences", "service",
)  # fmt: skip
"""Beside them each recommender has a section of its name."""


def known_sections() -> set[str]:
    """Every section that something reads."""
    from models.recommenders import RECOMMENDERS

    return {*OF_THE_ROOMS, *(row.name for row in RECOMMENDERS)}


def refuse_unknown(settings: Settings) -> Settings:
    """The settings again. Raises InputError for a section that nothing reads, naming the nearest."""
    known = known_sections()
    for name in settings.sections:
        if name not in known:
            raise InputError(SETTINGS_FILE, unknown_name("section", name, known))
    return settings
