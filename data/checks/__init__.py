"""What is asked of every shop's data before anything is learned from it; all of it in CHECKS.

Lives here: the checks, each a SELECT over the cleaned tables (`event`, `item`, `customer`) and the stages before them
(`staged.line`, `raw.reject`), and what they found.
May not live here: changing of rows; what is set aside is decided in data/reading.
"""

from __future__ import annotations

from typing import Final

from data.checks.bad_rows import BAD_ROWS
from data.checks.check import Check
from data.checks.ids import IDS
from data.checks.shop import SHOP
from data.checks.unlocks import UNLOCKS

CHECKS: Final[tuple[Check, ...]] = (*SHOP, *BAD_ROWS, *IDS, *UNLOCKS)
"""Every check, in the order in which findings of one level are shown."""
