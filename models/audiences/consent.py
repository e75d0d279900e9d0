"""Who of a segment is listed: of an audience only those who may be written to, unless everybody is asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools
from data.facts.facts import Customers
from models.audiences.vocabulary import AUDIENCE


@dataclass(frozen=True)
class Listed:
    """member: bool [customers]; without_consent: how many were left out because they did not say yes to mail."""

    member: Bools
    without_consent: int


def listed(customers: Customers, member: Bools, column: str, may_send: bool | None) -> Listed:
    """Who of the members is listed, and how many are left out.

    column: what the segment is of, "" for an expression. may_send: True, only those who said yes to mail, unknown is
    no; False, everybody; None, as it is usual: an audience is a list to write to, other segments describe.
    """
    narrow = column == AUDIENCE if may_send is None else may_send
    kept = member & customers.email_consent if narrow else member
    return Listed(kept, int(np.count_nonzero(member) - np.count_nonzero(kept)))
