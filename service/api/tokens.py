"""/tokens: what a shop hands to the browser of one customer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, cast

import msgspec
from flask import Blueprint, request
from msgspec import Meta

from service.border import ABSENT_ID, Id
from service.day import Day
from service.declarations import Declaration, endpoint
from service.errors import Problem, fault, refused
from service.http import Asking
from service.keys import EVENTS, READ
from service.tokens import Claims

blueprint = Blueprint("tokens", __name__)

LONGEST_SECONDS = 86_400


class TokenWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """For whom a token is to speak, for how long, and for what."""

    customer_id: Annotated[Id, Meta(description="the customer that it speaks for")] = ABSENT_ID
    session_id: Annotated[Id, Meta(description="the session that it speaks for; one of the two, or both")] = ABSENT_ID
    seconds: Annotated[int, Meta(ge=1, le=LONGEST_SECONDS, description="how long it is good")] = 3600
    events: Annotated[bool, Meta(description="whether it may hand in events too; wants a key that may")] = False


class TokenMade(msgspec.Struct):
    """A customer's token."""

    token: Annotated[str, Meta(description="for the header `Authorization: Bearer ...` of the browser")]
    expires: Annotated[str, Meta(description="the moment from which on it opens nothing")]


@blueprint.post("/tokens")
@endpoint(Declaration(READ, body=TokenWanted, answers=TokenMade))
def make_token(day: Day, wanted: TokenWanted) -> dict[str, Any]:
    """A token with which a browser reads the lists of one customer, and of nobody else, for a while."""
    if not wanted.customer_id and not wanted.session_id:
        raise refused([fault("customer_id", "name the customer, the session (session_id), or both")])
    holder = cast("Asking", request).holder
    if wanted.events and EVENTS not in holder.scopes:
        raise Problem(403, f"the key '{holder.name}' does not open the scope '{EVENTS}', nor may its tokens")
    expires = int(day.clock()) + wanted.seconds
    claims = Claims(expires, str(wanted.customer_id), str(wanted.session_id), wanted.events)
    moment = datetime.fromtimestamp(expires, UTC).isoformat().replace("+00:00", "Z")
    return {"token": day.tokens.signed(claims), "expires": moment}
