"""The customer table of a night: each part in its order, then what the shop itself says, then its audiences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from data.facts.engine import customer_facts_at
from data.facts.facts import CustomerFacts, Facts
from data.reading.read import Progress
from models.audiences.audience import Standing, with_audiences
from models.audiences.told import told_of
from models.customers.columns import COLUMNS
from models.customers.table import CustomerTable
from models.rhythm.telling import Rhythm
from models.segments.people import people
from training import rhythm as rhythms
from training.describing.moving import moves
from training.describing.settings import Describing
from training.describing.story import story_of, value_story
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
    rhythm: Rhythm
    settings: str
    story: dict[str, Any]


def describe(night: Night, facts: Facts) -> Described:
    """Every part from the same facts, which are those at as_of, beside the live table. Deterministic.

    Cost: that of `described_from`, three scans of the events, and a dictionary of the live bundle's customers.
    """
    spec, doing = Describing.of(night.shop), night.steps.doing
    doing("what was ordered and looked at")
    found = described_from(customer_facts_at(night.con, facts), spec, night.settings.seed, doing)
    doing("who moved since the live bundle")
    moved = moves(night, facts.customers, found.table, found.settings, facts.as_of)
    return replace(found, story=found.story | {"moves": moved})


def described_from(known: CustomerFacts, spec: Describing, seed: int, doing: Progress) -> Described:
    """All that needs no live bundle: each part in its order; no customer is too few. Deterministic.

    doing: told the name of each part as it begins. Cost: docs/benchmarks.md, "Describing the customers".
    """
    customers = known.facts.customers
    doing("segments by rule")
    table = people(known, spec.people)
    doing("what they will be worth")
    valued = value_customers(known, spec.value, seed)
    doing("when they come back")
    told, tried = rhythms.told(known, spec.rhythm, seed)
    table = told_of(customers, {row.name for row in COLUMNS}).joined(table).joined(valued.table).joined(told.table)
    doing("audiences")
    of_shop, audiences = with_audiences(table, spec.audiences, customers.count)
    table = table.joined(of_shop)
    doing("what the record keeps of them")
    story = story_of(known, table, spec.people)
    story |= {"value": value_story(valued), "rhythm": tried, "audiences": plain(audiences)}
    return Described(table, audiences, told.rhythm, spec.digest, story)
