"""Decisions that are old enough to be forgotten."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, func, select

from data.stores.database import Database
from data.stores.tables import DECISION

DAY: Final = 86_400_000_000
UNSHOWN_DAYS: Final = 7
"""What nobody is known to have seen is of no use for longer."""
AT_ONCE: Final = 20_000
"""Rows of one transaction, so that nobody waits long for it."""


def expire_decisions(database: Database, now: int, keep_days: int) -> int:
    """How many went: shown before the last `keep_days`, or answered before UNSHOWN_DAYS and never shown.

    now: microseconds since 1970.
    """
    seen = func.coalesce(DECISION.c.shown_at, DECISION.c.clicked_at)
    old = func.coalesce(seen, DECISION.c.at) < now - keep_days * DAY
    unshown = seen.is_(None) & (DECISION.c.at < now - UNSHOWN_DAYS * DAY)
    some = select(DECISION.c.decision_id).where(old | unshown).limit(AT_ONCE)
    gone = 0
    while True:
        with database.changing() as connection:
            rows = connection.execute(delete(DECISION).where(DECISION.c.decision_id.in_(some))).rowcount
        gone += rows
        if rows < AT_ONCE:
            return gone
