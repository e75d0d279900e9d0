"""The statements that run all day: SQL that both databases take, with named parameters.

They go to the drivers as they are: for a library to put a statement together, or its rows apart, costs more than the
database's own work. `:name` becomes what the driver takes when a store is opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from data.columns import (
    CANCEL,
    CART,
    CLICK,
    DELIVER,
    EXPOSURE,
    FAVOURITE,
    PURCHASE,
    REMOVE_FROM_CART,
    RETURN,
    SEND,
    VIEW,
)
from data.stores.rows import Decided, Look

OF_AN_ITEM: Final = (VIEW, CART, REMOVE_FROM_CART, FAVOURITE, PURCHASE, CANCEL, RETURN, DELIVER)
"""Kinds that change what is shown: the first ones."""
MOVING: Final = (CART, REMOVE_FROM_CART, PURCHASE, CANCEL, RETURN, DELIVER)
"""Kinds that leave an item out or bring it back, so that none may be overlooked."""
OF_A_DECISION: Final = (SEND, EXPOSURE, CLICK)
"""Kinds that say of a decision, by its id, that it was shown or clicked."""
MOST_TOUCHES: Final = 256
"""Of one customer in one question; of what is older only what MOVING tells is asked."""
TOUCH, SHOWING, ERASED, OF_GUEST = range(4)
"""What a row of TOLD is."""


def _listed(kinds: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, kinds))})"


_TOUCHES: Final = f"""
SELECT {{what}} AS what, seq, kind, t, item_id AS told, '' AS placement, '' AS campaign, '' AS clicked
FROM event WHERE {{of}} AND item_id <> '' AND kind <= {max(OF_AN_ITEM)} ORDER BY seq DESC LIMIT {MOST_TOUCHES}"""
OWN: Final = _TOUCHES.format(what=TOUCH, of="customer_id = :customer AND customer_id <> '' AND seq > :seq")
GUEST: Final = _TOUCHES.format(what=OF_GUEST, of="session_id = :session AND session_id <> '' AND customer_id = ''")
"""A guest has no row in a bundle, so all that is held of the session counts."""
_SHOWN: Final = "customer_id = :customer AND session_id = :alone AND placement = :placement AND shown_at > :after"
SHOWINGS: Final = f"""
SELECT {SHOWING}, shown_at, CASE WHEN clicked_at IS NULL THEN 0 ELSE 1 END, shown_at, items, placement, campaign,
    clicked
FROM decision WHERE {_SHOWN} AND EXISTS (SELECT 1 FROM decision WHERE {_SHOWN} LIMIT 1 OFFSET :least - 1)
ORDER BY shown_at DESC, decision_id DESC LIMIT :most"""
""":alone is the session of a guest, '' for a customer."""
GONE: Final = f"""
SELECT {ERASED}, number, 0, at, '', '', '', '' FROM tombstone WHERE digest = :digest AND number > :erasures"""
MOST_LOOKS: Final = 6
"""Placements that one list is compared with."""


def _nth(text: str, nth: int) -> str:
    return re.sub(r":(placement|after|most|least)\b", rf":\g<1>{nth}", text)


def _told(looks: int) -> str:
    parts = (OWN, GUEST, *(_nth(SHOWINGS, nth) for nth in range(looks)), GONE)
    return " UNION ALL ".join(f"SELECT * FROM ({part}) AS part{nth}" for nth, part in enumerate(parts))


TOLD: Final = tuple(map(_told, range(MOST_LOOKS + 1)))
"""All that an answer needs, in one journey, by how many looks; where a journey costs nothing, one by one is faster."""

_MOVED: Final = f"""
SELECT max(seq), item_id, kind, max(t), min(seq), count(*) FROM event
WHERE {{of}} AND seq >= :first AND seq < :before AND item_id <> '' AND kind IN {_listed(MOVING)}
GROUP BY item_id, kind"""
MOVED: Final = _MOVED.format(of="customer_id = :whose AND customer_id <> ''")
MOVED_OF_GUEST: Final = _MOVED.format(of="session_id = :whose AND session_id <> '' AND customer_id = ''")
"""What the newest MOST_TOUCHES do not tell."""

_TOLD_OF_MANY: Final = f"""
SELECT whose, what, seq, kind, t, told, placement, campaign, clicked FROM (
    SELECT customer_id AS whose, {TOUCH} AS what, seq, kind, t, item_id AS told, '' AS placement, '' AS campaign,
        '' AS clicked, row_number() OVER (PARTITION BY customer_id ORDER BY seq DESC) AS nth
    FROM event WHERE customer_id IN {{customers}} AND customer_id <> '' AND seq > :seq AND item_id <> ''
        AND kind <= {max(OF_AN_ITEM)}) AS touches WHERE nth <= {MOST_TOUCHES}
UNION ALL
SELECT digest, {ERASED}, number, 0, at, '', '', '', ''
FROM tombstone WHERE digest IN {{digests}} AND number > :erasures"""
_SHOWINGS_OF_MANY: Final = f"""
SELECT whose, what, seq, kind, t, told, placement, campaign, clicked FROM (
    SELECT customer_id AS whose, {SHOWING} AS what, shown_at AS seq,
        CASE WHEN clicked_at IS NULL THEN 0 ELSE 1 END AS kind, shown_at AS t, items AS told, placement, campaign,
        clicked, row_number() OVER (PARTITION BY customer_id ORDER BY shown_at DESC, decision_id DESC) AS nth,
        count(*) OVER (PARTITION BY customer_id) AS held
    FROM decision WHERE customer_id IN {{customers}} AND customer_id <> '' AND session_id = ''
        AND placement = :placement AND shown_at > :after) AS showings WHERE nth <= :most AND held >= :least"""


def _told_of_many(looks: int) -> str:
    return " UNION ALL ".join((_TOLD_OF_MANY, *(_nth(_SHOWINGS_OF_MANY, nth) for nth in range(looks))))


TOLD_OF_MANY: Final = tuple(map(_told_of_many, range(MOST_LOOKS + 1)))
"""The same for a list of customers, each row with whose it is."""

STORE_ID: Final = "SELECT value FROM about WHERE name = 'id'"
ANYBODY_ERASED: Final = "SELECT 1 FROM tombstone LIMIT 1"
ERASED_AT: Final = "SELECT digest, at FROM tombstone WHERE digest IN {digests}"
WHOSE_SESSIONS: Final = "SELECT session_id, customer_id FROM session WHERE session_id IN {sessions}"

DECIDE: Final = f"""
INSERT INTO decision ({", ".join(Decided._fields)}) VALUES ({", ".join("?" * len(Decided._fields))})
ON CONFLICT (decision_id) DO UPDATE SET customer_id = excluded.customer_id, session_id = excluded.session_id,
    placement = excluded.placement, campaign = excluded.campaign, bundle = excluded.bundle, arm = excluded.arm,
    at = excluded.at, items = excluded.items, propensities = excluded.propensities,
    shown_at = coalesce(excluded.shown_at, decision.shown_at)"""
"""The same answer given again is one row. By position: a name for each value costs as much as the rest."""

SHOWN: Final = """
INSERT INTO decision (decision_id, customer_id, session_id, at, shown_at) VALUES (:decision_id, '', '', :t, :t)
ON CONFLICT (decision_id) DO UPDATE SET shown_at = CASE
    WHEN decision.shown_at > excluded.shown_at THEN decision.shown_at ELSE excluded.shown_at END"""
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
    ELSE decision.clicked || '\n' || excluded.clicked END"""
"""What is said of a decision may come before the decision itself is written. Clicked as a whole it stays so."""


WRITTEN: Final = """
INSERT INTO about (name, value) VALUES ('written', :at) ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
"""Changes a page, so that a full disk is found out: an empty transaction succeeds on one."""
ANY_GONE: Final = "SELECT 1 FROM tombstone WHERE number > :erasures LIMIT 1"
ALL_GONE: Final = "SELECT digest FROM tombstone WHERE number > :erasures"


@dataclass(frozen=True)
class Statements:
    """The texts as one driver takes them."""

    told: tuple[str, ...] = TOLD
    own: str = OWN
    guest: str = GUEST
    showings: str = SHOWINGS
    gone: str = GONE
    any_gone: str = ANY_GONE
    all_gone: str = ALL_GONE
    moved: str = MOVED
    moved_of_guest: str = MOVED_OF_GUEST
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


def look_numbers(looks: Sequence[Look]) -> dict[str, Any]:
    """The parameters of so many looks."""
    return {f"{name}{nth}": value for nth, look in enumerate(looks) for name, value in look._asdict().items()}


def as_pyformat(text: str) -> str:
    """`:name` as `%(name)s`, `?` as `%s`."""
    return re.sub(r"(?<!:):(\w+)", r"%(\1)s", text).replace("?", "%s")
