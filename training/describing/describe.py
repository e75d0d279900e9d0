"""The customer table of a night: each part in its order, then what the shop itself says, then its audiences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.facts.engine import customer_facts_at
from data.facts.facts import Facts
from models.audiences.audience import Standing, with_audiences
from models.audiences.told import told_of
from models.customers.columns import COLUMNS
from models.customers.table import CustomerTable
from models.rhythm.telling import Rhythm
from models.segments.people import people
from training import rhythm as rhythms
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
    rhythm: Rhythm
    settings: str
    story: dict[str, Any]


def describe(night: Night, facts: Facts) -> Described:
    """Every part from the same facts, which are those at as_of; no customer is too few. Deterministic.

    Cost: that of the parts; of a million customers with four million orders a few minutes.
    """
    spec, doing = Describing.of(night.shop), night.steps.doing
    doing("what was ordered and looked at")
    known = customer_facts_at(night.con, facts)
    doing("segments by rule")
    table = people(known, spec.people)
    doing("what they will be worth")
    valued = value_customers(known, spec.value, night.settings.seed)
    doing("when they come back")
    told, tried = rhythms.told(known, spec.rhythm, night.settings.seed)
    table = (
        told_of(facts.customers, {row.name for row in COLUMNS}).joined(table).joined(valued.table).joined(told.table)
    )
    doing("audiences")
    of_shop, audiences = with_audiences(table, spec.audiences, facts.customers.count)
    table = table.joined(of_shop)
    story = story_of(known, table, spec.people)
    story |= {
        "value": value_story(valued),
        "rhythm": tried | {"first_items": second_story(facts.items, told.rhythm.second)},
        "audiences": plain(audiences),
        "moves": moves(night, facts.customers, table, spec.digest, facts.as_of),
    }
    return Described(table, audiences, told.rhythm, spec.digest, story)
