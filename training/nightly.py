"""One night, as a list."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from data.settings import Settings
from training import intake, night, stages
from training.fitting import one_thread_each
from training.live import live_recipe
from training.lock import the_only_night
from training.progress import Progress


def run_night(
    source: str | None, settings: Settings, var: Path, as_of: datetime | None, now: datetime, progress: Progress
) -> night.NightResult:
    """Learn from the source and the event store, and put a new bundle live in `var`, unless it is judged worse than
    the live one.

    source: None where the store is all there is. Whatever happens, a record and a report stay in var/runs and
    var/reports. Raises InputError for what a person outside can put right: the source, the settings, another night in
    the same folder, a full disk.
    """
    with the_only_night(var), one_thread_each(), night.begun(source, settings, var, now, progress) as tonight:
        intake.expired(tonight)
        end = intake.read(tonight, as_of)
        intake.outcome(tonight, end)
        facts = stages.facts(tonight, end)
        split = stages.split(tonight, facts, end)
        live = live_recipe(tonight)
        recipe = stages.choice(tonight, split)
        rehearsal = stages.rehearsal(tonight, split, recipe, live)
        verdict = stages.verdict(tonight, rehearsal)
        if verdict.worse:
            return stages.refused(tonight, verdict)
        models = stages.fit(tonight, facts, recipe)
        chance = stages.chances(tonight, split, recipe)
        bundle = stages.lists(tonight, split, facts, models, recipe, chance)
        bundle = stages.described(tonight, facts, bundle)
        staged = stages.write(tonight, bundle, recipe)
        return stages.published(tonight, staged)
