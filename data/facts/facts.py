"""The value that every recommender is fitted on. Everything in it happened before `as_of`."""

from __future__ import annotations

from dataclasses import dataclass

from data.arrays import Bools, Bytes, Floats, Ints, Ragged
from data.strings import Strings


@dataclass(frozen=True)
class Labels:
    """One label per thing: code int32 [things], -1 where there is none, and the name of each code."""

    code: Ints
    name: Strings


@dataclass(frozen=True)
class Lines:
    """The event lines that teach, sorted by customer, then oldest first; guests (customer -1) come first.

    Left out before they come here: lines without an item, write-offs, non-products, cancelled purchases, purchases
    whose pair (customer, item) was returned in full, duplicates.
    """

    customer: Ints  # -1 is a guest
    item: Ints
    kind: Bytes  # position in EVENT_TYPES
    age: Floats  # days before as_of, above 0
    order: Ints  # -1 where the line belongs to no order; guests' orders have numbers too
    session: Ints  # -1 where unknown
    quantity: Floats  # 1 where the shop does not say
    price: Floats  # per unit, NaN where the shop does not say


@dataclass(frozen=True)
class Events:
    """What known customers did in a window, by customer, then oldest first; every kind, with a product."""

    customer: Ints
    item: Ints
    kind: Bytes  # position in EVENT_TYPES
    age: Floats  # days before the window's start, so below 0
    session: Ints  # -1 where unknown


@dataclass(frozen=True)
class Items:
    """The catalogue at as_of, one row per item number."""

    id: Strings
    title: Strings
    category: Labels  # path "a > b > c"
    brand: Labels
    group: Labels  # policy group
    tags: Ragged  # item -> position in tag_name
    tag_name: Strings
    image_url: Strings
    url: Strings
    price: Floats  # the catalogue's, else the median of the last 20 sold before as_of, else NaN
    regular_price: Floats
    in_stock: Bools  # true unless the catalogue says no
    listed: Bools  # may be recommended: a product (not a fee, voucher, test), in the catalogue or sold before as_of
    family: Ints  # items of one variant family, and ids that differ only in case, share a number
    first_age: Floats  # days since first seen (catalogue or event); NaN never
    last_sold_age: Floats  # days since last purchase; NaN never
    pack_units: Floats  # how many pieces, grams or washes one pack holds, as the shop counts them; NaN unknown
    shown_again: Bools | None = None  # may be shown again once all of it was returned; None: nothing may

    @property
    def count(self) -> int:
        return len(self.family)


@dataclass(frozen=True)
class Attributes:
    """What a shop says of its customers beyond the contract, where an attribute has few values.

    held: customer -> position in name; name: "attribute=value".
    """

    held: Ragged
    name: Strings


@dataclass(frozen=True)
class Customers:
    """One row per customer number; those not seen before as_of have n_orders 0 and empty rows everywhere."""

    id: Strings
    country: Labels
    email_consent: Bools  # true only when the shop says yes
    n_orders: Ints
    first_age: Floats  # days since first event, NaN never
    last_order_age: Floats  # days since last order, NaN never
    attributes: Attributes | None = None  # None: the shop tells of none

    @property
    def count(self) -> int:
        return len(self.n_orders)


@dataclass(frozen=True)
class Facts:
    """What is known at as_of (exclusive).

    zone: an IANA name, by which the shop's days begin. owned: customer -> families left out because bought (and not
    cancelled before delivery; returned ones included, where their group's rule does not say `again`), after the group's
    rebuy rule. basket: customer -> items put in the cart and neither removed nor bought since, within 30 days.
    last_order: customer -> items of the newest order.
    """

    as_of: str  # ISO 8601, UTC
    items: Items
    customers: Customers
    lines: Lines
    owned: Ragged
    basket: Ragged
    last_order: Ragged
    zone: str = "UTC"


@dataclass(frozen=True)
class Orders:
    """The orders of known customers that were not cancelled, sorted by customer, then oldest first."""

    customer: Ints
    order: Ints  # as in Lines
    age: Floats  # days before as_of, above 0
    value: Floats  # pieces times price, before returns; NaN where no line has a price
    returned: Floats  # what of it came back by as_of, at most value
    items: Ints  # different items
    pieces: Floats

    @property
    def net(self) -> Floats:
        """float32 [orders]: what is left of the value; NaN where no line has a price."""
        return self.value - self.returned


@dataclass(frozen=True)
class Touches:
    """What known customers did that is no purchase, sorted by customer, then oldest first: looks, carts, favourites,
    clicks, opens, reviews, sign-ups."""

    customer: Ints
    item: Ints  # -1 where it was about none
    kind: Bytes  # position in EVENT_TYPES
    age: Floats  # days before as_of, above 0
    session: Ints  # -1 where unknown


@dataclass(frozen=True)
class CustomerFacts:
    """What is known of customers at as_of beyond the lines that teach."""

    facts: Facts
    orders: Orders
    touches: Touches
