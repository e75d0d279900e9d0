"""The answer for one customer, around its list."""

from __future__ import annotations

from typing import Any

import orjson

from models.decision.decide import RELAXATIONS, decision_ids
from models.decision.query import Decisions, Query, Whom
from service.served import Served
from service.wording import Wording

RELAXED: tuple[list[str], ...] = tuple(
    [name for bit, name in enumerate(RELAXATIONS) if bits >> bit & 1] for bits in range(2 ** len(RELAXATIONS))
)
"""The names behind each value of `relaxed`."""


def recommendations(
    served: Served, query: Query, whom: Whom, customer_ids: list[str], decided: Decisions, wording: Wording
) -> list[dict[str, Any]]:
    """The whole answer for every row."""
    bundle = served.bundle
    return [
        {
            "decision_id": decision_id,
            "bundle": bundle.id,
            "as_of": bundle.as_of,
            "customer_id": customer_id or None,
            "customer_known": known,
            "placement": query.placement,
            "may_send": may_send,
            "arm": None,
            "requested": query.n,
            "returned": returned,
            "relaxed": RELAXED[relaxed],
            "items": orjson.Fragment(items),
        }
        for decision_id, customer_id, known, may_send, relaxed, (returned, items) in zip(
            decision_ids(bundle, query, whom, decided, customer_ids),
            customer_ids,
            (whom.customer >= 0).tolist(),
            decided.may_send.tolist(),
            decided.relaxed.tolist(),
            wording.lists(decided),
            strict=True,
        )
    ]
