"""What is answered: the shapes in /openapi.json, and the making of an answer from decisions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

ScoreKind = Annotated[
    Literal["order", "probability"],
    Meta(
        description="probability: every score of this list is the chance that this customer buys the item within the "
        "night's horizon, so the list may be cut at, say, score >= 0.01; order: scores only say what comes before what"
    ),
]


Stale = Annotated[bool, Meta(description="the event store could not be asked: this is last night's knowledge")]


class Reason(msgspec.Struct):
    """Why an item is shown, in a form that can be checked."""

    code: Annotated[str, Meta(description="why this recommender names items, such as bought_together")]
    anchor: Annotated[str | None, Meta(description="the item of the customer or of the request that spoke for it")]
    count: Annotated[int | None, Meta(description="how often anchor and item met")]
    lift: Annotated[float | None, Meta(description="how much more often than chance")]


class Item(msgspec.Struct):
    """One place of a list; the item fields asked for stand beside these."""

    item_id: str
    rank: Annotated[int, Meta(description="1 is best; the rank decides")]
    score: Annotated[
        float,
        Meta(
            description="orders items within one answer and one source; a probability only where score_kind says so: "
            "then it does not rise down the list, but for items that wait for their category's turn"
        ),
    ]
    source: Annotated[str, Meta(description="the recommender that named it")]
    reason: Reason


class Recommendation(msgspec.Struct):
    """The list for one customer."""

    decision_id: Annotated[str, Meta(description="the same question to the same bundle has the same id")]
    bundle: str
    as_of: Annotated[str, Meta(description="what happened before this moment is known")]
    customer_id: str | None
    customer_known: bool
    placement: str
    may_send: Annotated[bool, Meta(description="true only for a mail placement and a customer who said yes to mail")]
    stale: Stale
    arm: None
    score_kind: ScoreKind
    requested: int
    returned: int
    relaxed: Annotated[list[str], Meta(description="what was given up to fill the list: strategy, diversity")]
    items: list[Item]


class Row(msgspec.Struct):
    """One titled row of the area."""

    stream: str
    title: str
    decision_id: str
    score_kind: ScoreKind
    relaxed: list[str]
    items: list[Item]


class Area(msgspec.Struct):
    """The customer's own area in the shop: rows in a fixed order, no item twice."""

    bundle: str
    as_of: str
    customer_id: str | None
    customer_known: bool
    placement: str
    stale: Stale
    rows: list[Row]


class Health(msgspec.Struct):
    """status: "live", or "ready" with the bundle that is served; store: "up", "down", or "none" where there is none."""

    status: str
    store: str | None = None
    bundle: str | None = None
    as_of: str | None = None


class ProblemShape(msgspec.Struct, rename={"kind": "type"}):
    """RFC 9457."""

    kind: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]]
    request_id: str
