"""One process's hold on the live bundle: swapped whole, and never for a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from models.bundle.shelf import Shelf
from service.errors import Problem
from service.reload import Live
from tests.service.days import a_bundle, live_of, publish


def test_a_new_bundle_is_served_from_the_next_look_on(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle("2026-03-01T00:00:00Z"))
    live = live_of(tmp_path)
    before = live.take()
    publish(tmp_path, a_bundle("2026-03-02T00:00:00Z"))
    assert live.take() is before
    live.look()
    assert live.take().bundle.as_of == "2026-03-02T00:00:00Z"
    assert before.bundle.as_of == "2026-03-01T00:00:00Z"


def test_a_rollback_is_a_change_too(tmp_path: Path) -> None:
    for day in (1, 2):
        publish(tmp_path, a_bundle(f"2026-03-0{day}T00:00:00Z"))
    live = live_of(tmp_path)
    Shelf(tmp_path).rollback()
    live.look()
    assert live.take().bundle.as_of == "2026-03-01T00:00:00Z"


def test_the_same_bundle_is_not_opened_again(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    live = live_of(tmp_path)
    before = live.take()
    live.look()
    assert live.take() is before


def test_a_bundle_with_a_flipped_byte_is_refused_once_and_the_old_one_stays(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle("2026-03-01T00:00:00Z"))
    live = live_of(tmp_path)
    _flip(publish(tmp_path, a_bundle("2026-03-02T00:00:00Z")) / "items.price.npy")
    with capture_logs() as logged:
        live.look()
        live.look()
    assert [entry["event"] for entry in logged] == ["bundle refused"]
    assert "items.price.npy" in logged[0]["why"]
    assert live.take().bundle.as_of == "2026-03-01T00:00:00Z"
    publish(tmp_path, a_bundle("2026-03-03T00:00:00Z"))
    live.look()
    assert live.take().bundle.as_of == "2026-03-03T00:00:00Z"


def test_a_process_that_starts_beside_a_broken_bundle_serves_the_one_before(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle("2026-03-01T00:00:00Z"))
    _flip(publish(tmp_path, a_bundle("2026-03-02T00:00:00Z")) / "items.price.npy")
    live = live_of(tmp_path)
    assert live.take().bundle.as_of == "2026-03-01T00:00:00Z"
    live.look()
    assert live.take().bundle.as_of == "2026-03-01T00:00:00Z"


def test_a_bundle_that_is_gone_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    live = live_of(tmp_path)
    (tmp_path / "bundles" / "CURRENT").write_text("no-such-bundle\n", encoding="utf-8")
    live.look()
    assert live.take().bundle.as_of == "2026-03-01T00:00:00Z"


def test_before_the_first_bundle_there_is_nothing_to_take(tmp_path: Path) -> None:
    live = live_of(tmp_path)
    with pytest.raises(Problem) as refused:
        live.take()
    assert refused.value.status == 503
    publish(tmp_path, a_bundle())
    live.look()
    assert live.take().bundle.customers.count == 40


def test_a_broken_first_bundle_is_not_served(tmp_path: Path) -> None:
    _flip(publish(tmp_path, a_bundle()) / "manifest.json")
    live = Live(Shelf(tmp_path))
    live.look()
    with pytest.raises(Problem):
        live.take()


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
