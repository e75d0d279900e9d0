"""CSV of any delimiter: every column stays text, so that no id loses its zeros; what is no row is kept aside."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Final

import duckdb

from data.errors import InputError
from data.mapping.quoting import literal
from data.mapping.table import TableMapping
from data.sources.opening import Opening, named_in_errors
from data.sources.texts import as_utf8, open_text, with_one_line_end, wrong_encoding

DELIMITERS: Final = (",", ";", "\t", "|")
MIXED_LINE_ENDS: Final = "reached an invalid state"  # what DuckDB says of \\n and \\r\\n in one file
FATAL: Final = ("INVALID ENCODING", "UNQUOTED VALUE")


def csv_to_parquet(opening: Opening, mapping: TableMapping, path: Path, target: Path) -> None:
    """Copies one CSV file to Parquet, all columns VARCHAR. Raises InputError for a wrong encoding or an open quote."""
    text = as_utf8(path, mapping.encoding, opening.work)
    delimiter, names = header(text, mapping.delimiter)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    options = (
        f"auto_detect = false, header = true, delim = {literal(delimiter)}, quote = '\"', escape = '\"', nullstr = '', "
        f"columns = {{{columns}}}, store_rejects = true, rejects_limit = 0, rejects_table = 'csv_reject', "
        "rejects_scan = 'csv_scan'"
    )
    with named_in_errors(path.name):
        try:
            _copy(opening, text, options, target)
        except duckdb.InvalidInputException as error:
            if MIXED_LINE_ENDS not in str(error):
                raise
            _copy(opening, with_one_line_end(text, opening.work), options, target)
    _keep_rejects(opening, path)


def _copy(opening: Opening, text: Path, options: str, target: Path) -> None:
    opening.con.execute("DROP TABLE IF EXISTS csv_reject; DROP TABLE IF EXISTS csv_scan")
    rows = f"SELECT * FROM read_csv({literal(str(text))}, {options})"
    opening.con.execute(f"COPY ({rows}) TO {literal(str(target))} (FORMAT parquet)")


def header(path: Path, delimiter: str) -> tuple[str, list[str]]:
    """The delimiter, as given or the commonest in the first line, and the column names."""
    try:
        with open_text(path, "utf-8-sig") as stream:
            first = stream.readline()
        sign = delimiter or _commonest(first)
        with open_text(path, "utf-8-sig") as stream:
            names = [name.strip() for name in next(csv.reader(stream, delimiter=sign))]
    except UnicodeDecodeError as error:
        raise wrong_encoding(path, "utf-8", error.reason) from None
    except (OSError, StopIteration, csv.Error) as error:
        why = str(error) or "it is empty"
        raise InputError(path.name, f"has no header ({why}); the first line should name the columns") from None
    return sign, _distinct(path, names)


def _commonest(line: str) -> str:
    outside = "".join(line.split('"')[::2])
    counts = Counter({sign: outside.count(sign) for sign in DELIMITERS})
    return counts.most_common(1)[0][0]


def _distinct(path: Path, names: list[str]) -> list[str]:
    named = [name or f"column{number}" for number, name in enumerate(names, start=1)]
    twice = [name for name, count in Counter(name.lower() for name in named).items() if count > 1]
    if twice:
        raise InputError(path.name, f"column '{twice[0]}' stands twice in the header; names should differ")
    return named


def _keep_rejects(opening: Opening, path: Path) -> None:
    fatal = ", ".join(literal(kind) for kind in FATAL)
    worst = opening.con.execute(
        f"SELECT error_type::VARCHAR, line FROM csv_reject WHERE error_type::VARCHAR IN ({fatal}) ORDER BY line LIMIT 1"
    ).fetchall()
    if worst and worst[0][0] == "INVALID ENCODING":
        raise wrong_encoding(path, "utf-8", f"line {worst[0][1]}")
    if worst:
        advice = "a quote inside a value is written twice"
        raise InputError(path.name, f"line {worst[0][1]} opens a quote that never closes; {advice}")
    opening.con.execute(
        "INSERT INTO raw.reject SELECT ?, line, 'not a row: ' || lower(first(error_type::VARCHAR)), first(csv_line) "
        "FROM csv_reject GROUP BY line ORDER BY line",
        [path.name],
    )
