"""A clock that jumps while the service runs: what is told counts at once all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.days import a_bundle, publish
from tests.service.seen import listed, told
from tests.service.servers import Server, serving

pytestmark = pytest.mark.slow
DAY = 86_400
FAKE = """
import os, time
from pathlib import Path
real, off = time.time, Path(os.environ["CLOCK_IS_OFF_BY"])
time.time = lambda: real() + float(off.read_text() or 0)
"""
"""Runs before all else in the service: its clock is off by what a file says."""


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file: seconds by which the clock of the service is off."""
    (tmp_path / "fake").mkdir()
    (tmp_path / "fake" / "sitecustomize.py").write_text(FAKE)
    file = tmp_path / "clock"
    file.write_text("0")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "fake"))
    monkeypatch.setenv("CLOCK_IS_OFF_BY", str(file))
    return file


def _off(clock: Path, days: float) -> None:
    beside = clock.with_suffix(".new")
    beside.write_text(str(days * DAY))
    beside.replace(clock)


def _buys(server: Server, customer: str) -> None:
    first = listed(server, (customer, ""), record="false")[0]
    event = {"event_type": "purchase", "customer_id": customer, "item_id": first}
    assert told(server, "/events", {"events": [event]})["accepted"] == 1
    for _ in range(6):
        assert first not in listed(server, (customer, ""))


@pytest.mark.parametrize("jumps", [(3, 0, 400), (-3, -400, 0)])
def test_what_is_told_counts_at_once_whatever_the_clock_does(
    tmp_path: Path, clock: Path, jumps: tuple[int, ...]
) -> None:
    publish(tmp_path, a_bundle())
    with serving(tmp_path, workers=2) as server:
        moments = list[str]()
        for number, jump in enumerate((0, *jumps)):
            _off(clock, jump)
            for nth in range(4):
                _buys(server, f"c{number}{nth}")
            assert server.json("/health/ready")["store"] == "up"
            moments.append(server.json("/customers/c00/export")["made_at"])
        assert len({moment[:10] for moment in moments}) == 1 + len({jump for jump in jumps if jump})
