"""What decides what is learned: a spec per recommender and the policy.

It travels in the manifest, so that the judge can learn by the live bundle's recipe again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import msgspec

from data.errors import InputError
from data.groups import Groups
from data.settings import SETTINGS_FILE, Settings
from models.bundle.policy import Filter, Policy
from models.ranker.ranker import Ranker
from models.recommenders import RECOMMENDERS
from models.recommenders.protocol import Spec
from training.describing.settings import Describing
from training.settings import Alternative, NightSettings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True)
class Recipe:
    """specs: by name of the recommender, in the order of RECOMMENDERS. ranker: None where lists are the personal
    recommender's own."""

    specs: dict[str, Spec]
    policy: Policy
    ranker: Ranker | None = None

    @property
    def label(self) -> str:
        """The personal recommender and how its spec differs from the defaults."""
        name = self.policy.personal
        default = next(row.spec for row in RECOMMENDERS if row.name == name)
        given, usual = settings_of(self.specs[name]), settings_of(default)
        changed = ", ".join(_differences(given, usual))
        own = f"{name}({changed})" if changed else name
        return f"ranked, else {own}" if self.ranker else own


def _differences(given: dict[str, Any], usual: dict[str, Any], within: str = "") -> Iterator[str]:
    """`half_life=60.0`, or `ease.half_life=60.0` where a setting has settings of its own."""
    for key, value in given.items():
        if isinstance(value, dict):
            yield from _differences(cast("dict[str, Any]", value), usual[key], f"{within}{key}.")
        elif value != usual[key]:
            yield f"{within}{key}={value}"


def recipe_of(settings: Settings) -> Recipe:
    """Each recommender's section of the settings (by its name), `[policy]` and `[ranker]`. Raises InputError."""
    specs = {
        row.name: settings.section(row.name, type(row.spec)) if row.name in settings.sections else row.spec
        for row in RECOMMENDERS
    }
    policy = settings.section("policy", Policy)
    for name, theme in policy.themes.items():
        _check_theme(name, theme)
    ranker = settings.section("ranker", Ranker)
    return Recipe(specs, policy, None if "personal" in settings.sections.get("policy", {}) else ranker)


def settled(settings: Settings) -> NightSettings:
    """The section `[night]`. Raises InputError for whatever a night would stumble over in the settings hours later."""
    night = settings.section("night", NightSettings)
    recipe = recipe_of(settings)
    for alternative in alternatives_of(settings, night):
        with_personal(recipe, alternative)
    settings.section("groups", Groups)
    Describing.of(settings)
    return night


def _check_theme(name: str, theme: Filter) -> None:
    field = f"{SETTINGS_FILE} [policy.themes.{name}]"
    if theme.theme is not None:
        raise InputError(field, "a theme cannot name a theme; write out what it filters by")
    if theme.price_min is not None and theme.price_max is not None and theme.price_min > theme.price_max:
        raise InputError(field, f"price_min {theme.price_min:g} is above price_max {theme.price_max:g}; swap them")


def alternatives_of(settings: Settings, night: NightSettings) -> tuple[Alternative, ...]:
    """What is tried for the personal strategy: what `[policy] personal` names alone, else the night's alternatives."""
    given = settings.sections.get("policy", {}).get("personal")
    return (Alternative(given),) if given is not None else night.alternatives


def with_personal(recipe: Recipe, alternative: Alternative) -> Recipe:
    """The recipe with the alternative behind the personal strategy. Raises InputError for one that cannot be."""
    name = alternative.recommender
    if name not in recipe.specs:
        raise _no_alternative(f"no recommender '{name}'; there are {', '.join(recipe.specs)}")
    given = {name: {**settings_of(recipe.specs[name]), **alternative.settings}}
    try:
        spec = Settings(given).section(name, type(recipe.specs[name]))
    except InputError as error:
        raise _no_alternative(f"{error.field.removeprefix(SETTINGS_FILE).strip()}: {error.detail}") from None
    return replace(recipe, specs=recipe.specs | {name: spec}, policy=replace(recipe.policy, personal=name))


def notes_of(recipe: Recipe) -> dict[str, Any]:
    """As it stands in a manifest and a run record."""
    specs = {name: settings_of(spec) for name, spec in recipe.specs.items()}
    ranker = settings_of(recipe.ranker) if recipe.ranker else None
    return {"specs": specs, "policy": settings_of(recipe.policy), "ranker": ranker}


def settings_of(spec: Spec | Policy | Ranker) -> dict[str, Any]:
    """Every field, also those left at their default (msgspec alone leaves out what it did not set itself)."""
    return msgspec.to_builtins(asdict(cast("DataclassInstance", spec)))


def recipe_from(notes: dict[str, Any]) -> Recipe | None:
    """Back from a manifest; None where it was written by a version whose recommenders had other settings."""
    try:
        specs = {row.name: msgspec.convert(notes["specs"][row.name], type(row.spec)) for row in RECOMMENDERS}
        recipe = Recipe(specs, msgspec.convert(notes["policy"], Policy), _ranker_from(notes["ranker"]))
    except (KeyError, TypeError, msgspec.ValidationError):
        return None
    return recipe if notes_of(recipe) == notes else None


def _ranker_from(notes: dict[str, Any] | None) -> Ranker | None:
    return msgspec.convert(notes, Ranker) if notes is not None else None


def digest_of(recipe: Recipe) -> str:
    """16 hex digits that are the same for the same recipe."""
    return hashlib.sha256(json.dumps(notes_of(recipe), sort_keys=True).encode()).hexdigest()[:16]


def _no_alternative(detail: str) -> InputError:
    return InputError(f"{SETTINGS_FILE} [[night.alternatives]]", detail)
