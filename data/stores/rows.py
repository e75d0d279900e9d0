"""What goes into the event store and comes out of it; moments are microseconds since 1970, absent texts ''."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import orjson


class Event(NamedTuple):
    """One event as it is kept, in the order of the table's columns after `seq`."""

    event_id: str
    item_id: str
    customer_id: str
    session_id: str
    kind: int  # position in EVENT_TYPES
    t: int
    order_id: str = ""
    quantity: float | None = None
    price: float | None = None
    decision_id: str = ""
    placement: str = ""
    position: int | None = None
    further: str = ""  # a JSON object
    by_token: int = 0  # 1: told by a browser, which speaks for this customer and session alone


class Outcome(IntEnum):
    """What became of one event that was brought."""

    DUPLICATE = 0  # was there already
    NEW = 1
    ERASED = 2  # of a customer who asked to be forgotten since it happened; not kept


class Decided(NamedTuple):
    """One answered list, in the order of the table's columns but for `clicked_at` and `clicked`."""

    decision_id: str
    customer_id: str
    session_id: str  # '' where the customer is known
    placement: str
    campaign: str
    bundle: str
    arm: str
    at: int
    shown_at: int | None  # None until a mail is known to have been sent
    items: str  # JSON list of ids, by position
    propensities: str = ""  # JSON list, by position; '' where nothing was drawn


class Mark(NamedTuple):
    """How far a night has read: all events up to `seq`, all erasures up to `erasures`, of the store of that id."""

    store: str
    seq: int
    erasures: int


NOTHING_READ = Mark("", 0, 0)
"""That of a night without a store."""


class Touch(NamedTuple):
    """Something that was done to an item since a night."""

    seq: int
    item_id: str
    kind: int
    t: int


class Showing(NamedTuple):
    """A list that was shown."""

    placement: str
    campaign: str
    shown_at: int
    clicked: bool
    listed: str  # JSON list of ids, by position: read only where a rule asks what stood in it
    marked: str = ""  # JSON texts, a line each: the items clicked; empty, too, where the list as a whole was

    @property
    def items(self) -> list[str]:
        """The ids, by position."""
        return orjson.loads(self.listed)

    @property
    def clicked_items(self) -> list[str]:
        """The ids of those clicked by their names."""
        return [orjson.loads(line) for line in self.marked.split("\n")] if self.marked else []


class Told(NamedTuple):
    """What the store tells of one customer or guest: touches by sequence and showings by moment, newest first."""

    touches: list[Touch]
    showings: list[Showing]
    erased: bool  # since the night; what the bundle knows is not theirs any more


NOTHING_TOLD = Told([], [], erased=False)


class Look(NamedTuple):
    """Which showings are asked for: of one placement, after a moment, the newest so many, none where they are fewer."""

    placement: str
    after: int
    most: int
    least: int = 1


class Whose(NamedTuple):
    """Of whom something is asked: a customer, a session, or both."""

    customer_id: str
    session_id: str
