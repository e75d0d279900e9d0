"""What names customers goes when it is old enough; what does not, and what is not ours, stays."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from data.settings import Settings
from data.stores.exports import Export, register, registered
from data.stores.rows import Decided
from data.stores.tables import DECISION
from tests.data.test_store_as_source import a_store
from training.expiring import Expired, expire

NOW = datetime(2024, 6, 30, 2, tzinfo=UTC)
OLD, YOUNG = "2024-05-30T020000Z", "2024-06-01T020000Z"
LONG_AGO = datetime(2024, 5, 30, tzinfo=UTC)
NEVER = 2**62


def days_ago(days: float) -> int:
    return int((NOW - timedelta(days=days)).timestamp() * 1e6)


def written(file: Path, text: str = "x", when: datetime = LONG_AGO) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    os.utime(file, (when.timestamp(), when.timestamp()))
    return file


def decided(name: str, at: int, shown_at: int | None) -> Decided:
    return Decided(name, "c1", "", "cart", "", "b", "", at, shown_at, "[]")


def expired(var: Path, **settings: Any) -> Expired:
    return expire(Settings({"privacy": settings}), var, NOW)


def test_what_nights_left_behind_goes_after_thirty_days(tmp_path: Path) -> None:
    for folder, ending in (("set_aside", ".csv"), ("reports", ".html")):
        for run in (OLD, YOUNG, "mine"):
            written(tmp_path / folder / f"{run}{ending}")
    assert expired(tmp_path) == Expired(2, 0)
    assert sorted(file.stem for file in (tmp_path / "reports").iterdir()) == [YOUNG, "mine"]
    assert expired(tmp_path, keep_days=1) == Expired(2, 0)


def test_an_old_record_stays_without_what_it_cites(tmp_path: Path) -> None:
    record = {"run": "x", "findings": [{"check": "guests", "count": 3, "examples": ["erin"]}]}
    for run in (OLD, YOUNG):
        written(tmp_path / "runs" / f"{run}.json", json.dumps(record))
    expired(tmp_path)
    old, young = (json.loads((tmp_path / "runs" / f"{run}.json").read_text()) for run in (OLD, YOUNG))
    assert old == {"run": "x", "findings": [{"check": "guests", "count": 3, "examples": []}]}
    assert young == record


def test_what_an_evaluation_or_check_says_of_single_customers_goes(tmp_path: Path) -> None:
    for name in ("evaluation.json", "lists.parquet", "per_customer.parquet"):
        written(tmp_path / "evaluation" / name)
    written(tmp_path / "check" / "set_aside.csv")
    young = written(tmp_path / "check" / "other.csv")
    assert expired(tmp_path) == Expired(3, 0)
    assert [file.name for file in (tmp_path / "evaluation").iterdir()] == ["evaluation.json"]
    assert young.exists()


def test_registered_files_go_from_the_var_folder_only(tmp_path: Path) -> None:
    var = tmp_path / "var"
    mine, rewritten = written(var / "lists.csv"), written(var / "again.csv", when=NOW)
    elsewhere, bundle = written(tmp_path / "mail.csv"), written(var / "bundles" / "b" / "x.npy")
    with a_store(var) as store:
        for path in (mine, rewritten, elsewhere, bundle, var):
            register(store.database, Export(days_ago(31), "lists", str(path), "b", 1))
        assert expired(var) == Expired(1, 0)
        assert not mine.exists()
        assert all(path.exists() for path in (rewritten, elsewhere, bundle))
        assert str(mine) not in [row.path for row in registered(store.database, NEVER)]
        assert str(elsewhere) in [row.path for row in registered(store.database, NEVER)]


def test_decisions_go_when_they_were_shown_long_ago_or_never(tmp_path: Path) -> None:
    rows = [
        decided("old", days_ago(92), days_ago(91)), decided("young", days_ago(92), days_ago(89)),
        decided("unshown", days_ago(8), None), decided("to be shown", days_ago(6), None),
    ]  # fmt: skip
    with a_store(tmp_path) as store:
        store.decided(rows)
        store.writer.stop()
        assert expired(tmp_path) == Expired(0, 2)
        with store.database.engine.connect() as connection:
            left = sorted(row[0] for row in connection.execute(select(DECISION.c.decision_id)))
    assert left == ["to be shown", "young"]
