"""What happened since the night, for commands that write lists and customers into files."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from data.arrays import Bools
from data.errors import Fault
from data.settings import Settings
from data.stores.database import StoreDown
from data.stores.settings import StoreSettings
from data.stores.standing import address_of
from models.bundle.bundle import Bundle
from models.decision.query import Decisions, Query, Whom
from service.chunks import AS_LAST_NIGHT, ByNow
from service.living import Living
from service.opening import opened
from service.recording import record_many
from service.served import Served

NOT_ASKED = "the event store cannot be asked what happened since the night, so nothing was written; try again"


@contextmanager
def standing_store(var: Path, settings: Settings) -> Generator[Living | None]:
    """The event store, None where the shop keeps none."""
    if not address_of(settings.section("store", StoreSettings), var):
        yield None
        return
    living = opened(var, settings)
    try:
        yield living
    finally:
        living.store.close()


@contextmanager
def by_now(var: Path, settings: Settings, bundle: Bundle, query: Query, record: bool) -> Generator[ByNow]:
    """What makes lists know today, and remembers them where they are no proof.

    Raises Fault, while they are made, where the store cannot be asked.
    """
    with standing_store(var, settings) as living:
        if living is None:
            yield AS_LAST_NIGHT
            return
        served = Served.of(bundle)

        def known(whom: Whom, customers: Sequence[str]) -> Whom:
            today = living.many(served, query, whom, customers)
            if today.stale:
                raise Fault(NOT_ASKED)
            return today.whom

        def remember(customers: Sequence[str], named: Sequence[str], decided: Decisions) -> None:
            record_many(living, served, query, customers, named, decided)

        yield ByNow(known, remember if record else AS_LAST_NIGHT.remember)


def members_by_now(var: Path, settings: Settings, bundle: Bundle, member: Bools) -> Bools:
    """bool [customers]: those of `member` who did not ask to be forgotten. Raises Fault without an answer of the store.

    Cost: a hash for each member, 2 µs, where anybody did.
    """
    with standing_store(var, settings) as living:
        try:
            gone = living.store.gone(bundle.mark) if living else ()
        except StoreDown:
            raise Fault(NOT_ASKED) from None
        if not living or not gone:
            return member
        rows = [
            row for row in np.flatnonzero(member).tolist() if living.store.digest(bundle.customers.id[row]) not in gone
        ]
    left = np.zeros_like(member)
    left[rows] = True
    return left
