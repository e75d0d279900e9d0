"""`python -m benchmarks.serving` measures the service on size M against a bare Flask route, in turns, in one run."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from urllib.parse import quote

from benchmarks.load import answer, at_rate, batch, cpu_seconds, flood, shared_megabytes
from benchmarks.page import table_of, write_block
from benchmarks.servers import ROOT, Running, service, yardstick
from benchmarks.synthetic.__main__ import write_synthetic
from benchmarks.synthetic.world import SIZES
from models.bundle.bundle import Bundle
from models.bundle.files import open_bundle
from models.bundle.shelf import Shelf

PORT, OTHER_PORT = 8471, 8472
ROUNDS, REQUESTS, RATE, SECONDS = 7, 3200, 1000, 5.0
BATCHES, AT_ONCE, TIMES, EXPORTS = 16, 8, 8, 3
QUESTION = "/recommend?customer_id={id}&n=12"
NARROW = "/recommend?customer_id={id}&n=12&category={category}&price_max=20"
FORMS = {"compact": "compact&record=false", "full": "full&record=false", "compact, each list remembered": "compact"}
FILES = {"csv": "csv", "jsonl": "jsonl", "parquet": "parquet", "csv, each list remembered": "csv"}

Row = list[str]


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the table, write it into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description="The service against a bare Flask route.")
    parser.add_argument("--var", type=Path, help="serve what is published here (default: a night on size M)")
    var = parser.parse_args(arguments).var
    with tempfile.TemporaryDirectory() as folder:
        table = measured(var or a_night_on_m(Path(folder)), Path(folder))
    sys.stdout.write(table)
    write_block("serving", "python -m benchmarks.serving", table)


def a_night_on_m(folder: Path) -> Path:
    """A published bundle of the synthetic shop M."""
    write_synthetic(SIZES["M"], folder / "M")
    words = ["-m", "regulars", "train", "--source", str(folder / "M"), "--var", str(folder / "var")]
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    return folder / "var"


def measured(var: Path, folder: Path) -> str:
    """All figures as a Markdown table."""
    shelf = Shelf(var).current()
    assert shelf is not None
    bundle = open_bundle(shelf)
    every = max(bundle.customers.count // 2000, 1)
    ids = [bundle.customers.id[number] for number in range(0, bundle.customers.count, every)]
    rows = [*single(var, folder, ids, category_of(bundle)), *batches(var, bundle), *exported(var, folder, bundle)]
    size = sum(file.stat().st_size for file in shelf.iterdir()) / 2**20
    return table_of(["", "service", "yardstick", "ratio"], [*rows, *memory(var, bundle, size)])


def category_of(bundle: Bundle) -> str:
    """A category in the middle by size: what a narrow filter names."""
    held = bundle.facets.category
    by_size = sorted(range(len(held.name)), key=lambda node: len(held.items.row(node)))
    return held.name[by_size[len(by_size) // 2]] if by_size else ""


def single(var: Path, folder: Path, ids: list[str], category: str) -> list[Row]:
    """CPU per request and latency of /recommend, in turns with the bare route."""
    asked = [QUESTION.format(id=id_) for id_ in ids]
    narrow = [NARROW.format(id=id_, category=quote(category)) for id_ in ids]
    body = folder / "body.json"
    with service(PORT, var, workers=1) as ours:
        with ours.asking.connect() as link:
            body.write_bytes(answer(link, ours.asking.get(asked[len(asked) // 2])))
        with yardstick(OTHER_PORT, body) as bare:
            flood(ours.asking, asked, REQUESTS)
            turns = [(_cpu(ours, asked), _cpu(bare, ["/"]), _cpu(ours, narrow)) for _ in range(ROUNDS)]
            waits = [(_p99(ours, asked), _p99(bare, ["/"])) for _ in range(ROUNDS)]
    mine, theirs, filtered = (median(turn[at] for turn in turns) for at in range(3))
    waited, waited_bare = (median(wait[at] for wait in waits) for at in range(2))
    return [
        ["`GET /recommend`, n=12: CPU µs a request", f"{mine:.0f}", f"{theirs:.0f}", f"{mine / theirs:.2f}"],
        [
            "the same with a category and a price: CPU µs",
            f"{filtered:.0f}",
            f"{theirs:.0f}",
            f"{filtered / theirs:.2f}",
        ],
        [f"p99 at {RATE:,} requests/s, ms", f"{waited:.1f}", f"{waited_bare:.1f}", f"{waited / waited_bare:.2f}"],
    ]


def _cpu(running: Running, paths: list[str]) -> float:
    """µs of the worker's processors per request."""
    worker = running.processes[1]
    before = cpu_seconds(worker)
    flood(running.asking, paths, REQUESTS)
    return (cpu_seconds(worker) - before) / REQUESTS * 1e6


def _p99(running: Running, paths: list[str]) -> float:
    """ms."""
    waited = at_rate(running.asking, paths, RATE, SECONDS)
    return waited[int(0.99 * len(waited))] * 1e3


def batches(var: Path, bundle: Bundle) -> list[Row]:
    """What a customer of /recommend/batch costs, and customers per second on two workers with the client beside them.

    A mail builder sends long streams, so every customer is asked for TIMES times, in BATCHES batches, AT_ONCE at a
    time: the kernel deals connections out by chance, and of two at once both would often come to one worker.
    """
    parts = streams([f'{{"customer_id":"{bundle.customers.id[n]}"}}\n' for n in range(bundle.customers.count)])
    customers = TIMES * bundle.customers.count
    with service(PORT, var, workers=2) as ours:
        return [row for form in FORMS for row in _batch_rows(ours, form, parts, customers)]


def streams(lines: list[str]) -> list[bytes]:
    """The bodies of BATCHES batches: together they hold every line TIMES times."""
    every = lines * TIMES
    return ["".join(every[part::BATCHES]).encode() for part in range(BATCHES)]


def _batch_rows(ours: Running, form: str, parts: list[bytes], customers: int) -> list[Row]:
    turns = [_batches(ours, form, parts, customers) for _ in range(ROUNDS)]
    seconds, workers, client = (median(turn[at] for turn in turns) for at in range(3))
    what = f"`/recommend/batch`, n=20, {form}, streams of {customers // len(parts):,}"
    return [
        [f"{what}: customers/s", f"{customers / seconds:,.0f}", "", ""],
        ["the same: CPU µs a customer, workers + client", f"{workers:.1f} + {client:.1f}", "", ""],
    ]


def _batches(ours: Running, form: str, parts: list[bytes], customers: int) -> tuple[float, float, float]:
    """(seconds, CPU µs a customer of all workers, of this client) of all batches."""
    path = f"/recommend/batch?n=20&format={FORMS[form]}"
    before = sum(map(cpu_seconds, ours.processes)), time.process_time()
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = sum(threads.map(lambda part: batch(ours.asking, path, part), parts))
    seconds = time.perf_counter() - began
    assert found == customers
    workers, client = sum(map(cpu_seconds, ours.processes)) - before[0], time.process_time() - before[1]
    return seconds, workers / customers * 1e6, client / customers * 1e6


def exported(var: Path, folder: Path, bundle: Bundle) -> list[Row]:
    """Customers per second of `regulars recommend`, from start to exit."""
    rows: list[Row] = []
    for what, ending in FILES.items():
        proof = [] if "remembered" in what else ["--proof"]
        took = [_export(var, folder, ending, proof) for _ in range(EXPORTS + 1)][1:]  # the first compiles the modules
        speed = bundle.customers.count / median(took)
        rows.append([f"`regulars recommend`, n=20, {what}: customers/s", f"{speed:,.0f}", "", ""])
    return rows


def _export(var: Path, folder: Path, ending: str, proof: list[str]) -> float:
    """Seconds from start to exit. Compiled modules are kept, as on any machine whose folders can be written."""
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    words = ["recommend", "--customers", "all", "--var", str(var), "--out", str(folder / f"lists.{ending}"), *proof]
    began = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "regulars", *words],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=os.environ | kept,
    )  # fmt: skip
    return time.perf_counter() - began


def memory(var: Path, bundle: Bundle, size: float) -> list[Row]:
    """Memory of four workers, shared pages counted once, after every customer was asked for."""
    lines = "".join(f'{{"customer_id":"{bundle.customers.id[n]}"}}\n' for n in range(bundle.customers.count)).encode()
    with service(PORT, var, workers=4) as ours:
        for _ in range(8):
            batch(ours.asking, "/recommend/batch?n=200&format=compact", lines)
        used = shared_megabytes(ours.processes)
    return [
        [
            "four workers and their parent, MB, against the bundle's size",
            f"{used:.0f}",
            f"{size:.0f}",
            f"{used / size:.2f}",
        ]
    ]


if __name__ == "__main__":
    main()
