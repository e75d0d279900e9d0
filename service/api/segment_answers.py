"""What is answered about segments and customers: the shapes in /openapi.json."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

Meaning = Annotated[str | None, Meta(description="a sentence, where there is one")]
MaySend = Annotated[bool, Meta(description="whether the customer said yes to mail; unknown is no")]


class Reasoned(msgspec.Struct):
    """Why something is said of a customer."""

    code: str
    says: Annotated[dict[str, Any], Meta(description="the figures it rests on, by name")]


class StandsFor(msgspec.Struct):
    """An item that stands for a segment."""

    item_id: str
    lift: Annotated[float | None, Meta(description="how many times as often as in the whole shop")]


class Held(msgspec.Struct):
    """One segment that the customer is in."""

    id: str
    kind: str
    name: str
    meaning: Meaning
    weight: Annotated[float | None, Meta(description="how much, where a customer may be in several of the kind")]
    items: list[StandsFor]
    why: list[Reasoned]


class DueItem(msgspec.Struct):
    """Something that the customer buys again. low, high: one in ten of those who come do so before, and after."""

    item_id: str
    status: Annotated[str, Meta(description="too_early, due, overdue or unlikely")]
    due_days: Annotated[float, Meta(description="from as_of until half of those who come have come; below 0: past")]
    low: float
    high: float
    chance: Annotated[float, Meta(description="of another purchase within within_days")]
    within_days: float
    times: Annotated[int, Meta(description="days on which it was bought")]
    gap_days: Annotated[float, Meta(description="usual days between two purchases")]


class DescribedCustomer(msgspec.Struct):
    """Who a customer is. columns: every column that can be said. due: what is bought again, the likeliest first. why:
    by column, where it is no segment's."""

    bundle: str
    as_of: str
    customer_id: str | None
    customer_known: bool
    may_send: MaySend
    columns: dict[str, Any]
    segments: list[Held]
    due: list[DueItem]
    why: dict[str, list[Reasoned]]


class SegmentRow(msgspec.Struct):
    """One segment. kind: the column it is of. rule: how it is decided who is in, of an audience its expression."""

    id: str
    kind: str
    name: str
    meaning: Meaning
    rule: str | None
    size: int
    may_send: Annotated[int, Meta(description="how many of them said yes to mail")]
    problem: Annotated[str | None, Meta(description="why an audience is empty")]


class Segments(msgspec.Struct):
    """Every segment and audience there is; none where the night described no customers."""

    bundle: str
    as_of: str
    customers: int
    segments: list[SegmentRow]


class Member(msgspec.Struct):
    """One customer of a segment."""

    customer_id: str
    may_send: MaySend


class MembersPage(msgspec.Struct):
    """Some customers of a segment, in an order that stays as long as the bundle does."""

    bundle: str
    as_of: str
    segment: str
    size: Annotated[int, Meta(description="listed, on all pages together")]
    without_consent: Annotated[int, Meta(description="left out because they did not say yes to mail; unknown is no")]
    problem: Annotated[str | None, Meta(description="why an audience is empty")]
    customers: list[Member]
    cursor: Annotated[str | None, Meta(description="for the next page; null: this is the last")]


class Sized(msgspec.Struct):
    """One of the segments compared."""

    id: str
    size: int


class Pair(msgspec.Struct):
    """How far two segments hold the same customers; null where an empty one leaves nothing to be said."""

    a: str
    b: str
    both: int
    jaccard: Annotated[float | None, Meta(description="both, of who is in either")]
    lift: Annotated[float | None, Meta(description="P(a and b) / (P(a) P(b)); 1: nothing to do with each other")]
    share_of_a: float | None
    share_of_b: float | None


class Overlaps(msgspec.Struct):
    """Each pair of the segments compared, once."""

    bundle: str
    as_of: str
    customers: int
    segments: list[Sized]
    pairs: list[Pair]
