"""Settings: what the file says becomes a dataclass, and every slip is named with what would be right."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import pytest
from msgspec import Meta

from data.errors import InputError
from data.reading.staging import ReadingSettings
from data.settings import Settings, read_settings


@dataclass(frozen=True)
class Leaf:
    size: Annotated[float, Meta(gt=0)] = 1.0


@dataclass(frozen=True)
class Tree:
    height: int = 3
    first: Leaf = field(default_factory=Leaf)
    named: dict[str, Leaf] = field(default_factory=dict[str, Leaf])
    listed: tuple[Leaf, ...] = ()


def tree(given: dict[str, Any]) -> Tree:
    return Settings({"tree": given}).section("tree", Tree)


def test_what_is_left_out_has_its_default() -> None:
    assert tree({"height": 4, "named": {"oak": {"size": 2.0}}}) == Tree(4, Leaf(), {"oak": Leaf(2.0)})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"heigth": 4}, r"\[tree\]: unknown setting 'heigth', the nearest is 'height'; known: first, height"),
        ({"first": {"sise": 1.0}}, r"\[tree.first\]: unknown setting 'sise', the nearest is 'size'"),
        ({"named": {"oak": {"sise": 1.0}}}, r"\[tree.named.oak\]: unknown setting 'sise'"),
        ({"listed": [{}, {"sise": 1.0}]}, r"\[tree.listed\]: unknown setting 'sise'"),
        ({"height": "tall"}, r"\[tree\] height: Expected `int`, got `str`"),
        ({"first": {"size": 0.0}}, r"\[tree\] first.size: Expected `float` > 0"),
        ({"listed": [{"size": math.nan}]}, r"\[tree\] listed\[0\].size: Expected `float` > 0"),
        ({"first": 7}, r"\[tree\] first: Expected `object`, got `int`"),
    ],
)
def test_a_slip_is_named_with_what_would_be_right(given: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=rf"^regulars\.toml {says}"):
        tree(given)


@pytest.mark.parametrize("memory", ["lots", "", "2", "-1", "none", "2 apples"])
def test_a_memory_that_is_no_size_is_refused(memory: str) -> None:
    with pytest.raises(InputError, match=r"\[reading\] memory: '.*' is no amount of memory; say 2GB"):
        Settings({"reading": {"memory": memory}}).section("reading", ReadingSettings)


@pytest.mark.parametrize("memory", ["2GB", "0.5gb", "512 MiB", "50%"])
def test_a_memory_with_a_unit_is_taken(memory: str) -> None:
    assert Settings({"reading": {"memory": memory}}).section("reading", ReadingSettings).memory == memory


def test_a_settings_file_that_is_a_folder_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"settings: .* cannot be read: Is a directory"):
        read_settings(tmp_path)


def test_a_settings_file_that_is_no_toml_is_bad_input(tmp_path: Path) -> None:
    file = tmp_path / "regulars.toml"
    file.write_text("[shop\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"not valid TOML"):
        read_settings(file)
