"""An expression means what SQL means by it: random tables and expressions, asked of DuckDB too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.audiences.evaluate import Scope
from models.audiences.words import quoted
from models.customers.table import CustomerTable
from tests.models.audiences.tables import held, labels

RFM = ["champions", "lost", "christmas tree", 'the "best"', "in"]
COUNTRIES = ["France", "it's"]
INTERESTS = ["garden", "lost", "x:y", "3"]
AMOUNTS = [0.1, 0.3, 1.5, 30.0, -2.0, 16777216.0]
COLUMNS = "customer INTEGER, value FLOAT, orders INTEGER, wholesale BOOLEAN, rfm VARCHAR, country VARCHAR, "


@dataclass(frozen=True)
class Said:
    """One expression in both languages; given: what the question marks of the SQL stand for."""

    ours: str
    sql: str
    given: tuple[Any, ...] = ()


Row = tuple[float | None, int | None, bool, str | None, str | None, list[str]]
ROWS: st.SearchStrategy[list[Row]] = st.lists(
    st.tuples(
        st.none() | st.sampled_from([*AMOUNTS, float("inf")]), st.none() | st.integers(0, 4), st.booleans(),
        st.none() | st.sampled_from(RFM), st.none() | st.sampled_from(COUNTRIES),
        st.lists(st.sampled_from(INTERESTS), unique=True),
    ),
    max_size=12,
)  # fmt: skip


def table_of(rows: list[Row]) -> CustomerTable:
    """As we hold it."""
    value, orders, wholesale, rfm, country, interest = zip(*rows, strict=True) if rows else [()] * 6
    return CustomerTable(
        {
            "value": np.array([np.nan if each is None else each for each in value], dtype=np.float32),
            "orders": np.array([-1 if each is None else each for each in orders], dtype=np.int32),
            "wholesale": np.array(wholesale, dtype=bool),
        },
        {"rfm": labels(rfm, RFM), "country": labels(country, COUNTRIES)},
        {"interest": held(interest, INTERESTS)},
    )


CON = duckdb.connect()


def chosen_by_sql(rows: list[Row], said: Said) -> list[int]:
    """As DuckDB chooses them."""
    CON.execute(f"CREATE OR REPLACE TABLE customer ({COLUMNS}interest VARCHAR[])")
    if rows:
        CON.executemany("INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
    chosen = f"SELECT customer FROM customer WHERE {said.sql} ORDER BY customer"  # noqa: S608 - written by this test
    return [number for (number,) in CON.execute(chosen, list(said.given)).fetchall()]


def _number(text: str) -> float:
    return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)


NUMBER = st.sampled_from(["0.1", "30%", "0.3", "1.5", "30", "-2", "2", "3", "16777217", "150%"])
SIGN = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
NUMERIC = st.sampled_from([("value", "?::FLOAT"), ("orders", "?::DOUBLE")])
LABELLED = st.sampled_from([("rfm", RFM), ("country", COUNTRIES)])


@st.composite
def _compared(draw: st.DrawFn) -> Said:
    (column, place), sign, number = draw(NUMERIC), draw(SIGN), draw(NUMBER)
    return Said(f"{column}{sign}{number}", f'"{column}" {sign} {place}', (_number(number),))


@st.composite
def _between(draw: st.DrawFn) -> Said:
    (column, place), no = draw(NUMERIC), draw(st.sampled_from(["", "not "]))
    low, high = sorted((draw(NUMBER), draw(NUMBER)), key=_number)
    sql = f'"{column}" {no}BETWEEN {place} AND {place}'
    return Said(f"{column} {no}between {low} and {high}", sql, (_number(low), _number(high)))


@st.composite
def _listed(draw: st.DrawFn) -> Said:
    (column, names), no = draw(LABELLED), draw(st.sampled_from(["", "not "]))
    some = draw(st.lists(st.sampled_from(names), min_size=1))
    sql = f'"{column}" {no}IN ({", ".join("?" * len(some))})'
    return Said(f"{column} {no}in ({', '.join(map(quoted, some))})", sql, tuple(some))


@st.composite
def _numbers_listed(draw: st.DrawFn) -> Said:
    (column, place), no = draw(NUMERIC), draw(st.sampled_from(["", "not "]))
    some = draw(st.lists(NUMBER, min_size=1, max_size=3))
    sql = f'"{column}" {no}IN ({", ".join([place] * len(some))})'
    return Said(f"{column} {no}in ({','.join(some)})", sql, tuple(map(_number, some)))


@st.composite
def _labelled(draw: st.DrawFn) -> Said:
    column, names = draw(LABELLED)
    sign, name = draw(st.sampled_from(["=", "!=", ":"])), draw(st.sampled_from(names))
    asked = "IS NOT DISTINCT FROM" if sign == ":" else sign
    return Said(f"{column}{sign}{quoted(name)}", f'"{column}" {asked} ?', (name,))


@st.composite
def _interested(draw: st.DrawFn) -> Said:
    some, no = draw(st.lists(st.sampled_from(INTERESTS), min_size=1)), draw(st.sampled_from(["", "not "]))
    if len(some) == 1 and not no:
        return Said(f"interest:{quoted(some[0])}", "list_contains(interest, ?)", (some[0],))
    return Said(f"interest {no}in ({','.join(map(quoted, some))})", f"{no}list_has_any(interest, ?)", (some,))


@st.composite
def _known(draw: st.DrawFn) -> Said:
    column, no = draw(st.sampled_from(["value", "orders", "wholesale", "rfm", "country"])), draw(st.booleans())
    return Said(f"{column} is {'not ' * no}known", f'"{column}" IS {"" if no else "NOT "}NULL')


PLAIN = st.sampled_from([
    Said("wholesale", "wholesale"), Said("wholesale = false", "wholesale = false"),
    Said("champions", "rfm IS NOT DISTINCT FROM 'champions'"), Said("garden", "list_contains(interest, 'garden')"),
    Said("interest is known", "len(interest) > 0"),
])  # fmt: skip
CONDITION = st.one_of(
    PLAIN, _compared(), _between(), _listed(), _numbers_listed(), _labelled(), _interested(), _known()
)


def _grown(parts: st.SearchStrategy[Said]) -> st.SearchStrategy[Said]:
    """Without brackets of our own both languages must bind alike."""
    joined = st.builds(
        lambda a, by, b: Said(f"{a.ours} {by} {b.ours}", f"{a.sql} {by} {b.sql}", a.given + b.given),
        parts,
        st.sampled_from(["and", "or"]),
        parts,
    )
    return st.one_of(
        joined,
        parts.map(lambda part: Said(f"not {part.ours}", f"NOT {part.sql}", part.given)),
        parts.map(lambda part: Said(f"({part.ours})", f"({part.sql})", part.given)),
        parts.map(lambda part: Said(f"not ({part.ours})", f"NOT ({part.sql})", part.given)),
    )


@settings(max_examples=600, deadline=None, derandomize=True)
@given(ROWS, st.recursive(CONDITION, _grown, max_leaves=8))
def test_the_same_customers_are_chosen(rows: list[Row], said: Said) -> None:
    member = Scope.of(table_of(rows)).members(said.ours)
    assert np.flatnonzero(member).tolist() == chosen_by_sql(rows, said), (said.ours, said.sql)
