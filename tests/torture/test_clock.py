"""The clock jumps: nothing is lost, and what is newest is what was accepted last."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.torture.conftest import migrated
from tests.torture.history import judged, whole, writers
from tests.torture.test_failover import new_events

LIBRARIES = tuple(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


def test_a_clock_that_jumps_a_year_back_and_forth_loses_and_delays_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not LIBRARIES:
        pytest.skip("libfaketime is not installed: apt-get install libfaketime")
    clock = folder / "clock"
    clock.write_text("+0d")
    for name, value in (("LD_PRELOAD", LIBRARIES[0]), ("FAKETIME_TIMESTAMP_FILE", clock), ("FAKETIME_NO_CACHE", "1")):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    address = migrated(f"sqlite:///{folder}/store.db")
    with writers(address, folder / "notes") as both:
        both.start()
        monkeypatch.delenv("LD_PRELOAD")
        for jump in ("+365d", "-365d", "+1d", "+0d"):
            clock.write_text(jump)
            began = time.monotonic()
            new_events(folder / "notes")
            assert time.monotonic() - began < 30
        both.kill()
    verdict = judged(address, folder / "notes")
    assert verdict == whole(verdict.accepted)
    assert "LD_PRELOAD" not in os.environ
