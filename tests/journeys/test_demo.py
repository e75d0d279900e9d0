"""The two-minute promise: one command, then the addresses that it printed answer."""

from __future__ import annotations

import json
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.torture  # a whole night on the sample shop: minutes


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What `regulars demo` printed, while it serves."""
    var, port = tmp_path_factory.mktemp("var"), _free_port()
    words = [sys.executable, "-m", "regulars", "demo", "--port", str(port), "--var", str(var)]
    said = var / "said.txt"
    with said.open("w") as out, subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT) as demo:
        try:
            _wait(f"http://127.0.0.1:{port}/health/ready", demo, said)
            yield said.read_text()
        finally:
            demo.send_signal(signal.SIGINT)
            assert demo.wait(timeout=20) == 0, said.read_text()


def _wait(address: str, demo: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(2400):
        assert demo.poll() is None, said.read_text()
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise AssertionError(said.read_text())


def _asked(printed: str) -> list[dict[str, Any]]:
    """The answers to the `curl` lines."""
    addresses = [shlex.split(line)[1] for line in re.findall(r"curl .*", printed)]
    answers: list[dict[str, Any]] = []
    for address in addresses:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - loopback
            answers.append(json.load(answer))
    return answers


def test_the_three_curl_lines_answer(printed: str) -> None:
    mine, beside, area = _asked(printed)
    assert mine["customer_known"]
    assert len(mine["items"]) == len(beside["items"]) == 5
    assert all(item["reason"]["code"] for item in mine["items"])
    assert area["rows"]


def test_the_addresses_to_open_are_there(printed: str) -> None:
    addresses = re.findall(r"^(?:Open)?\s+(http\S+)", printed, re.MULTILINE)
    assert len(addresses) == 3
    for address in addresses:
        with urllib.request.urlopen(address, timeout=10) as page:  # noqa: S310 - loopback
            assert page.status == 200
