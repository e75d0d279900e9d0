"""One night, as a list."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from data.settings import Settings
from training.lock import the_only_night
from training.night import Night, NightResult
from training.progress import Progress


def run_night(
    source: str, settings: Settings, var: Path, as_of: datetime | None, now: datetime, progress: Progress
) -> NightResult:
    """Learn from the source and put a new bundle live in `var`, unless it is judged worse than the live one.

    Whatever happens, a record and a report stay in var/runs and var/reports. Raises InputError for what a person outside
    can put right: the source, the settings, another night in the same folder, a full disk.
    """
    with the_only_night(var), Night.begun(source, settings, var, now, progress) as night:
        night.read(as_of)
        night.check()
        facts = night.facts()
        split = night.split(facts)
        recipe = night.choose(split)
        rehearsal = night.rehearse(split, recipe)
        verdict = night.judge(rehearsal)
        if verdict.worse:
            return night.refused(verdict)
        models = night.fit(facts, recipe)
        bundle = night.lists(facts, models, recipe)
        staged = night.write(bundle, recipe)
        return night.published(staged)
