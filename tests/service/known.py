"""What a shop must not show to whom, by a simple account of all that it was told: the reference of the service."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.service.small_shop import FAMILY, ITEMS, OWNED, families

MAILS = ("post_purchase_email", "newsletter", "win_back")
AREA = "shopping_area"
LAST_MAILS = 3
MOVES = ("cart", "remove_from_cart", "purchase")


class Did(NamedTuple):
    """Something that was done to an item: when it was told (the order of arrival), and when it happened."""

    kind: str
    item: str
    told: float
    t: float


class Shown(NamedTuple):
    """A list that somebody saw: where, of which campaign, on which day, in which order, and when it was answered."""

    placement: str
    campaign: str
    day: int
    told: float
    at: float
    items: tuple[str, ...]


@dataclass
class Known:
    """Of one customer or guest."""

    owned: frozenset[str] = frozenset()
    did: list[Did] = field(default_factory=list[Did])
    shown: dict[str, Shown] = field(default_factory=dict[str, Shown])
    erased_at: float = 0.0

    @property
    def nothing(self) -> bool:
        """Whether it is a stranger's account."""
        return not (self.owned or self.did or self.shown)

    def had(self) -> set[str]:
        """Families that were bought or returned, but for those of which a cancellation may have taken all."""
        return families(self.owned) | {family for family in families(ITEMS) if self._had(family)}

    def _had(self, family: str) -> bool:
        own = [one for one in self.did if FAMILY[one.item] == family]
        if any(one.kind == "return" for one in own):
            return True
        for item in {one.item for one in own}:
            bought = [one for one in own if one.kind == "purchase" and one.item == item]
            gone = [one for one in own if one.kind == "cancel" and one.item == item]
            if any(all(one.told > late.told and one.t > late.t for late in gone) for one in bought):
                return True
        return False

    def basket(self) -> set[str]:
        """Families in the basket: what was told last and what happened last say so both."""
        held: set[str] = set()
        for item in {one.item for one in self.did if one.kind in MOVES}:
            moves = [one for one in self.did if one.item == item and one.kind in MOVES]
            if max(moves, key=lambda one: one.told).kind == max(moves, key=lambda one: one.t).kind == "cart":
                held.add(FAMILY[item])
        return held

    def seen(self, placement: str, campaign: str) -> set[str]:
        """Families that memory leaves out of a list in the placement."""
        if placement not in MAILS:
            return set()
        others = [one for one in self.shown.values() if not campaign or one.campaign != campaign]
        items = [item for one in others if one.placement == AREA for item in one.items]
        last: list[tuple[str, str, int]] = []
        for one in sorted(others, key=lambda one: -one.told):
            mail = (one.campaign, "", 0) if one.campaign else ("", one.placement, one.day)
            if one.placement in MAILS and (mail in last or len(last) < LAST_MAILS):
                last = last if mail in last else [*last, mail]
                items += one.items
        return families(items)


class Account:
    """Of everybody."""

    def __init__(self) -> None:
        self.customers = defaultdict(Known, {id_: Known(owned) for id_, owned in OWNED.items()})
        self.sessions = defaultdict[str, Known](Known)
        self.owner: dict[str, str] = {}

    def of(self, customer: str, session: str) -> Known:
        """Whose account something goes to: a session's is its customer's once that is known."""
        customer = customer or self.owner.get(session, "")
        return self.customers[customer] if customer else self.sessions[session]

    def merge(self, session: str, customer: str, told: float) -> None:
        """What the session did and saw is the customer's, told anew in its old order; but what the customer has asked
        to be forgotten."""
        guest, known = self.sessions.pop(session, Known()), self.customers[customer]
        self.owner[session] = customer
        did = [one for one in guest.did if one.t >= known.erased_at]
        known.did += [one._replace(told=told + nth / 1e6) for nth, one in enumerate(did)]
        known.shown |= {id_: one for id_, one in guest.shown.items() if one.at >= known.erased_at}

    def erase(self, customer: str, now: float) -> None:
        """Nothing is known any more; whose sessions were the customer's is forgotten, too."""
        self.customers[customer] = Known(erased_at=now)
        self.owner = {session: owner for session, owner in self.owner.items() if owner != customer}
