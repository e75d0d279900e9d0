"""The customer table travels in the bundle: mapped, in its order, and under names that cannot leave the folder."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.arrays import Ragged
from data.facts.facts import Labels
from data.strings import Strings
from models.audiences.named import named
from models.bundle.bundle import Bundle
from models.bundle.files import BrokenBundle, open_bundle, seal_of, verify_bundle, write_bundle
from models.customers.table import CustomerTable, Group, Memberships
from tests.models.described import described
from tests.models.shops import ShopShape, random_bundle

BUNDLE = described(random_bundle(ShopShape(seed=3, items=24, customers=7, lines=60)))


def written(bundle: Bundle, folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    return write_bundle(bundle, folder, {})


def forged(folder: Path, values: dict[str, Any]) -> None:
    """The manifest with other values, sealed anew."""
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["values"] |= values
    manifest["seal"] = seal_of(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_a_table_comes_back_as_it_was(tmp_path: Path) -> None:
    written(BUNDLE, tmp_path)
    verify_bundle(tmp_path)
    opened, before = open_bundle(tmp_path), BUNDLE.described
    assert before
    assert opened.described
    assert opened.described.names() == before.names()
    for name, column in before.numbers.items():
        assert opened.described.numbers[name].dtype == column.dtype
        np.testing.assert_array_equal(opened.described.numbers[name], column)
    everybody = np.ones(7, dtype=bool)
    assert named(opened.described, everybody) == named(before, everybody)
    weights = opened.described.memberships["interest"].weight
    np.testing.assert_array_equal(weights, before.memberships["interest"].weight)
    assert opened.described.groups == before.groups
    assert opened.audiences == BUNDLE.audiences


def test_its_columns_are_mapped_not_read(tmp_path: Path) -> None:
    written(BUNDLE, tmp_path)
    table = open_bundle(tmp_path).described
    assert table
    for array in (table.numbers["value"], table.labels["rfm"].code, table.memberships["interest"].held.values):
        assert isinstance(array.base, np.memmap)
        assert not array.flags.writeable


def test_a_bundle_without_a_table_opens_too(tmp_path: Path) -> None:
    written(replace(BUNDLE, described=None, audiences=()), tmp_path)
    opened = open_bundle(tmp_path)
    assert (opened.described, opened.audiences) == (None, ())


def test_a_table_of_nobody_and_of_no_columns_opens_too(tmp_path: Path) -> None:
    nothing, nobody = np.zeros(0, np.float32), Labels(np.zeros(0, np.int32), Strings.of([]))
    none = Memberships(Ragged(np.zeros(1, np.int64), np.zeros(0, np.int32)), nothing, Strings.of([]))
    for place, table in enumerate((CustomerTable({"value": nothing}, {"rfm": nobody}, {"interest": none}),
                                   CustomerTable({}, {}, {}))):  # fmt: skip
        written(replace(BUNDLE, described=table), tmp_path / str(place))
        opened = open_bundle(tmp_path / str(place)).described
        assert opened
        assert opened.names() == table.names()


def test_a_changed_column_gives_the_bundle_another_name(tmp_path: Path) -> None:
    table = BUNDLE.described
    assert table
    other = replace(BUNDLE, described=replace(table, numbers=table.numbers | {"orders": np.zeros(7, np.int32)}))
    assert written(BUNDLE, tmp_path / "a") != written(other, tmp_path / "b")


def test_lifts_as_numpy_gives_them_are_written_as_plain_numbers(tmp_path: Path) -> None:
    group: Any = Group("interest", "garden", "", (np.int32(3),), (np.float32(2.5),))  # type: ignore[arg-type]
    written(replace(BUNDLE, described=CustomerTable({}, {}, {}, (group,))), tmp_path)
    opened = open_bundle(tmp_path).described
    assert opened
    assert opened.groups == (Group("interest", "garden", "", (3,), (2.5,)),)


@pytest.mark.parametrize("name", ["../outside", "a.b", "A", "", "a\n", "x" * 101, "/etc/passwd"])
def test_a_column_whose_name_is_no_plain_word_is_neither_written_nor_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="is no name of a model or a column"):
        written(replace(BUNDLE, described=CustomerTable({name: np.zeros(7, np.float32)}, {}, {})), tmp_path / "a")
    np.save(tmp_path / "outside.npy", np.zeros(7))
    for part in ("described.numbers", "described.labels", "described.memberships", "models"):
        written(BUNDLE, tmp_path / "b")
        forged(tmp_path / "b", {part: [name]})
        with pytest.raises(BrokenBundle, match="is no name of a model or a column"):
            open_bundle(tmp_path / "b")


def test_a_column_that_the_manifest_names_and_no_file_holds_is_a_broken_bundle(tmp_path: Path) -> None:
    written(BUNDLE, tmp_path)
    forged(tmp_path, {"described.numbers": ["value", "warmth_score"]})
    with pytest.raises(BrokenBundle, match="warmth_score"):
        open_bundle(tmp_path)


@pytest.mark.parametrize("groups", [[{"column": "rfm"}], "x", [3], None])
def test_groups_of_another_shape_are_a_broken_bundle(tmp_path: Path, groups: Any) -> None:
    written(BUNDLE, tmp_path)
    forged(tmp_path, {"described.groups": groups})
    with pytest.raises(BrokenBundle):
        open_bundle(tmp_path)
