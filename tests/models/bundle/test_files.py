"""A bundle comes back from its folder as it was, and a folder that was touched is found out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.stores.rows import NOTHING_READ, Mark
from models.bundle.digests import DIGESTS, QUICK
from models.bundle.files import BrokenBundle, open_bundle, read_manifest, seal_of, verify_bundle, write_bundle
from models.decision.decide import decide
from models.decision.query import Query, Whom
from tests.models.decision.test_decide_property import same
from tests.models.shops import THEMES, ShopShape, listed_bundle

SHAPE = ShopShape(seed=3, items=24, customers=7, lines=60)


def written(folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    return write_bundle(listed_bundle(SHAPE, 256), folder, {"window": "all"})


def test_an_opened_bundle_decides_as_the_one_that_was_written(tmp_path: Path) -> None:
    written(tmp_path)
    whom = Whom.of(np.arange(-1, 7, dtype=np.int32))
    opened = open_bundle(tmp_path)
    same(decide(opened, Query(), whom), decide(listed_bundle(SHAPE, 256), Query(), whom))
    assert opened.policy.themes == THEMES


def test_arrays_are_mapped_not_read(tmp_path: Path) -> None:
    written(tmp_path)
    score = open_bundle(tmp_path).lists.score  # pyright: ignore[reportOptionalMemberAccess]
    assert isinstance(score.base, np.memmap)
    assert not score.flags.writeable


def test_the_same_content_has_the_same_name_whatever_the_notes(tmp_path: Path) -> None:
    first = written(tmp_path / "a")
    (tmp_path / "b").mkdir()
    assert write_bundle(listed_bundle(SHAPE, 256), tmp_path / "b", {"window": "other"}) == first
    (tmp_path / "c").mkdir()
    assert write_bundle(listed_bundle(ShopShape(4, 24, 7, 60), 256), tmp_path / "c", {}) != first


def test_the_name_is_in_the_manifest_and_on_the_bundle(tmp_path: Path) -> None:
    name = written(tmp_path)
    assert read_manifest(tmp_path)["id"] == name == open_bundle(tmp_path).id
    assert name.startswith("2026-03-01T00:00:00Z-")


def test_the_mark_comes_back_and_a_bundle_that_has_none_read_nothing(tmp_path: Path) -> None:
    mark = Mark("a store", 7, 2)
    write_bundle(replace(listed_bundle(SHAPE, 256), mark=mark), tmp_path, {})
    assert open_bundle(tmp_path).mark == mark
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    del manifest["mark"]
    manifest["seal"] = seal_of(manifest)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert open_bundle(tmp_path).mark == NOTHING_READ


@pytest.mark.parametrize("digest", DIGESTS)
def test_a_whole_bundle_verifies(tmp_path: Path, digest: str) -> None:
    written(tmp_path)
    verify_bundle(tmp_path, digest)


@pytest.mark.parametrize("digest", DIGESTS)
@pytest.mark.parametrize("file", ["lists.score.npy", "items.price.npy", "models.popular.ranking.order.npy"])
def test_a_flipped_byte_is_found_and_named(tmp_path: Path, file: str, digest: str) -> None:
    written(tmp_path)
    flip(tmp_path / file)
    with pytest.raises(BrokenBundle, match=file.removesuffix(".npy")):
        verify_bundle(tmp_path, digest)


def test_a_bundle_older_than_the_quick_digest_is_held_to_the_strong_one(tmp_path: Path) -> None:
    written(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    del manifest[QUICK]
    manifest["seal"] = seal_of(manifest)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    verify_bundle(tmp_path, QUICK)
    flip(tmp_path / "items.price.npy")
    with pytest.raises(BrokenBundle, match=r"items\.price"):
        verify_bundle(tmp_path, QUICK)


def test_a_bundle_older_than_a_part_that_may_be_missing_opens_without_it(tmp_path: Path) -> None:
    items = replace(listed_bundle(SHAPE, 256).items, shown_again=None)
    write_bundle(replace(listed_bundle(SHAPE, 256), items=items), tmp_path, {})
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    for part in ("items.shown_again", "described"):
        del manifest["values"][part]
    manifest["seal"] = seal_of(manifest)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    opened = open_bundle(tmp_path)
    assert opened.items.shown_again is None
    assert opened.described is None
    assert opened.lists is not None


def test_an_array_that_may_be_missing_but_was_written_is_missed(tmp_path: Path) -> None:
    written(tmp_path)
    assert open_bundle(tmp_path).items.shown_again is not None
    (tmp_path / "items.shown_again.npy").unlink()
    with pytest.raises(BrokenBundle, match="shown_again"):
        open_bundle(tmp_path)


def flip(file: Path) -> None:
    """One bit of the last byte."""
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def test_a_changed_policy_is_found(tmp_path: Path) -> None:
    written(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["values"]["policy"]["personal"] = "popular"
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BrokenBundle, match="manifest"):
        verify_bundle(tmp_path)


def test_a_manifest_cannot_name_a_file_outside_the_folder(tmp_path: Path) -> None:
    written(tmp_path / "bundle")
    (tmp_path / "outside.npy").write_bytes(b"x")
    manifest = json.loads((tmp_path / "bundle" / "manifest.json").read_text())
    manifest["sha256"]["../outside"] = "0"
    manifest["seal"] = seal_of(manifest)
    (tmp_path / "bundle" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BrokenBundle, match="outside"):
        verify_bundle(tmp_path / "bundle")


def test_a_truncated_array_cannot_be_opened(tmp_path: Path) -> None:
    written(tmp_path)
    file = tmp_path / "history.age.npy"
    file.write_bytes(file.read_bytes()[:64])
    with pytest.raises(BrokenBundle):
        open_bundle(tmp_path)


def test_a_missing_manifest_is_a_broken_bundle(tmp_path: Path) -> None:
    with pytest.raises(BrokenBundle, match="manifest"):
        open_bundle(tmp_path)


def test_an_array_of_objects_is_refused(tmp_path: Path) -> None:
    written(tmp_path)
    np.save(tmp_path / "history.age.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(BrokenBundle):
        open_bundle(tmp_path)


@pytest.mark.parametrize("key", ["sha256", "id", "values", "content", "window"])
def test_a_manifest_that_lost_or_changed_anything_is_a_broken_bundle(tmp_path: Path, key: str) -> None:
    written(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    for changed in ({k: v for k, v in manifest.items() if k != key}, manifest | {key: "other"}):
        (tmp_path / "manifest.json").write_text(json.dumps(changed))
        with pytest.raises(BrokenBundle, match="manifest"):
            open_bundle(tmp_path)
