"""Sparse matrices against dense ones."""

from __future__ import annotations

import numpy as np
import pytest

from models.sparse import FULL, cells, matrix


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5])
@pytest.mark.parametrize("pairs", [0, 500])
def test_cells_are_those_of_the_dense_matrix_whether_it_is_full_or_not(share: float, pairs: int) -> None:
    rng = np.random.default_rng(1)
    dense = np.where(rng.random((20, 30)) < share, rng.integers(1, 9, (20, 30)), 0)
    row, column = rng.integers(0, 20, pairs), rng.integers(0, 30, pairs)
    held_row, held_column = np.nonzero(dense)
    made = matrix(held_row, held_column, dense[held_row, held_column], (20, 30))
    assert (made.nnz * FULL >= dense.size) == (share == 0.5)
    assert cells(made, row, column).tolist() == dense[row, column].tolist()
