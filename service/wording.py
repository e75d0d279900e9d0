"""From the arrays of `decide` to the words of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.decision.decide import RELAXATIONS, decision_ids
from models.decision.query import Decisions, Query, Whom
from models.recommenders import RECOMMENDERS
from service.served import Served

SOURCES: tuple[str, ...] = tuple(row.name for row in RECOMMENDERS)
REASONS: tuple[str, ...] = tuple(row.reason for row in RECOMMENDERS)
RELAXED: tuple[list[str], ...] = tuple(
    [name for bit, name in enumerate(RELAXATIONS) if bits >> bit & 1] for bits in range(2 ** len(RELAXATIONS))
)
"""The names behind each value of `relaxed`."""


def lists(served: Served, decided: Decisions, fields: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The items of every row as JSON objects, best first. Scores and lifts stay float32, so they are written short."""
    item_id, read = served.item_id, served.readers(fields)
    written: list[list[dict[str, Any]]] = []
    parts = (decided.item, decided.source, decided.anchor, decided.count)
    for row, (item, source, anchor, count) in enumerate(zip(*(part.tolist() for part in parts), strict=True)):
        score, lift = decided.score[row], decided.lift[row]
        listed: list[dict[str, Any]] = []
        for place, number in enumerate(item):
            if number < 0:
                break
            by = anchor[place]
            entry = {
                "item_id": item_id(number),
                "rank": place + 1,
                "score": score[place],
                "source": SOURCES[source[place]],
                "reason": {
                    "code": REASONS[source[place]],
                    "anchor": item_id(by) if by >= 0 else None,
                    "count": count[place] or None,
                    "lift": lift[place],
                },
            }
            for name, reader in read:
                entry[name] = reader(number)
            listed.append(entry)
        written.append(listed)
    return written


def recommendations(
    served: Served, query: Query, whom: Whom, customer_ids: list[str], decided: Decisions, fields: Sequence[str]
) -> list[dict[str, Any]]:
    """The whole answer for every row."""
    bundle = served.bundle
    ids = decision_ids(bundle, query, whom, decided, customer_ids)
    rows = zip(
        ids, customer_ids, (whom.customer >= 0).tolist(), decided.may_send.tolist(), decided.relaxed.tolist(),
        lists(served, decided, fields), strict=True,
    )  # fmt: skip
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
            "returned": len(items),
            "relaxed": RELAXED[relaxed],
            "items": items,
        }
        for decision_id, customer_id, known, may_send, relaxed, items in rows
    ]
