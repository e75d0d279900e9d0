"""Customers' tokens: what a browser may be handed so that it reads the lists of one customer, for a while.

A token is `v1.<claims>.<signature>`: the claims are a JSON object, the signature is HMAC-SHA256 of all before its dot,
both in base64url without padding. docs/http.md says it for shops that sign their own.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

import msgspec

from service.border import Id, id_from
from service.errors import Problem
from service.holders import Holder
from service.keys import EVENTS, READ

LABEL = "customer-token"
"""What their key is derived from the secret with."""

VERSION = "v1"
ENVIRON = "HTTP_AUTHORIZATION"
SCHEME = "bearer "
NAME = "a customer's token"


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """For whom a token speaks, until which Unix second, and whether it may hand in events."""

    expires: int
    customer_id: str = ""
    session_id: str = ""
    events: bool = False


@dataclass(frozen=True)
class Tokens:
    """Signs and reads tokens with one key; per_second, burst: how often each customer may ask with them, 0 without a
    limit."""

    key: bytes = field(repr=False)
    per_second: float = 0.0
    burst: int = 1

    def signed(self, claims: Claims) -> str:
        """The token that says so."""
        text = f"{VERSION}.{_text(msgspec.json.encode(claims))}"
        return f"{text}.{self._signature(text)}"

    def holder(self, token: str, now: float) -> Holder:
        """Whom the token speaks for. Raises Problem 401 where it was not signed with our key, or its time is over."""
        text, _, signature = token.rpartition(".")
        if not hmac.compare_digest(self._signature(text).encode(), signature.encode("utf-8", "replace")):
            raise _refused("this token is not one of ours")
        version, _, claimed = text.partition(".")
        try:
            claims = msgspec.json.decode(_bytes(claimed) if version == VERSION else b"", type=Claims)
            customer_id, session_id = id_from(claims.customer_id), id_from(claims.session_id)
        except ValueError as error:
            raise _refused(f"this token is signed as ours are, but it cannot be read: {error}") from None
        if now >= claims.expires:
            raise _refused("this token has expired")
        return self._holder(customer_id, session_id, claims.events)

    def _holder(self, customer_id: Id, session_id: Id, events: bool) -> Holder:
        if not customer_id and not session_id:
            raise _refused("this token is signed as ours are, but it names neither a customer nor a session")
        scopes = frozenset((READ, EVENTS) if events else (READ,))
        mark = hashlib.blake2b(f"{customer_id}\0{session_id}".encode("utf-8", "replace"), digest_size=8).digest()
        return Holder(
            name=NAME, scopes=scopes, customer_id=customer_id, session_id=session_id, per_second=self.per_second,
            burst=self.burst, mark=mark,
        )  # fmt: skip

    def _signature(self, text: str) -> str:
        return _text(hmac.digest(self.key, text.encode("utf-8", "replace"), hashlib.sha256))


def _refused(detail: str) -> Problem:
    return Problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="regulars", error="invalid_token"'})


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
