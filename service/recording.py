"""What was answered is remembered, after the answer is made: nobody waits for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import orjson

from data.stores.rows import Decided
from models.decision.decide import CERTAIN
from models.decision.placements import placement_of
from models.decision.query import Decisions, One, Query
from service import measures
from service.living import Living, now
from service.served import Served

ROOM_SECONDS = 5.0
"""How long a batch waits for the disk before it goes on without remembering a part."""


def record_one(
    living: Living, served: Served, query: Query, customer_id: str, session_id: str, decision_id: str, decided: One
) -> None:
    """Remember one list: shown by now where it is no mail. Asked for again within minutes it is the same showing."""
    if living.lately.told(decision_id):
        return
    drawn = decided.propensity if min(decided.propensity, default=1.0) < 1.0 else None
    _remember(living, [_row(served, query, customer_id, session_id, decision_id, decided.item, drawn)])


def record_many(
    living: Living,
    served: Served,
    query: Query,
    customer_ids: Sequence[str],
    decision_ids: Sequence[str],
    decided: Decisions,
) -> None:
    """Remember the lists of a batch; where the disk is slower than the batch, the batch waits."""
    rows = [
        _row(served, query, customer_id, "", decision_id, [item for item in items if item >= 0], drawn)
        for customer_id, decision_id, items, drawn in zip(
            customer_ids, decision_ids, decided.item.tolist(), _drawn(decided), strict=True
        )
    ]
    living.store.writer.room(len(rows), ROOM_SECONDS)
    _remember(living, rows)


def _drawn(decided: Decisions) -> list[list[float] | None]:
    """The propensities of each row in which anything was drawn; none is looked at where one number stands for all."""
    if not any(decided.propensity.strides):
        return [None] * len(decided.item)
    by_chance = np.any(decided.propensity < CERTAIN, axis=1).tolist()
    return [row if drawn else None for row, drawn in zip(decided.propensity.tolist(), by_chance, strict=True)]


def _row(
    served: Served,
    query: Query,
    customer_id: str,
    session_id: str,
    decision_id: str,
    items: Sequence[int],
    drawn: Sequence[float] | None,
) -> Decided:
    moment = now()
    shown = None if placement_of(query.placement).mail else moment
    alone = "" if customer_id else session_id
    propensities = orjson.dumps(list(drawn)[: len(items)]).decode() if drawn else ""
    return Decided(
        decision_id, customer_id, alone, query.placement, query.campaign, served.bundle.id, "", moment, shown,
        f"[{','.join(map(served.quoted, items))}]", propensities,
    )  # fmt: skip


def _remember(living: Living, rows: list[Decided]) -> None:
    taken = living.store.decided(rows)
    if taken < len(rows):
        measures.FORGOTTEN.inc(len(rows) - taken)
