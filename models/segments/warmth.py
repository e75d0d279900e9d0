"""How warm a customer is right now: by visits, what was looked at, carts, favourites and clicks, fading by the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats, Ints, Longs, distinct
from data.columns import CART, CLICK, EVENT_TYPES, FAVOURITE, OPEN, REMOVE_FROM_CART, SIGN_UP, VIEW
from data.errors import InputError
from data.facts.facts import CustomerFacts, Touches
from models.customers.gaps import days_back
from models.customers.table import COUNT, LABEL, NUMBER, Column, CustomerTable, labelled
from models.customers.why import Why
from models.segments.segment import figures

NAMES: Final = ("cold", "warm", "hot")
MONTH: Final = 30.0
LOOKS: Final = (VIEW, CART, FAVOURITE, CLICK)
"""What is counted item by item; a shop that records none of them says nothing of warmth."""
VISITS: Final = (*LOOKS, REMOVE_FROM_CART, SIGN_UP, EVENT_TYPES.index("review"))
"""What nobody does without coming."""
COLUMNS: Final = (
    Column("warmth", LABEL, "", "cold, warm or hot; absent where the shop records no looks"),
    Column("warmth_score", NUMBER, "visits of today", "visits and what was done in them, fading with age"),
    Column("last_visit_days", NUMBER, "days", "since the newest visit"),
    Column("visits_30", COUNT, "visits", "within 30 days: sessions, or days where none are told"),
    Column("looks_30", COUNT, "items", "looked at within 30 days, per visit"),
    Column("carts_30", COUNT, "items", "put in the cart within 30 days, per visit"),
    Column("favourites_30", COUNT, "items", "marked as favourite within 30 days, per visit"),
    Column("clicks_30", COUNT, "clicks", "in mails within 30 days, per visit and item"),
    Column("opens_30", COUNT, "days", "within 30 days on which a mail was opened"),
)
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Warmth:
    """What a visit and its touches are worth, section `[people.warmth]` of the settings; a visit of today is 1."""

    half_life: float = 7.0  # days after which a visit is worth half
    depth: float = 0.25  # of a visit, for every doubling of the items looked at in it
    cart: float = 3.0  # of an item put in the cart
    favourite: float = 2.0  # of an item marked as favourite
    click: float = 1.0  # of a click in a mail
    opened: float = 0.1  # of a day on which a mail was opened
    opens: float = 0.4  # all opens together at most: mail clients open mails by themselves
    warm: float = 0.5  # the score from which a customer is warm
    hot: float = 3.0  # the score, without opens, from which a customer is hot

    def __post_init__(self) -> None:
        if not self.half_life > 0:
            raise InputError("people.warmth.half_life", "must be above 0")
        if not 0 < self.warm < self.hot:
            raise InputError("people.warmth", "warm must be above 0 and hot above warm")


@dataclass(frozen=True)
class _Visits:
    """A row per visit, by customer; what was done in it counts each item once."""

    customer: Ints
    age: Floats  # of the newest touch
    done: dict[int, Ints]  # kind -> items


def warmth(known: CustomerFacts, spec: Warmth) -> CustomerTable:
    """The columns of `COLUMNS`; none where the shop records no looks, carts, favourites or clicks.

    An open alone never makes hot, nor warm. Cost: one sort of the touches per kind.
    """
    touches, count = known.touches, known.facts.customers.count
    if not np.isin(touches.kind, LOOKS).any():
        return CustomerTable({}, {}, {})
    day = days_back(known.facts.as_of, touches.age, known.facts.zone)
    visits, opened = _visits(touches, day), _opens(touches, day)
    earned = np.bincount(visits.customer, _worth(visits, spec), count)
    by_opens = np.bincount(opened.customer, spec.opened * _faded(opened.age, spec.half_life), count)
    score = earned + np.minimum(by_opens, spec.opens)
    label = np.select([earned >= spec.hot, score >= spec.warm], [2, 1], 0).astype(np.int32)
    last = np.full(count, np.nan, dtype=np.float32)
    last[visits.customer] = visits.age
    recent = visits.age <= MONTH
    numbers: dict[str, NDArray[np.generic]] = {
        "warmth_score": score.astype(np.float32),
        "last_visit_days": last,
        "visits_30": _total(visits, recent, np.ones(len(recent)), count),
        "opens_30": _total(opened, opened.age <= MONTH, np.ones(len(opened.age)), count),
    }
    for name, kind in (("looks_30", VIEW), ("carts_30", CART), ("favourites_30", FAVOURITE), ("clicks_30", CLICK)):
        numbers[name] = _total(visits, recent, visits.done[kind], count)
    return CustomerTable(numbers, {"warmth": labelled(label, NAMES)}, {})


def why(table: CustomerTable, customer: int) -> list[Why]:
    """The score, the visits, and each thing that was done in the last 30 days."""
    done = figures(table, customer, "carts_30", "favourites_30", "clicks_30", "looks_30", "opens_30")
    return [
        Why("warmth", figures(table, customer, "warmth_score")),
        Why("visited", figures(table, customer, "visits_30", "last_visit_days")),
        *(Why(name.removesuffix("_30"), {name: value}) for name, value in done.items() if value),
    ]


def _visits(touches: Touches, day: Longs) -> _Visits:
    """Sessions; days, where a touch names none. The newest touch of a visit gives its age; newest visits last."""
    made = np.isin(touches.kind, VISITS)
    customer, age = touches.customer[made], touches.age[made]
    told = touches.session[made]
    where = np.where(told >= 0, told, -2 - day[made])
    last = np.ones(len(age), dtype=bool)
    last[:-1] = (customer[1:] != customer[:-1]) | (where[1:] != where[:-1])
    visit = (np.cumsum(last) - last).astype(np.int64)
    kind, item = touches.kind[made], touches.item[made]
    done = {each: _items(visit, item, kind == each, int(last.sum())) for each in LOOKS}
    return _Visits(customer[last], age[last], done)


def _items(visit: Longs, item: Ints, which: Bools, visits: int) -> Ints:
    """How many different items per visit."""
    span = int(item.max(initial=0)) + 2
    pairs = distinct(visit[which] * span + item[which] + 1)
    return np.bincount(pairs // span, minlength=visits).astype(np.int32)


def _opens(touches: Touches, day: Longs) -> _Visits:
    """A row per customer and day on which a mail was opened."""
    made = touches.kind == OPEN
    customer, age, day = touches.customer[made], touches.age[made], day[made]
    last = np.ones(len(age), dtype=bool)
    last[:-1] = (customer[1:] != customer[:-1]) | (day[1:] != day[:-1])
    return _Visits(customer[last], age[last], {})


def _worth(visits: _Visits, spec: Warmth) -> Vector:
    deep = spec.depth * np.log2(np.maximum(visits.done[VIEW], 1))
    did = spec.cart * visits.done[CART] + spec.favourite * visits.done[FAVOURITE] + spec.click * visits.done[CLICK]
    return (1 + deep + did) * _faded(visits.age, spec.half_life)


def _faded(age: Floats, half_life: float) -> Vector:
    return np.exp2(-age.astype(np.float64) / half_life)


def _total(visits: _Visits, which: Bools, amount: NDArray[np.generic], count: int) -> Ints:
    return np.bincount(visits.customer[which], amount[which], count).astype(np.int32)
