"""The section [service] of the settings file."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from service.keys import SCOPES

SLOWEST = 0.001  # requests a second: one in seventeen minutes
ORIGIN = re.compile(
    r"(?!https:.*:443$|http:.*:80$)https?://(?:(?:[a-z0-9_-]+\.)*[a-z0-9_-]+|\[[0-9a-f:]+\])(?::[1-9][0-9]{0,4})?"
)
"""As browsers write one: no path, no capitals, no port that goes without saying."""


class KeySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[[service.keys]]: who may ask. The key itself is never written down, only its hash."""

    name: str  # who holds the key; appears in logs. Two rows may have the same: the new key, and the one it replaces
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]  # SHA-256 of the key, 64 lower-case hex digits
    scopes: tuple[str, ...] = ("read",)  # what it opens: read, events, admin, metrics
    expires: Any = None  # a moment (ISO 8601; without a zone UTC) from which on it opens nothing; absent: never
    per_second: Annotated[float, Meta(ge=0, le=1e6)] = 0  # requests, over all processes together; 0: no limit
    burst: Annotated[int, Meta(ge=1, le=1_000_000)] = 10  # requests that may come at once where there is a limit

    def __post_init__(self) -> None:
        unknown = [scope for scope in self.scopes if scope not in SCOPES]
        if unknown:
            raise ValueError(f"no scope '{unknown[0]}'; there are {', '.join(SCOPES)}")
        if 0 < self.per_second < SLOWEST:
            raise ValueError(f"per_second is 0 for no limit, else at least {SLOWEST}")
        _ = self.until  # or the file is refused

    @property
    def until(self) -> float:
        """`expires` as Unix time. Raises ValueError where it is no moment."""
        return math.inf if self.expires is None else moment(self.expires).timestamp()


def moment(given: Any) -> datetime:
    """The moment that TOML, or a text, names; without a zone it is UTC. Raises ValueError."""
    named = _named(given)
    if named is None:
        raise ValueError(f"expires: {given!r} is no moment; write 2027-01-01 or 2027-01-01T06:00:00+01:00")
    return named.replace(tzinfo=UTC) if named.tzinfo is None else named


def _named(given: Any) -> datetime | None:
    if isinstance(given, str):
        try:
            return datetime.fromisoformat(given)
        except ValueError:
            return None
    if isinstance(given, datetime):
        return given
    return datetime.combine(given, time()) if isinstance(given, date) else None


@dataclass(frozen=True)
class ServiceSettings:
    """[service]: where it listens, who may ask, and how much at once."""

    host: str = "127.0.0.1"  # the address to listen on; 0.0.0.0 for every interface, only with keys
    body_bytes: int = 1_048_576  # the largest body of a single request
    batch_bytes: int = 1_073_741_824  # the largest body of a batch; it waits on disk, not in memory
    origins: tuple[str, ...] = ()  # web pages of these origins may ask with a customer's token: "https://shop.example"
    token_per_second: Annotated[float, Meta(ge=0, le=1e6)] = 20  # requests with the tokens of one customer; 0: no limit
    token_burst: Annotated[int, Meta(ge=1, le=1_000_000)] = 100  # of them that may come at once
    keys: tuple[KeySettings, ...] = ()  # without any, the service starts only with --open

    def __post_init__(self) -> None:
        if 0 < self.token_per_second < SLOWEST:
            raise ValueError(f"token_per_second is 0 for no limit, else at least {SLOWEST}")
        for origin in self.origins:
            if not ORIGIN.fullmatch(origin):
                raise ValueError(
                    f"origins: '{origin}' is none; write it as browsers do, without a path: https://shop.example"
                )
