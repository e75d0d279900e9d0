"""The section [service] of the settings file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from service.keys import SCOPES


class KeySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[[service.keys]]: who may ask. The key itself is never written down, only its hash."""

    name: str  # who holds the key; appears in logs
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]  # SHA-256 of the key, 64 lower-case hex digits
    scopes: tuple[str, ...] = ("read",)  # what it opens: read, metrics

    def __post_init__(self) -> None:
        unknown = [scope for scope in self.scopes if scope not in SCOPES]
        if unknown:
            raise ValueError(f"no scope '{unknown[0]}'; there are {', '.join(SCOPES)}")


@dataclass(frozen=True)
class ServiceSettings:
    """[service]: where it listens, who may ask, and how much at once."""

    host: str = "127.0.0.1"  # the address to listen on; 0.0.0.0 for every interface, only with keys
    body_bytes: int = 1_048_576  # the largest body of a single request
    batch_bytes: int = 1_073_741_824  # the largest body of a batch; it waits on disk, not in memory
    keys: tuple[KeySettings, ...] = ()  # without any, the service starts only with --open
