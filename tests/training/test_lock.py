"""One night at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import InputError
from training.lock import the_only_check, the_only_night


def test_a_second_night_in_the_same_folder_is_told_so(tmp_path: Path) -> None:
    with (
        the_only_night(tmp_path),
        pytest.raises(InputError, match="another night is running"),
        the_only_night(tmp_path),
    ):
        raise AssertionError


def test_nights_in_other_folders_do_not_mind(tmp_path: Path) -> None:
    with the_only_night(tmp_path / "a"), the_only_night(tmp_path / "b"):
        pass


def test_the_lock_is_free_again_after_a_night_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), the_only_night(tmp_path):
        raise ZeroDivisionError
    with the_only_night(tmp_path):
        pass


def test_a_second_check_in_the_same_folder_is_told_so(tmp_path: Path) -> None:
    with (
        the_only_check(tmp_path),
        pytest.raises(InputError, match="another check is running"),
        the_only_check(tmp_path),
    ):
        raise AssertionError


def test_a_check_does_not_mind_a_night(tmp_path: Path) -> None:
    with the_only_night(tmp_path), the_only_check(tmp_path):
        pass
