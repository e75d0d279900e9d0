"""The event store as a worker uses it: what it tells of those asked about, joined with what last night knew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from time import time
from typing import Final, NamedTuple

import numpy as np

from data.arrays import ABSENT, Ragged
from data.stores.database import StoreDown
from data.stores.merging import merge
from data.stores.rows import NOTHING_TOLD, Event, Look, Outcome, Told, Whose
from data.stores.spool import Spool
from data.stores.store import Store
from models.bundle.bundle import Bundle
from models.decision.memory import Memory, MemorySettings, Showing, reach, too_recent
from models.decision.query import Query, Since, Whom
from service import measures
from service.asking import item_rows
from service.errors import Problem
from service.gone import Gone
from service.lately import Lately
from service.served import Served
from service.waiting import Waiting, aside

MICROSECONDS: Final = 1_000_000
MINUTE: Final = 60 * MICROSECONDS
DAY: Final = 86_400 * MICROSECONDS
MOST_SHOWINGS: Final = 100
"""Of one placement, the newest: what an answer may cost is bounded, however often somebody came."""


def now() -> int:
    """Microseconds since 1970: the edge, where the clock is read."""
    return int(time() * MICROSECONDS)


class Today(NamedTuple):
    """Those asked about as they are by now; stale: the store could not be asked, so it is last night's knowledge."""

    whom: Whom
    stale: bool


@dataclass(frozen=True)
class Living:
    """What a worker keeps open."""

    store: Store
    memory: MemorySettings
    zone: tzinfo = UTC
    spool: Spool | None = None
    waiting: Waiting = field(default_factory=Waiting)
    gone: Gone = field(default_factory=Gone)
    lately: Lately = field(default_factory=Lately)

    def accept(self, events: Sequence[Event]) -> list[Outcome]:
        """What became of each; on disk when this returns, in the spool where there is one and the store is down. Raises
        Full, StoreDown."""
        try:
            return self.waiting.wait(lambda seconds: self.store.accept(events, seconds))
        except StoreDown:
            if self.spool is None:
                raise
            return self.spool.accept(events)

    def merge(self, session_id: str, customer_id: str) -> int:
        """How many events of a guest are the customer's now. Raises StoreDown."""
        return self.waiting.wait(aside(lambda: merge(self.store, session_id, customer_id, now())))

    def one(self, served: Served, query: Query, whom: Whom, customer_id: str, session_id: str) -> Today:
        """The one row of `whom` by now. Cost: a question to the store; where it tells nothing, nothing else."""
        moment = now()
        try:
            looks = self._looks(query.placement, moment)
            told = self.store.told(Whose(customer_id, session_id), served.bundle.mark, looks)
            self.gone.look(self.store, served.bundle.mark)
        except StoreDown:
            measures.STALE.inc()
            return Today(strangers(whom, self.erased([customer_id])), stale=True)
        return Today(whom if told is NOTHING_TOLD else self._joined(served, query, whom, [told], moment), stale=False)

    def many(self, served: Served, query: Query, whom: Whom, customer_ids: Sequence[str]) -> Today:
        """All rows of `whom` by now, in one question."""
        moment, asked = now(), list(dict.fromkeys(id_ for id_ in customer_ids if id_))
        try:
            told = self.store.told_of_many(asked, served.bundle.mark, self._looks(query.placement, moment))
            self.gone.look(self.store, served.bundle.mark)
        except StoreDown:
            measures.STALE.inc(whom.rows)
            return Today(strangers(whom, self.erased(customer_ids)), stale=True)
        if not told:
            return Today(whom, stale=False)
        rows = [told.get(id_, NOTHING_TOLD) for id_ in customer_ids]
        return Today(self._joined(served, query, whom, rows, moment), stale=False)

    def erased(self, customer_ids: Sequence[str]) -> list[bool]:
        """Whether each asked to be forgotten, as far as this process has heard; nobody is hashed where nobody has."""
        heard = self.gone
        return [bool(heard) and bool(id_) and self.store.digest(id_) in heard for id_ in customer_ids]

    def _looks(self, placement: str, moment: int) -> tuple[Look, ...]:
        """Which showings matter to a list in this placement."""
        return looks_of(self.memory.of(placement), placement, moment // MINUTE)

    def _joined(self, served: Served, query: Query, whom: Whom, told: Sequence[Told], moment: int) -> Whom:
        whom = strangers(whom, [one.erased for one in told])
        own, shown = since(served, told), self._shown(served.bundle, query, told, moment)
        return whom if own is None and shown is None else replace(whom, since=own, shown=shown)

    def _shown(self, bundle: Bundle, query: Query, told: Sequence[Told], moment: int) -> Ragged | None:
        """What memory leaves out, a row each."""
        own = self.memory.of(query.placement)
        if not any(own.heeds(len(one.showings)) for one in told):
            return None
        ahead = self._ahead(moment)
        rows = [
            sorted(_left_out(own, query, one, moment, ahead)) if own.heeds(len(one.showings)) else () for one in told
        ]
        return item_rows(bundle, rows)

    def _ahead(self, moment: int) -> int:
        """Microseconds that the shop's clock is before UTC: its midnight ends a day."""
        shift = datetime.fromtimestamp(moment / MICROSECONDS, self.zone).utcoffset()
        return round(shift.total_seconds() * MICROSECONDS) if shift else 0


def _left_out(own: Memory, query: Query, told: Told, moment: int, ahead: int) -> set[str]:
    showings = [Showing(one.placement, one.campaign, (one.shown_at + ahead) / DAY, one.items) for one in told.showings]
    taken = {
        item: (one.shown_at + ahead) / DAY
        for one in reversed(told.showings)
        if one.clicked
        for item in one.clicked_items or one.items
    }
    return too_recent(own, query.placement, query.campaign, (moment + ahead) / DAY, showings, taken)


def strangers(whom: Whom, gone: Sequence[bool]) -> Whom:
    """The same, of those who asked to be forgotten nothing is known."""
    return replace(whom, customer=np.where(gone, ABSENT, whom.customer).astype(np.int32)) if any(gone) else whom


@lru_cache(maxsize=64)
def looks_of(own: Memory, placement: str, minute: int) -> tuple[Look, ...]:
    """The showings that its memory needs to know, whole minutes since 1970; remembered for that minute."""
    rules = [(name, each) for each in reach(own, placement) for name in each.placements]
    looks: dict[str, tuple[float, int]] = {}
    for name, each in rules:
        days, least = looks.get(name, (each.days, each.least))
        looks[name] = max(days, each.days), min(least, each.least)
    return tuple(
        Look(name, minute * MINUTE - round(days * DAY), MOST_SHOWINGS, least) for name, (days, least) in looks.items()
    )


Forgotten = Callable[[str], bool]
"""Whether a customer, by id, asked to be forgotten since last night."""


def forgotten(living: Living | None, served: Served) -> Forgotten:
    """Raises Problem 503 where the store cannot be asked: who lists customers may not list one too many."""
    if living is None:
        return lambda id_: False
    try:
        digests, digest = living.store.gone(served.bundle.mark), living.store.digest
    except StoreDown:
        detail = "the event store cannot be asked who is to be left out; ask again"
        raise Problem(503, detail, headers={"Retry-After": "5"}) from None
    return (lambda id_: digest(id_) in digests) if digests else (lambda id_: False)


def since(served: Served, told: Sequence[Told]) -> Since | None:
    """What was done after last night, a row each; None where nothing was, or to no item that last night knew."""
    touches = [touch for one in told for touch in one.touches]
    if not touches:
        return None
    item = served.bundle.item_numbers([touch.item_id for touch in touches])
    row = np.repeat(np.arange(len(told)), [len(one.touches) for one in told])
    kind = np.array([touch.kind for touch in touches], dtype=np.uint8)
    age = (served.as_of - np.array([touch.t for touch in touches], dtype=np.int64)) / DAY
    known = item >= 0
    if not known.any():
        return None
    return Since(Ragged.of(row[known], item[known], len(told)), kind[known], age[known].astype(np.float32))
