"""What older events of one customer or guest add up to, remembered: a question adds what came since the last one."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data.stores.database import Cursor, Database
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
    first: int
    events: int


@dataclass(frozen=True)
class Kept:
    """What all events up to `upto`, which is one of them, add up to: newest first, and by what was done."""

    upto: int
    touches: list[Touch]
    of: dict[tuple[str, int], Touch]

    def with_newer(self, sums: Sequence[Sum]) -> list[Touch]:
        """All of it; of what was done again only the newest number and the latest moment remain."""
        older, newer = self.touches.copy(), list[Touch]()
        for seq, item, kind, t, *_ in sums:
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
        self._touches = 0

    def told(self, cursor: Cursor, whose: str, since: int, before: int) -> list[Touch]:
        """Of each item and kind that moves it, newest first: what was done after `since` and before `before`."""
        kept = self._recalled(whose, since, before)
        sums = self._sums(cursor, whose, kept.upto, before)
        if kept.touches and min((one.first for one in sums), default=0) != kept.upto:
            self.forget(whose)
            return self.told(cursor, whose, since, before)
        if sum(one.events for one in sums) > WORTH_KEEPING:
            kept, sums = self._further(cursor, whose, since, before, kept)
        return kept.with_newer(sums)

    def forget(self, whose: str) -> None:
        """What is remembered of a whose, for one who asked for it or whose events are not those any more."""
        with self._turn:
            for key in [key for key in self._kept if key[0] == whose]:
                self._touches -= len(self._kept.pop(key).touches)

    def _recalled(self, whose: str, since: int, before: int) -> Kept:
        with self._turn:
            kept = self._kept.get((whose, since))
            if kept is None or kept.upto >= before:
                return Kept(since + 1, [], {})
            self._kept.move_to_end((whose, since))
            return kept

    def _further(self, cursor: Cursor, whose: str, since: int, before: int, kept: Kept) -> tuple[Kept, list[Sum]]:
        """What is remembered from now on, and the rest: events that may yet get neighbours below them are not kept."""
        settled = min(before, self._database.settled(cursor) + 1)
        touches = kept.with_newer(self._sums(cursor, whose, kept.upto, settled))
        if touches:
            kept = Kept(touches[0].seq, touches, {(touch.item_id, touch.kind): touch for touch in touches})
            self._keep(whose, since, kept)
        return kept, self._sums(cursor, whose, kept.upto, before)

    def _keep(self, whose: str, since: int, kept: Kept) -> None:
        with self._turn:
            was = self._kept.pop((whose, since), None)
            self._touches += len(kept.touches) - (len(was.touches) if was else 0)
            self._kept[whose, since] = kept
            while self._touches > MOST_KEPT:
                self._touches -= len(self._kept.popitem(last=False)[1].touches)

    def _sums(self, cursor: Cursor, whose: str, first: int, before: int) -> list[Sum]:
        asked = {"whose": whose, "first": first, "before": before}
        return [Sum(*row) for row in cursor.execute(self._statement, asked).fetchall()]
