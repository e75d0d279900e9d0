"""Where a customer stands between the first look and the last order, by the own rhythm and the shop's gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.arrays import Bools, Floats, Ints
from data.errors import InputError
from models.customers.gaps import OrderDays
from models.customers.table import LABEL, NUMBER, Column, CustomerTable, labelled
from models.customers.why import Why
from models.segments.segment import figures
from models.segments.turns import Shares, Turns, silences, turns_of

NAMES: Final = (
    "prospect", "first_time_buyer", "second_order_candidate", "repeat", "regular", "vip", "cooling", "lapsed", "lost",
)  # fmt: skip
PROSPECT, FIRST, SECOND, REPEAT, REGULAR, VIP, COOLING, LAPSED, LOST = range(len(NAMES))
COLUMNS: Final = (
    Column("lifecycle", LABEL, "", "from prospect to lost; everybody is in exactly one"),
    Column("lifecycle_days", NUMBER, "days", "since it was entered"),
    Column("lifecycle_left_days", NUMBER, "days", "until the next one if nothing is ordered; empty: there is none"),
)


@dataclass(frozen=True)
class Lifecycle:
    """The stages of a customer, section `[people.lifecycle]` of the settings."""

    regular_days: int = 4
    """Order days from which a customer is a regular."""
    vip_share: float = 0.1
    """The share of all buyers, the first by value, that is VIP while it is regular."""
    opening: float = 0.2
    """A second order is likely from when this share of those who came back after their first had done so."""
    cooling: float = 0.75
    """A customer cools after the silence within which this share of all who came back had done so."""
    lapsed: float = 0.9
    """The same for lapsed."""
    lost: float = 0.97
    """The same for lost."""

    def __post_init__(self) -> None:
        if not 0 < self.opening < self.cooling < self.lapsed < self.lost < 1:
            raise InputError("people.lifecycle", "opening, cooling, lapsed and lost must rise, between 0 and 1")
        if not 0 < self.vip_share < 1:
            raise InputError("people.lifecycle.vip_share", "must be between 0 and 1")
        if self.regular_days < 2:
            raise InputError("people.lifecycle.regular_days", "must be 2 or more: who ordered once is no regular")


@dataclass(frozen=True)
class _Marks:
    """float32 [customers], days of silence at which each customer turns; NaN where that cannot be said."""

    opening: Floats
    cooling: Floats
    lapsed: Floats
    lost: Floats


def lifecycle(history: CustomerTable, days: OrderDays, spec: Lifecycle) -> CustomerTable:
    """The columns of `COLUMNS`, from those of the history and the order days.

    A silence is measured against what was to be expected of the customer (`gap_days`). Where nobody ever came back no
    silence is too long: who ordered once stays a first-time buyer. Cost: two sorts of the order days.
    """
    shares = Shares(spec.opening, spec.cooling, spec.lapsed, spec.lost)
    gap, silent = history.number("gap_days"), history.number("last_order_days")
    first, later = (turns_of(silences(days, gap, once), shares) for once in (True, False))
    marks = _marks(days.counts == 1, first, later, gap)
    worth, bar = _worth(history, days, spec.vip_share)
    label = _label(days.counts, silent, marks)
    regular = (label == REPEAT) & (days.counts >= spec.regular_days)
    label[regular] = np.where(worth[days.offsets[1:][regular] - 1] > bar, VIP, REGULAR)
    since = np.stack((history.number("known_days"), silent, silent - marks.opening, *_entered(days, first, later, spec,
                      worth > bar), silent - marks.cooling, silent - marks.lapsed, silent - marks.lost))  # fmt: skip
    nowhere = np.full(len(gap), np.nan)
    until = np.stack((nowhere, marks.opening, *[marks.cooling] * 4, marks.lapsed, marks.lost, nowhere))
    row = np.arange(len(gap))
    numbers = {
        "lifecycle_days": since[label, row].astype(np.float32),
        "lifecycle_left_days": (until[label, row] - silent).astype(np.float32),
    }
    return CustomerTable(numbers, {"lifecycle": labelled(label, NAMES)}, {})


def why(table: CustomerTable, customer: int) -> list[Why]:
    """The orders, and the silence against the own rhythm; for a prospect, since when it is known."""
    stage = Why("in_stage", figures(table, customer, "lifecycle_days", "lifecycle_left_days"))
    if not table.number("orders")[customer]:
        return [Why("no_order", figures(table, customer, "orders", "known_days")), stage]
    return [
        Why("ordered", figures(table, customer, "orders", "order_days", "first_order_days", "value")),
        Why("silent", figures(table, customer, "last_order_days", "gap_days")),
        stage,
    ]


def _marks(once: Bools, first: Turns, later: Turns, gap: Floats) -> _Marks:
    def at(early: float, late: float) -> Floats:
        return (np.where(once, early, late) * gap).astype(np.float32)

    return _Marks(
        at(first.opening, later.opening), at(first.cooling, later.cooling), at(first.lapsed, later.lapsed),
        at(first.lost, later.lost),
    )  # fmt: skip


def _label(counts: Ints, silent: Floats, marks: _Marks) -> Ints:
    """Without telling regulars from others who came back; a mark that cannot be said is never passed."""
    label = np.select([counts == 0, counts == 1], [PROSPECT, FIRST], REPEAT).astype(np.int32)
    label[(counts == 1) & (silent >= marks.opening)] = SECOND
    for turned, mark in ((COOLING, marks.cooling), (LAPSED, marks.lapsed), (LOST, marks.lost)):
        label[silent >= mark] = turned
    return label


def _worth(history: CustomerTable, days: OrderDays, share: float) -> tuple[Floats, float]:
    """What the customer had spent by each order day (days, where the shop has no prices), and the bar of the VIPs.

    Above the bar stands at most that share of the buyers: where all are equal, nobody.
    """
    priced = not np.isnan(days.net).all()
    spent = np.cumsum(np.nan_to_num(days.net.astype(np.float64))) if priced else np.arange(1.0, len(days.age) + 1)
    before = np.concatenate(([0.0], spent))[days.offsets[days.customer]]
    by_then = (spent - before).astype(np.float32)
    total = by_then[days.offsets[1:][days.counts > 0] - 1]
    return by_then, float(np.quantile(total, 1 - share)) if len(total) else 0.0


def _entered(days: OrderDays, first: Turns, later: Turns, spec: Lifecycle, rich: Bools) -> tuple[Floats, ...]:
    """Days since each customer became repeat, regular and VIP: by coming back from a silence that was too long, or by
    the order day that made them one, whichever is newer; NaN where none did."""
    nth = days.nth
    back = days.gap > np.where(nth == 1, first.cooling, later.cooling) * days.expected
    crossed = rich & ~np.concatenate(([False], rich[:-1] & (nth[1:] > 0))) if len(rich) else rich
    regular = back | (nth == spec.regular_days - 1)
    return tuple(_newest(days, rows) for rows in (back | (nth == 1), regular, regular | crossed))


def _newest(days: OrderDays, rows: Bools) -> Floats:
    found = np.full(len(days.counts), np.nan, dtype=np.float32)
    found[days.customer[rows]] = days.age[rows]  # oldest first, so the newest stays
    return found
