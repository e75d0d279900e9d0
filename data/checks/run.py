"""All checks over one reading."""

from __future__ import annotations

from datetime import datetime

import duckdb

from data.checks import CHECKS
from data.checks.check import EXAMPLES, LEVELS, Check, Finding


def found(con: duckdb.DuckDBPyConnection, now: datetime, has_items: bool) -> tuple[Finding, ...]:
    """What the checks find, worst level first. Cost: one pass over the events for most checks."""
    con.execute("SET VARIABLE now = ?", [now])
    con.execute("SET VARIABLE has_items = ?", [has_items])
    findings = [finding for check in CHECKS if (finding := _ask(con, check))]
    return tuple(sorted(findings, key=lambda finding: LEVELS.index(finding.level)))


def _ask(con: duckdb.DuckDBPyConnection, check: Check) -> Finding | None:
    rows = con.execute(f"""
        WITH found AS MATERIALIZED ({check.sql}),
        most AS (SELECT example FROM found WHERE example IS NOT NULL ORDER BY rows DESC, example LIMIT {EXAMPLES})
        SELECT coalesce((SELECT sum(rows) FROM found), -1)::BIGINT, (SELECT list(example) FROM most)""").fetchall()
    count, examples = rows[0]
    if count < 0:
        return None
    return Finding(check.name, check.level, count, check.says, check.costs, tuple(examples or ()))
