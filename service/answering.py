"""The answer for one customer, around its list."""

from __future__ import annotations

from dataclasses import fields

import orjson

from models.decision.decide import RELAXATIONS
from models.decision.query import Decisions, One, Query, Whom
from service.deciding import Lists
from service.pieces import Entries
from service.served import Served
from service.wording import FLAGS, KINDS, Wording, texts

RELAXED: tuple[list[str], ...] = tuple(
    [name for bit, name in enumerate(RELAXATIONS) if bits >> bit & 1] for bits in range(2 ** len(RELAXATIONS))
)
"""The names behind each value of `relaxed`."""

BLOCK = 64  # lines that are put together at a time: what they are made of stays in the processor's cache

HEAD = (
    b'{"decision_id":"%b",%b,"customer_id":%b,"customer_known":%b,"placement":"%b","may_send":%b,"stale":%b,'
    b'"arm":null,"score_kind":"%b","requested":%d,"returned":%d,"relaxed":%b,"items":['
)


def recommendations(served: Served, query: Query, lists: Lists, entries: Entries) -> list[bytes]:
    """The whole answer for every row as JSON, a line each, BLOCK lines in a piece."""
    decided = lists.decided
    heads = [
        _head(served, query, id_, customer_id, known, may_send, lists.stale, likely, relaxed, returned)
        for id_, customer_id, known, may_send, likely, relaxed, returned in zip(
            lists.named, texts(lists.customer_ids), (lists.whom.customer >= 0).tolist(), decided.may_send.tolist(),
            decided.likely.tolist(), decided.relaxed.tolist(), (decided.item >= 0).sum(axis=1).tolist(), strict=True,
        )
    ]  # fmt: skip
    return [
        b"".join(entries.after(heads[first : first + BLOCK], _rows(decided, first, first + BLOCK)))
        for first in range(0, len(heads), BLOCK)
    ]


def _rows(decided: Decisions, first: int, end: int) -> Decisions:
    return Decisions(*(getattr(decided, field.name)[first:end] for field in fields(Decisions)))


def recommendation(
    served: Served, query: Query, whom: Whom, customer_id: str, decided: One, wording: Wording, id_: str, stale: bool
) -> bytes:
    """The same for a single row."""
    known, returned = bool(whom.customer[0] >= 0), len(decided.item)
    quoted, items = orjson.dumps(customer_id or None), wording.list(decided)
    may_send, likely, relaxed = decided.may_send, decided.likely, decided.relaxed
    head = _head(served, query, id_, quoted, known, may_send, stale, likely, relaxed, returned)
    return b"%b%b]}" % (head, items)


def _head(
    served: Served,
    query: Query,
    decision_id: str,
    customer_id: bytes,
    known: bool,
    may_send: bool,
    stale: bool,
    likely: bool,
    relaxed: int,
    returned: int,
) -> bytes:
    """All that stands before the items; customer_id as JSON."""
    return HEAD % (
        decision_id.encode(), served.head, customer_id, FLAGS[known], query.placement.encode(), FLAGS[may_send],
        FLAGS[stale], KINDS[likely], query.n, returned, _RELAXED[relaxed],
    )  # fmt: skip


_RELAXED = [orjson.dumps(names) for names in RELAXED]
