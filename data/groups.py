"""Policy groups: how the items of a group, or of a category, behave after the sale."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from data.errors import InputError

NEVER = "never"
CONSUMABLE = "consumable"
AGAIN = "again"
_AFTER = re.compile(r"after (\d+) days?")


@dataclass(frozen=True)
class Groups:
    """The rules of the shop's groups, section `[groups]` of the settings. Raises InputError on a rule it cannot read.

    A key is the name of a policy group (the items' `group`), else a category path with everything under it; the
    deepest one that is named counts. What no rule names behaves as `never`.
    """

    rebuy: dict[str, str] = field(default_factory=dict[str, str])
    """When a bought item may be shown again: "never", "after 90 days", or "consumable" (half its usual rhythm)."""

    returned: dict[str, str] = field(default_factory=dict[str, str])
    """Whether what was returned in full may be shown again: "never", or "again" (clothing comes back for its size)."""

    def __post_init__(self) -> None:
        for name, rule in self.rebuy.items():
            if rule not in (NEVER, CONSUMABLE) and not _AFTER.fullmatch(rule):
                raise InputError(f"groups.rebuy.{name}", f"'{rule}' is no rule; say never, after N days or consumable")
        for name, rule in self.returned.items():
            if rule not in (NEVER, AGAIN):
                raise InputError(f"groups.returned.{name}", f"'{rule}' is no rule; say never or again")

    def rebuy_rows(self) -> list[tuple[str, bool, int | None]]:
        """(name, consumable, days left out) per rule in order of name; days are None for ever and for consumables."""
        return [(name, rule == CONSUMABLE, _days(rule)) for name, rule in sorted(self.rebuy.items())]

    def returned_rows(self) -> list[tuple[str, bool]]:
        """(name, whether it may be shown again) per rule in order of name."""
        return [(name, rule == AGAIN) for name, rule in sorted(self.returned.items())]


def _days(rule: str) -> int | None:
    after = _AFTER.fullmatch(rule)
    return int(after[1]) if after else None


ALL_NEVER = Groups()
"""The rules of a shop that gives none: what was bought is never shown again."""
