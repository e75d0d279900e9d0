"""What may be asked about segments and customers."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from models.audiences.words import LONGEST
from service.api.arguments import Text
from service.border import ABSENT_ID, Id

MOST_SEGMENTS = 50  # whose overlap is asked for at once
MOST_CUSTOMERS = 1000  # of one page

Expression = Annotated[str, Meta(max_length=LONGEST)]
Cursor = Annotated[str, Meta(pattern=r"^[0-9]{1,9}\.[0-9a-f]{12}$")]
SegmentId = Annotated[
    Text, Meta(description="a segment, column:label; an audience or a flag by its name alone; all: every customer")
]


class OneCustomer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who is asked about."""

    customer_id: Annotated[Id, Meta(description="who is asked about; unknown is answered too")] = ABSENT_ID


class Members(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whose customers, which of them, and how many at a time."""

    segment: SegmentId = ""
    where: Annotated[
        Expression | None, Meta(description="only those of whom this expression is true (docs/audiences.md)")
    ] = None
    may_send: Annotated[
        bool | None,
        Meta(description="only those who said yes to mail; absent: true of an audience, false of any other segment"),
    ] = None
    limit: Annotated[int, Meta(ge=1, le=MOST_CUSTOMERS, description="customers of a page")] = 100
    cursor: Annotated[Cursor | None, Meta(description="where the page before ended, as it said")] = None


class Overlapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which segments are laid upon each other."""

    segment: Annotated[
        tuple[Text, ...],
        Meta(max_length=MOST_SEGMENTS, description="a segment or audience (repeatable); absent: the shop's audiences"),
    ] = ()
