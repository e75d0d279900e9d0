"""One cut of the past, and the lists that several systems would have shown at it: what night and evaluation share."""

from __future__ import annotations

from dataclasses import dataclass

from data.arrays import Longs
from data.facts.facts import Facts
from models.bundle.bundle import Bundle
from models.metrics.replay import Replay, Shelves, Targets, replay_of
from training.ranking.moments import Moments
from training.rehearsal.cases import Cases
from training.rehearsal.checking import check_lists
from training.rehearsal.replaying import Shown, shown_to
from training.rehearsal.shelves import shelves_of
from training.split import Split


@dataclass(frozen=True)
class Scene:
    """What was known at the cut, and what was bought after it; the same for every system."""

    split: Split
    facts: Facts
    cases: Cases
    shelves: Shelves


def scene_at(moments: Moments, split: Split, customers: int) -> Scene:
    """With at most so many customers. Cost: facts at the cut and one sort of its purchases."""
    facts = moments.facts(split.cut)
    cases = moments.cases(facts, split.cut, split.end, customers)
    return Scene(split, facts, cases, shelves_of(facts))


def lists_of(scene: Scene, bundles: dict[str, Bundle]) -> dict[str, Shown]:
    """What each system would have shown to each of the cases' customers. Raises BrokenListError."""
    shown = {system: shown_to(bundle, scene.cases.customer) for system, bundle in bundles.items()}
    for system, bundle in bundles.items():
        check_lists(bundle, scene.cases.customer, shown[system].item)
    return shown


def replays_of(
    scene: Scene, shown: dict[str, Shown], popular: str, eligible: Longs, targets: Targets
) -> dict[str, Replay]:
    """The lists beside such targets of the cases' customers.

    popular: the system whose lists the others are held against for sameness; eligible int64 [rows]: how many items a
    list could hold.
    """
    alike = shown[popular].item
    return {
        system: replay_of(each.item, each.fallback, alike, eligible, targets, scene.shelves)
        for system, each in shown.items()
    }
