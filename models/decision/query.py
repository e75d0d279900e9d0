"""What is asked of `decide`, and what it answers: both columnar, a single request is a batch of one."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from data.arrays import ABSENT, Bools, Bytes, Floats, Ints, Longs, Ragged
from models.bundle.policy import Filter


@dataclass(frozen=True)
class Query:
    """What is wanted, the same for every customer of a batch."""

    placement: str = "shopping_area"  # a row of PLACEMENTS
    strategy: str | None = None  # a row of STRATEGIES; None is the placement's own
    n: int = 10  # 1..200
    filter: Filter = field(default_factory=Filter)
    exclude_bought: bool = True
    in_stock: bool = True
    campaign: str = field(default="", compare=False, repr=False)  # whose list it is; of no say in what is shown

    @cached_property
    def text(self) -> str:
        """All that has a say in the list, for a hash."""
        return repr(self)

    @cached_property
    def as_listed(self) -> bool:
        """Whether it forbids exactly what last night's lists obey."""
        return self.exclude_bought and self.in_stock and self.filter.empty


@dataclass(frozen=True)
class Since:
    """What customers did after last night: row -> known item numbers, newest first, an item as often as it was met.

    kind uint8 (position in EVENT_TYPES) and age float32, parallel to items.values; age: days before the bundle's as_of,
    so below 0 for all but what was told late.
    """

    items: Ragged
    kind: Bytes
    age: Floats

    @cached_property
    def row(self) -> Longs:
        """int64, parallel to items.values: whose each event was."""
        return self.items.spread(np.arange(self.items.rows))[0]

    def told(self, row: int) -> bytes:
        """All of one row, for a hash; nothing where nothing was done, as if nobody in the batch had done anything."""
        inside = slice(self.items.offsets[row], self.items.offsets[row + 1])
        if inside.start == inside.stop:
            return b""
        return b"|" + self.items.row(row).tobytes() + self.kind[inside].tobytes() + self.age[inside].tobytes()

    def take(self, rows: Longs) -> Since:
        """That of some rows."""
        _, at = self.items.spread(rows)
        return Since(self.items.take(rows), self.kind[at], self.age[at])


@dataclass(frozen=True)
class Whom:
    """For whom: customer int32 [rows], -1 unknown; context and exclude: row -> known item
    numbers named in the request (ids that the shop does not know are left out before).
    since: what they did after last night, None where nobody did anything. shown: row -> known item numbers that were
    shown to them too recently, None where nothing was."""

    customer: Ints
    context: Ragged
    exclude: Ragged
    since: Since | None = None
    shown: Ragged | None = None

    @property
    def rows(self) -> int:
        return len(self.customer)

    @property
    def touched(self) -> Longs:
        """Rows of whom last night does not know everything."""
        return np.flatnonzero(np.diff(self.since.items.offsets)) if self.since else np.empty(0, dtype=np.int64)

    @property
    def named(self) -> bool:
        """Whether the request names any item."""
        return bool(len(self.context.values) or len(self.exclude.values))

    @property
    def names(self) -> Longs:
        """int64 [rows]: how many items are named in each row, by the request or as shown too recently."""
        held = (self.context, self.exclude) if self.shown is None else (self.context, self.exclude, self.shown)
        return np.diff(sum(each.offsets for each in held))

    def known(self) -> Whom:
        """The same with nobody in the rows of those who did something since."""
        if not len(self.touched):
            return self
        customer = self.customer.copy()
        customer[self.touched] = ABSENT
        return Whom(customer, self.context, self.exclude, shown=self.shown)

    def take(self, rows: Longs) -> Whom:
        """Some of them."""
        since = self.since.take(rows) if self.since else None
        shown = self.shown.take(rows) if self.shown else None
        return Whom(self.customer[rows], self.context.take(rows), self.exclude.take(rows), since, shown)

    @staticmethod
    def of(
        customers: Ints,
        context: Ragged | None = None,
        exclude: Ragged | None = None,
        since: Since | None = None,
        shown: Ragged | None = None,
    ) -> Whom:
        """Customers alone: no item named in the request."""
        nothing = _nothing(len(customers))
        return Whom(customers, context or nothing, exclude or nothing, since, shown)


@lru_cache(maxsize=8)
def _nothing(rows: int) -> Ragged:
    """No item named in any row."""
    return Ragged(np.zeros(rows + 1, dtype=np.int64), np.empty(0, dtype=np.int32))


@dataclass(frozen=True)
class Decisions:
    """What is shown: arrays [rows, n], best first; item is -1 from where a list could not be filled.

    item int32; score float32; source uint8, position in RECOMMENDERS; anchor int32, the customer's own (or the
    context's) item that spoke for it, -1 none; count int32, the evidence behind the reason (0 none); lift float32, NaN
    none.
    own int32 [rows]: how many of the first items are the strategy's own, the rest came from fallbacks.
    relaxed uint8 [rows]: bit set over RELAXATIONS. may_send bool [rows]: a mail placement and the customer consented.
    likely bool [rows]: every score is P(the customer buys the item within the horizon of the night).
    propensity float32: how likely an explored item was to be drawn; 1 where nothing was drawn.
    """

    item: Ints
    score: Floats
    source: Bytes
    anchor: Ints
    count: Ints
    lift: Floats
    own: Ints
    relaxed: Bytes
    may_send: Bools
    likely: Bools
    propensity: Floats

    def rows_shown(self) -> list[bytes]:
        """The bytes of each row's items, int32."""
        shown, width = self.item.tobytes(), self.item.itemsize * self.item.shape[1]
        return [shown[at : at + width] for at in range(0, len(shown), width)]


@dataclass(frozen=True, slots=True)
class One:
    """A single row of Decisions as plain numbers, without the places that stayed open."""

    item: list[int]
    score: list[float]
    source: list[int]
    anchor: list[int]
    count: list[int]
    lift: list[float]
    own: int
    relaxed: int
    may_send: bool
    likely: bool
    propensity: list[float]

    @staticmethod
    def of(decisions: Decisions) -> One:
        """The only row of a batch of one."""
        length = int(np.count_nonzero(decisions.item >= 0))
        item, score, source, anchor, count, lift, propensity = (
            column[0, :length].tolist()
            for column in (
                decisions.item, decisions.score, decisions.source, decisions.anchor, decisions.count, decisions.lift,
                decisions.propensity,
            )
        )  # fmt: skip
        own, relaxed, may_send, likely = (
            column[0].item() for column in (decisions.own, decisions.relaxed, decisions.may_send, decisions.likely)
        )
        return One(item, score, source, anchor, count, lift, own, relaxed, may_send, likely, propensity)

    def shown(self, n: int) -> bytes:
        """The bytes of the items of a row of n places, as `Decisions.rows_shown` has them."""
        return array("i", self.item + [ABSENT] * (n - len(self.item))).tobytes()
