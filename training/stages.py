"""The steps of a night: each is timed, calls the part that does the work, and notes what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from data.errors import InputError
from data.facts.engine import facts_at
from data.facts.facts import Facts
from models.bundle.bundle import Bundle, bundle_of
from models.decision.lists import with_history, with_lists
from models.decision.placements import sources_of
from models.ranker.chance import Chance, chance_of
from models.recommenders.protocol import Model
from training.describing.describe import describe
from training.fitting import fit_models, one_thread_each
from training.judging.judge import Verdict, judge
from training.live import beside_live
from training.night import Night, NightResult
from training.publishing import Staged, publish, stage
from training.ranking.listing import tonights_ranker, with_ranked_lists
from training.ranking.surveying import reliability, survey
from training.recipe import Recipe, alternatives_of, digest_of, notes_of, recipe_of
from training.record import plain
from training.rehearsal.choosing import choose
from training.rehearsal.rehearse import LIVE, Rehearsal, rehearse
from training.split import SHORTEST_SPAN, Split, split_at

NO_REHEARSAL = f"under {SHORTEST_SPAN} days of data: nothing was rehearsed or judged"


def facts(night: Night, as_of: datetime) -> Facts:
    """What is known at as_of. Raises InputError where that is nothing: an empty bundle must not replace a good one."""
    with night.steps.step("facts") as step:
        known = facts_at(night.con, as_of, night.lessons.groups)
        if not len(known.lines.age):
            raise InputError("source", f"no event before {as_of.isoformat()} teaches anything: none is about a product")
        night.record.rows["lines"] = len(known.lines.age)
        step.note = f"{len(known.lines.age):,} lines that teach"
        return known


def split(night: Night, known: Facts, as_of: datetime) -> Split | None:
    """Where the past is cut; None where there is too little of it."""
    span = float(known.lines.age.max(initial=0))
    night.record.window = {"days": round(span, 2), "end": as_of.isoformat()}
    cut = split_at(as_of, span, night.settings.horizon_days)
    if cut is None:
        night.record.remarks.append(NO_REHEARSAL)
        return None
    night.lessons.moments.keep(cut.tuning_cut, cut.cut)
    return cut


def choice(night: Night, cut: Split | None) -> Recipe:
    """Tonight's recipe, its personal recommender chosen on the window before the one that is measured."""
    with night.steps.step("choose") as step:
        settings = replace(night.settings, alternatives=alternatives_of(night.shop, night.settings))
        chosen = choose(cut, recipe_of(night.shop), settings, night.lessons)
        night.record.tried = plain(chosen.tried)
        night.record.recipe, night.record.settings = notes_of(chosen.recipe), digest_of(chosen.recipe)
        step.note = chosen.recipe.label
        return chosen.recipe


def rehearsal(night: Night, cut: Split | None, recipe: Recipe, live: Recipe | None) -> Rehearsal | None:
    """Tonight's recipe, the live one and popularity on the held-out window."""
    if cut is None:
        return None
    with night.steps.step("rehearse") as step:
        found = rehearse(cut, recipe, live, night.settings, night.lessons)
        night.record.rehearsal, night.record.metrics = plain(found), plain(found.metrics)
        step.note = found.summary
        return found


def verdict(night: Night, found: Rehearsal | None) -> Verdict:
    """Whether tonight's recipe may replace the live one; it may where nothing could be rehearsed."""
    with night.steps.step("judge") as step:
        ruling = judge(found.gain if found else {}, LIVE)
        night.record.verdict = plain(ruling)
        night.record.remarks += ruling.remarks
        step.note = "worse than what is live" if ruling.worse else "not worse than what is live"
        return ruling


def fit(night: Night, known: Facts, recipe: Recipe) -> dict[str, Model]:
    """Every recommender that a list can come from, on everything that is known."""
    with night.steps.step("fit") as step:
        asked = sources_of(recipe.policy.personal)
        specs = {name: spec for name, spec in recipe.specs.items() if name in asked}
        models = fit_models(specs, known, night.settings.seed)
        step.note = f"{len(models)} recommenders"
        return models


def chances(night: Night, cut: Split | None, recipe: Recipe) -> Chance | None:
    """What makes scores chances, as the held-out window tells; None where nothing is ranked or too little bought."""
    with night.steps.step("chances") as step:
        newest = survey(night.lessons, recipe, cut.cut, cut.horizon) if cut else None
        if cut is None or newest is None:
            step.note = "nothing is ranked"
            return None
        kept = reliability(night.lessons, recipe, cut, newest)
        night.lessons.moments.keep(cut.cut)
        night.record.reliability = plain(kept) if kept else None
        step.note = f"of {kept.expected:,.0f} purchases expected {kept.bought:,} came" if kept else "not tried"
        return chance_of(newest, night.settings.seed)


def lists(
    night: Night,
    cut: Split | None,
    known: Facts,
    models: dict[str, Model],
    recipe: Recipe,
    chance: Chance | None = None,
) -> Bundle:
    """The bundle, with a personal list for every customer with a history; held beside the live one."""
    with night.steps.step("lists") as step:
        bundle = bundle_of(known, models, recipe.policy)
        ranker = tonights_ranker(night.lessons, recipe, cut, known, models) if cut else None
        if ranker:
            night.record.features = ranker.weights()
            bundle = with_ranked_lists(bundle, known, recipe, ranker, with_history(bundle), night.lessons, chance)
        else:
            bundle = with_lists(bundle)
        night.lessons.moments.keep()
        night.record.overlap = beside_live(night, bundle)
        step.note = f"{len(bundle.lists.items.values):,} places" if bundle.lists else ""
        return bundle


def described(night: Night, known: Facts, bundle: Bundle) -> Bundle:
    """The bundle with its customer table and audiences."""
    with night.steps.step("describe") as step:
        with one_thread_each():
            found = describe(night, known)
        night.record.customers, night.record.describing = found.story, found.settings
        step.note = f"{len(found.table.names())} columns of {known.customers.count:,} customers"
        return replace(bundle, described=found.table, evidence=found.evidence, audiences=found.audiences)


def write(night: Night, bundle: Bundle, recipe: Recipe) -> Staged:
    """The bundle on disk beside the live one, verified."""
    with night.steps.step("write") as step:
        record = night.record
        notes = {
            "run": record.run,
            "window": record.window,
            "rows": record.rows,
            "versions": record.versions,
            "commit": record.commit,
            "seed": record.seed,
            "settings": record.settings,
            "recipe": notes_of(recipe),
            "describing": record.describing,
            "metrics": record.metrics,
        }
        staged = stage(replace(bundle, mark=night.mark), notes, night.shelf, record.run)
        step.note = f"{sum(file.stat().st_size for file in staged.folder.iterdir()) / 1e6:,.1f} MB"
        return staged


def published(night: Night, staged: Staged) -> NightResult:
    """Live."""
    with night.steps.step("publish") as step:
        folder = publish(staged, night.shelf, night.settings.keep)
        step.note = folder.name
    return night.ended("published", f"published {folder.name}", folder)


def refused(night: Night, ruling: Verdict) -> NightResult:
    """Not published: the live bundle stays."""
    return night.ended("worse", f"not published, {night.record.live} stays: {'; '.join(ruling.remarks)}")
