"""The lists and the metrics of every customer, as Parquet: what somebody else can pair their own figures with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from data.arrays import ABSENT
from data.arrow import texts
from data.strings import Strings
from models.metrics.table import METRICS
from models.recommenders import RECOMMENDERS
from training.evaluating.origin import BUY_AGAIN, Measured
from training.evaluating.tasks import REPEAT
from training.rehearsal.cases import GROUPS

TEXT, WORD = pa.large_string(), pa.dictionary(pa.int8(), pa.string())
LISTS = pa.schema(
    [
        ("origin", pa.int8()), ("task", WORD), ("system", WORD), ("customer_id", TEXT), ("rank", pa.int16()),
        ("item_id", TEXT), ("score", pa.float32()), ("source", WORD), ("hit", pa.bool_()),
    ]
)  # fmt: skip
FIGURES = tuple(metric.name for metric in METRICS if metric.over == "customers")
CUSTOMERS = pa.schema(
    [
        ("origin", pa.int8()), ("task", WORD), ("system", WORD), ("customer_id", TEXT), ("history", WORD),
        ("bought", pa.int32()), *((name, pa.float32()) for name in FIGURES),
    ]
)  # fmt: skip


def write_lists(file: Path, parts: Sequence[Measured], customers: Strings, items: Strings) -> int:
    """A row per place of every list; the number of rows."""
    with parquet.ParquetWriter(file, LISTS, compression="zstd") as writer:
        written = [_write(writer, _lists(part, system, customers, items)) for part in parts for system in part.shown]
    return sum(written)


def write_customers(file: Path, parts: Sequence[Measured], customers: Strings) -> int:
    """A row per customer, task, origin and system, with every metric; the number of rows."""
    with parquet.ParquetWriter(file, CUSTOMERS, compression="zstd") as writer:
        written = [_write(writer, _customers(part, system, customers)) for part in parts for system in part.shown]
    return sum(written)


def _write(writer: parquet.ParquetWriter, table: pa.Table) -> int:
    writer.write_table(table)
    return table.num_rows


def _lists(part: Measured, system: str, customers: Strings, items: Strings) -> pa.Table:
    shown, replay = part.shown[system], part.replays[system]
    row, place = np.nonzero(shown.item != ABSENT)
    columns = [
        *_head(part, system, len(row)),
        texts(customers).take(pa.array(part.customer[row])),
        pa.array((place + 1).astype(np.int16)),
        texts(items).take(pa.array(shown.item[row, place])),
        pa.array(shown.score[row, place]),
        _sources(part, system, shown.source[row, place]),
        pa.array(replay.hit[row, place]),
    ]
    return pa.table(columns, schema=LISTS)


def _customers(part: Measured, system: str, customers: Strings) -> pa.Table:
    figures = [pa.array(part.values[system][name], from_pandas=True) for name in FIGURES]
    columns = [
        *_head(part, system, len(part.customer)),
        texts(customers).take(pa.array(part.customer)),
        pa.DictionaryArray.from_arrays(pa.array(part.group.astype(np.int8)), pa.array(GROUPS)),
        pa.array(part.replays[system].targets.counts.astype(np.int32)),
        *figures,
    ]
    return pa.table(columns, schema=CUSTOMERS)


def _head(part: Measured, system: str, rows: int) -> list[pa.Array]:
    return [pa.array(np.full(rows, part.origin, dtype=np.int8)), _word(part.task, rows), _word(system, rows)]


def _sources(part: Measured, system: str, source: np.ndarray) -> pa.Array:
    """The recommender behind each entry; a yardstick that stands in for one is named itself."""
    if part.task == REPEAT and system != BUY_AGAIN:
        return _word(system, len(source))
    names = [row.name for row in RECOMMENDERS]
    return pa.DictionaryArray.from_arrays(pa.array(source.astype(np.int8)), pa.array(names))


def _word(name: str, rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, dtype=np.int8)), pa.array([name]))
