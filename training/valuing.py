"""What customers will be worth: told by whichever way told the newest past window best.

Which way that is, a rehearsal says, as of the buyers of a moment before as_of; then everybody is told from everything.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from data.facts.facts import CustomerFacts, Orders, Touches
from models.customers.gaps import by_the_shops_days
from models.customers.table import CustomerTable
from models.customers.value import CONVERSION, HORIZONS, Told, ValueSettings, value_table
from models.metrics.value import ValueFigures, value_figures
from models.value.buyers import Buyers, buyers_of, came_of, known_by, taken
from models.value.features import Known
from models.value.forecast import SHORTEST, Way
from models.value.prospects import prospects_of
from models.value.season import Past


@dataclass(frozen=True)
class Choice:
    """The way that tells a horizon, and what each way came to in the rehearsal; none where there was no past for one.

    window: days of the rehearsed window.
    """

    way: Way
    tried: dict[str, ValueFigures] = field(default_factory=dict[str, ValueFigures])
    window: float = 0.0


@dataclass(frozen=True)
class Valued:
    """The columns of value; by horizon how it was told, and what was told before it became columns, the buyers first.

    Both are empty where nobody has bought, or nobody for a week.
    """

    table: CustomerTable
    choices: dict[int, Choice] = field(default_factory=dict[int, Choice])
    told: dict[int, list[Told]] = field(default_factory=dict[int, list[Told]])

    def notes(self) -> dict[str, Any]:
        """By horizon, for the record of the night: the way, the level, and what each way came to in the rehearsal.

        `tried[way]["tenths"]` is what the report's plot `value_calibration` draws.
        """
        return {
            str(days): {
                "way": choice.way.name,
                "level": asdict(choice.way.level),
                "window": choice.window,
                "tried": {name: asdict(figures) for name, figures in choice.tried.items()},
            }
            for days, choice in self.choices.items()
        }


def value_customers(facts: CustomerFacts, settings: ValueSettings, seed: int) -> Valued:
    """The value of every customer; nothing is told within a week of the first order, when nobody can have come back as
    people do. Deterministic.

    Cost: some thirty seconds whatever the size of the shop, and a few for every 100,000 buyers.
    """
    count = facts.facts.customers.count
    facts = by_the_shops_days(facts)
    everybody = buyers_of(facts.orders)
    if facts.orders.age.max(initial=0) < SHORTEST:
        return Valued(value_table(count, {}, everybody, np.full(everybody.count, np.nan), np.nan, settings.margin))
    orders, touches = few_of(facts, everybody, settings.buyers, seed)
    past = Past(orders, settings.buying)
    known = Known(everybody, facts.orders, facts.touches, 0.0)
    with threadpool_limits(1, user_api="blas"):
        choices = {days: chosen(past, touches, 0.0, days, settings, seed) for days in HORIZONS}
        told = {days: _told(choice.way, known, facts, settings, days) for days, choice in choices.items()}
        active = choices[HORIZONS[0]].way.model.active(everybody.histories)
    level = choices[HORIZONS[0]].way.level
    season = level.season if level.season_known else np.nan
    return Valued(value_table(count, told, everybody, active, season, settings.margin), choices, told)


def chosen(past: Past, touches: Touches, moment: float, horizon: float, settings: ValueSettings, seed: int) -> Choice:
    """The best way at a moment: the learned one where, in the newest window before, it told better who would buy and
    who would be worth most; else the buying models."""
    ways = settings.forecasting.ways(past, touches, moment, horizon, seed)
    window = min(horizon, (past.span - moment) / 2)
    back = moment + window
    orders = known_by(past.orders, back)
    if len(ways) == 1 or not len(orders.age):
        return Choice(ways[0])
    rehearsed = settings.forecasting.ways(past, touches, back, window, seed)
    known = Known(buyers_of(orders), orders, touches, back)
    value = came_of(known.buyers, past.orders, back, window).value
    tried = {way.name: value_figures(way.outlook(known), way.spread, value, seed) for way in rehearsed}
    best = tried.get(ways[1].name)
    first = tried[ways[0].name]
    better = best is not None and best.log_loss < first.log_loss and best.gini >= first.gini
    return Choice(ways[1] if better else ways[0], tried, window)


def few_of(facts: CustomerFacts, everybody: Buyers, most: int, seed: int) -> tuple[Orders, Touches]:
    """The orders of a seeded sample of the buyers, and their touches: who teaches."""
    if everybody.count <= most:
        return facts.orders, facts.touches
    drawn = np.random.default_rng(seed).choice(everybody.customer, most, replace=False)
    teaches = np.zeros(facts.facts.customers.count, dtype=bool)
    teaches[drawn] = True
    touches, kept = facts.touches, teaches[facts.touches.customer]
    return taken(facts.orders, teaches[facts.orders.customer]), Touches(
        touches.customer[kept], touches.item[kept], touches.kind[kept], touches.age[kept], touches.session[kept]
    )


def _told(way: Way, known: Known, facts: CustomerFacts, settings: ValueSettings, days: int) -> list[Told]:
    """The buyers, then who has been in touch and has not bought, where their like say something."""
    found = [Told(known.buyers.customer, way.outlook(known), way.spread, way.name)]
    model = settings.prospects.fit(facts.orders, facts.touches, float(days))
    if model is not None:
        people, since = prospects_of(facts.orders, facts.touches, 0.0)
        found.append(Told(people, model.outlook(since), model.spread, CONVERSION))
    return found
