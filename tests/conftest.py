"""What every test runs under."""

from __future__ import annotations

import os

# Before numpy loads: two tests' threads shall not fight for two cores, and implicit warns otherwise.
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
