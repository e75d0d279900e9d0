"""The shop that a part is measured on: its cleaned tables, and the moments at which its past is cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.servers import ROOT
from data.errors import InputError
from data.facts.engine import customer_facts_at, facts_at
from data.facts.facts import CustomerFacts
from data.settings import Settings, read_settings
from training import intake, stages
from training.night import Night, new_night
from training.progress import Silence
from training.split import SHORTEST_SPAN, Split, origins_of

SAMPLE = ROOT / "data" / "sample"


@dataclass(frozen=True)
class Shop:
    """end: the moment after everything; span: days from the first line that teaches to it."""

    night: Night
    end: datetime
    span: float

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        return self.night.con

    @property
    def settings(self) -> Settings:
        return self.night.shop

    def origins(self, horizon: int, count: int) -> tuple[Split, ...]:
        """At most `count` cuts, the newest first, each a horizon before the next. Raises InputError for too little."""
        found = origins_of(self.end, self.span, horizon, count)
        if not found:
            raise InputError("source", f"{self.span:.0f} days of data; {SHORTEST_SPAN} are the least to compare on")
        return found

    def at(self, moment: datetime) -> CustomerFacts:
        """What could be known at the moment."""
        known = facts_at(self.con, moment, self.night.lessons.groups, past=True)
        return customer_facts_at(self.con, known)


@contextmanager
def shop_of(source: str | None, settings: Path | None) -> Iterator[Shop]:
    """The shop of a source, without one the sample shop."""
    shop = read_settings(settings or (SAMPLE / "regulars.toml" if source is None else None))
    with TemporaryDirectory() as folder, duckdb.connect() as con:
        night = new_night(source or str(SAMPLE), shop, Path(folder), datetime.now(UTC), con, Silence())
        end = intake.read(night, None)
        yield Shop(night, end, float(stages.facts(night, end).lines.age.max(initial=0)))
