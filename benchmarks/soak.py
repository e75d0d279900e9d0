"""`python -m benchmarks.soak` asks a service at half of what it can for half an hour, beside a writer and a night."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.living import WRITTEN, writing
from benchmarks.load import at_rate, flood
from benchmarks.page import table_of
from benchmarks.servers import ROOT, Running, service
from benchmarks.synthetic.__main__ import write_synthetic
from benchmarks.synthetic.world import SIZES
from models.bundle.files import open_bundle
from models.bundle.shelf import Shelf

PORT, WORKERS = 8474, 2
WARM, ROUND_SECONDS = 6_000, 20.0
MOST_GROWTH = 32.0
"""Megabytes that a worker's own memory may grow from the first round to the last, a bundle changed between."""


@dataclass(frozen=True)
class Round:
    """What was measured in some seconds: waits in ms, the workers' own memory in MB, which bundle was served."""

    asked: int
    p50: float
    p99: float
    slowest: float
    memory: list[float]
    bundle: str


def main(arguments: list[str] | None = None) -> int:
    """Soak, print the figures; 1 where memory grew or the night did not go live, raises where a request failed."""
    parser = argparse.ArgumentParser(description="Half of the largest rate for long, beside a writer and a night.")
    parser.add_argument("--minutes", type=float, default=30.0, help="how long (default: 30)")
    parser.add_argument("--size", choices=sorted(SIZES), default="S", help="of the synthetic shop (default: S)")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        shop, var = Path(folder) / "shop", Path(folder) / "var"
        write_synthetic(SIZES[given.size], shop)
        _night(shop, var).wait()
        with service(PORT, var, WORKERS) as running:
            rate, rounds, outcome = soaked(running, shop, var, given.minutes * 60)
    sys.stdout.write(_table(rate, rounds))
    growth = max(last - first for first, last in zip(rounds[0].memory, rounds[-1].memory, strict=True))
    changed = len({one.bundle for one in rounds}) > 1
    sys.stdout.write(f"\nown memory of a worker grew by {growth:.1f} MB; the night ended with {outcome}\n")
    return int(growth > MOST_GROWTH or not changed)


def soaked(running: Running, shop: Path, var: Path, seconds: float) -> tuple[int, list[Round], int]:
    """The rate, the rounds at it, and how the night ended that began in the middle."""
    paths = _paths(var)
    largest = WARM / min(flood(running.asking, paths, WARM) for _ in range(3))
    rate, rounds, night = int(largest / 2), list[Round](), None
    end = time.monotonic() + seconds
    with writing(running.asking, [f"w{number}" for number in range(1_000)]):
        while time.monotonic() < end or (night and night.poll() is None):
            rounds.append(_round(running, paths, rate, var))
            sys.stderr.write(f"{rounds[-1]}\n")
            if night is None and time.monotonic() > end - seconds / 2:
                night = _night(shop, var)
        rounds.append(_round(running, paths, rate, var))
    return rate, rounds, night.wait() if night else -1


def _paths(var: Path) -> list[str]:
    shelf = Shelf(var).current()
    assert shelf is not None
    bundle = open_bundle(shelf)
    every = max(bundle.customers.count // 2_000, 1)
    ids = [bundle.customers.id[number] for number in range(0, bundle.customers.count, every)]
    return [f"/recommend?customer_id={quote(id_)}&n=12" for id_ in ids]


def _round(running: Running, paths: Sequence[str], rate: int, var: Path) -> Round:
    took = [second * 1e3 for second in at_rate(running.asking, paths, rate, ROUND_SECONDS)]
    current = Shelf(var).current()
    half, most = (took[int(share * len(took))] for share in (0.5, 0.99))
    memory = [_own_megabytes(pid) for pid in running.processes[1:]]
    return Round(len(took), half, most, took[-1], memory, current.name if current else "")


def _own_megabytes(pid: int) -> float:
    """What a process has in memory that is its own: no file, so no bundle, of which all share one copy."""
    return int(re.findall(r"^RssAnon:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)[0]) / 1024


def _night(shop: Path, var: Path) -> subprocess.Popen[bytes]:
    words = ["nice", sys.executable, "-m", "regulars", "train", "--source", str(shop), "--var", str(var)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own


def _table(rate: int, rounds: Sequence[Round]) -> str:
    memory = [f"{min(one.memory):.0f} to {max(one.memory):.0f}" for one in (rounds[0], rounds[-1])]
    return table_of(
        ["figure", ""],
        [
            [
                f"requests answered, all with 200, at {rate:,}/s beside {WRITTEN} events/s",
                f"{sum(o.asked for o in rounds):,}",
            ],
            ["p50 of the median round, ms", f"{sorted(one.p50 for one in rounds)[len(rounds) // 2]:.1f}"],
            ["p99 of the median round, ms", f"{sorted(one.p99 for one in rounds)[len(rounds) // 2]:.1f}"],
            ["p99 of the worst round, ms", f"{max(one.p99 for one in rounds):.1f}"],
            ["slowest answer, ms", f"{max(one.slowest for one in rounds):.0f}"],
            ["a worker's own memory, first round, MB", memory[0]],
            ["a worker's own memory, last round, MB", memory[1]],
            ["bundles served", str(len({one.bundle for one in rounds}))],
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
