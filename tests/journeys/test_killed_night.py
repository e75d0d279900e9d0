"""A night that is killed leaves the live bundle as it was, and the next night works."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from models.bundle.files import verify_bundle
from models.bundle.shelf import Shelf
from regulars.command import BAD_INPUT, FINE, main
from tests.training.shops import a_shop_of_four_tastes

HERE = Path(__file__).parent
HOUSE = HERE.parent.parent


def run(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A script of this folder in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(HOUSE), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(HERE / script), *words]
    return subprocess.run(command, env=environment, cwd=HOUSE, capture_output=True, text=True, check=False)


def bytes_of(folder: Path) -> str:
    """One digest over every file of a folder."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        digest.update(file.name.encode() + (file.read_bytes() if file.is_file() else b""))
    return digest.hexdigest()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_shop_of_four_tastes(tmp_path_factory.mktemp("shop"), days=40, customers=40)


@pytest.fixture(scope="module")
def settled(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with a live bundle."""
    var = tmp_path_factory.mktemp("var")
    assert main(["train", "--source", str(shop), "--var", str(var)]) == FINE
    return var


@pytest.mark.slow
@pytest.mark.parametrize("step", ["read", "rehearse", "fit", "write", "publish"])
def test_a_night_killed_at_a_step_changes_nothing_and_the_next_one_works(
    step: str, shop: Path, settled: Path, tmp_path: Path
) -> None:
    var = shutil.copytree(settled, tmp_path / "var")
    live = Shelf(var).current()
    assert live is not None
    before = bytes_of(live)
    assert run("broken_night.py", "kill", step, str(shop), str(var)).returncode == -signal.SIGKILL
    assert Shelf(var).current() == live
    assert bytes_of(live) == before
    assert main(["train", "--source", str(shop), "--var", str(var)]) == FINE
    now = Shelf(var).current()
    assert now is not None
    assert now != live
    verify_bundle(now)
    assert not [folder for folder in Shelf(var).root.iterdir() if folder.name.startswith(".")]
    assert not (var / "work").exists()


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.torture)])
def test_kills_while_publishing_break_no_bundle(kills: int, tmp_path: Path) -> None:
    told = run("kill_publishing.py", str(tmp_path), str(kills))
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert found["broken"] == 0
    assert found["left_over"] == 0
    assert found["kills"] >= kills * 0.6, "the kills came too late to prove anything"


def test_a_disk_that_fills_while_publishing_leaves_the_live_bundle(shop: Path, settled: Path, tmp_path: Path) -> None:
    var = shutil.copytree(settled, tmp_path / "var")
    live = Shelf(var).current()
    assert live is not None
    before = bytes_of(live)
    told = run("broken_night.py", "fill", "write", str(shop), str(var))
    assert told.returncode == BAD_INPUT, told.stderr
    assert told.stderr.strip() == (
        f"regulars train: --var: no room left on the disk of {var}; the live bundle is untouched"
    )
    assert Shelf(var).current() == live
    assert bytes_of(live) == before
    assert not [folder for folder in Shelf(var).root.iterdir() if folder.name.startswith(".")]
