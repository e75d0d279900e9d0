"""Lists as Parquet. The only place of the service that loads pyarrow, and only when such a file is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from data.arrow import texts
from data.strings import Strings
from models.bundle.bundle import Bundle
from models.decision.likely import SCORE_KINDS
from models.recommenders import RECOMMENDERS
from service.chunks import COLUMNS, Chunk, Write

TEXT = pa.large_string()
SCHEMA = pa.schema(list(zip(COLUMNS, (TEXT, pa.int32(), TEXT, pa.float32(), TEXT, TEXT, TEXT, TEXT), strict=True)))


@contextmanager
def parquet_file(bundle: Bundle, out: Path) -> Iterator[Write]:
    """Writes a row group per chunk."""
    items = texts(bundle.items.id)
    sources = texts(Strings.of(row.name for row in RECOMMENDERS))
    reasons = texts(Strings.of(row.reason for row in RECOMMENDERS))
    kinds = texts(Strings.of(SCORE_KINDS))
    with parquet.ParquetWriter(out, SCHEMA, compression="zstd") as writer:

        def write(chunk: Chunk) -> None:
            source, row = _column(chunk.source.astype(np.int32)), _column(chunk.row.astype(np.int32))
            columns = (
                texts(Strings.of(chunk.customers)).take(row),
                _column(chunk.rank.astype(np.int32)), items.take(_column(chunk.item)), _column(chunk.score),
                sources.take(source), reasons.take(source), kinds.take(_column(chunk.likely.astype(np.int32))),
                texts(Strings.of(chunk.decisions)).take(row),
            )  # fmt: skip
            writer.write_table(pa.Table.from_arrays(columns, schema=SCHEMA))

        yield write


def _column(values: np.ndarray) -> pa.Array:
    """The same bytes as an Arrow array: pa.array would load pandas where there is one, to look for its types."""
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, pa.py_buffer(values)])
