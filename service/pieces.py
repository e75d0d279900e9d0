"""What the lines of a batch say of each item: written once, then picked by number, whole columns at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from data.arrays import Bools, Ints, distinct
from models.decision.query import Decisions
from service.fields import Reader
from service.wording import LIFT, NO_ANCHOR, RANKS, SOURCES, counted, numbers, piece, written

ItemId = Callable[[int], str]
Fields = Sequence[tuple[str, Reader]]
FEW_COUNTS = 10_000  # counts up to here are written beforehand
PIECES = 8  # of an entry: its item, rank, score, source, anchor, count, lift and fields
END = b"]}\n"

_SOURCES = np.array(SOURCES, dtype=object)
_COUNTS = np.array([counted(count) + LIFT for count in range(FEW_COUNTS + 1)], dtype=object)


class Named:
    """For the compact form: `listed`, the id with the comma before it, and `fields`, what the id stands for."""

    def __init__(self, item_id: ItemId, fields: Fields, items: int) -> None:
        self.listed, self.fields = _column(items, b""), _column(items, b"")
        self._item_id, self._fields = item_id, fields

    def write(self, items: Ints) -> None:
        """Have the pieces of these items ready."""
        for item in items.tolist():
            if self.fields[item] is None:
                quoted, fields = written(self._item_id, self._fields, item)
                self.listed[item], self.fields[item] = b"," + quoted, b"%b:{%b}" % (quoted, fields)


class Entries:
    """For the full form: the entries of lists."""

    def __init__(self, item_id: ItemId, fields: Fields, items: int) -> None:
        self._begin, self._anchor, self._end = _column(items, b""), _column(items, NO_ANCHOR), _column(items, b"")
        self._known: Bools = np.zeros(items + 1, dtype=bool)
        self._known[-1] = True
        self._item_id, self._fields = item_id, fields

    def after(self, heads: list[bytes], decided: Decisions) -> list[bytes]:
        """What is to be joined for a line per row: its head, its entries, its end."""
        shown = decided.item >= 0
        entries, end = self._entries(decided, shown), 0
        line: list[bytes] = []
        for head, returned in zip(heads, shown.sum(axis=1).tolist(), strict=True):
            begin, end = end, end + returned * PIECES
            line.append(head)
            line += entries[begin:end]
            line.append(END)
            if returned:
                line[-2] = line[-2][:-1]  # without the comma
        return line

    def _entries(self, decided: Decisions, shown: Bools) -> list[bytes]:
        """PIECES an entry, with a comma after each."""
        item, anchor = decided.item[shown], decided.anchor[shown]
        self._write(item)
        self._write(anchor)
        pieces = [b""] * (PIECES * len(item))
        pieces[0::PIECES] = self._begin[item].tolist()
        pieces[1::PIECES] = _ranks(shown.sum(axis=1).tolist())
        pieces[2::PIECES] = numbers(decided.score[shown])
        pieces[3::PIECES] = _SOURCES[decided.source[shown]].tolist()
        pieces[4::PIECES] = self._anchor[anchor].tolist()
        pieces[5::PIECES] = _counts(decided.count[shown])
        pieces[6::PIECES] = numbers(decided.lift[shown])
        pieces[7::PIECES] = self._end[item].tolist()
        return pieces

    def _write(self, items: Ints) -> None:
        """Have the pieces of these items ready."""
        for item in distinct(items[~self._known[items]]).tolist():
            self._begin[item], self._anchor[item], self._end[item] = piece(*written(self._item_id, self._fields, item))
            self._known[item] = True


def _column(items: int, none: bytes) -> np.ndarray:
    """object [items + 1]: nothing yet; the last is what stands for no item."""
    column = np.empty(items + 1, dtype=object)
    column[-1] = none
    return column


def _ranks(returned: list[int]) -> list[bytes]:
    """1, 2, ... anew for every row."""
    if len(set(returned)) == 1:
        return list(RANKS[: returned[0]]) * len(returned)
    return [rank for length in returned for rank in RANKS[:length]]


def _counts(count: Ints) -> list[bytes]:
    """Each count with what stands before the lift."""
    pieces = _COUNTS[np.minimum(count, FEW_COUNTS)].tolist()
    for at in (count > FEW_COUNTS).nonzero()[0].tolist():
        pieces[at] = counted(int(count[at])) + LIFT
    return pieces
