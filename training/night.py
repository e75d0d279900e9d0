"""The steps of a night: each is measured, calls the part that does the work, and notes in the record what came of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from data.errors import InputError
from data.facts.engine import facts_at
from data.facts.facts import Facts
from data.groups import Groups
from data.reading.read import newest_moment, read_shop
from data.settings import Settings
from models.bundle.bundle import Bundle, bundle_of
from models.bundle.files import BrokenBundle, open_bundle, read_manifest
from models.bundle.shelf import Shelf
from models.decision.lists import with_lists
from models.recommenders.protocol import Model
from training.fitting import fit_models
from training.judging.judge import Verdict, judge
from training.progress import Progress
from training.publishing import Staged, publish, stage
from training.recipe import Recipe, digest_of, notes_of, recipe_from, recipe_of
from training.record import Record, plain, without_secret
from training.rehearsal.choosing import choose
from training.rehearsal.rehearse import Rehearsal, rehearse
from training.report.page import write_report
from training.settings import NightSettings
from training.split import SHORTEST_SPAN, Split, split_at
from training.steps import Steps
from training.versions import commit, versions
from training.yesterday import overlap_of


@dataclass(frozen=True)
class NightResult:
    """What became of a night; bundle is the folder that went live, None where the live one stays."""

    published: bool
    summary: str
    bundle: Path | None
    record: Path
    report: Path


@dataclass
class Night:
    """What the steps share. Begin one with `Night.begun`; it leaves a record and a report, however it ends."""

    source: str
    settings: Settings
    night: NightSettings
    var: Path
    now: datetime
    con: duckdb.DuckDBPyConnection
    steps: Steps
    record: Record
    as_of: datetime

    @classmethod
    @contextmanager
    def begun(cls, source: str, settings: Settings, var: Path, now: datetime, progress: Progress) -> Iterator[Night]:
        """A night over an empty work folder; what goes wrong is written down before it is raised on."""
        own = settings.section("night", NightSettings)
        record = Record(f"{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}", now.isoformat(), without_secret(source))
        record.seed, record.commit, record.versions = own.seed, commit(), versions()
        shutil.rmtree(var / "work", ignore_errors=True)
        with duckdb.connect() as con:
            night = cls(source, settings, own, var, now, con, Steps(progress), record, now)
            try:
                yield night
            except BaseException as error:
                night._failed(error)
                raise
            finally:
                shutil.rmtree(var / "work", ignore_errors=True)

    @property
    def shelf(self) -> Shelf:
        """Where the bundles stand."""
        return Shelf(self.var)

    @property
    def groups(self) -> Groups:
        """How the shop's groups behave after the sale."""
        return self.settings.section("groups", Groups)

    def read(self, as_of: datetime | None) -> None:
        """The source as cleaned tables; as_of is the one given, else just after the newest event."""
        with self.steps.step("read") as step:
            reading = read_shop(self.con, self.source, self.settings, self.var / "work", self.now, lambda _: None)
            self.as_of = as_of or _or_refuse(newest_moment(self.con, self.now))
            self.record.as_of = self.as_of.isoformat()
            self.record.rows = {"events": reading.events, "items": reading.items, "customers": reading.customers}
            step.note = ", ".join(f"{count:,} {name}" for name, count in self.record.rows.items())
