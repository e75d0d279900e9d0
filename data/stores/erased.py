"""Who asked to be forgotten: known again by a keyed hash, without keeping who it was."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

LABEL: Final = "erased"
"""Names the key that is derived from the shop's secret for this use."""


def digest_of(key: bytes, customer_id: str) -> str:
    """HMAC-SHA256 of the id in hex, as it stands in a tombstone."""
    return hmac.digest(key, customer_id.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()
