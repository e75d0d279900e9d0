"""What the steps of a night share, and how a night begins and ends: never without a record and a report."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.addresses import without_secret
from data.checks.check import Findings
from data.errors import InputError
from data.groups import Groups
from data.reading.staging import too_little_memory
from data.settings import Settings
from data.stores.rows import NOTHING_READ, Mark
from models.bundle.shelf import Shelf
from training.forgetting import forget_nights
from training.progress import Progress
from training.ranking.lessons import Lessons
from training.recipe import settled
from training.record import Record, plain
from training.report.page import write_report
from training.settings import NightSettings
from training.steps import Steps
from training.versions import commit, versions

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class NightResult:
    """What became of a night; `bundle` is the folder that went live, None where the live one stays."""

    published: bool
    summary: str
    bundle: Path | None
    record: Path
    report: Path


@dataclass
class Night:
    """One night, its cleaned tables behind `con`, and what has been noted of it so far."""

    source: str | None
    shop: Settings
    settings: NightSettings
    var: Path
    now: datetime
    con: duckdb.DuckDBPyConnection
    steps: Steps
    record: Record
    lessons: Lessons
    home: Path  # where the event store stands, unless the settings name another place
    mark: Mark = NOTHING_READ

    @property
    def shelf(self) -> Shelf:
        """Where the bundles stand."""
        return Shelf(self.var)

    @property
    def work(self) -> Path:
        """Where the cleaned tables lie while the night lasts."""
        return self.var / "work"

    def checked(self, findings: Findings) -> None:
        """The findings are noted, and the rows set aside outlive the work folder."""
        self.record.findings = plain(findings.rows)
        if findings.set_aside_rows:
            kept = self.var / "set_aside" / f"{self.record.run}.csv"
            kept.parent.mkdir(exist_ok=True)
            shutil.move(findings.set_aside, kept)
            self.record.set_aside = {"rows": findings.set_aside_rows, "file": str(kept)}

    def ended(self, outcome: str, summary: str, bundle: Path | None = None) -> NightResult:
        """Written down: the record and its report."""
        self.record.outcome = outcome
        self.record.bundle = bundle.name if bundle else None
        self.record.steps = plain(self.steps.done)
        record, report = self.var / "runs" / f"{self.record.run}.json", self.var / "reports" / f"{self.record.run}.html"
        try:
            self.record.write(record)
            write_report(plain(self.record), report, record.parent)
        except Exception as error:
            if bundle is None:
                raise
            summary += f"\nits record or report could not be written: {error}"  # it is live all the same
        forget_nights(self.var, self.settings.nights)
        return NightResult(bundle is not None, f"{summary}\nreport: {report}", bundle, record, report)


def new_night(
    source: str | None,
    shop: Settings,
    var: Path,
    now: datetime,
    con: duckdb.DuckDBPyConnection,
    progress: Progress,
    home: Path | None = None,
) -> Night:
    """A night of which nothing is known yet but who asks, with what, and by which code; home: `var` unless said."""
    settings = settled(shop)
    where = without_secret(source) if source is not None else "the event store"
    record = Record(f"{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}", now.isoformat(), where)
    record.seed, record.commit, record.versions = settings.seed, commit(), versions()
    lessons = Lessons(con, shop.section("groups", Groups), settings)
    return Night(source, shop, settings, var, now, con, Steps(progress), record, lessons, home or var)


@contextmanager
def begun(source: str | None, shop: Settings, var: Path, now: datetime, progress: Progress) -> Iterator[Night]:
    """A night over an empty work folder; what goes wrong is written down, then raised on.

    A full disk is raised as an InputError.
    """
    with duckdb.connect() as con:
        night = new_night(source, shop, var, now, con, progress)
        shutil.rmtree(night.work, ignore_errors=True)
        try:
            yield night
        except BaseException as error:
            cause = told(error, "--var", f"{var}; the live bundle is untouched")
            night.record.error = f"{type(cause).__name__}: {cause}"
            with suppress(OSError):  # the disk may be what failed
                night.ended("failed", "")
            if cause is error:
                raise
            raise cause from error
        finally:
            shutil.rmtree(night.work, ignore_errors=True)


def told(error: BaseException, flag: str, folder: str) -> BaseException:
    """The error as the person outside can act on it: a full disk is theirs to clear, the memory theirs to grant."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return too_little_memory(error)
    full = isinstance(error, OSError) and error.errno in NO_ROOM
    full |= isinstance(error, duckdb.IOException) and os.strerror(errno.ENOSPC) in str(error)
    return InputError(flag, f"no room left on the disk of {folder}") if full else error
