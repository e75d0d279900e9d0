"""One customer in words: every column that can be said, the segments, and why."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.arrays import ABSENT
from models.audiences.explained import NOTHING, About, why_of
from models.audiences.vocabulary import kinds_of
from models.customers.table import COUNT, FLAG, NUMBER, CustomerTable
from models.customers.why import Why
from models.rhythm.due import STATUS
from models.rhythm.telling import Rhythm
from service.living import Forgotten
from service.served import Served

Said = dict[str, Any]


def customer_of(served: Served, customer_id: str, forgotten: Forgotten) -> Said:
    """The answer of /customers/<id>; of a customer that is not known, or not described, nothing is said."""
    bundle = served.bundle
    customer = ABSENT if forgotten(customer_id) else bundle.customer_number(customer_id)
    table = bundle.described if customer >= 0 else None
    why = why_of(table, bundle.evidence, customer) if table else {}
    segments = _segments(served, table, customer, why) if table else []
    kinds = {segment["kind"] for segment in segments}
    return {
        "bundle": bundle.id,
        "as_of": bundle.as_of,
        "customer_id": customer_id or None,
        "customer_known": customer >= 0,
        "may_send": customer >= 0 and bool(bundle.customers.email_consent[customer]),
        "columns": columns_of(table, customer) if table else {},
        "segments": segments,
        "due": due_of(served, bundle.evidence.rhythm, customer) if table and bundle.evidence else [],
        "why": {column: _written(served, each) for column, each in why.items() if each and column not in kinds},
    }


def due_of(served: Served, rhythm: Rhythm, customer: int) -> list[Said]:
    """What the customer buys again and again, the likeliest to be bought first."""
    due = rhythm.due
    begin, end = due.held.offsets[customer : customer + 2].tolist()
    return [
        {
            "item_id": served.item_id(int(due.held.values[at])), "status": STATUS[due.status[at]],
            "due_days": due.due_in[at], "low": due.low[at], "high": due.high[at], "chance": due.chance[at],
            "within_days": due.days, "times": int(due.times[at]), "gap_days": due.gap[at],
        }
        for at in range(begin, end)
    ]  # fmt: skip


def columns_of(table: CustomerTable, customer: int) -> Said:
    """What every column says of the customer, by its name; what cannot be said is left out."""
    kinds = kinds_of(table)
    numbers = {name: column[customer] for name, column in table.numbers.items()}
    labels = {name: (column.code[customer], column.name) for name, column in table.labels.items()}
    several = {name: (each.held.row(customer).tolist(), each.name) for name, each in table.memberships.items()}
    return (
        {name: value for name, value in numbers.items() if _sayable(value, kinds[name])}
        | {name: names[int(code)] for name, (code, names) in labels.items() if code >= 0}
        | {name: [names[code] for code in codes] for name, (codes, names) in several.items() if codes}
    )


def _sayable(value: Any, kind: str) -> bool:
    return not (kind == NUMBER and not np.isfinite(value)) and not (kind == COUNT and value < 0)


def _segments(served: Served, table: CustomerTable, customer: int, why: dict[str, list[Why]]) -> list[Said]:
    found: list[tuple[str, str, Any]] = []
    for column, labels in table.labels.items():
        if labels.code[customer] >= 0:
            found.append((column, labels.name[int(labels.code[customer])], None))
    for column, each in table.memberships.items():
        begin, end = each.held.offsets[customer : customer + 2].tolist()
        names = [each.name[code] for code in each.held.values[begin:end].tolist()]
        found += [(column, name, weight) for name, weight in zip(names, each.weight[begin:end], strict=True)]
    flags = [column for column, kind in kinds_of(table).items() if kind == FLAG]
    found += [(column, "", None) for column in flags if table.numbers[column][customer]]
    return [_held(served, column, name, weight, why.get(column, [])) for column, name, weight in found]


def _held(served: Served, column: str, name: str, weight: Any, why: list[Why]) -> Said:
    id_ = f"{column}:{name}" if name else column
    about = served.about.get(id_, NOTHING)
    own = [each for each in why if each.says.get(column, name) == name]  # of several in a column, of this one
    return {
        "id": id_, "kind": column, "name": name or column, "meaning": about.meaning or None, "weight": weight,
        "items": _items(served, about), "why": _written(served, own),
    }  # fmt: skip


def _items(served: Served, about: About) -> list[Said]:
    group = about.group
    if group is None:
        return []
    lifts = [*group.lift, *[None] * (len(group.items) - len(group.lift))]
    pairs = zip(group.items, lifts[: len(group.items)], strict=True)
    return [{"item_id": served.item_id(item), "lift": lift} for item, lift in pairs]


def _written(served: Served, why: list[Why]) -> list[Said]:
    """An item stands by its id, a figure with the digits that say something."""
    return [{"code": each.code, "says": dict(_outside(served, *said) for said in each.says.items())} for each in why]


def _outside(served: Served, name: str, value: Any) -> tuple[str, Any]:
    if name == "item":
        return "item_id", served.item_id(int(value))
    return name, round(value, 2 if abs(value) >= 10 else 4) if isinstance(value, float) else value
