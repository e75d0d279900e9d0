"""Sparse matrices as the recommenders make them. SciPy is imported when one is made: the service never does."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Ints, Longs

Csr = Any
"""scipy.sparse.csr_matrix float64 with sorted rows; SciPy ships no types."""
FULL = 4
"""Cells per stored value up to which a matrix is laid out, which is faster then and takes memory in proportion."""


def matrix(row: Ints | Longs, column: Ints | Longs, value: NDArray[Any], shape: tuple[int, int]) -> Csr:
    """From triples; values of one cell are added. Cost: one sort of the triples."""
    made = _scipy().csr_matrix((value.astype(np.float64), (row, column)), shape=shape)
    made.sum_duplicates()
    return made


def stacked(parts: list[Csr]) -> Csr:
    """One below the other."""
    return _scipy().vstack(parts, format="csr")


def rows_of(of: Csr) -> Longs:
    """The row number of every stored value, in order."""
    lengths: Longs = np.diff(of.indptr)
    return np.repeat(np.arange(len(lengths)), lengths)


def scaled(of: Csr, by_row: NDArray[np.float64], by_column: NDArray[np.float64]) -> Csr:
    """The same cells, each times its row's and its column's factor."""
    made = of.copy()
    made.data = made.data * by_row[rows_of(made)] * by_column[made.indices]
    return made


def binary(of: Csr) -> Csr:
    """The same cells with ones."""
    made = of.copy()
    made.data = np.ones_like(made.data)
    return made


def cells(of: Csr, row: Ints | Longs, column: Ints | Longs) -> NDArray[np.float64]:
    """float64 [pairs]: the value at each (row, column), 0 where none is stored. May sort the rows in their place.

    Cost: of a full matrix all its cells; of others a binary search per pair.
    """
    if not len(row):
        return np.empty(0)
    if int(of.shape[0]) * int(of.shape[1]) <= FULL * of.nnz:
        return of.toarray()[row, column]
    of.sort_indices()
    return np.asarray(of[row, column], dtype=np.float64).ravel()


def over(sums: NDArray[np.float64], power: float = 1.0) -> NDArray[np.float64]:
    """1 / sums ** power, and 0 where there is nothing."""
    return np.where(sums > 0, np.where(sums > 0, sums, 1) ** -power, 0)


def row_sums(of: Csr) -> NDArray[np.float64]:
    """float64 [rows]"""
    return np.asarray(of.sum(axis=1), dtype=np.float64).ravel()


def column_sums(of: Csr) -> NDArray[np.float64]:
    """float64 [columns]"""
    return np.asarray(of.sum(axis=0), dtype=np.float64).ravel()


def _scipy() -> Any:
    return import_module("scipy.sparse")
