"""What a field of a spec may be; msgspec holds the settings to it and says what would be right."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

MANY = 1_000_000_000

Days = Annotated[float, Meta(gt=0, le=36_500)]
"""A half-life or a window; a hundred years stand for "always"."""
Positive = Annotated[float, Meta(gt=0, le=MANY)]
"""What is divided by, or multiplied with: a spread, a ridge, a prior."""
NotNegative = Annotated[float, Meta(ge=0, le=MANY)]
"""An exponent, a threshold, what something counts."""
Share = Annotated[float, Meta(ge=0, le=1)]
"""A part of a whole."""
Whole = Annotated[int, Meta(ge=0, le=MANY)]
"""How many, perhaps none."""
Count = Annotated[int, Meta(ge=1, le=MANY)]
"""How many, at least one."""
