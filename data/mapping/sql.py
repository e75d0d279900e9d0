"""SQL expressions that turn one raw column into an id, a text, a number or a moment; what cannot be read becomes NULL."""

from __future__ import annotations

from data.mapping.table import TableMapping

FLOATING = ("DOUBLE", "FLOAT")
EPOCHS = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1}
ZONED_TEXT = r"[0-9]{1,2}:[0-9]{2}.*(Z|[+-][0-9]{2}(:?[0-9]{2})?| ?(UTC|GMT))$"


def quoted(name: str) -> str:
    """A column or table name, safe inside SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text, safe inside SQL."""
    return "'" + text.replace("'", "''") + "'"


def text_sql(column: str, kind: str, mapping: TableMapping) -> str:
    """The column as text; blank and the mapping's `absent` texts are NULL."""
    name = quoted(column)
    absent = ", ".join(literal(text) for text in mapping.absent)
    present = f"CASE WHEN trim({name}::VARCHAR) = '' THEN NULL ELSE {name}::VARCHAR END"
    return f"CASE WHEN trim({name}::VARCHAR) IN ({absent}) THEN NULL ELSE {present} END" if absent else present


def id_sql(column: str, kind: str, mapping: TableMapping) -> str:
    """The column as an id: text kept as it is, whole numbers in plain decimal (13085.0 is 13085)."""
    name, text = quoted(column), text_sql(column, kind, mapping)
    if kind in FLOATING:
        whole = f"{name} = trunc({name}) AND abs({name}) < 1e18"
        return f"CASE WHEN {whole} THEN {name}::BIGINT::VARCHAR WHEN isnan({name}) THEN NULL ELSE {name}::VARCHAR END"
    return rf"regexp_replace({text}, '^(-?[0-9]+)[.]0+$', '\1')"


def number_sql(column: str, kind: str, mapping: TableMapping) -> str:
    """The column as DOUBLE; NULL where it is no finite number."""
    value = quoted(column)
    if kind == "VARCHAR":
        text = f"trim({value})"
        if mapping.decimal == ",":
            text = f"replace(replace({text}, '.', ''), ',', '.')"
        value = f"TRY_CAST({text} AS DOUBLE)"
    return f"CASE WHEN isfinite({value}::DOUBLE) THEN {value}::DOUBLE END"


def moment_sql(column: str, kind: str, mapping: TableMapping) -> str:
    """The column as TIMESTAMP in UTC; NULL where it is none. Numbers are seconds, milli- or microseconds since 1970."""
    name, zone = quoted(column), literal(mapping.time_zone or "UTC")
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"({name} AT TIME ZONE 'UTC')"
    if kind != "VARCHAR" and (kind.startswith("TIMESTAMP") or kind == "DATE"):
        return _utc(f"{name}::TIMESTAMP", zone)
    if kind != "VARCHAR" or mapping.timestamp_format in EPOCHS:
        return _epoch(f"TRY_CAST({name} AS DOUBLE)", mapping.timestamp_format)
    if mapping.timestamp_format:
        parsed = f"try_strptime(trim({name}), {literal(mapping.timestamp_format)})"
        return f"({parsed} AT TIME ZONE 'UTC')" if "%z" in mapping.timestamp_format else _utc(parsed, zone)
    return _any_text(f"trim({name})", zone)


def _utc(local: str, zone: str) -> str:
    return local if zone == "'UTC'" else f"(timezone({zone}, {local}) AT TIME ZONE 'UTC')"


def _epoch(number: str, unit: str) -> str:
    by_size = f"CASE WHEN abs({number}) < 1e11 THEN 1000000 WHEN abs({number}) < 1e14 THEN 1000 ELSE 1 END"
    scale = str(EPOCHS[unit]) if unit in EPOCHS else by_size
    return f"make_timestamp(CASE WHEN abs({number}) < 4e15 THEN ({number} * ({scale}))::BIGINT END)"


def _any_text(text: str, zone: str) -> str:
    zoned = f"regexp_matches({text}, {literal(ZONED_TEXT)})"
    return (
        f"CASE WHEN regexp_full_match({text}, '[0-9]{{9,16}}([.][0-9]+)?') THEN {_epoch(f'TRY_CAST({text} AS DOUBLE)', '')} "
        f"WHEN {zoned} THEN TRY_CAST({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' "
        f"ELSE {_utc(f'TRY_CAST({text} AS TIMESTAMP)', zone)} END"
    )
