"""What older events of one customer or guest add up to, remembered: a question adds what came since the last one."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data.stores.database import Cursor, Database
from data.stores.questions import READ, READ_AT_ONCE, STANDS
from data.stores.rows import Touch

WORTH_KEEPING: Final = 512
"""Events; fewer are added up again each time."""
MOST_KEPT: Final = 200_000
"""Touches of all together, some 40 MB; whoever was asked for longest ago goes first."""


class Sum(NamedTuple):
    """What the events of one kind on one item add up to: the newest number and the latest moment."""

    seq: int
    item_id: str
    kind: int
    t: int


class Sums(NamedTuple):
    """read: how many events were read for them, last: the number of the last; stands: whether the event that was asked
    about is there."""

    sums: list[Sum]
    read: int
    last: int
    stands: bool


@dataclass(frozen=True)
class Kept:
    """What all events below `read` add up to: newest first, and by what was done."""

    read: int
    touches: list[Touch]
    of: dict[tuple[str, int], Touch]

    @staticmethod
    def to(read: int, touches: list[Touch]) -> Kept:
        """What they are, newest first."""
        return Kept(read, touches, {(touch.item_id, touch.kind): touch for touch in touches})

    @property
    def upto(self) -> int:
        """The newest event that counts, 0 for none: were it gone, all of this would be of no account."""
        return self.touches[0].seq if self.touches else 0

    @property
    def weight(self) -> int:
        """How much of MOST_KEPT it takes."""
        return 1 + len(self.touches)

    def with_newer(self, sums: Sequence[Sum]) -> list[Touch]:
        """All of it; of what was done again only the newest number and the latest moment remain."""
        older, newer = self.touches.copy(), list[Touch]()
        for seq, item, kind, t in sums:
            before = self.of.get((item, kind))
            if before is not None:
                del older[bisect_left(older, -before.seq, key=lambda touch: -touch.seq)]
            newer.append(Touch(seq, item, kind, max(t, before.t) if before else t))
        newer.sort(reverse=True)
        return newer + older


class Moved:
    """Safe for threads; the same answers whether or not anything is remembered."""

    def __init__(self, database: Database, statement: str) -> None:
        self._database, self._statement = database, statement
        self._turn = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], Kept] = OrderedDict()
        self._weight = 0

    def told(self, cursor: Cursor, whose: str, since: int, before: int) -> list[Touch]:
        """Of each item and kind that moves it, newest first: what was done after `since` and before `before`."""
        kept = self._recalled(whose, since, before)
        found = self._sums(cursor, whose, kept, before)
        if kept.touches and not found.stands:
            self.forget(whose)
            return self.told(cursor, whose, since, before)
        while found.read == READ_AT_ONCE:
            kept = self._further(cursor, (whose, since), found.last + 1, kept, found)
            found = self._sums(cursor, whose, kept, before)
        if found.read > WORTH_KEEPING:
            return self._further(cursor, (whose, since), before, kept, found).touches
        return kept.with_newer(found.sums)

    def forget(self, whose: str) -> None:
        """What is remembered of a whose, for one who asked for it or whose events are not those any more."""
        with self._turn:
            for key in [key for key in self._kept if key[0] == whose]:
                self._weight -= self._kept.pop(key).weight

    def _recalled(self, whose: str, since: int, before: int) -> Kept:
        with self._turn:
            kept = self._kept.get((whose, since))
            if kept is None or kept.read > before:
                return Kept.to(since + 1, [])
            self._kept.move_to_end((whose, since))
            return kept

    def _further(self, cursor: Cursor, of: tuple[str, int], read: int, kept: Kept, found: Sums) -> Kept:
        """All below `read`; it is remembered, but for events that may yet get neighbours below them."""
        further, settled = Kept.to(read, kept.with_newer(found.sums)), self._database.settled(cursor) + 1
        if settled >= read:
            self._keep(of, further)
        elif settled > kept.read:
            self._keep(of, Kept.to(settled, kept.with_newer(self._sums(cursor, of[0], kept, settled).sums)))
        return further

    def _keep(self, of: tuple[str, int], kept: Kept) -> None:
        with self._turn:
            was = self._kept.pop(of, None)
            self._weight += kept.weight - (was.weight if was else 0)
            self._kept[of] = kept
            while self._weight > MOST_KEPT:
                self._weight -= self._kept.popitem(last=False)[1].weight

    def _sums(self, cursor: Cursor, whose: str, kept: Kept, before: int) -> Sums:
        asked = {"whose": whose, "first": kept.read, "before": before, "upto": kept.upto}
        rows = [Sum(*row) for row in cursor.execute(self._statement, asked).fetchall()]
        told = {row.kind: row for row in rows if row.kind < 0}
        read, stands = told[READ], bool(told[STANDS].seq)
        return Sums([row for row in rows if row.kind >= 0], read.seq, read.t, stands)
