"""Who is chosen by the name of an audience or by an expression."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from data.arrays import Bools
from data.errors import InputError
from models.audiences.audience import Standing
from models.audiences.evaluate import Scope
from models.audiences.named import member_of
from models.audiences.vocabulary import AUDIENCE
from models.customers.table import CustomerTable


def chosen(
    table: CustomerTable, audiences: Iterable[Standing], customers: int, said: str | None, field: str
) -> tuple[str, Bools]:
    """(column, bool [customers]): the audience of that name, else "" and who the expression is true of; None chooses
    everybody.

    Raises InputError, naming `field`, for an audience that the night left empty and for an expression that is none.
    """
    if said is None:
        return "", np.ones(customers, dtype=bool)
    name = said.strip().removeprefix(f"{AUDIENCE}:")
    standing = next((each for each in audiences if each.name == name), None)
    if standing is None:
        return "", Scope.of(table).members(said, field)
    if standing.problem:
        raise InputError(field, f"the audience {name} is empty: {standing.problem}")
    return AUDIENCE, member_of(table, AUDIENCE, name)
