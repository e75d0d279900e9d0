"""By what a bundle was made: this code and the libraries that learned."""

from __future__ import annotations

import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LEARNED_WITH = ("regulars", "numpy", "scipy", "duckdb", "implicit")


def versions() -> dict[str, str]:
    """The version of Python and of each library; those that are not installed are left out."""
    found = {"python": platform.python_version()}
    for name in LEARNED_WITH:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def commit() -> str | None:
    """The git commit of this code; None where it is no checkout."""
    git = shutil.which("git")
    if git is None:
        return None
    asked = [git, "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
    return answer.stdout.strip() or None
