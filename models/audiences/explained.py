"""What stands behind a segment, and behind what is said of one customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from models.audiences.audience import Standing
from models.audiences.vocabulary import AUDIENCE, kinds_of
from models.clusters import reasons as clusters
from models.customers import value
from models.customers.columns import COLUMNS
from models.customers.evidence import Evidence
from models.customers.table import FLAG, CustomerTable, Group
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

RULES: dict[str, About] = {segment.id: About(segment.meaning, segment.rule) for segment in SEGMENTS if segment.name} | {
    f"value_by:{name}": About(meaning) for name, meaning in value.MEANINGS.items()
}
"""By segment, `column:label`, what does not depend on the night."""
SAYS: dict[str, str] = {column.name: column.meaning for column in COLUMNS}
TOLD = "what the shop itself says of the customer"


def about_of(table: CustomerTable, audiences: Iterable[Standing]) -> dict[str, About]:
    """By segment, `column:label`: the night's own words before the ones that always hold."""
    found = {id_: About(meaning) for id_, meaning in _of_columns(table)} | RULES
    for group in table.groups:
        id_ = f"{group.column}:{group.name}"
        always = found.get(id_, NOTHING)
        found[id_] = About(group.meaning or always.meaning, always.rule, "", group)
    for each in audiences:
        id_ = f"{AUDIENCE}:{each.name}"
        found[id_] = About(each.meaning, each.where, each.problem, None)
    return found


def _of_columns(table: CustomerTable) -> Iterator[tuple[str, str]]:
    """What a flag, or any name of a label column, means by what the column says."""
    yield from ((flag, SAYS.get(flag, "")) for flag, kind in kinds_of(table).items() if kind == FLAG)
    for column, labels in table.labels.items():
        yield from ((f"{column}:{name}", SAYS.get(column, TOLD)) for name in labels.name)


def why_of(table: CustomerTable, evidence: Evidence | None, customer: int) -> dict[str, list[Why]]:
    """By column, why the customer has what it says; columns that the table has not are left out."""
    known = set(table.names())
    found = {column: explain(table, customer) for column, explain in EXPLANATIONS.items() if column in known}
    if evidence is not None:
        found["interest"] = interests.why(evidence.taste, table, customer)
        found["cluster"] = clusters.why(evidence.behaviour, table, customer)
        found["next_order_days"] = rhythm.why(evidence.rhythm, table, customer)
    return found
