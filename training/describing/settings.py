"""Every section of the settings that says something of customers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace

import msgspec

from data.settings import Settings
from models.audiences.audience import Audience, read_audiences
from models.clusters.clusters import Clusters
from models.customers.value import ValueSettings
from models.interests.interests import Interests
from models.rhythm.settings import RhythmSettings
from models.segments.people import People


@dataclass(frozen=True)
class Describing:
    """One field per section, by its name."""

    people: People = field(default_factory=People)
    value: ValueSettings = field(default_factory=ValueSettings)
    rhythm: RhythmSettings = field(default_factory=RhythmSettings)
    interests: Interests = field(default_factory=Interests)
    clusters: Clusters = field(default_factory=Clusters)
    audiences: dict[str, Audience] = field(default_factory=dict[str, Audience])

    @staticmethod
    def of(settings: Settings) -> Describing:
        """Raises InputError naming what is unknown or mistyped."""
        return Describing(
            settings.section("people", People),
            settings.section("value", ValueSettings),
            settings.section("rhythm", RhythmSettings),
            settings.section("interests", Interests),
            settings.section("clusters", Clusters),
            read_audiences(settings),
        )

    @property
    def digest(self) -> str:
        """16 hex digits that are the same for the same settings; of audiences nothing: they move nobody elsewhere."""
        said = json.dumps(msgspec.to_builtins(asdict(replace(self, audiences={}))), sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]
