"""What may be asked, declared once: these structs validate, and are the parameters in /openapi.json and /docs."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from data.errors import InputError
from models.bundle.policy import Filter
from models.decision.placements import PLACEMENTS, STRATEGIES
from models.decision.query import Query
from service.border import ABSENT_ID, LONGEST_ID, Choice, Id
from service.fields import FIELD_NAMES

MOST_IDS = 1000  # in one argument of one request
MOST_VALUES = 100  # of one filter


class PlacementName(Choice):
    """A row of PLACEMENTS."""

    names = tuple(row.name for row in PLACEMENTS)


class StrategyName(Choice):
    """A row of STRATEGIES."""

    names = tuple(row.name for row in STRATEGIES)


class FieldName(Choice):
    """A row of FIELDS."""

    names = FIELD_NAMES


class Form(Choice):
    """How a batch is written."""

    names = ("full", "compact")


Text = Annotated[str, Meta(max_length=1024)]
Price = Annotated[float, Meta(ge=0, le=1e12)]


def _ids(what: str) -> Meta:
    return Meta(max_length=MOST_IDS, description=f"{what} (repeatable)")


def _any_of(what: str) -> Meta:
    return Meta(max_length=MOST_VALUES, description=f"only items {what} (repeatable)")


CustomerId = Annotated[Id, Meta(description="whom the list is for; unknown or absent is answered too")]
SessionId = Annotated[Id, Meta(description="the visit, for guests and for what a customer did before signing in")]
Record = Annotated[bool, Meta(description="false for a proof: nothing is remembered")]
Campaign = Annotated[
    str,
    Meta(
        max_length=LONGEST_ID,
        pattern=r"^[^\x00]*$",
        description="its lists never exclude each other, so a retry gives the same",
    ),
]
Context = Annotated[tuple[Id, ...], _ids("what the list should go with: an item, a basket, an order")]
Excluded = Annotated[tuple[Id, ...], _ids("items that must not appear")]
Fields = Annotated[
    tuple[FieldName, ...], Meta(max_length=len(FIELD_NAMES), description="item fields to return (repeatable)")
]
SHOPPING_AREA: Any = "shopping_area"
FULL: Any = "full"
TITLE: Any = ("title",)


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is wanted, the same for every customer of a batch."""

    n: Annotated[int, Meta(ge=1, le=200, description="how many items")] = 10
    placement: Annotated[PlacementName, Meta(description="where the list is shown")] = SHOPPING_AREA
    strategy: Annotated[StrategyName | None, Meta(description="how it is chosen; absent: the placement's own way")] = (
        None
    )
    category: Annotated[tuple[Text, ...], _any_of("in or below a category, a > b")] = ()
    brand: Annotated[tuple[Text, ...], _any_of("of a brand")] = ()
    tag: Annotated[tuple[Text, ...], _any_of("with a tag")] = ()
    price_min: Annotated[Price | None, Meta(description="only items at this price or above")] = None
    price_max: Annotated[Price | None, Meta(description="only items at this price or below")] = None
    theme: Annotated[Text | None, Meta(description="a filter saved in the settings, by its name")] = None
    exclude_bought: Annotated[bool, Meta(description="leave out what the customer has bought")] = True
    in_stock: Annotated[bool, Meta(description="leave out what is not in stock")] = True
    record: Record = True
    campaign: Campaign = ""
    fields: Fields = TITLE

    def query(self) -> Query:
        """As `decide` takes it. Raises InputError where two arguments contradict each other."""
        if self.price_min is not None and self.price_max is not None and self.price_min > self.price_max:
            raise InputError("price_min", f"{self.price_min:g} is above price_max {self.price_max:g}; swap them")
        narrowed = Filter(self.category, self.brand, self.tag, self.price_min, self.price_max, self.theme)
        return Query(
            self.placement, self.strategy, self.n, narrowed, self.exclude_bought, self.in_stock, campaign=self.campaign
        )


class Asked(Wanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One request: what is wanted, and for whom."""

    customer_id: CustomerId = ABSENT_ID
    session_id: SessionId = ABSENT_ID
    item_id: Context = ()
    exclude: Excluded = ()


class BatchWanted(Wanted, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is wanted for all lines of a batch, and how it is written."""

    format: Annotated[
        Form, Meta(description="full: as /recommend answers; compact: ids and scores, item fields once in a map")
    ] = FULL


class BatchLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of a batch: for whom."""

    customer_id: CustomerId = ABSENT_ID
    item_id: Context = ()
    exclude: Excluded = ()


class AreaAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whose area, and what to say about its items."""

    customer_id: CustomerId = ABSENT_ID
    session_id: SessionId = ABSENT_ID
    record: Record = True
    fields: Fields = TITLE


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No arguments."""


class StartAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose area the start page shows."""

    customer_id: Annotated[Id, Meta(description="whose area to show")] = ABSENT_ID
