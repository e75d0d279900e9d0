"""JSON Lines: one object per line; every value stays text as written, lines that are no object are kept aside."""

from __future__ import annotations

import json
from pathlib import Path

from data.errors import InputError
from data.mapping.quoting import literal, quoted
from data.mapping.table import TableMapping
from data.sources.opening import Opening, named_in_errors
from data.sources.texts import as_utf8, begins_with_mark

MAX_LINE = 16 << 20  # bytes of one object


def json_to_parquet(opening: Opening, mapping: TableMapping, path: Path, target: Path) -> None:
    """Copies one file to Parquet: a VARCHAR column per key, nested values as JSON text. Raises InputError if no key."""
    marked = begins_with_mark(path) and mapping.encoding.lower() in ("utf-8", "utf8")
    text = as_utf8(path, "utf-8-sig" if marked else mapping.encoding, opening.work)
    objects = f"read_ndjson_objects({literal(str(text))}, ignore_errors = true, maximum_object_size = {MAX_LINE})"
    with named_in_errors(path.name):
        names = _keys(opening, objects)
        if not names:
            raise InputError(path.name, 'holds no JSON object; each line should be one, such as {"item_id": "7"}')
        shape = literal(json.dumps(dict.fromkeys(names, "VARCHAR"), ensure_ascii=False))
        rows = f"SELECT json_transform(json, {shape}) AS cell FROM {objects} WHERE json_type(json) = 'OBJECT'"
        cells = ", ".join(f"cell[{literal(name)}] AS {quoted(name)}" for name in names)
        opening.con.execute(f"COPY (SELECT {cells} FROM ({rows})) TO {literal(str(target))} (FORMAT parquet)")
        _keep_rejects(opening, objects, path)


def _keys(opening: Opening, objects: str) -> list[str]:
    keys = f"SELECT unnest(json_keys(json)) AS key FROM {objects} WHERE json_type(json) = 'OBJECT'"
    return [str(row[0]) for row in opening.con.execute(f"SELECT DISTINCT key FROM ({keys}) ORDER BY key").fetchall()]


def _keep_rejects(opening: Opening, objects: str, path: Path) -> None:
    opening.con.execute(
        f"INSERT INTO raw.reject SELECT ?, line, 'not a row: no JSON object', content FROM "
        f"(SELECT row_number() OVER () AS line, json::VARCHAR AS content, json_type(json) AS kind FROM {objects}) "
        "WHERE kind IS DISTINCT FROM 'OBJECT'",
        [path.name],
    )
