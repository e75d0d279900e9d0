"""Who is chosen by the name of an audience or by an expression, and may be written to where that is asked."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from data.arrays import Bools
from data.errors import InputError
from data.facts.facts import Customers
from models.audiences.audience import Standing
from models.audiences.consent import may_send
from models.audiences.evaluate import Scope
from models.audiences.named import member_of
from models.audiences.vocabulary import AUDIENCE
from models.customers.table import CustomerTable


def chosen(
    table: CustomerTable,
    audiences: Iterable[Standing],
    customers: Customers,
    said: str | None,
    field: str,
    consenting: bool = False,
) -> Bools:
    """bool [customers]: the audience of that name, else who the expression is true of; None chooses everybody.

    consenting: only those who said yes to mail. Raises InputError, naming `field`, for an audience that the night left
    empty and for an expression that is none.
    """
    standing = next((each for each in audiences if each.name == said), None)
    if standing and standing.problem:
        raise InputError(field, f"the audience {said} is empty: {standing.problem}")
    if standing:
        member = member_of(table, AUDIENCE, standing.name)
    elif said is None:
        member = np.ones(customers.count, dtype=bool)
    else:
        member = Scope.of(table).members(said, field)
    return may_send(customers, member) if consenting else member
