"""Where a list is shown, and the strategies it can follow: literal tables, one row each."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import InputError

PERSONAL = "personal"


@dataclass(frozen=True)
class Strategy:
    """sources: recommenders asked in this order; `personal` stands for the one the rehearsal chose."""

    name: str
    sources: tuple[str, ...]
    meaning: str
    bought: bool = False  # whether what the customer has bought may come back


STRATEGIES: tuple[Strategy, ...] = (
    Strategy("personal", (PERSONAL,), "what this customer is most likely to buy next and has not bought"),
    Strategy(
        "complementary", ("complementary", "covisitation"), "what goes with the items named, or with the last order"
    ),
    Strategy("similar", ("similar", "covisitation"), "what is like the items named, by text and attributes"),
    Strategy(
        "buy_again", ("buy_again",), "what this customer has bought, the likeliest to come back first", bought=True
    ),
    Strategy("trending", ("trending",), "what sells faster this week than it used to"),
    Strategy("new", ("new",), "what arrived last"),
)


@dataclass(frozen=True)
class Placement:
    """fallbacks: recommenders that fill what the strategy leaves open. context: what stands in when a request names
    no item."""

    name: str
    strategy: str
    fallbacks: tuple[str, ...]
    context: tuple[str, ...]
    mail: bool
    meaning: str


PLACEMENTS: tuple[Placement, ...] = (
    Placement(
        "shopping_area",
        "personal",
        ("attributes", "popular"),
        ("last_order", "newest"),
        False,
        "the customer's own area in the shop",
    ),
    Placement(
        "post_purchase_email",
        "complementary",
        (PERSONAL, "attributes", "popular"),
        ("last_order",),
        True,
        "the mail after an order",
    ),
    Placement(
        "newsletter",
        "personal",
        ("attributes", "popular"),
        ("last_order", "newest"),
        True,
        "the mail to everybody who agreed",
    ),
    Placement(
        "product_page",
        "similar",
        ("complementary", PERSONAL, "attributes", "popular"),
        ("newest",),
        False,
        "beside one item",
    ),
    Placement(
        "cart",
        "complementary",
        (PERSONAL, "attributes", "popular"),
        ("basket", "last_order"),
        False,
        "beside what is in the basket",
    ),
    Placement(
        "thank_you",
        "complementary",
        (PERSONAL, "attributes", "popular"),
        ("last_order",),
        False,
        "right after an order was placed",
    ),
    Placement(
        "win_back",
        "personal",
        ("trending", "attributes", "popular"),
        ("last_order", "newest"),
        True,
        "the mail to customers gone silent",
    ),
    Placement(
        "ads", "personal", ("attributes", "popular"), ("last_order", "newest"), False, "advertisements outside the shop"
    ),
)


@dataclass(frozen=True)
class Voice:
    """source: a recommender, asked about what a customer did after last night; weight: of its places in the list,
    against 1 for those of last night's list."""

    source: str
    weight: float
    meaning: str


VOICES: tuple[Voice, ...] = (
    Voice("looked_at", 2.0, "what was looked at or marked since, and not bought"),
    Voice(PERSONAL, 0.5, "what the personal recommender names for what was touched since, and that alone"),
    Voice("covisitation", 0.5, "what is visited with it"),
    Voice("similar", 0.5, "what is described like it, sold or not"),
)
"""Who has a say in the personal list of a customer who did something since; weighed on weeks before those measured."""

STRATEGY_OF = {row.name: row for row in STRATEGIES}
PLACEMENT_OF = {row.name: row for row in PLACEMENTS}


def placement_of(name: str) -> Placement:
    """The row. Raises InputError naming the rows there are."""
    if name not in PLACEMENT_OF:
        raise InputError("placement", f"no placement '{name}'; there are {', '.join(PLACEMENT_OF)}")
    return PLACEMENT_OF[name]


def strategy_of(name: str) -> Strategy:
    """The row. Raises InputError naming the rows there are."""
    if name not in STRATEGY_OF:
        raise InputError("strategy", f"no strategy '{name}'; there are {', '.join(STRATEGY_OF)}")
    return STRATEGY_OF[name]


def sources_of(personal: str) -> frozenset[str]:
    """Every recommender that a list can come from when `personal` stands behind the strategy of that name."""
    asked = {source for row in STRATEGIES for source in row.sources} | {s for row in PLACEMENTS for s in row.fallbacks}
    asked |= {row.source for row in VOICES}
    return frozenset(personal if source == PERSONAL else source for source in asked)
