"""`python -m benchmarks.describing` measures the describe step on synthetic shops: seconds per part, memory."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from benchmarks.page import figures_of, heads_of, table_of, write_block
from benchmarks.synthetic.cleaned import AS_OF, open_cleaned, write_cleaned
from data.columns import PURCHASE
from data.facts.engine import customer_facts_at, facts_at
from models.audiences.audience import Audience, Standing
from training.describing.describe import described_from
from training.describing.settings import Describing
from training.fitting import one_thread_each
from training.steps import peak_mb

SIZES = (10_000, 100_000, 1_000_000)
SEED = 1
AUDIENCES = {
    "gone": Audience("lifecycle:lapsed or lifecycle:lost"),
    "worth_a_letter": Audience("audience:gone and value > 200 and order_90 > 0.1"),
    "readers": Audience("email_consent and attribute_interest:tea and not wholesale", 50),
}


@dataclass
class Watch:
    """By part of the step, in order: seconds of the clock, and of all cores together."""

    wall: dict[str, float] = field(default_factory=dict[str, float])
    cpu: dict[str, float] = field(default_factory=dict[str, float])
    part: str = ""
    began: tuple[float, float] = (0.0, 0.0)

    def doing(self, part: str) -> None:
        """The part before has ended, this one begins; "" is no part."""
        wall, cpu = time.perf_counter(), time.process_time()
        if self.part:
            self.wall[self.part], self.cpu[self.part] = wall - self.began[0], cpu - self.began[1]
        self.part, self.began = part, (wall, cpu)


@dataclass(frozen=True)
class Measured:
    """What describing a shop cost: seconds by part, the process's highest memory in MB; the size of the shop; how the
    audiences stand."""

    wall: dict[str, float]
    cpu: dict[str, float]
    peak_mb: float
    customers: int
    orders: int
    lines: int
    audiences: tuple[Standing, ...]


def measured(folder: Path) -> Measured:
    """Of the cleaned tables in the folder, at AS_OF; the facts that the whole night shares are made before."""
    watch = Watch()
    with open_cleaned(folder) as con:
        facts = facts_at(con, AS_OF)
        watch.doing("what was ordered and looked at")
        known = customer_facts_at(con, facts)
        with one_thread_each():
            said = described_from(known, Describing(audiences=AUDIENCES), SEED, watch.doing)
        watch.doing("")
        bought = con.execute("SELECT count(*) FROM event WHERE kind = ?", [PURCHASE]).fetchall()[0][0]
    shop = facts.customers.count, len(known.orders.age), bought
    return Measured(watch.wall, watch.cpu, peak_mb(), *shop, said.audiences)


def in_a_process_of_its_own(customers: int) -> Measured:
    """The shop is drawn in this process and measured in another, whose memory is then all that describing takes."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, get_context("spawn")) as other:
        write_cleaned(customers, Path(folder))
        return other.submit(measured, Path(folder)).result()


def growth_table(found: list[Measured]) -> str:
    """CPU seconds of each part by size, and how many times the size before it; then the sums and the memory."""
    parts = list(dict.fromkeys(part for each in found for part in each.cpu))
    rows = [[part, *figures_of([each.cpu.get(part, 0.0) for each in found])] for part in parts]
    rows += [
        ["**all, CPU s**", *figures_of([sum(each.cpu.values()) for each in found])],
        ["**all, s by the clock**", *figures_of([sum(each.wall.values()) for each in found])],
        ["**peak memory, MB**", *figures_of([each.peak_mb for each in found])],
    ]
    return table_of(["part, CPU s", *heads_of([f"{each.customers:,}" for each in found])], rows)


def main(arguments: list[str] | None = None) -> None:
    """Measure the sizes asked for, and write the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description="The describe step on synthetic shops.")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), help="numbers of customers")
    sizes = parser.parse_args(arguments).sizes
    found = [in_a_process_of_its_own(customers) for customers in sizes]
    shops = "; ".join(f"{each.customers:,} with {each.orders:,} orders, {each.lines:,} lines" for each in found)
    table = f"Customers: {shops}.\n\n{growth_table(found)}"
    sys.stdout.write(table)
    write_block("describing", f"python -m benchmarks.describing --sizes {' '.join(map(str, sizes))}", table)


if __name__ == "__main__":
    main()
