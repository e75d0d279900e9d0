"""Digests are those that everybody computes, whatever the length of the file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import xxhash

from models.bundle.digests import BLOCK, DIGESTS, QUICK, STRONG, digests_of


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17])
def test_one_pass_gives_every_digest_of_the_whole_file(tmp_path: Path, size: int) -> None:
    content = bytes(number * number % 251 for number in range(size))
    (tmp_path / "a").write_bytes(content)
    wanted = {STRONG: hashlib.sha256(content).hexdigest(), QUICK: xxhash.xxh3_128(content).hexdigest()}
    assert digests_of(tmp_path / "a", *DIGESTS) == wanted
    assert digests_of(tmp_path / "a", QUICK) == {QUICK: wanted[QUICK]}
