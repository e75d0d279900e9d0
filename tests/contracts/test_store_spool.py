"""What waits on a machine's disk for a store is somebody's too: it is given out, erased, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.columns import CLICK, EXPOSURE
from data.stores.erasing import erase, sessions_of
from data.stores.merging import merge
from data.stores.spool import FILE, Spool
from data.stores.store import Store
from tests.contracts.stores import NIGHT, digest, event, items, opened, rows

LATER = NIGHT + 1_000_000


@pytest.fixture
def spool(store: Store, tmp_path: Path) -> Iterator[Spool]:
    """A spool before each kind of store, on a disk of its own."""
    folder = tmp_path / "machine"
    folder.mkdir()
    waiting = Spool(folder, store)
    yield waiting
    waiting.close()


def test_what_waits_of_a_customer_and_their_sessions_can_be_seen(spool: Spool) -> None:
    spool.accept([event(1, "ann"), event(2, session_id="s"), event(3, "bob", session_id="s"), event(4, session_id="t")])
    assert [row["event_id"] for row in spool.held("ann", ["s"])] == ["e1", "e2"]
    assert [row["event_id"] for row in spool.held("ann", [])] == ["e1"]
    assert spool.held("nobody", []) == []


def test_who_is_erased_does_not_come_back_with_what_waits(spool: Spool, store: Store) -> None:
    merge(store, "s", "ann", NIGHT)
    assert sessions_of(store, "ann") == ["s"]
    spool.accept([event(1, "ann"), event(2, "ann", t=LATER + 9), event(3, session_id="s"), event(4, "bob")])
    with spool.still():
        assert spool.hand_on() == 0
        assert spool.erase("ann", ["s"]) == 3
        erase(store, "ann", digest("ann"), LATER)
    assert spool.hand_on() == 1
    assert [row[1] for row in rows(store, "event")] == ["e4"]


def test_of_the_erased_nothing_stays_in_its_files(spool: Spool, tmp_path: Path) -> None:
    spool.accept([event(1, "somebody-rare"), event(2, "bob")])
    spool.erase("somebody-rare", [])
    files = [path.read_bytes() for path in (tmp_path / "machine").glob(f"{FILE}*")]
    assert files
    assert not any(b"somebody-rare" in held for held in files)


def test_what_was_handed_on_leaves_nothing_behind(spool: Spool, store: Store, tmp_path: Path) -> None:
    spool.accept([event(1, "ann", CLICK, decision_id="d"), event(2, "bob", EXPOSURE, decision_id="e")])
    assert spool.hand_on() == 2
    assert [row[0] for row in rows(store, "decision")] == ["d", "e"]
    with opened(f"sqlite:///{tmp_path}/machine/{FILE}") as own:
        assert (rows(own, "event"), rows(own, "decision")) == ([], [])


def test_what_was_taken_before_is_handed_on_where_nothing_is_taken_any_more(store: Store, tmp_path: Path) -> None:
    before = Spool(tmp_path, store)
    before.accept([event(1, "ann")])
    before.close()
    after = Spool(tmp_path, store, takes=False)
    assert after.hand_on() == 1
    assert items(store, "ann") == ["i1"]
    after.close()
