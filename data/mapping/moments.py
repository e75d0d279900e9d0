"""SQL that turns a raw value into a moment in UTC."""

from __future__ import annotations

from typing import Final

from data.mapping.quoting import literal
from data.mapping.table import TableMapping

EPOCHS: Final = {"epoch_s": "1000000", "epoch_ms": "1000", "epoch_us": "1"}
"""Named formats of a number since 1970, and how many microseconds one unit is."""

_ZONED: Final = "[0-9]:[0-9]{2}.*(Z|[+-][0-9]{2}(:?[0-9]{2})?|UTC|GMT)$"
_LARGEST: Final = "4e15"  # microseconds; the year 2096, beyond it a number is no moment


def moment_sql(value: str, kind: str, mapping: TableMapping) -> str:
    """The value as TIMESTAMP in UTC; NULL where it is none. A number counts seconds, milli- or microseconds."""
    zone = literal(mapping.time_zone or "UTC")
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"({value} AT TIME ZONE 'UTC')"
    if kind.startswith("TIMESTAMP") or kind == "DATE":
        return _utc(f"({value})::TIMESTAMP", zone)
    if kind != "VARCHAR" or mapping.timestamp_format in EPOCHS:
        return _epoch(f"TRY_CAST({value} AS DOUBLE)", mapping.timestamp_format)
    if mapping.timestamp_format:
        return _formatted(f"trim({value})", mapping.timestamp_format, zone)
    return _any_text(f"trim({value})", zone)


def _utc(local: str, zone: str) -> str:
    return local if zone == "'UTC'" else f"(timezone({zone}, {local}) AT TIME ZONE 'UTC')"


def _epoch(number: str, unit: str) -> str:
    by_size = f"CASE WHEN abs({number}) < 1e11 THEN 1000000 WHEN abs({number}) < 1e14 THEN 1000 ELSE 1 END"
    micros = f"({number} * ({EPOCHS.get(unit, by_size)}))"
    return f"make_timestamp(CASE WHEN abs({micros}) < {_LARGEST} THEN {micros}::BIGINT END)"


def _formatted(text: str, template: str, zone: str) -> str:
    parsed = f"try_strptime({text}, {literal(template)})"
    return f"({parsed} AT TIME ZONE 'UTC')" if "%z" in template.lower() else _utc(parsed, zone)


def _any_text(text: str, zone: str) -> str:
    joined = rf"regexp_replace({text}, ' ?([+-][0-9]{{2}}):?([0-9]{{2}})$', '\1:\2')"
    return (
        f"CASE WHEN regexp_full_match({text}, '[0-9]{{9,16}}([.][0-9]+)?') "
        f"THEN {_epoch(f'TRY_CAST({text} AS DOUBLE)', '')} "
        f"WHEN regexp_matches({text}, {literal(_ZONED)}) THEN TRY_CAST({joined} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' "
        f"ELSE {_utc(f'TRY_CAST({text} AS TIMESTAMP)', zone)} END"
    )
