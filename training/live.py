"""What a night knows of the bundle that is live: how it was made, and how much changes against it."""

from __future__ import annotations

from typing import Any

from models.bundle.bundle import Bundle
from models.bundle.files import BrokenBundle, open_bundle, read_manifest
from training.night import Night
from training.recipe import Recipe, recipe_from
from training.record import plain
from training.yesterday import overlap_of

LOSS = 0.5
"""A night that has less than this share of the live bundle's lines says so."""


def live_recipe(night: Night) -> Recipe | None:
    """How the live bundle was made; None where there is none, or it cannot be made again."""
    folder = night.shelf.current()
    if folder is None:
        return None
    night.record.live = folder.name
    try:
        manifest = read_manifest(folder)
        recipe = recipe_from(manifest.get("recipe", {}))
        _remark_loss(night, manifest)
    except BrokenBundle as error:
        night.record.remarks.append(f"the live bundle cannot be read: {error}")
        return None
    if recipe is None:
        night.record.remarks.append("the live bundle's settings are another version's: not compared with")
    return recipe


def _remark_loss(night: Night, manifest: dict[str, Any]) -> None:
    """Both recipes learn from tonight's data, so data that went missing would not show in the verdict."""
    before, now = manifest.get("rows", {}).get("lines", 0), night.record.rows["lines"]
    if now < LOSS * before:
        night.record.remarks.append(f"only {now:,} lines teach; the live bundle learned from {before:,}")


def beside_live(night: Night, bundle: Bundle) -> dict[str, Any] | None:
    """How many places hold the same items as in the live bundle; None where there is none, or it cannot be read."""
    folder = night.shelf.current()
    if folder is None:
        return None
    try:
        return plain(overlap_of(open_bundle(folder), bundle, night.settings.customers, night.settings.seed))
    except BrokenBundle as error:
        night.record.remarks.append(f"the live bundle cannot be compared with: {error}")
        return None
