"""What stands behind a segment, and behind what is said of one customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from models.audiences.audience import Standing
from models.audiences.vocabulary import AUDIENCE
from models.clusters import reasons as clusters
from models.customers import value
from models.customers.evidence import Evidence
from models.customers.table import CustomerTable, Group
from models.customers.why import Why
from models.interests import reasons as interests
from models.rhythm import why as rhythm
from models.segments import SEGMENTS


@dataclass(frozen=True)
class About:
    """meaning: a sentence; rule: how it is decided who is in; problem: why an audience is empty. "" where none is said.
    group: what stands for it, None where nothing does."""

    meaning: str = ""
    rule: str = ""
    problem: str = ""
    group: Group | None = None


NOTHING = About()

Explain = Callable[[CustomerTable, int], list[Why]]
"""Why the customer has what a column says; empty where it says nothing."""

EXPLANATIONS: dict[str, Explain] = {segment.column: segment.why for segment in SEGMENTS} | {"value_365": value.why}
"""By column, of labels and of numbers."""

RULES: dict[str, About] = {segment.id: About(segment.meaning, segment.rule) for segment in SEGMENTS if segment.name}
"""By segment, `column:label`, what does not depend on the night."""


def about_of(table: CustomerTable, audiences: Iterable[Standing]) -> dict[str, About]:
    """By segment, `column:label`: the night's own words before the ones that always hold."""
    found = dict(RULES)
    for group in table.groups:
        id_ = f"{group.column}:{group.name}"
        always = found.get(id_, NOTHING)
        found[id_] = About(group.meaning or always.meaning, always.rule, "", group)
    for each in audiences:
        id_ = f"{AUDIENCE}:{each.name}"
        found[id_] = About(each.meaning, each.where, each.problem, None)
    return found


def why_of(table: CustomerTable, evidence: Evidence | None, customer: int) -> dict[str, list[Why]]:
    """By column, why the customer has what it says; columns that the table has not are left out."""
    known = set(table.names())
    found = {column: explain(table, customer) for column, explain in EXPLANATIONS.items() if column in known}
    if evidence is not None:
        found["interest"] = interests.why(evidence.taste, table, customer)
        found["cluster"] = clusters.why(evidence.behaviour, table, customer)
        found["next_order_days"] = rhythm.why(evidence.rhythm, table, customer)
    return found
