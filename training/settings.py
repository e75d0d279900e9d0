"""Section `[night]` of the settings: what bounds a night."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from msgspec import Meta

Count = Annotated[int, Meta(ge=1)]


@dataclass(frozen=True)
class Alternative:
    """What the personal strategy could be: a recommender, and how it differs from its own section of the settings."""

    recommender: str  # a row of RECOMMENDERS
    settings: dict[str, Any] = field(default_factory=dict[str, Any])  # e.g. {half_life = 7}

    @property
    def label(self) -> str:
        """As it stands in the report: `rp3beta(half_life=7)`."""
        given = ", ".join(f"{name}={value}" for name, value in self.settings.items())
        return f"{self.recommender}({given})" if given else self.recommender


PERSONAL: tuple[Alternative, ...] = (
    Alternative("blend"),
    Alternative("rp3beta", {"half_life": 7.0}),
    Alternative("blend", {"rp3beta": {"half_life": 60.0}, "ease": {"half_life": 60.0}}),
    Alternative("popular"),
)
"""What the rehearsal chooses from; the first is taken where there is too little past to choose."""


@dataclass(frozen=True)
class NightSettings:
    """Budgets are in days, customers, lines and rounds, never in seconds: the same data give the same bundle."""

    seed: int = 1  # of every draw of the night
    keep: Count = 7  # published bundles that stay, for `regulars rollback`
    nights: Count = 60  # nights whose record, report and rows set aside stay, beside those of bundles that stay
    horizon_days: Count = 28  # length of the held-out window; a quarter of the span where there are under 56 days
    customers: Count = 20_000  # at most so many are replayed in the rehearsal
    tuning_customers: Count = 5_000  # at most so many choose among the alternatives
    tuning_lines: Count = 2_000_000  # at most so many event lines teach an alternative while it is tried
    rounds: Count = 1_000  # of the bootstrap
    alternatives: Annotated[tuple[Alternative, ...], Meta(min_length=1)] = PERSONAL  # what the personal strategy may be
