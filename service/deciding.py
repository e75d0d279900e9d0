"""The lists for some lines of a batch: who is asked about by now, what they are shown, and that it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.decision.decide import decide, decision_ids
from models.decision.query import Decisions, Query, Whom
from service.asking import whom_of
from service.lines import Good
from service.living import Living
from service.recording import record_many
from service.served import Served


@dataclass(frozen=True)
class Lists:
    """A row per line; named: the ids of the decisions."""

    customer_ids: list[str]
    whom: Whom
    decided: Decisions
    named: list[str]
    stale: bool


def lists_for(
    living: Living | None, served: Served, query: Query, record: bool, lines: Sequence[Good], explain: bool
) -> Lists:
    """Decide them all, and remember them where they are to be."""
    ids = [str(line.customer_id) for line in lines]
    whom = whom_of(served.bundle, ids, [line.item_id for line in lines], [line.exclude for line in lines])
    stale = False
    if living:
        whom, stale = living.many(served, query, whom, ids)
    decided = decide(served.bundle, query, whom, explain=explain)
    named = decision_ids(served.bundle, query, whom, decided.rows_shown(), ids)
    if living and record:
        record_many(living, served, query, ids, named, decided)
    return Lists(ids, whom, decided, named, stale)
