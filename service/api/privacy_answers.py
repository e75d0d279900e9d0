"""What is answered about the data of one customer: the shapes in /openapi.json."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

Row = dict[str, Any]


class FileWritten(msgspec.Struct):
    """A file with customers in it that a command wrote; it lies with whoever wrote it."""

    at: Annotated[str, Meta(description="when it was written")]
    what: str
    path: str


class Bought(msgspec.Struct):
    """Something that the bundle knows of the customer."""

    item_id: str
    event_type: str
    days_before: Annotated[float, Meta(description="before as_of")]


class HeldOf(msgspec.Struct):
    """All that is held of one customer."""

    customer_id: str
    made_at: str
    events: Annotated[list[Row], Meta(description="of the event store, as they were told")]
    decisions: Annotated[list[Row], Meta(description="lists that were answered")]
    sessions: Annotated[list[Row], Meta(description="visits that are known to be the customer's")]
    waiting: Annotated[list[Row], Meta(description="events that wait on this machine until the store is back")]
    bundle: str
    attributes: Annotated[Row, Meta(description="what the shop's own table says, as far as it is used")]
    history: Annotated[list[Bought], Meta(description="what last night's bundle knows, newest first")]
    owned: Annotated[list[str], Meta(description="items that are left out because they were bought")]
    described: Annotated[Row, Meta(description="as /customers/<id> answers")]
    files: Annotated[list[FileWritten], Meta(description="files that may hold the customer")]


class Expiry(msgspec.Struct):
    """Something that still holds the customer, and when it is gone."""

    what: str
    when: str


class Erased(msgspec.Struct):
    """The proof of an erasure."""

    customer_id: str
    erased_at: str
    removed: Annotated[dict[str, int], Meta(description="rows of the event store, by table, and of what waited for it")]
    expires: list[Expiry]
    files: Annotated[list[FileWritten], Meta(description="files outside that may hold the customer: delete them there")]
