"""The door: keys and origins follow the settings file, and never open by mistake."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from data.errors import InputError
from data.settings import Settings, read_settings
from service.door import Door
from service.keys import Key, Keys
from service.reload import Live
from service.settings import KeySettings, ServiceSettings
from tests.service.days import READING, a_key, app_of

OLD, NEW = a_key("shop", "the old one", "read"), a_key("shop", "the new one", "read")


def written(file: Path, *keys: KeySettings, more: str = "") -> Path:
    """The settings file with these keys."""
    rows = [f'[[service.keys]]\nname = "{k.name}"\nsha256 = "{k.sha256}"\nscopes = {list(k.scopes)}\n' for k in keys]
    file.write_text(more + "".join(rows), encoding="utf-8")
    return file


def _door(file: Path) -> Door:
    """As a worker's, after it has read the file."""
    door = Door(read_settings(file).section("service", ServiceSettings), file)
    _looked(door)
    return door


def _looked(door: Door) -> list[dict[str, object]]:
    """What two looks log."""
    with capture_logs() as logged:
        door.look()
        door.look()
    return list(logged)  # type: ignore[arg-type]


def _opens(door: Door, *keys: str) -> list[bool]:
    return [door.keys.holder(key, 0.0) is not None for key in keys]


def test_a_key_is_replaced_without_a_moment_in_which_neither_opens(tmp_path: Path) -> None:
    door = _door(file := written(tmp_path / "r.toml", OLD))
    written(file, OLD, NEW)
    assert [entry["event"] for entry in _looked(door)] == ["settings read again"]
    assert _opens(door, "the old one", "the new one") == [True, True]
    written(file, NEW)
    (told,) = _looked(door)
    assert (told["added"], told["removed"]) == ([], ["shop"])
    assert _opens(door, "the old one", "the new one") == [False, True]


def test_a_file_that_is_being_written_is_not_read(tmp_path: Path) -> None:
    door = _door(file := written(tmp_path / "r.toml", OLD, NEW))
    written(file, OLD)
    door.look()
    assert _opens(door, "the new one") == [True]
    written(file, OLD, NEW, more="# whole\n")
    assert _looked(door) == []
    assert _opens(door, "the new one") == [True]


@pytest.mark.parametrize(
    "bad", ["[service", '[service]\nhots = "x"\n', "[[service.keys]]\nname = 'shop'\n", '[service]\norigins = ["*"]\n']
)
def test_a_bad_file_is_said_once_and_the_keys_stay(tmp_path: Path, bad: str) -> None:
    door = _door(file := written(tmp_path / "r.toml", OLD))
    file.write_text(bad, encoding="utf-8")
    assert [entry["event"] for entry in [*_looked(door), *_looked(door)]] == ["settings refused"]
    assert _opens(door, "the old one") == [True]
    written(file, NEW)
    _looked(door)
    assert _opens(door, "the old one", "the new one") == [False, True]


def test_a_file_that_is_gone_leaves_the_keys(tmp_path: Path) -> None:
    door = _door(file := written(tmp_path / "r.toml", OLD))
    file.unlink()
    assert [entry["event"] for entry in [*_looked(door), *_looked(door)]] == ["settings refused"]
    assert _opens(door, "the old one") == [True]
    written(file, OLD, NEW)
    _looked(door)
    assert _opens(door, "the new one") == [True]


def test_an_empty_table_opens_no_service_that_had_keys(tmp_path: Path) -> None:
    door = _door(file := written(tmp_path / "r.toml", OLD))
    written(file)
    assert [entry["event"] for entry in _looked(door)] == ["settings refused"]
    assert not door.keys.open
    assert _opens(door, "the old one") == [True]


def test_an_open_service_closes_when_it_gets_a_key_and_stays_closed(tmp_path: Path) -> None:
    door = _door(file := written(tmp_path / "r.toml", more="# nothing yet\n"))
    assert door.keys.open
    written(file, OLD)
    _looked(door)
    assert not door.keys.open
    written(file)
    _looked(door)
    assert not door.keys.open


def test_the_origins_follow_the_file(tmp_path: Path) -> None:
    door = _door(file := written(tmp_path / "r.toml", OLD))
    written(file, OLD, more='[service]\norigins = ["https://shop.example"]\n')
    (told,) = _looked(door)
    assert told["origins"] == ["https://shop.example"]
    assert door.origins == {"https://shop.example"}


def test_a_worker_begins_with_what_stands_in_the_file_now(tmp_path: Path) -> None:
    file = written(tmp_path / "r.toml", OLD)
    parents = read_settings(file).section("service", ServiceSettings)
    written(file, NEW)
    door = Door(parents, file)
    door.watch()
    assert _opens(door, "the old one", "the new one") == [False, True]


def test_a_service_without_a_file_has_nothing_to_look_at() -> None:
    door = Door(ServiceSettings(keys=(OLD,)))
    assert _looked(door) == []
    assert _opens(door, "the old one") == [True]


def test_a_view_sees_the_keys_as_they_are_now(live: Live, tmp_path: Path) -> None:
    app = app_of(live, ServiceSettings(keys=(OLD,)))
    client, door = app.test_client(), app.extensions["regulars"].door
    assert client.get("/recommend", headers={"X-API-Key": "the new one"}).status_code == 401
    door.keys = Keys.of((OLD, NEW))
    assert client.get("/recommend", headers={"X-API-Key": "the new one"}).status_code == 200


def test_nothing_of_a_key_is_logged(tmp_path: Path) -> None:
    door = _door(file := written(tmp_path / "r.toml", OLD))
    written(file, NEW)
    logged = _looked(door)
    file.write_text(f'[[service.keys]]\nname = "shop"\nsha256 = "{READING}"\nkey = "{READING}"\n', encoding="utf-8")
    told = str([*logged, *_looked(door)])
    assert not [secret for secret in (READING, OLD.sha256, NEW.sha256, "the new one") if secret in told]


@pytest.mark.parametrize(
    ("expires", "until"),
    [("2027-01-01", 1798761600), ("2027-01-01T00:00:00", 1798761600), ("2027-01-01T06:00:00+06:00", 1798761600)],
)
@pytest.mark.parametrize("quote", ['"', ""])
def test_a_key_opens_nothing_from_its_moment_on(tmp_path: Path, expires: str, until: int, quote: str) -> None:
    file = written(tmp_path / "r.toml", OLD)
    file.write_text(file.read_text(encoding="utf-8") + f"expires = {quote}{expires}{quote}\n", encoding="utf-8")
    keys = _door(file).keys
    assert [keys.holder("the old one", now) is not None for now in (until - 0.1, until)] == [True, False]
    assert not keys.open


@pytest.mark.parametrize("expires", ["soon", 5, True, "06:00:00"])
def test_what_is_no_moment_is_refused(expires: object) -> None:
    row = {"name": "a", "sha256": "0" * 64, "expires": expires}
    with pytest.raises(InputError, match="is no moment"):
        Settings({"service": {"keys": [row]}}).section("service", ServiceSettings)


@pytest.mark.parametrize(
    "limit", [{"per_second": -1}, {"per_second": 1e-9}, {"burst": 0}, {"per_second": float("nan")}]
)
def test_what_is_no_limit_is_refused(limit: dict[str, float]) -> None:
    with pytest.raises(InputError):
        Settings({"service": {"keys": [{"name": "a", "sha256": "0" * 64, **limit}]}}).section(
            "service", ServiceSettings
        )


def test_the_clock_of_the_day_is_the_one_that_counts(live: Live) -> None:
    row = KeySettings("a", OLD.sha256, expires="2027-01-01")
    now = [1798761599.0]
    client = app_of(live, ServiceSettings(keys=(row,)), clock=lambda: now[0]).test_client()
    assert client.get("/recommend", headers={"X-API-Key": "the old one"}).status_code == 200
    now[0] += 1
    assert client.get("/recommend", headers={"X-API-Key": "the old one"}).status_code == 401


def test_two_writes_within_a_tick_of_the_clock_are_told_apart(tmp_path: Path) -> None:
    door = _door(file := written(tmp_path / "r.toml", OLD))
    before = file.stat()
    other = written(tmp_path / "other.toml", NEW)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)
    _looked(door)
    assert _opens(door, "the new one") == [True]
    assert isinstance(door.keys.keys[0], Key)
