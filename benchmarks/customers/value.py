"""What customers were said to be worth, beside simpler ways to say it and what they came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.customers.cdnow import DATA, read_cdnow
from benchmarks.customers.shop import Shop
from benchmarks.customers.value_of_a_year import young
from benchmarks.page import table_of
from data.errors import InputError
from data.facts.engine import window_placed
from data.facts.facts import CustomerFacts, Touches
from models.customers.gaps import by_the_shops_days
from models.customers.value import ValueSettings
from models.metrics.value import TENTHS, gini, transform
from models.value.bgnbd import BgNbd
from models.value.buyers import Buyers, buyers_of, came, came_of
from models.value.features import Known
from models.value.gammagamma import GammaGamma
from models.value.histories import WEEK, Reals
from models.value.mbgnbd import MbgNbd
from models.value.paretonbd import ParetoNbd
from models.value.season import YEAR, Past
from training.valuing import chosen, value_customers

HORIZON, ORIGINS, YEARLY, SEED = 90, 3, 365, 1
OURS = "Regulars"


@dataclass(frozen=True)
class Origin:
    """said: by system, float64 [buyers]; came: what they came to; inside, covered, width: of our interval, [buyers]."""

    day: str
    way: str
    said: dict[str, Reals]
    came: Reals
    inside: np.ndarray
    covered: np.ndarray
    width: Reals


def value(shop: Shop) -> str:
    """The tables of the page. Raises InputError for a shop that is too young to be asked about."""
    if shop.span < 2 * HORIZON:
        raise InputError("source", f"{shop.span:.0f} days of data; {2 * HORIZON} are the least to compare values on")
    settings = shop.settings.section("value", ValueSettings)
    origins = [_origin(shop, split.cut, HORIZON, settings) for split in shop.origins(HORIZON, ORIGINS)]
    tables = [_systems(origins, HORIZON), _intervals(origins)]
    if shop.span >= 2 * YEARLY:
        year = [_origin(shop, shop.end - timedelta(days=YEARLY), YEARLY, settings)]
        tables += [_systems(year, YEARLY), _intervals(year), young(shop, settings)]
    return "\n".join([*tables, *([_cdnow(settings)] if DATA.exists() else [])])


def _origin(shop: Shop, cut: datetime, horizon: int, settings: ValueSettings) -> Origin:
    facts = by_the_shops_days(shop.at(cut))
    valued = value_customers(facts, settings, SEED)
    ours = valued.told[horizon][0]
    buyers = buyers_of(facts.orders)
    truth = came(buyers, window_placed(shop.con, cut, cut + timedelta(days=horizon))).value
    low, high = (ours.spread.quantile(ours.outlook, at) for at in (0.1, 0.9))
    at = transform(ours.outlook, ours.spread, truth, SEED)
    return Origin(
        f"{cut:%Y-%m-%d}", ours.by, {OURS: ours.outlook.value} | _simpler(facts, buyers, horizon), truth,
        (at > 0.1) & (at < 0.9), (truth >= low) & (truth <= high), high - low,
    )  # fmt: skip


def _simpler(facts: CustomerFacts, buyers: Buyers, horizon: int) -> dict[str, Reals]:
    """What anybody could say."""
    orders, mean = facts.orders, np.nan_to_num(buyers.mean)
    model = BgNbd().fit(buyers.histories)
    each = GammaGamma().fit(buyers.orders, mean).expected(buyers.orders, mean)
    return {
        "BG/NBD and Gamma-Gamma alone": model.expected(buyers.histories, horizon / WEEK) * each,
        "the same weeks last year": came_of(buyers, orders, YEAR * -(-horizon // 364), horizon).value,
        "as many days before": came_of(buyers, orders, horizon, horizon).value,
        "the customer's mean": mean * buyers.orders * horizon / np.maximum(buyers.histories.tenure * WEEK, horizon),
    }


def _systems(origins: list[Origin], horizon: int) -> str:
    days = [origin.day for origin in origins]
    heads = ["", *(f"total, {day}" for day in days), "absolute errors, summed", *(f"Gini, {day}" for day in days),
             "Gini, mean", "Spearman", "mean absolute error"]  # fmt: skip
    rows = [_system(name, origins) for name in origins[0].said]
    many = ", ".join(f"{len(origin.came):,}" for origin in origins)
    came_to = ", ".join(f"{origin.came.sum():,.0f}" for origin in origins)
    return (
        f"Net value of the {horizon} days after {len(origins)} cut{'s' * (len(origins) > 1)}, of everybody who had "
        f"bought by then ({many} customers); a total is what was said over what came ({came_to}). Picked by the "
        f"rehearsal: {', '.join(origin.way for origin in origins)}.\n\n{table_of(heads, rows)}"
    )


def _system(name: str, origins: list[Origin]) -> list[str]:
    said = [(origin.said[name], origin.came) for origin in origins]
    ginis = [gini(came, word) for word, came in said]
    return [
        name, *(f"{np.divide(word.sum(), came.sum() or np.nan):.3f}" for word, came in said),
        f"{sum(abs(word.sum() - came.sum()) for word, came in said):,.0f}", *(f"{each:.4f}" for each in ginis),
        f"{np.mean(ginis):.4f}", f"{np.mean([_spearman(word, came) for word, came in said]):.3f}",
        f"{np.mean([np.abs(word - came).mean() for word, came in said]):,.0f}",
    ]  # fmt: skip


def _spearman(one: Reals, other: Reals) -> float:
    """NaN where all of one are equal."""
    ranks = _ranks(one), _ranks(other)
    return float(np.corrcoef(*ranks)[0, 1]) if all(np.ptp(each) > 0 for each in ranks) else float("nan")


def _ranks(of: Reals) -> Reals:
    """Equal values share their mean rank."""
    _, group, many = np.unique(of, return_inverse=True, return_counts=True)
    return (np.cumsum(many) - (many - 1) / 2)[group]


def _intervals(origins: list[Origin]) -> str:
    """All origins together; tenths are made at each of them."""
    tenth = [np.argsort(np.argsort(each.said[OURS], kind="stable")) * TENTHS // len(each.came) for each in origins]
    kept = np.concatenate(tenth)
    columns = [np.concatenate(parts) for parts in zip(*(
        (each.said[OURS], each.came, each.inside, each.covered, each.width) for each in origins
    ), strict=True)]  # fmt: skip
    rows = [[str(number + 1), *_means([each[kept == number] for each in columns])] for number in range(TENTHS)]
    rows.append(["all", *_means(columns)])
    heads = ["tenth by what was said", "said", "came", "inside the central 80 %", "covered", "mean width"]
    return f"The 80 % intervals{', all cuts together' * (len(origins) > 1)}:\n\n{table_of(heads, rows)}"


def _means(columns: list[np.ndarray]) -> list[str]:
    said, came_to, inside, covered, width = (float(each.mean()) for each in columns)
    return [f"{said:,.1f}", f"{came_to:,.1f}", f"{inside:.3f}", f"{covered:.3f}", f"{width:,.0f}"]


def _cdnow(settings: ValueSettings) -> str:
    """The published sample: parameters, then the 39 weeks after the 39 that were fitted."""
    data = read_cdnow()
    none = np.empty(0, dtype=np.int32)
    touches = Touches(none, none, none.astype(np.uint8), none.astype(np.float32), none)
    way = chosen(Past(data.early, settings.buying), touches, 0.0, 39 * WEEK, settings, SEED).way
    word = way.outlook(Known(buyers_of(data.early), data.early, touches, 0.0))
    rows = [
        [name, f"{said:,.0f}", f"{had:,.0f}", f"{said / had:.3f}"]
        for name, said, had in (
            ("orders", word.orders.sum(), len(data.late.age)), ("revenue", word.value.sum(), data.late.value.sum()),
        )
    ]  # fmt: skip
    fitted = table_of(["", "parameters", "s"], _fitted(data.histories, data.repeat_spend()))
    return (
        f"CDNOW sample, weeks 40 to 78 of the customers of weeks 1 to 39, by the {way.name}:\n\n"
        f"{table_of(['', 'said', 'came', 'said over came'], rows)}\n"
        f"CDNOW sample, weeks 1 to 39:\n\n{fitted}"
    )


def _fitted(histories: Any, spend: tuple[Reals, Reals]) -> list[list[str]]:
    rows: list[list[str]] = []
    specs: list[tuple[Any, tuple[Any, ...]]] = [(spec, (histories,)) for spec in (BgNbd(), MbgNbd(), ParetoNbd())]
    for spec, given in (*specs, (GammaGamma(), spend)):
        start = perf_counter()
        model = spec.fit(*given)
        seconds = perf_counter() - start
        parameters = ", ".join(f"{name} {number:.3f}" for name, number in vars(model).items())
        rows.append([type(spec).__name__, parameters, f"{seconds:.1f}"])
    return rows
