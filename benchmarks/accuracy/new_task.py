"""The task NEW from the night's tables to the figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.accuracy.comparing import OURS, OWN, Figures, System, answers_of, compared, part, tuning_window
from benchmarks.accuracy.new_items import NewItems
from benchmarks.accuracy.peers import PEERS
from benchmarks.accuracy.trials import Settings
from data.arrays import Ints
from training import stages
from training.night import Night
from training.rehearsal.rehearse import TONIGHT, bundles_at
from training.rehearsal.scene import lists_of, scene_at
from training.split import Split

Tell = Callable[[str], None]


def new_task(night: Night, splits: Sequence[Split], work: Path, tell: Tell) -> dict[str, Sequence[Figures]]:
    """Tables by title: pooled first, then each origin, the newest first."""
    grounds = [_ground(night, split) for split in splits]
    first = tuning_window(splits[-1])
    before = [*grounds[1:], _ground(night, first) if first else None]
    systems = [our_lists(night, grounds), *answers_of(PEERS, grounds, before, work, tell)]
    tables: dict[str, Sequence[Figures]] = {"All origins": compared(grounds, systems)}
    for at, split in enumerate(splits):
        title = f"{split.cut:%Y-%m-%d} to {split.end:%Y-%m-%d}"
        tables[title] = compared(grounds[at : at + 1], [part(system, at) for system in systems])
    return tables


def our_lists(night: Night, grounds: Sequence[NewItems]) -> System:
    """What the night would have shown: its recipe chosen on the window before each origin, fitted and decided."""
    chosen: list[Settings] = []
    seconds: list[float] = []
    lists: list[Ints] = []
    for ground in grounds:
        began = time.perf_counter()
        recipe = stages.choice(night, ground.scene.split)
        bundle = bundles_at(ground.scene, {TONIGHT: recipe}, night.settings.seed, night.lessons)[TONIGHT]
        shown = lists_of(ground.scene, {TONIGHT: bundle})[TONIGHT]
        chosen.append({"recipe": recipe.label})
        seconds.append(time.perf_counter() - began)
        lists.append(shown.item[ground.scene.cases.headline])
    return System(OURS, OWN, tuple(chosen), tuple(seconds), tuple(lists))


def _ground(night: Night, split: Split) -> NewItems:
    return NewItems(scene_at(night.lessons.moments, split, night.settings.customers))
