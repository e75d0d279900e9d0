"""The columns of the customer table that say what a customer will be worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

import numpy as np
from msgspec import Meta

from data.arrays import Floats, Ints
from models.customers.table import EMPTY, LABEL, NUMBER, Column, CustomerTable, labelled
from models.customers.why import Why
from models.value.buyers import Buyers
from models.value.buying import Buying, Outlook
from models.value.forecast import BUYING, LEARNED, Forecasting
from models.value.histories import Reals
from models.value.learned import TwoPart
from models.value.prospects import Prospects
from models.value.season import Season
from models.value.spread import Spread, SpreadModel

HORIZONS: Final = (90, 365)
"""Days."""
LOW, HIGH = 0.1, 0.9
"""Between these probabilities lies the interval."""
CONVERSION = "conversion of their like"
MEANINGS: Final = {
    BUYING: "their value is told from how often, how lately and for how much they ordered",
    LEARNED: "their value is told by the buying models and by what buyers like them did in past windows",
    CONVERSION: "have not bought; their value is told by how many like them began to",
}
"""Of each name of the label column `value_by`."""
BY: Final = tuple(MEANINGS)


def _columns_of(days: int) -> tuple[Column, ...]:
    unit, interval = "shop currency", "the 80 % interval of it, which begins at 0 where nothing is likely enough"
    mean = f"a mean, so it may lie above `value_{days}_high`"
    further = "; while less than 19 months are known no past year corrects it" if days == HORIZONS[-1] else ""
    return (
        Column(f"value_{days}", NUMBER, unit, f"net of returns, expected of the next {days} days: {mean}{further}"),
        Column(f"value_{days}_low", NUMBER, unit, f"lower end of {interval}"),
        Column(f"value_{days}_high", NUMBER, unit, f"upper end of {interval}"),
    )


COLUMNS: tuple[Column, ...] = (
    *(column for days in HORIZONS for column in _columns_of(days)),
    Column("active", NUMBER, "chance", "still buys here, rather than having left for good; only of who has bought"),
    Column("worth_spending", NUMBER, "shop currency", "the margin in value_365: who spends more in a year on winning or"
           " keeping such a customer loses by it"),
    Column("value_season", NUMBER, "factor", "what the same weeks last year do to value_90; empty where unknown"),
    Column("value_by", LABEL, "", "how the value was told: by the buying models, by the two-part model learned on top"
           " of them, or, of who has not bought, by how many of their like began to"),
)  # fmt: skip


@dataclass(frozen=True)
class ValueSettings:
    """Section `[value]`: what a customer will be worth."""

    margin: Annotated[float, Meta(ge=0, le=1)] = 0.3  # share of net value that is left to be spent
    buyers: Annotated[int, Meta(ge=1)] = 60_000  # who teach, at most; everybody is told
    trust: Annotated[float, Meta(ge=0, le=1)] = 0.5  # how far the learned value moves away from the buying models'
    buying: Buying = field(default_factory=Buying)  # rates and order values
    season: Season = field(default_factory=Season)  # the shop's level
    learned: TwoPart = field(default_factory=TwoPart)  # the two-part model
    spread: Spread = field(default_factory=Spread)  # intervals
    prospects: Prospects = field(default_factory=Prospects)  # who has not bought yet

    @property
    def forecasting(self) -> Forecasting:
        return Forecasting(self.season, self.learned, self.spread, self.trust)


@dataclass(frozen=True)
class Told:
    """What is expected of some customers within a horizon, and by which way of BY."""

    customer: Ints
    outlook: Outlook
    spread: SpreadModel
    by: str


def value_table(
    count: int, told: Mapping[int, list[Told]], buyers: Buyers, active: Reals, season: float, margin: float
) -> CustomerTable:
    """A row per customer; told: by horizon; season NaN where no year is known. NaN: of whom nothing is told."""
    numbers = {name: values for days in HORIZONS for name, values in _value(count, days, told.get(days, [])).items()}
    numbers["active"] = spread_out(count, buyers.customer, active)
    numbers["worth_spending"] = np.float32(margin) * numbers[f"value_{HORIZONS[-1]}"]
    numbers["value_season"] = spread_out(count, buyers.customer, np.full(buyers.count, season))
    code = np.full(count, -1, dtype=np.int32)
    for each in told.get(HORIZONS[0], []):
        code[each.customer[np.isfinite(each.outlook.value)]] = BY.index(each.by)
    return CustomerTable(numbers, {"value_by": labelled(code, BY)}, EMPTY.memberships)


def _value(count: int, days: int, told: list[Told]) -> dict[str, Floats]:
    names = [f"value_{days}", f"value_{days}_low", f"value_{days}_high"]
    found = {name: np.full(count, np.nan, dtype=np.float32) for name in names}
    for each in told:
        low, high = (each.spread.quantile(each.outlook, at) for at in (LOW, HIGH))
        known = np.isfinite(each.outlook.value)
        for name, values in zip(names, (each.outlook.value, low, high), strict=True):
            found[name][each.customer] = np.where(known, values, np.nan)
    return found


def spread_out(count: int, customer: Ints, values: Reals) -> Floats:
    """float32 [customers]; NaN for the others."""
    found = np.full(count, np.nan, dtype=np.float32)
    found[customer] = values
    return found


def why(table: CustomerTable, customer: int) -> list[Why]:
    """What the value rests on, from the columns there are; nothing where no value is told."""
    by = table.labels["value_by"]
    if by.code[customer] < 0:
        return []
    found = [
        Why("value_model", {"model": BY[by.code[customer]], **_said(table, customer, "value_90_low", "value_90_high")})
    ]
    for code, names in (
        ("value_orders", ("orders", "first_order_days")), ("value_recency", ("last_order_days", "gap_days", "active")),
        ("value_order", ("order_value",)), ("value_season", ("value_season",)),
    ):  # fmt: skip
        says = _said(table, customer, *names)
        found += [Why(code, says)] if says else []
    return found


def _said(table: CustomerTable, customer: int, *names: str) -> dict[str, float | int | str]:
    """The figures that are known of a customer."""
    held = {name: float(table.numbers[name][customer]) for name in names if name in table.numbers}
    return {name: value for name, value in held.items() if np.isfinite(value)}
