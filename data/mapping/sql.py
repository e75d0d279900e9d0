"""SQL expressions that turn a raw value into an id, a text, a number, a moment; what cannot be read becomes NULL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from data.mapping.columns import found_column
from data.mapping.moments import moment_sql
from data.mapping.quoting import literal, quoted
from data.mapping.table import TableMapping

FLOATING: Final = ("DOUBLE", "FLOAT")
TRUE: Final = "'true', 't', 'yes', 'y', '1', '1.0', 'on'"
CURRENCY: Final = r"^\s*(\p{L}{0,2}\p{Sc}|\p{L}{2,3}[.]?)?\s*|\s*(\p{L}{2,3}[.]?|\p{Sc})?\s*$"  # EUR, kr., US$, €
FALSE: Final = "'false', 'f', 'no', 'n', '0', '0.0', 'off'"


def text_sql(value: str, kind: str, mapping: TableMapping) -> str:
    """The value as text, kept as it is; blank and the mapping's `absent` texts are NULL."""
    text = _text(value, kind)
    if mapping.absent:
        return f"CASE WHEN {_trimmed(text)} NOT IN ({_absent(mapping)}) THEN {text} END"
    # nearly every text begins with a sign above the blank, and is then not trimmed to see whether something is left
    return f"CASE WHEN {text} >= '!' THEN {text} WHEN {_trimmed(text)} <> '' THEN {text} END"


def trimmed_sql(value: str, kind: str, mapping: TableMapping) -> str:
    """The value as text without blanks around it, for words that are shown or compared."""
    text = _trimmed(_text(value, kind))
    return f"CASE WHEN {text} NOT IN ({_absent(mapping)}) THEN {text} END" if mapping.absent else f"nullif({text}, '')"


def id_sql(value: str, kind: str, mapping: TableMapping) -> str:
    """The value as an id: text kept as it is, whole numbers in plain decimal (13085.0 is 13085)."""
    if kind in FLOATING:
        whole = f"{value} = trunc({value}) AND abs({value}) < 1e18"
        return f"CASE WHEN {whole} THEN ({value})::BIGINT::VARCHAR WHEN NOT isnan({value}) THEN ({value})::VARCHAR END"
    text = text_sql(value, kind, mapping)
    if kind.endswith("INT"):
        return text
    return rf"CASE WHEN {text} LIKE '%.0%' THEN regexp_replace({text}, '^(-?[0-9]+)[.]0+$', '\1') ELSE {text} END"


def number_sql(value: str, kind: str, mapping: TableMapping) -> str:
    """The value as DOUBLE, a currency before or after it left out; NULL where it is no finite number."""
    number = f"({value})::DOUBLE"
    if kind == "VARCHAR":
        text = f"regexp_replace({value}, '{CURRENCY}', '', 'g')"
        if mapping.decimal == ",":
            text = f"replace(replace({text}, '.', ''), ',', '.')"
        number = f"TRY_CAST({text} AS DOUBLE)"
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def flag_sql(value: str, kind: str, mapping: TableMapping) -> str:
    """The value as BOOLEAN, from true/false, yes/no, 1/0, on/off in any case; NULL for every other word."""
    if kind == "BOOLEAN":
        return value
    word = f"lower({trimmed_sql(value, kind, mapping)})"
    return f"CASE WHEN {word} IN ({TRUE}) THEN true WHEN {word} IN ({FALSE}) THEN false END"


def path_sql(value: str, kind: str, mapping: TableMapping) -> str:
    """The value as a category path `a > b > c`, whatever sign stands between the shop's steps."""
    steps = f"string_split({trimmed_sql(value, kind, mapping)}, {literal(mapping.path_separator)})"
    return f"nullif(array_to_string({_filled(steps)}, ' > '), '')"


def list_sql(value: str, kind: str, mapping: TableMapping) -> str:
    """The value as VARCHAR[]: a list as it is, a text split at | ; or a comma."""
    if kind.endswith("[]"):
        return f"({value})::VARCHAR[]"
    return _filled(f"string_split_regex({trimmed_sql(value, kind, mapping)}, '[|;,]')")


def cell_sql(name: str, shape: str, columns: dict[str, str], mapping: TableMapping) -> str:
    """Our column `name` out of the shop's `columns` (name -> type), renamed, revalued and typed; absent it is NULL."""
    make, made = SHAPES[shape]
    if name in mapping.constants:
        return f"({make(literal(mapping.constants[name]), 'VARCHAR', mapping)})::{made}"
    column = found_column(mapping.columns.get(name, name), columns)
    if column is None:
        return f"NULL::{made}"
    value, kind = revalued_sql(name, column, columns[column], mapping)
    return f"({make(value, kind, mapping)})::{made}"


def revalued_sql(name: str, column: str, kind: str, mapping: TableMapping) -> tuple[str, str]:
    """The raw column with the mapping's values put in place, and the type that this has."""
    renamed = mapping.values.get(name, {})
    if not renamed:
        return quoted(column), kind
    text = f"{quoted(column)}::VARCHAR"
    cases = " ".join(f"WHEN {literal(theirs)} THEN {literal(ours)}" for theirs, ours in renamed.items())
    return f"(CASE {text} {cases} ELSE {text} END)", "VARCHAR"


def _text(value: str, kind: str) -> str:
    return value if kind == "VARCHAR" else f"({value})::VARCHAR"


def _trimmed(text: str) -> str:
    return rf"trim({text}, E' \t\r\n')"


def _absent(mapping: TableMapping) -> str:
    return ", ".join(literal(word) for word in ("", *mapping.absent))


def _filled(steps: str) -> str:
    return f"list_filter(list_transform({steps}, lambda step: trim(step)), lambda step: step <> '')"


SHAPES: Final[dict[str, tuple[Callable[[str, str, TableMapping], str], str]]] = {
    "id": (id_sql, "VARCHAR"),
    "text": (trimmed_sql, "VARCHAR"),
    "path": (path_sql, "VARCHAR"),
    "number": (number_sql, "DOUBLE"),
    "flag": (flag_sql, "BOOLEAN"),
    "moment": (moment_sql, "TIMESTAMP"),
    "list": (list_sql, "VARCHAR[]"),
}
"""How a value of each shape is read, and the type it then has."""
