"""What is handed to every view."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from data.secret import derived
from data.stores.settings import PrivacySettings
from service.door import Door
from service.keys import Keys
from service.limits import Limits
from service.living import Living
from service.reload import Live
from service.settings import ServiceSettings
from service.tokens import LABEL, Tokens


@dataclass(frozen=True)
class Day:
    """The live bundle, who may ask and how often, the settings, the installation's secret, the event store where there
    is one, how long what names customers is kept, and the clock that keys and tokens expire by (Unix seconds)."""

    live: Live
    door: Door
    settings: ServiceSettings
    secret: bytes = field(repr=False)
    limits: Limits = field(default_factory=Limits)
    living: Living | None = None
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    clock: Callable[[], float] = time.time

    @property
    def keys(self) -> Keys:
        """As they stand now."""
        return self.door.keys

    @cached_property
    def tokens(self) -> Tokens:
        """What signs and reads customers' tokens."""
        own = self.settings
        return Tokens(derived(self.secret, LABEL), own.token_per_second, own.token_burst)
