"""Segments as they are answered: all of them, the customers of one page by page, and how they overlap."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import combinations
from typing import Any

import numpy as np

from data.arrays import Bools
from data.errors import InputError
from models.audiences.consent import listed
from models.audiences.explained import NOTHING
from models.audiences.named import Named, member_of, segment_of
from models.audiences.overlap import overlap
from models.audiences.vocabulary import ALL, AUDIENCE
from models.customers.table import EMPTY
from service.api.segment_arguments import Members
from service.errors import Problem, fault
from service.living import Forgotten
from service.served import Served

Said = dict[str, Any]


def all_segments(served: Served) -> list[Said]:
    """A row for each, in the order of the table."""
    return [_row(served, each) for each in served.segments]


def _row(served: Served, each: Named) -> Said:
    about = served.about.get(each.id, NOTHING)
    return {
        "id": each.id, "kind": each.column, "name": each.label or each.column, "meaning": about.meaning or None,
        "rule": about.rule or None, "size": each.size, "may_send": each.among, "problem": about.problem or None,
    }  # fmt: skip


def page(served: Served, asked: Members, forgotten: Forgotten) -> Said:
    """The customers after the cursor, and the next cursor.

    Raises Problem 404 for a segment that there is not, 410 for a cursor of another bundle, InputError for an expression
    that is none. Cost: one look at every customer, 5 ms a million.
    """
    after = _after(served, asked.cursor)
    bundle = served.bundle
    try:
        id_, member = _whose(served, asked.segment)
    except InputError as error:
        raise Problem(404, error.detail, [fault(error.field, error.detail)]) from None
    if asked.where is not None:
        member = member & served.scope.members(asked.where, "where")
    of = listed(bundle.customers, member, id_.partition(":")[0], asked.may_send)
    found = np.flatnonzero(of.member[after:])[: asked.limit + 1] + after
    shown = found[: asked.limit].tolist()
    consents = bundle.customers.email_consent
    return {
        "bundle": bundle.id,
        "as_of": bundle.as_of,
        "segment": id_,
        "size": int(np.count_nonzero(of.member)),
        "without_consent": of.without_consent,
        "problem": served.about.get(id_, NOTHING).problem or None,
        "customers": [
            {"customer_id": bundle.customers.id[row], "may_send": bool(consents[row])}
            for row in shown
            if not forgotten(bundle.customers.id[row])
        ],
        "cursor": f"{found[asked.limit]}.{_mark(served)}" if len(found) > asked.limit else None,
    }


def overlaps(served: Served, ids: Sequence[str]) -> Said:
    """Each pair of the segments once. Raises InputError for a segment that there is not."""
    bundle = served.bundle
    asked = list(dict.fromkeys(ids)) or [each.id for each in served.segments if each.column == AUDIENCE and each.size]
    members = dict(_whose(served, id_) for id_ in asked)
    names = list(members)
    found = overlap(list(members.values()), bundle.customers.count)
    return {
        "bundle": bundle.id,
        "as_of": bundle.as_of,
        "customers": bundle.customers.count,
        "segments": [{"id": id_, "size": size} for id_, size in zip(names, found.size.tolist(), strict=True)],
        "pairs": [
            {
                "a": names[a], "b": names[b], "both": int(found.both[a, b]), "jaccard": found.jaccard[a, b],
                "lift": found.lift[a, b], "share_of_a": found.share[a, b], "share_of_b": found.share[b, a],
            }
            for a, b in combinations(range(len(names)), 2)
        ],
    }  # fmt: skip


def _whose(served: Served, id_: str) -> tuple[str, Bools]:
    """The segment's own id, and who is in it. Raises InputError for a segment that there is not."""
    if id_ == ALL:
        return ALL, np.ones(served.bundle.customers.count, dtype=bool)
    table = served.bundle.described or EMPTY
    column, label = segment_of(table, id_, "segment")
    return f"{column}:{label}" if label else column, member_of(table, column, label)


def _after(served: Served, cursor: str | None) -> int:
    """The number of the first customer of the page."""
    if cursor is None:
        return 0
    number, _, mark = cursor.partition(".")
    if mark != _mark(served):
        detail = "a new bundle is served since this cursor was given; begin again without one"
        raise Problem(410, detail, [fault("cursor", detail)])
    return int(number)


def _mark(served: Served) -> str:
    """What a cursor says of its bundle."""
    return sha256(served.bundle.id.encode()).hexdigest()[:12]
