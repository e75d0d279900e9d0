"""Disks of a test's own: one in a file, which a power cut leaves as it was at one moment, and one that is soon full."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

TRIES = 20


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def need_mounts() -> None:
    """Skips where file systems cannot be mounted."""
    if os.geteuid() != 0:
        pytest.skip("mounting needs root")
    if not Path("/dev/loop-control").exists() or shutil.which("mkfs.ext4") is None:
        pytest.skip("needs loop devices and mkfs.ext4")


def make_image(image: Path, megabytes: int) -> None:
    """An empty ext4 in a file."""
    image.parent.mkdir()
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    _run("mkfs.ext4", "-q", image)


@contextmanager
def mounted(image: Path, place: Path) -> Generator[Path]:
    """The file system in a file, as long as the block lasts."""
    place.mkdir(exist_ok=True)
    _run("mount", "-o", "loop", image, place)
    try:
        yield place
    finally:
        _run("umount", place)


@contextmanager
def small(place: Path, megabytes: int) -> Generator[Path]:
    """A file system in memory that is soon full."""
    need_mounts()
    place.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", place)
    try:
        yield place
    finally:
        _run("umount", place)


def fill(place: Path) -> Path:
    """A file that takes all the room there is."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return filler
    return filler


def copied(image: Path, copy: Path) -> None:
    """What had reached the disk at one moment: nothing did while it was copied. Who writes must stand still."""
    for _ in range(TRIES):
        before = _digest(image)
        shutil.copyfile(image, copy)
        if before == _digest(copy) == _digest(image):
            return
    raise AssertionError("the disk would not stand still")


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, hashlib.blake2b).digest()
