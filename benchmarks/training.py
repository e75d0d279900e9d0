"""`python -m benchmarks.training` measures one night on the synthetic shops: seconds per step, and peak memory."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.page import figures_of, heads_of, table_of, write_block
from benchmarks.synthetic.__main__ import write_synthetic
from benchmarks.synthetic.world import SIZES


@dataclass(frozen=True)
class Night:
    """What one night cost; peak_mb is the highest resident memory of its process."""

    seconds: dict[str, float]  # by step, in order
    peak_mb: float

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


class NightFailedError(Exception):
    """A measured night did not publish."""


def night_on(name: str, folder: Path) -> Night:
    """A night on the synthetic shop of that size, in a process of its own, as `regulars train` runs it."""
    source, var = folder / name, folder / f"{name}-var"
    write_synthetic(SIZES[name], source)
    command = [sys.executable, "-m", "regulars", "train", "--source", str(source), "--var", str(var)]
    log = folder / f"{name}.log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:  # noqa: S603 - our own
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise NightFailedError(f"size {name}: exit code {process.returncode}\n{log.read_text()[-2000:]}")
    record: dict[str, Any] = json.loads(next((var / "runs").glob("*.json")).read_text())
    return Night({step["name"]: step["seconds"] for step in record["steps"]}, used.ru_maxrss / 1024)


def growth_table(nights: dict[str, Night]) -> str:
    """Seconds of each step by size, and how many times the size before it; then the sum and the memory."""
    steps = list(dict.fromkeys(step for night in nights.values() for step in night.seconds))
    rows = [[step, *figures_of([night.seconds.get(step, 0.0) for night in nights.values()])] for step in steps]
    rows.append(["**all, s**", *figures_of([night.total for night in nights.values()])])
    rows.append(["**peak memory, MB**", *figures_of([night.peak_mb for night in nights.values()])])
    return table_of(["step, s", *heads_of(list(nights))], rows)


def main(arguments: list[str] | None = None) -> None:
    """Measure the sizes asked for, and write the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description="One night on each synthetic shop.")
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=list(SIZES))
    sizes = parser.parse_args(arguments).sizes
    with tempfile.TemporaryDirectory() as folder:
        nights = {name: night_on(name, Path(folder)) for name in sizes}
    table = growth_table(nights)
    sys.stdout.write(table)
    write_block("training", f"python -m benchmarks.training --sizes {' '.join(sizes)}", table)


if __name__ == "__main__":
    main()
