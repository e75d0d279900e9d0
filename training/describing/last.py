"""The customers of the live bundle: whose names tonight's groups go on with, and what tonight is compared to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.strings import Strings
from models.bundle.bundle import Bundle
from models.bundle.files import BrokenBundle, open_bundle, read_manifest
from models.clusters.clusters import LastNight
from models.customers.moved import Night as Compared
from models.customers.table import CustomerTable
from models.interests.topics import Named
from models.matching import carried
from training.night import Night

EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class Last:
    """settings: the digest of those that made its table."""

    bundle: Bundle
    table: CustomerTable
    settings: str

    def topics(self, items: Strings) -> Named | None:
        """The learned topics by tonight's item numbers; None where there were none."""
        evidence = self.bundle.evidence
        if evidence is None or not len(evidence.taste.topic_name):
            return None
        return evidence.taste.named(self.bundle.items.id, items)

    def clusters(self, customers: Strings) -> LastNight | None:
        """The clusters by tonight's customer numbers; None where there were none."""
        if "cluster" not in self.table.labels:
            return None
        labels = self.table.labels["cluster"]
        return LastNight(tuple(labels.name), carried(labels.code, self.bundle.customers.id, customers))

    @property
    def compared(self) -> Compared:
        """As `models.customers.moved` compares it."""
        return compared_night(self.bundle.customers.id, self.table, self.settings, self.bundle.as_of)


def last_night(night: Night) -> Last | None:
    """None where nothing is live, or it cannot be read, or it does not describe its customers."""
    folder = night.shelf.current()
    if folder is None:
        return None
    try:
        manifest, live = read_manifest(folder), open_bundle(folder)
    except BrokenBundle:
        return None  # said already, where the lists were compared
    return Last(live, live.described, manifest.get("describing") or "") if live.described else None


def compared_night(ids: Strings, table: CustomerTable, settings: str, as_of: str) -> Compared:
    """A night as it is compared; as_of: ISO 8601."""
    return Compared(ids, table, settings, (datetime.fromisoformat(as_of) - EPOCH).total_seconds() / 86400)
