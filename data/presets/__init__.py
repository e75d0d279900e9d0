"""Ready mappings, one file each, for exports that people really have; all of them in PRESETS."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.presets.uci_online_retail import UCI_ONLINE_RETAIL

PRESETS: Final[dict[str, Preset]] = {
    "uci_online_retail": UCI_ONLINE_RETAIL,
}
"""Every preset by the name that `[mapping] preset` takes."""
