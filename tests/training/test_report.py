"""The record and the page made of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg

from models.metrics.table import METRICS
from training.record import Record, plain
from training.report import drawing, plots
from training.report.page import page, write_report

SURE = {"mean": 0.2, "low": 0.1, "high": 0.3, "customers": 40}


def a_record() -> dict[str, Any]:
    """A night that rehearsed, found something in the data and published."""
    figures = {metric.name: 0.125 for metric in METRICS} | {"diversity@10": None}
    group = {
        "name": "all",
        "customers": 40,
        "metrics": {"tonight": figures, "popular": figures},
        "headline": {"tonight": SURE, "popular": SURE},
        "gain": {"popular": SURE},
    }
    night = Record("2024-04-01T020000Z", "2024-04-01T02:00:00+00:00", "shop", outcome="published", bundle="b1")
    night.steps = [{"name": "read", "seconds": 1.5, "peak_mb": 100.0, "note": "3 events"}]
    night.rows = {"events": 3, "items": 2, "customers": 1, "lines": 3}
    night.findings = [
        {"check": "x", "level": "warning", "count": 2, "says": "rows are odd", "costs": "little", "examples": ["<b>&"]}
    ]
    night.rehearsal = {
        "split": {"tuning_cut": None, "cut": "2024-03-01T00:00:00Z", "end": "2024-03-29T00:00:00Z"},
        "tasks": {"new": 30, "repeat": 10, "cold": 1},
        "unseen": 2,
        "groups": [group, group | {"name": "1"}],
    }
    return plain(night)


def test_every_metric_stands_in_the_page_with_its_meaning() -> None:
    html = page(a_record(), [])
    for metric in METRICS:
        assert metric.name in html
        assert metric.meaning in html.replace("&gt;", ">")


def test_a_label_ends_within_its_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Axes] = []
    monkeypatch.setattr(drawing, "svg", lambda axes: drawn.append(axes) or "")
    groups = [
        {"name": name, "customers": 40, "headline": {"popular": SURE}, "gain": {"popular": SURE}} for name in "12"
    ]
    for plot in (plots.by_group, plots.gains):
        plot({"groups": groups}, "ndcg@10")
    for axes in drawn:
        FigureCanvasAgg(axes.get_figure()).draw()  # type: ignore[arg-type]
        label = axes.xaxis.label.get_window_extent()
        assert 0 <= label.x0 < label.x1 <= axes.get_figure().bbox.x1  # type: ignore[union-attr]


def test_what_the_lists_led_to_is_a_table_or_a_line_or_nothing() -> None:
    row = {"placement": "cart", "shown": 1200, "opened": 0, "clicked": 31, "by_id": 4, "revenue_by_id": 1234.5,
           "by_window": 7, "revenue_by_window": 70.0}  # fmt: skip
    html = page(a_record() | {"led_to": [row]}, [])
    section = html.split("What the lists led to")[1].split("</section>")[0]
    cells = ["cart", "1,200", "0", "31", "4", "1,234.50", "7", "70.00"]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", section) == cells
    assert "no list that was shown" in page(a_record() | {"led_to": []}, [])
    assert "What the lists led to" not in page(a_record(), [])


def test_what_cannot_be_said_is_a_dash_not_a_nan() -> None:
    html = page(a_record(), [])
    assert not re.search(r"\bnan\b|\bNone\b", html)
    assert re.search(r"diversity@10</td><td[^>]*>\N{EN DASH}</td>", html)


def test_the_features_that_explain_most_are_drawn_and_all_stand_in_a_table() -> None:
    weights = {f"feature_{number:02}": 0.3 - number / 100 for number in range(25)}
    html = page(a_record() | {"features": weights}, [])
    assert html.count("<svg") == page(a_record(), []).count("<svg") + 1
    assert html.count("feature_00") == html.count("feature_19") == html.count("feature_20") + 1
    assert "<code>feature_24</code>" in html
    assert "30.0 %" in html


def test_a_ranker_that_learned_nothing_has_no_plot() -> None:
    assert "What the ranker goes by" not in page(a_record() | {"features": {"a": 0.0}}, [])


def test_what_the_chances_said_is_drawn_beside_what_came() -> None:
    told = {"said": [0.01, 0.2], "came": [0.0123, 0.0], "entries": [300, 15], "expected": 6.0, "bought": 4}
    html = page(a_record() | {"reliability": told | {"brier": 0.01, "flat": 0.02}}, [])
    assert html.count("<svg") == page(a_record(), []).count("<svg") + 1
    assert "of 6 purchases that they expected of 315 places, 4 came" in html
    assert ">1.230%<" in html


def test_texts_of_the_shop_cannot_become_markup() -> None:
    html = page(a_record() | {"source": "<script>alert(1)</script>"}, [])
    assert "<script>" not in html
    assert "&lt;b&gt;&amp;" in html


def test_the_page_needs_nothing_from_elsewhere() -> None:
    html = page(a_record(), [("2024-03-31", 0.1, 0.1), ("2024-04-01", 0.2, 0.1)])
    assert html.count("<svg") == 4
    fetched = re.findall(r"""(?:src|href)=["']([^"'#]+)|url\((?!#)""", html)
    assert fetched == []


def test_the_same_record_gives_the_same_page() -> None:
    assert page(a_record(), []) == page(a_record(), [])


def test_a_night_that_failed_at_once_has_a_page() -> None:
    failed = plain(Record("r", "2024-04-01T02:00:00+00:00", "shop", error="InputError: events: no such file"))
    assert "no such file" in page(failed, [])


def test_the_page_shows_the_nights_before(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    for run in ("2024-03-31T020000Z", "2024-04-01T020000Z", "2024-04-02T020000Z"):
        (tmp_path / "runs" / f"{run}.json").write_text(json.dumps(a_record() | {"run": run}))
    (tmp_path / "runs" / "2024-03-30T020000Z.json").write_text('{"run": "2024-0')  # of a disk that was full
    write_report(a_record(), tmp_path / "page.html", tmp_path / "runs")
    html = (tmp_path / "page.html").read_text()
    assert "2024-03-31" in html
    assert "2024-04-02" not in html


def test_a_record_is_json_without_nan(tmp_path: Path) -> None:
    night = Record("r", "2024-04-01", "shop", tried=[{"label": "a", "headline": np.nan}])
    night.write(tmp_path / "r.json")
    written = json.loads((tmp_path / "r.json").read_text(), parse_constant=pytest.fail)
    assert written["tried"] == [{"label": "a", "headline": None}]
