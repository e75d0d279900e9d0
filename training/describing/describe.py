"""The customer table of a night: each part in its order, then what the shop itself says, then its audiences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from data.facts.engine import customer_facts_at
from data.facts.facts import CustomerFacts, Facts
from data.reading.read import Progress
from models.audiences.audience import Standing, with_audiences
from models.audiences.told import told_of
from models.clusters.clusters import Clustered
from models.clusters.describing import changed
from models.clusters.reasons import behaviour_of
from models.customers.columns import COLUMNS
from models.customers.evidence import Evidence
from models.customers.table import CustomerTable
from models.interests.interests import Found
from models.interests.reasons import taste_of
from models.segments.gifts import gift_like, gift_lines
from models.segments.people import people
from training import rhythm as rhythms
from training.describing.last import Last, last_night
from training.describing.moving import moves
from training.describing.settings import Describing
from training.describing.story import second_story, story_of, value_story
from training.night import Night
from training.record import plain
from training.valuing import value_customers


@dataclass(frozen=True)
class Described:
    """What a night says of its customers.

    settings: a digest of what made it; story: what the record keeps and the report draws.
    """

    table: CustomerTable
    audiences: tuple[Standing, ...]
    evidence: Evidence
    settings: str
    story: dict[str, Any]


def describe(night: Night, facts: Facts) -> Described:
    """Every part from the same facts, which are those at as_of, beside the live table. Deterministic.

    Cost: that of `described_from`, three scans of the events, and a dictionary of the live bundle's customers.
    """
    doing, last = night.steps.doing, last_night(night)
    doing("what was ordered and looked at")
    known = customer_facts_at(night.con, facts)
    found = described_from(known, Describing.of(night.shop), night.settings.seed, doing, last)
    doing("who moved since the live bundle")
    moved = moves(last, facts.customers, found.table, found.settings, facts.as_of) if last else None
    return replace(found, story=found.story | {"moves": moved})


def described_from(
    known: CustomerFacts, spec: Describing, seed: int, doing: Progress, last: Last | None = None
) -> Described:
    """All parts in their order; no customer is too few. Deterministic.

    doing: told the name of each part as it begins; last: whose names of interests and clusters stay. Cost:
    docs/benchmarks.md, "Describing the customers".
    """
    customers = known.facts.customers
    doing("segments by rule")
    table = people(known, spec.people)
    doing("what they will be worth")
    valued = value_customers(known, spec.value, seed)
    doing("when they come back")
    told, tried = rhythms.told(known, spec.rhythm, seed)
    doing("what they like")
    liked = _liked(known, table, spec, seed, last)
    doing("who behaves alike")
    alike = spec.clusters.fit(known, np.random.default_rng(seed), last.clusters(customers.id) if last else None)
    table = told_of(customers, {row.name for row in COLUMNS}).joined(table).joined(valued.table).joined(told.table)
    table = table.joined(liked.table).joined(alike.table)
    doing("audiences")
    of_shop, audiences = with_audiences(table, spec.audiences, customers.count)
    table = table.joined(of_shop)
    doing("what the record keeps of them")
    evidence = Evidence(told.rhythm, taste_of(liked), behaviour_of(alike))
    story = story_of(known, table, spec.people) | {
        "value": value_story(valued),
        "rhythm": tried | {"first_items": second_story(known.facts.items, told.rhythm.second)},
        "groups": _groups(table, alike),
        "audiences": plain(audiences),
    }
    return Described(table, audiences, evidence, spec.digest, story)


def _liked(known: CustomerFacts, table: CustomerTable, spec: Describing, seed: int, last: Last | None) -> Found:
    """Presents tell nothing of taste."""
    presents = gift_like(known, table.number("wholesale"), spec.people.gifts)
    left_out = gift_lines(known.facts.lines, known.orders, presents)
    before = last.topics(known.facts.items.id) if last else None
    return spec.interests.fit(known.facts, np.random.default_rng(seed), left_out, before)


def _groups(table: CustomerTable, alike: Clustered) -> dict[str, Any]:
    """What is said of clusters and interests, by column; `missing`: why there are no clusters."""
    found: dict[str, Any] = {"missing": alike.missing}
    for group in table.groups:
        found.setdefault(group.column, []).append({"name": group.name, "meaning": group.meaning})
    for cluster, change in zip(found.get("cluster", []), alike.changes, strict=False):  # a first night has no changes
        cluster["changed"] = changed(change)
    return found
