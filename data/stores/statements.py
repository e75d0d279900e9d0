"""The statements that run all day: SQL that both databases take, with named parameters.

They go to the drivers as they are: for a library to put a statement together, or its rows apart, costs more than the
database's own work. `:name` becomes what the driver takes when a store is opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Final

from data.columns import CLICK, EXPOSURE, SEND
from data.stores.questions import (
    ALL_GONE,
    ANY_GONE,
    ANYBODY_ERASED,
    ERASED_AT,
    GONE,
    HEAVY,
    MOVED,
    MOVED_OF_GUEST,
    STORE_ID,
    TOLD,
    TOLD_OF_MANY,
    TOLD_UNHASHED,
    WHOSE_SESSIONS,
)
from data.stores.rows import Decided

OF_A_DECISION: Final = (SEND, EXPOSURE, CLICK)
"""Kinds that say of a decision, by its id, that it was shown or clicked."""

DECIDED: Final = f"({', '.join('?' * len(Decided._fields))})"
DECIDE: Final = f"""
INSERT INTO decision ({", ".join(Decided._fields)}) VALUES {DECIDED}
ON CONFLICT (decision_id) DO UPDATE SET customer_id = excluded.customer_id, session_id = excluded.session_id,
    placement = excluded.placement, campaign = excluded.campaign, bundle = excluded.bundle, arm = excluded.arm,
    at = excluded.at, items = excluded.items, propensities = excluded.propensities,
    shown_at = coalesce(excluded.shown_at, decision.shown_at)"""
"""The same answer given again is one row. By position: a name for each value costs as much as the rest."""

_MAY_SAY: Final = """
WHERE :by_token = 0 OR decision.session_id IN ('', :session) AND (decision.customer_id IN ('', :customer)
    OR :customer = '' AND decision.customer_id = (SELECT customer_id FROM session WHERE session_id = :session))"""
"""A browser speaks of the lists of its own customer and visit, and of those of which nothing is known yet."""
SHOWN: Final = f"""
INSERT INTO decision (decision_id, customer_id, session_id, at, shown_at) VALUES (:decision_id, '', '', :t, :t)
ON CONFLICT (decision_id) DO UPDATE SET shown_at = CASE
    WHEN decision.shown_at > excluded.shown_at THEN decision.shown_at ELSE excluded.shown_at END {_MAY_SAY}"""
MOST_CLICKED: Final = 200
"""Items of one decision, as a list has at most; who tells of more says nothing."""
_LINES: Final = "'\n' || decision.clicked || '\n'"
_NAMED_BEFORE: Final = f"replace({_LINES}, '\n' || excluded.clicked || '\n', '') <> {_LINES}"
_FULL: Final = f"length(decision.clicked) - length(replace(decision.clicked, '\n', '')) >= {MOST_CLICKED - 1}"
CLICKED: Final = f"""
INSERT INTO decision (decision_id, customer_id, session_id, at, clicked_at, clicked)
VALUES (:decision_id, '', '', :t, :t, :clicked)
ON CONFLICT (decision_id) DO UPDATE SET clicked_at = excluded.clicked_at, clicked = CASE
    WHEN decision.clicked_at IS NULL OR excluded.clicked = '' THEN excluded.clicked
    WHEN decision.clicked = '' OR {_NAMED_BEFORE} OR {_FULL} THEN decision.clicked
    ELSE decision.clicked || '\n' || excluded.clicked END {_MAY_SAY}"""
"""What is said of a decision may come before the decision itself is written. Clicked as a whole it stays so."""


WRITTEN: Final = """
INSERT INTO about (name, value) VALUES ('written', :at) ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
"""Changes a page, so that a full disk is found out: an empty transaction succeeds on one."""


@dataclass(frozen=True)
class Statements:
    """The texts as one driver takes them."""

    told: tuple[str, ...] = TOLD
    told_unhashed: tuple[str, ...] = TOLD_UNHASHED
    gone: str = GONE
    any_gone: str = ANY_GONE
    all_gone: str = ALL_GONE
    moved: str = MOVED
    moved_of_guest: str = MOVED_OF_GUEST
    heavy: str = HEAVY
    told_of_many: tuple[str, ...] = TOLD_OF_MANY
    store_id: str = STORE_ID
    anybody_erased: str = ANYBODY_ERASED
    erased_at: str = ERASED_AT
    whose_sessions: str = WHOSE_SESSIONS
    decide: str = DECIDE
    shown: str = SHOWN
    clicked: str = CLICKED
    written: str = WRITTEN

    def each(self, change: Callable[[str], str]) -> Statements:
        """All of them changed in one way."""
        return Statements(**{field.name: _changed(getattr(self, field.name), change) for field in fields(self)})


def _changed(held: Any, change: Callable[[str], str]) -> Any:
    return change(held) if isinstance(held, str) else tuple(map(change, held))


def as_pyformat(text: str) -> str:
    """`:name` as `%(name)s`, `?` as `%s`."""
    return re.sub(r"(?<!:):(\w+)", r"%(\1)s", text).replace("?", "%s")
