"""For whom a request speaks: whoever it names, or the one customer that a token is bound to."""

from __future__ import annotations

from typing import Any

import msgspec

from service.border import Id
from service.errors import Problem
from service.holders import Holder

NAMES = ("customer_id", "session_id")


def own(holder: Holder, name: str, given: Id) -> Id:
    """`given`; the holder's own where it is bound and nothing is given. Raises Problem 403 where it is another's."""
    if not holder.bound:
        return given
    if not holder.may_name(name, given):
        raise Problem(403, f"this token does not open another {name}; leave {name} out, or send a key")
    return getattr(holder, name)


def spoken_for(holder: Holder, asked: Any) -> Any:
    """The arguments, with those of NAMES that they have as the holder's `own`. Raises Problem 403."""
    if not holder.bound:
        return asked
    named = [name for name in NAMES if name in asked.__struct_fields__]
    return msgspec.structs.replace(asked, **{name: own(holder, name, getattr(asked, name)) for name in named})
