"""The answer for one customer, around its list."""

from __future__ import annotations

import orjson

from models.decision.decide import RELAXATIONS, decision_ids
from models.decision.query import Decisions, One, Query, Whom
from service.served import Served
from service.wording import FLAGS, Wording

RELAXED: tuple[list[str], ...] = tuple(
    [name for bit, name in enumerate(RELAXATIONS) if bits >> bit & 1] for bits in range(2 ** len(RELAXATIONS))
)
"""The names behind each value of `relaxed`."""

ANSWER = (
    b'{"decision_id":"%b",%b,"customer_id":%b,"customer_known":%b,"placement":"%b","may_send":%b,'
    b'"arm":null,"requested":%d,"returned":%d,"relaxed":%b,"items":[%b]}'
)


def recommendations(
    served: Served, query: Query, whom: Whom, customer_ids: list[str], decided: Decisions, wording: Wording
) -> list[bytes]:
    """The whole answer for every row, as JSON."""
    bundle = served.bundle
    answers: list[bytes] = []
    ids = decision_ids(bundle, query, whom, decided.rows_shown(), customer_ids)
    known_ones = (whom.customer >= 0).tolist()
    for id_, customer_id, known, may_send, relaxed, (returned, items) in zip(
        ids, customer_ids, known_ones, decided.may_send.tolist(), decided.relaxed.tolist(), wording.lists(decided),
        strict=True,
    ):  # fmt: skip
        answers.append(_answer(served, query, id_, customer_id, known, may_send, relaxed, returned, items))
    return answers


def recommendation(served: Served, query: Query, whom: Whom, customer_id: str, decided: One, wording: Wording) -> bytes:
    """The same for a single row."""
    (id_,) = decision_ids(served.bundle, query, whom, [decided.shown(query.n)], [customer_id])
    known, returned = bool(whom.customer[0] >= 0), len(decided.item)
    items = wording.list(decided)
    return _answer(served, query, id_, customer_id, known, decided.may_send, decided.relaxed, returned, items)


def _answer(
    served: Served,
    query: Query,
    decision_id: str,
    customer_id: str,
    known: bool,
    may_send: bool,
    relaxed: int,
    returned: int,
    items: bytes,
) -> bytes:
    return ANSWER % (
        decision_id.encode(), served.head, orjson.dumps(customer_id or None), FLAGS[known], query.placement.encode(),
        FLAGS[may_send], query.n, returned, _RELAXED[relaxed], items,
    )  # fmt: skip


_RELAXED = [orjson.dumps(names) for names in RELAXED]
