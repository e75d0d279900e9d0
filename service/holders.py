"""Who asks: what they may ask for, and whether they may speak for one customer alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.border import ABSENT_ID, Id


@dataclass(frozen=True, kw_only=True)
class Holder:
    """The holder of a key, or of a customer's token, which binds it to a customer, a session or both.

    name: as it stands in logs. per_second: requests, 0 without a limit; burst: as many may come at once. mark: the key
    itself, to those who count.
    """

    name: str
    scopes: frozenset[str]
    customer_id: Id = ABSENT_ID
    session_id: Id = ABSENT_ID
    per_second: float = 0.0
    burst: int = 1
    mark: bytes = field(default=b"", repr=False)

    @property
    def bound(self) -> bool:
        """Whether it may speak for one customer or session alone."""
        return bool(self.customer_id or self.session_id)

    def may_name(self, name: str, given: str) -> bool:
        """Whether it may speak for this one; `name` is customer_id or session_id. To name nobody is fine."""
        return not given or not self.bound or given == getattr(self, name)
