"""`python -m benchmarks` runs every benchmark in turn; each writes its table into docs/benchmarks.md."""

from __future__ import annotations

from benchmarks import describing, events, living, serving, training
from benchmarks.accuracy import command as accuracy
from benchmarks.cold import command as cold
from benchmarks.customers import command as customers
from benchmarks.exposure import command as exposure
from benchmarks.segments import command as segments
from benchmarks.today import command as today

BENCHMARKS = (
    training.main, describing.main, serving.main, living.main, events.main, accuracy.main, today.main, cold.main,
    exposure.main, segments.main, customers.main,
)  # fmt: skip

for benchmark in BENCHMARKS:
    benchmark([])
