"""The evaluation: everything that `regulars evaluate` does, as a list."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from data.facts.facts import Facts
from data.settings import Settings
from models.metrics.table import HEADLINE
from training import intake, stages
from training.evaluating.document import Evaluation, Origin, remarks_of, remarks_on, task_figures
from training.evaluating.folder import made_beside
from training.evaluating.origin import Measured, measured_at
from training.evaluating.page import page
from training.evaluating.systems import compared
from training.evaluating.tables import write_customers, write_lists
from training.fitting import one_thread_each
from training.night import Night, new_night, told
from training.progress import Progress
from training.ranking.surveying import reliability, survey
from training.recipe import alternatives_of
from training.record import plain
from training.rehearsal.rehearse import tasks_of
from training.rehearsal.scene import scene_at
from training.split import Split, origins_of

JSON, HTML, LISTS, CUSTOMERS = "evaluation.json", "evaluation.html", "lists.parquet", "per_customer.parquet"


@dataclass(frozen=True)
class Asked:
    """source, home: as for a night; horizon: days of a window, None for the night's own; origins: at most so many."""

    source: str | None
    horizon: int | None
    origins: int
    home: Path | None = None


def evaluate(asked: Asked, shop: Settings, out: Path, now: datetime, progress: Progress) -> str:
    """What was found, in a few lines; the files in `out` appear together when all of them are written.

    Raises InputError for what a person outside can put right: the source, the settings, `out`, a full disk.
    """
    with made_beside(out, JSON) as folder, one_thread_each(), duckdb.connect() as con:
        night = new_night(asked.source, shop, folder / "night", now, con, progress, asked.home)
        if asked.horizon is not None:
            night.settings = replace(night.settings, horizon_days=asked.horizon)
        try:
            found = _found(night, asked, folder)
        except Exception as error:
            cause = told(error, "--out", str(out))
            if cause is error:
                raise
            raise cause from error
    return f"{_summary(found)}\nreport: {out / HTML}"


def _found(night: Night, asked: Asked, folder: Path) -> Evaluation:
    """Measured and written, the cleaned tables removed again."""
    end = intake.read(night, None)
    known = stages.facts(night, end)
    span = float(known.lines.age.max(initial=0))
    splits = origins_of(end, span, night.settings.horizon_days, asked.origins)
    origins, parts = list[Origin](), list[Measured]()
    for number, split in enumerate(splits, 1):
        _measure(night, number, split, origins, parts)
    with night.steps.step("compare"):
        tasks = task_figures(parts, night.settings)
        told_days = {"horizon_days": night.settings.horizon_days, "origins": asked.origins}
        remarks = remarks_on(told_days, splits, span) + remarks_of(tasks)
    record, settings = night.record, plain(asdict(night.settings))
    found = Evaluation(
        record.source, record.started, record.as_of or "", told_days, splits[0].horizon.days if splits else 0,
        settings, record.versions, record.commit, record.rows, record.findings, origins, tasks, remarks,
    )  # fmt: skip
    shutil.rmtree(night.var)
    _write(night, found, parts, known, folder)
    return found


def _measure(night: Night, number: int, split: Split, origins: list[Origin], parts: list[Measured]) -> None:
    """One origin: chosen as the night would have chosen there, then replayed."""
    night.lessons.moments.keep(split.tuning_cut, split.cut)
    recipe = stages.choice(night, split)
    with night.steps.step("replay") as step:
        scene = scene_at(night.lessons.moments, split, night.settings.customers)
        recipes = compared(recipe, alternatives_of(night.shop, night.settings), night.record.tried)
        parts += measured_at(number, scene, recipes, night.settings.seed, night.lessons)
        labels = {name: each.label for name, each in recipes.items()}
        cases = scene.cases
        unseen = int((cases.group == 0).sum())
        chosen, tried, counted = night.record.recipe, night.record.tried, tasks_of(cases)
        newest = survey(night.lessons, recipe, split.cut, split.horizon)
        kept = reliability(night.lessons, recipe, split, newest)
        origins.append(Origin(number, split, len(cases.customer), unseen, counted, labels, chosen, tried, kept))
        step.note = f"origin {number}, from {split.cut:%Y-%m-%d}: {len(cases.customer):,} customers"


def _write(night: Night, found: Evaluation, parts: Sequence[Measured], known: Facts, folder: Path) -> None:
    with night.steps.step("write") as step:
        rows = write_lists(folder / LISTS, parts, known.customers.id, known.items.id)
        write_customers(folder / CUSTOMERS, parts, known.customers.id)
        step.note = f"{rows:,} places of lists"
    found.steps = plain(night.steps.done)
    document = plain(found)
    (folder / HTML).write_text(page(document), encoding="utf-8")
    (folder / JSON).write_text(json.dumps(document, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _summary(found: Evaluation) -> str:
    """The headline of each task, and against whom."""
    lines = [f"{len(found.origins)} origins, {found.horizon_days} days each", *found.remarks]
    for task in found.tasks:
        overall = task.pooled[0]
        if not overall.customers:
            continue
        first, sure = next(iter(overall.sure[HEADLINE].items()))
        lines.append(f"{task.name}: {first} {HEADLINE} {sure.mean:.4f} [{sure.low:.4f}, {sure.high:.4f}]")
        lines += [
            f"  against {each.other} {each.gain.mean:+.4f} [{each.gain.low:+.4f}, {each.gain.high:+.4f}] {each.verdict}"
            for each in task.comparisons
        ]
    return "\n".join(lines)
