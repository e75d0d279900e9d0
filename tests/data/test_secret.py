"""The secret: made once for all processes, for its owner alone, and never the same key for two uses."""

from __future__ import annotations

import hashlib
import hmac
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import InputError
from data.secret import ENVIRONMENT, derived, secret

ASKS = "import sys; from pathlib import Path; from data.secret import secret; print(secret(Path(sys.argv[1])).hex())"


@pytest.fixture(autouse=True)
def _nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)


def test_it_is_made_once_and_stays(tmp_path: Path) -> None:
    made = secret(tmp_path)
    assert len(made) >= 32
    assert secret(tmp_path) == made
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]
    assert secret(tmp_path / "another" / "var") != made


def test_its_file_is_its_owners_alone(tmp_path: Path) -> None:
    secret(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_threads_that_ask_at_once_get_the_same(tmp_path: Path) -> None:
    for number in range(20):
        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(secret, [tmp_path / str(number)] * 8))) == 1


def test_processes_that_ask_at_once_get_the_same(tmp_path: Path) -> None:
    words = [sys.executable, "-c", ASKS, str(tmp_path)]
    asking = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = {process.communicate()[0].strip() for process in asking}
    assert told == {secret(tmp_path).hex()}
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_the_environment_counts_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = secret(tmp_path)
    monkeypatch.setenv(ENVIRONMENT, "of the environment, thirty-two bytes long")
    assert secret(tmp_path) == b"of the environment, thirty-two bytes long" != made


@pytest.mark.parametrize("short", ["", "x" * 31, "x" * 31 + " \n"])
def test_one_that_is_too_short_is_refused_and_not_shown(
    short: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text(short, encoding="utf-8")
    with pytest.raises(InputError, match="at least 32 bytes") as of_file:
        secret(tmp_path)
    monkeypatch.setenv(ENVIRONMENT, short)
    with pytest.raises(InputError, match=ENVIRONMENT) as of_environment:
        secret(tmp_path)
    assert "xxx" not in f"{of_file.value}{of_environment.value}"


def test_each_use_has_a_key_of_its_own() -> None:
    held = b"s" * 32
    assert derived(held, "customer-token") == hmac.new(held, b"customer-token", hashlib.sha256).digest()
    assert len({derived(held, "customer-token"), derived(held, "erased"), derived(b"t" * 32, "erased"), held}) == 4
