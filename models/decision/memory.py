"""What counts as shown too recently: what the last mails showed, what the area showed, what nobody took up for days."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import floor
from types import MappingProxyType
from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta

from models.decision.placements import PLACEMENTS, placement_of

AREA = "shopping_area"
MAILS = tuple(row.name for row in PLACEMENTS if row.mail)
MOST = 400
"""Showings that one rule looks at; older ones are forgotten."""
MAIL_DAYS = 365.0
"""A mail that is older is forgotten."""

Item = TypeVar("Item", bound=Hashable)
Count = Annotated[int, Meta(ge=0, le=50)]
Days = Annotated[float, Meta(ge=0, le=365)]
Rest = Annotated[int, Meta(ge=1, le=365)]
_NOTHING: Mapping[Any, float] = MappingProxyType({})


@dataclass(frozen=True)
class Memory:
    """For how long a placement does not show again what a customer was shown."""

    mails: Count = 0  # what so many of the customer's last mails showed is left out
    area_days: Days = 0.0  # what the shopping area showed within so many days is left out
    rotate_after: Count = 0  # what this placement showed on so many days, and was neither clicked nor bought, rests
    rest_days: Rest = 14  # for how many days it rests

    def heeds(self, showings: int) -> bool:
        """Whether so many showings can leave anything out: a look before they are looked at one by one."""
        return bool(showings and (self.mails or self.area_days or 0 < self.rotate_after <= showings))


@dataclass(frozen=True)
class MailMemory(Memory):
    """A mail neither repeats the mails before it nor what the customer saw in the shop that day."""

    mails: Count = 3
    area_days: Days = 1.0


@dataclass(frozen=True)
class AreaMemory(Memory):
    """The area shows something else once it was passed over for days."""

    rotate_after: Count = 5


@dataclass(frozen=True)
class MemorySettings:
    """Section `[memory]`: a memory for each placement."""

    shopping_area: AreaMemory = field(default_factory=AreaMemory)  # of the customer's own area
    post_purchase_email: MailMemory = field(default_factory=MailMemory)  # of the mail after an order
    newsletter: MailMemory = field(default_factory=MailMemory)  # of the mail to everybody who agreed
    product_page: Memory = field(default_factory=Memory)  # of what stands beside one item
    cart: Memory = field(default_factory=Memory)  # of what stands beside the basket
    thank_you: Memory = field(default_factory=Memory)  # of what is shown right after an order
    win_back: MailMemory = field(default_factory=MailMemory)  # of the mail to customers gone silent
    ads: Memory = field(default_factory=Memory)  # of advertisements outside the shop

    def of(self, placement: str) -> Memory:
        """That of a placement. Raises InputError naming the placements there are."""
        return getattr(self, placement_of(placement).name)


@dataclass(frozen=True)
class Showing(Generic[Item]):
    """What one customer was shown at once. campaign: "" for none; shown_at: days since 1970 by the shop's clock, so
    that a whole number is its midnight. Showings of one placement, campaign and day may be handed in as one."""

    placement: str
    campaign: str
    shown_at: float
    items: Sequence[Item]


@dataclass(frozen=True)
class Reach:
    """What one rule needs to know: the newest `showings` in these placements that are younger than `days`; fewer than
    `least` change nothing."""

    placements: tuple[str, ...]
    showings: int
    days: float
    least: int = 1

    def of(self, showings: Iterable[Showing[Item]], now: float) -> list[Showing[Item]]:
        """Those of a customer's showings, the newest first."""
        near = (each for each in showings if each.placement in self.placements and now - each.shown_at < self.days)
        return list(islice(near, self.showings))


def reach(memory: Memory, placement: str) -> tuple[Reach, ...]:
    """What has to be looked up for a list in this placement, none where nothing; what lies beyond changes nothing."""
    return tuple(each for each in (_mails(memory), _area(memory), _own(memory, placement)) if each.showings)


def too_recent(
    memory: Memory,
    placement: str,
    campaign: str,
    now: float,
    showings: Sequence[Showing[Item]],
    taken: Mapping[Item, float] = _NOTHING,
) -> set[Item]:
    """The items that a list of the campaign ("" none) in the placement leaves out.

    now: as `Showing.shown_at`. showings: one customer's, the newest first. taken: when the customer clicked or bought
    an item last, as far as that is known. A campaign never excludes what it has shown itself. Cost: a look at every
    item of the showings within `reach`.
    """

    def others(within: Reach) -> list[Showing[Item]]:
        return [each for each in within.of(showings, now) if not campaign or each.campaign != campaign]

    return {
        *_in_mails(others(_mails(memory)), memory.mails),
        *(item for each in others(_area(memory)) for item in each.items),
        *_resting(others(_own(memory, placement)), memory, floor(now), taken),
    }


def _mails(memory: Memory) -> Reach:
    return Reach(MAILS, MOST if memory.mails else 0, MAIL_DAYS)


def _area(memory: Memory) -> Reach:
    return Reach((AREA,), MOST if memory.area_days else 0, memory.area_days)


def _own(memory: Memory, placement: str) -> Reach:
    days = memory.rotate_after * memory.rest_days + 1.0
    return Reach((placement,), MOST if memory.rotate_after else 0, days, memory.rotate_after)


def _in_mails(showings: Iterable[Showing[Item]], mails: int) -> Iterator[Item]:
    """What the last mails showed: a campaign is one mail; without one, what a placement showed on one day is."""
    last: set[tuple[str, str, int]] = set()
    for each in showings:
        mail = (each.campaign, "", 0) if each.campaign else ("", each.placement, floor(each.shown_at))
        if mail in last or len(last) < mails:
            last.add(mail)
            yield from each.items


def _resting(
    showings: Iterable[Showing[Item]], memory: Memory, today: int, taken: Mapping[Item, float]
) -> Iterator[Item]:
    """What rests today. Today's own showings are of no account: a list is the same all day."""
    days: dict[Item, list[int]] = {}
    for each in showings:
        day = floor(each.shown_at)
        for item in each.items if day < today else ():
            held = days.setdefault(item, [])
            if not held or held[-1] != day:
                held.append(day)
    return (item for item, held in days.items() if _passed_over(held, memory, today, floor(taken.get(item, -1.0))))


def _passed_over(days: list[int], memory: Memory, today: int, taken: int) -> bool:
    """Whether an item shown on these days, the newest first, and taken up on that day last, is to rest: days that lie
    apart by a rest are not counted together."""
    run, after = 0, today
    for day in days:
        if day <= taken or after - day > memory.rest_days:
            break
        run, after = run + 1, day
    return run >= memory.rotate_after
