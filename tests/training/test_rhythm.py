"""The night's word on rhythm, and its plots."""

from __future__ import annotations

import json

from models.rhythm.settings import METHODS, RhythmSettings
from tests.models.rhythm.worlds import a_busy_shop, known
from training.report.rhythm import calibration
from training.rhythm import told


def test_the_record_says_what_was_tried_and_the_plots_are_drawn_from_it() -> None:
    said, notes = told(known(300, a_busy_shop()), RhythmSettings(rows=5_000), 1)
    assert json.loads(json.dumps(notes, allow_nan=False)) == notes
    assert notes["method"] == notes["chosen"]["method"] == said.rhythm.evidence.method
    assert set(notes["chosen"]["brier"]) == set(METHODS)
    assert calibration(notes["chosen"]["reliability"]) != calibration({"said": [], "came": [], "entries": []})


def test_a_shop_that_knows_nothing_is_noted_and_drawn_all_the_same() -> None:
    _, notes = told(known(1, []), RhythmSettings(), 1)
    assert notes["chosen"]["reliability"] is None
    assert notes["second"]["share"] is None
    assert "<svg" in calibration({"said": [], "came": [], "entries": []})
