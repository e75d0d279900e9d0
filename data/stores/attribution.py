"""What came of the lists that were shown: opens, clicks and purchases, each credited to one decision.

One definition, in DuckDB over the cleaned tables of a night and the store's decisions. By id: the event names the
decision. By window, where it names none: the same customer (a guest: the same session), an item of a family that the
decision showed, and for a click within `view_days` of the showing; for a purchase within `click_days` of a click on it,
else within `view_days` of the showing. A decision that was clicked goes before one that was only seen, of several the
newest. Purchases count as they were made, before returns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final

import duckdb
from msgspec import Meta

from data.columns import CLICK, OPEN, PURCHASE

Days = Annotated[int, Meta(ge=0, le=365)]


@dataclass(frozen=True)
class AttributionSettings:
    """`[attribution]`: how long after a list a purchase that names no decision is put down to it."""

    click_days: Days = 7  # after a click on the list
    view_days: Days = 1  # after it was shown, where it was not clicked


@dataclass(frozen=True)
class LedTo:
    """What came of one placement's lists; revenue is pieces times price, lines without a price count nothing."""

    placement: str
    shown: int
    opened: int  # lists, as the two below
    clicked: int
    by_id: int  # purchase lines
    revenue_by_id: float
    by_window: int
    revenue_by_window: float


_SHOWN: Final = """
    SELECT d.decision_id::VARCHAR AS decision_id, d.placement::VARCHAR AS placement, d.items::VARCHAR AS items,
        make_timestamp(TRY_CAST(d.shown_at AS BIGINT)) AS shown_at,
        make_timestamp(TRY_CAST(d.clicked_at AS BIGINT)) AS clicked_at,
        coalesce(customer_no.customer, -2 - session_no.session) AS actor
    FROM raw.store_decision AS d LEFT JOIN staged.session_of AS owner ON owner.session_id = d.session_id::VARCHAR
    LEFT JOIN staged.customer_no AS customer_no
        ON customer_no.customer_id = coalesce(nullif(d.customer_id::VARCHAR, ''), owner.customer_id)
    LEFT JOIN staged.session_no AS session_no ON session_no.session_id = d.session_id::VARCHAR
    WHERE make_timestamp(TRY_CAST(d.shown_at AS BIGINT)) < $end"""
"""actor: a customer's number, a guest's session as -2, -3 ...; NULL where neither did anything."""
_HELD: Final = """
    SELECT DISTINCT decision_id, actor, shown_at, family FROM (
        SELECT decision_id, actor, shown_at, unnest(from_json(items, '["VARCHAR"]')) AS item_id
        FROM attributed_shown SEMI JOIN attributed_told USING (actor))
    JOIN item USING (item_id)"""
_TOLD: Final = f"""
    SELECT seq, event.kind, event.t, line.decision_id, family, coalesce(event.quantity, 1) * event.price AS revenue,
        CASE WHEN customer >= 0 THEN customer WHEN session_no >= 0 THEN -2 - session_no END AS actor
    FROM event JOIN staged.line AS line USING (seq) LEFT JOIN item ON item.item = event.item
    WHERE event.kind IN ({OPEN}, {CLICK}, {PURCHASE}) AND event.t < $end
        AND event.t >= (SELECT min(shown_at) FROM attributed_shown)"""
_CREDITED: Final = f"""
    WITH by_id AS (SELECT seq, decision_id FROM attributed_told SEMI JOIN attributed_shown USING (decision_id)),
    near AS (
        SELECT told.seq, told.kind, told.t, held.decision_id, held.shown_at
        FROM attributed_told AS told ANTI JOIN by_id USING (seq)
        JOIN attributed_held AS held USING (actor, family) WHERE told.t >= held.shown_at),
    seen AS (SELECT *, false AS clicked FROM near WHERE t <= shown_at + to_days($view)),
    click AS (
        SELECT decision_id, t FROM by_id JOIN attributed_told AS told USING (seq, decision_id) WHERE kind = {CLICK}
        UNION SELECT decision_id, clicked_at FROM attributed_shown WHERE clicked_at IS NOT NULL
        UNION SELECT arg_max(decision_id, (shown_at, decision_id)), any_value(t) FROM seen WHERE kind = {CLICK}
        GROUP BY seq),
    followed AS (
        SELECT near.*, true AS clicked FROM near SEMI JOIN click ON click.decision_id = near.decision_id
            AND click.t <= near.t AND near.t <= click.t + to_days($click) WHERE near.kind = {PURCHASE}),
    by_window AS (
        SELECT seq, arg_max(decision_id, (clicked, shown_at, decision_id)) AS decision_id
        FROM (FROM followed UNION ALL FROM seen) GROUP BY seq),
    credit AS (SELECT *, true AS named FROM by_id UNION ALL SELECT *, false FROM by_window),
    done AS (
        SELECT credit.decision_id, bool_or(kind = {OPEN}) AS opened,
            count(*) FILTER (kind = {PURCHASE} AND named) AS by_id,
            coalesce(sum(revenue) FILTER (kind = {PURCHASE} AND named), 0) AS revenue_by_id,
            count(*) FILTER (kind = {PURCHASE} AND NOT named) AS by_window,
            coalesce(sum(revenue) FILTER (kind = {PURCHASE} AND NOT named), 0) AS revenue_by_window
        FROM credit JOIN attributed_told USING (seq) GROUP BY 1)
    SELECT placement, count(*), count(*) FILTER (coalesce(opened, false)),
        count(*) FILTER (decision_id IN (SELECT decision_id FROM click)),
        coalesce(sum(by_id), 0)::BIGINT, coalesce(sum(revenue_by_id), 0)::DOUBLE,
        coalesce(sum(by_window), 0)::BIGINT, coalesce(sum(revenue_by_window), 0)::DOUBLE
    FROM attributed_shown LEFT JOIN done USING (decision_id) GROUP BY placement ORDER BY count(*) DESC, placement"""


def led_to(con: duckdb.DuckDBPyConnection, as_of: datetime, settings: AttributionSettings) -> list[LedTo]:
    """A row per placement, the one that was shown most first; only what happened before `as_of` counts.

    Needs the cleaned tables of a night that read a store. Cost: one pass over events and decisions, out of core.
    """
    end = as_of.astimezone(UTC).replace(tzinfo=None)
    con.execute(f"CREATE OR REPLACE TEMP TABLE attributed_shown AS {_SHOWN}", {"end": end})
    con.execute(f"CREATE OR REPLACE TEMP TABLE attributed_told AS {_TOLD}", {"end": end})
    con.execute(f"CREATE OR REPLACE TEMP TABLE attributed_held AS {_HELD}")
    rows = con.execute(_CREDITED, {"view": settings.view_days, "click": settings.click_days}).fetchall()
    for name in ("shown", "told", "held"):
        con.execute(f"DROP TABLE attributed_{name}")
    return [LedTo(*row) for row in rows]
