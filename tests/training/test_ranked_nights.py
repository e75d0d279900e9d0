"""Nights that rank: what is published, served and judged again."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from models.bundle.files import open_bundle, read_manifest
from models.decision.decide import decide
from models.decision.query import Query, Whom
from models.ranker.ranker import Ranker
from models.recommenders import RECOMMENDERS
from tests.training.nights import NOW, night, record
from training.night import NightResult
from training.recipe import notes_of, recipe_from

FEW = {"windows": 2, "least": 50, "trees": 10, "members": 1, "rate": 0.2}
RANKED = {"night": {"rounds": 200, "horizon_days": 14, "alternatives": [{"recommender": "popular"}]}, "ranker": FEW}
"""Best sellers know no taste, so the ranker is the better one."""


@pytest.fixture(scope="module")
def ranked(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> NightResult:
    return night(shop, tmp_path_factory.mktemp("var"), RANKED)


@pytest.fixture
def live(ranked: NightResult, tmp_path: Path) -> Path:
    return shutil.copytree(ranked.record.parent.parent, tmp_path / "var")


def test_a_ranker_that_did_better_is_published(ranked: NightResult) -> None:
    written = record(ranked)
    assert ranked.published
    assert [(each["label"], each["chosen"]) for each in written["tried"]][-1] == ("ranked, else popular", True)
    assert written["rehearsal"]["groups"][0]["gain"]["popular"]["low"] > 0.05


def test_the_bundle_is_served_as_it_was_ranked(ranked: NightResult) -> None:
    assert ranked.bundle is not None
    bundle = open_bundle(ranked.bundle)
    assert bundle.lists is not None
    named = {RECOMMENDERS[number].name for number in bundle.lists.source.tolist()}
    assert {"popular"} < named <= set(bundle.models)
    decisions = decide(bundle, Query(n=3), Whom.of(np.arange(bundle.customers.count, dtype=np.int32)))
    taste = decisions.item // 10
    own = np.arange(bundle.customers.count) % 4
    left = np.array([10 - len(bundle.owned.row(customer)) for customer in range(bundle.customers.count)])
    assert np.mean(taste[:, 0][left > 0] == own[left > 0]) > 0.8


def test_the_record_and_the_report_say_what_the_ranker_goes_by(ranked: NightResult) -> None:
    weights = record(ranked)["features"]
    assert sum(weights.values()) == pytest.approx(1)
    best = max(weights, key=lambda name: weights[name])
    assert best in ranked.report.read_text()


def test_the_manifest_holds_the_rankers_settings_and_they_come_back(ranked: NightResult) -> None:
    assert ranked.bundle is not None
    notes = read_manifest(ranked.bundle)["recipe"]
    recipe = recipe_from(notes)
    assert recipe is not None
    assert recipe.ranker == Ranker(**FEW)
    assert notes_of(recipe) == notes


def test_a_live_ranked_recipe_is_learned_again_and_equals_itself(shop: Path, live: Path, ranked: NightResult) -> None:
    again = night(shop, live, RANKED, NOW + timedelta(days=1))
    written = record(again)
    assert written["rehearsal"]["groups"][0]["gain"]["live"] == {"mean": 0, "low": 0, "high": 0, "customers": 120}
    assert again.bundle is not None
    assert ranked.bundle is not None
    assert again.bundle.name == f"{ranked.bundle.name}.2"  # the same to the byte, published again


def test_unranked_best_sellers_are_judged_worse_than_a_live_ranker(shop: Path, live: Path) -> None:
    worse = night(shop, live, {**RANKED, "policy": {"personal": "popular"}}, NOW + timedelta(days=1))
    assert not worse.published
    assert record(worse)["outcome"] == "worse"
    assert record(worse)["tried"][0]["label"] == "popular"
