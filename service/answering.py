"""The answer for one customer, around its list."""

from __future__ import annotations

import orjson

from models.decision.decide import RELAXATIONS, decision_ids
from models.decision.query import Decisions, Query, Whom
from service.served import Served
from service.wording import Wording, flags

RELAXED: tuple[list[str], ...] = tuple(
    [name for bit, name in enumerate(RELAXATIONS) if bits >> bit & 1] for bits in range(2 ** len(RELAXATIONS))
)
"""The names behind each value of `relaxed`."""

ANSWER = (
    b'{"decision_id":"%b","bundle":%b,"as_of":%b,"customer_id":%b,"customer_known":%b,"placement":%b,"may_send":%b,'
    b'"arm":null,"requested":%d,"returned":%d,"relaxed":%b,"items":[%b]}'
)


def recommendations(
    served: Served, query: Query, whom: Whom, customer_ids: list[str], decided: Decisions, wording: Wording
) -> list[bytes]:
    """The whole answer for every row, as JSON."""
    bundle = served.bundle
    bundle_id, as_of, placement = orjson.dumps(bundle.id), orjson.dumps(bundle.as_of), orjson.dumps(query.placement)
    answers: list[bytes] = []
    for id_, customer_id, known, may_send, relaxed, (returned, items) in zip(
        decision_ids(bundle, query, whom, decided, customer_ids), customer_ids, flags(whom.customer >= 0),
        flags(decided.may_send), decided.relaxed.tolist(), wording.lists(decided), strict=True,
    ):  # fmt: skip
        customer = orjson.dumps(customer_id or None)
        told = (id_.encode(), bundle_id, as_of, customer, known, placement, may_send, query.n, returned)
        answers.append(ANSWER % (*told, _RELAXED[relaxed], items))
    return answers


_RELAXED = [orjson.dumps(names) for names in RELAXED]
