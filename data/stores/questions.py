"""What is asked all day: SQL that both databases take, with named parameters; see `statements`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from data.columns import CANCEL, CART, DELIVER, FAVOURITE, PURCHASE, REMOVE_FROM_CART, RETURN, VIEW
from data.stores.rows import Look

OF_AN_ITEM: Final = (VIEW, CART, REMOVE_FROM_CART, FAVOURITE, PURCHASE, CANCEL, RETURN, DELIVER)
"""Kinds that change what is shown: the first ones."""
MOVING: Final = (CART, REMOVE_FROM_CART, PURCHASE, CANCEL, RETURN, DELIVER)
"""Kinds that leave an item out or bring it back, so that none may be overlooked."""
MOST_TOUCHES: Final = 256
"""Events of one customer in one question; of what is older only what MOVING tells is asked."""
MANY: Final = 4 * MOST_TOUCHES
"""Events since the night beyond which a customer of a batch is asked about alone: together all would be numbered."""
TOUCH, SHOWING, ERASED, OF_GUEST, SOMEBODY_ERASED = range(5)
"""What a row of TOLD is."""
READ, STANDS = -1, -2
"""In place of a kind, what a number of MOVED is."""


def _listed(kinds: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, kinds))})"


_TOUCHES: Final = f"""
SELECT {{what}} AS what, seq, kind, t, item_id AS told, '' AS placement, '' AS campaign, '' AS clicked
FROM event WHERE {{of}} ORDER BY seq DESC LIMIT {MOST_TOUCHES}"""
"""All kinds are read: an index finds the newest, whereas those that count may lie behind any number of others."""
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
SOMEBODY_GONE: Final = f"""
SELECT {SOMEBODY_ERASED}, number, 0, at, '', '', '', '' FROM tombstone WHERE number > :erasures LIMIT 1"""
MOST_LOOKS: Final = 6
"""Placements that one list is compared with."""


def _nth(text: str, nth: int) -> str:
    return re.sub(r":(placement|after|most|least)\b", rf":\g<1>{nth}", text)


def _told(looks: int, erased: str) -> str:
    parts = (OWN, GUEST, *(_nth(SHOWINGS, nth) for nth in range(looks)), erased)
    return " UNION ALL ".join(f"SELECT * FROM ({part}) AS part{nth}" for nth, part in enumerate(parts))


TOLD: Final = tuple(_told(looks, GONE) for looks in range(MOST_LOOKS + 1))
"""All that an answer needs, in one journey, by how many looks."""
TOLD_UNHASHED: Final = tuple(_told(looks, SOMEBODY_GONE) for looks in range(MOST_LOOKS + 1))
"""The same where a journey costs less than the hash of an id: GONE is asked where somebody was erased."""

READ_AT_ONCE: Final = 10_000
"""Older events of one customer in one statement: its time is bounded, whatever the customer did."""
_MOVED: Final = f"""
WITH part AS MATERIALIZED (SELECT seq, item_id, kind, t FROM event
    WHERE {{of}} AND seq >= :first AND seq < :before ORDER BY seq LIMIT {READ_AT_ONCE})
SELECT max(seq), item_id, kind, max(t) FROM part
WHERE item_id <> '' AND kind IN {_listed(MOVING)} GROUP BY item_id, kind
UNION ALL SELECT count(*), '', {READ}, coalesce(max(seq), 0) FROM part
UNION ALL SELECT count(*), '', {STANDS}, 0 FROM event WHERE {{of}} AND seq = :upto"""
MOVED: Final = _MOVED.format(of="customer_id = :whose AND customer_id <> ''")
MOVED_OF_GUEST: Final = _MOVED.format(of="session_id = :whose AND session_id <> '' AND customer_id = ''")
"""What the newest MOST_TOUCHES do not tell; how many events were read for it and the last of
them, and whether the event `upto` is there."""

_TOLD_OF_MANY: Final = f"""
SELECT whose, what, seq, kind, t, told, placement, campaign, clicked FROM (
    SELECT customer_id AS whose, {TOUCH} AS what, seq, kind, t, item_id AS told, '' AS placement, '' AS campaign,
        '' AS clicked, row_number() OVER (PARTITION BY customer_id ORDER BY seq DESC) AS nth
    FROM event WHERE customer_id IN {{customers}} AND customer_id <> '' AND seq > :seq) AS touches
WHERE nth <= {MOST_TOUCHES}
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

HEAVY: Final = f"""
WITH named (whose) AS {{customers}} SELECT whose FROM named WHERE EXISTS (
    SELECT 1 FROM event WHERE customer_id = named.whose AND customer_id <> '' AND seq > :seq LIMIT 1 OFFSET {MANY})"""
"""Who of them has more than MANY events."""

STORE_ID: Final = "SELECT value FROM about WHERE name = 'id'"
ANYBODY_ERASED: Final = "SELECT 1 FROM tombstone LIMIT 1"
ERASED_AT: Final = "SELECT digest, at FROM tombstone WHERE digest IN {digests}"
WHOSE_SESSIONS: Final = "SELECT session_id, customer_id FROM session WHERE session_id IN {sessions}"
ANY_GONE: Final = "SELECT 1 FROM tombstone WHERE number > :erasures LIMIT 1"
ALL_GONE: Final = "SELECT digest FROM tombstone WHERE number > :erasures"


_NUMBERED: Final = [[f"{name}{nth}" for name in Look._fields] for nth in range(MOST_LOOKS)]


@lru_cache(maxsize=256)
def look_numbers(looks: tuple[Look, ...]) -> dict[str, Any]:
    """The parameters of so many looks, to be read only: remembered, since the same ones are asked by all day."""
    numbers: dict[str, Any] = {}
    for names, look in zip(_NUMBERED, looks, strict=False):
        numbers.update(zip(names, look, strict=True))
    return numbers
