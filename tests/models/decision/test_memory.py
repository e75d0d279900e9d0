"""What counts as shown too recently: by mails, in the area, passed over for days; never by one's own campaign."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.settings import Settings
from models.decision.memory import MAIL_DAYS, MAILS, MOST, Memory, MemorySettings, Showing, reach, too_recent
from models.decision.placements import PLACEMENTS

NOW = 20_000.5
PLACES = [row.name for row in PLACEMENTS]
MANY = settings(max_examples=300, deadline=None, derandomize=True)


def mail(ago: float, *items: str, campaign: str = "", placement: str = "newsletter") -> Showing[str]:
    return Showing(placement, campaign, NOW - ago, items)


def area(ago: float, *items: str) -> Showing[str]:
    return Showing("shopping_area", "", NOW - ago, items)


def seen(
    memory: Memory, *showings: Showing[str], campaign: str = "", taken: dict[str, float] | None = None
) -> set[str]:
    """What a newsletter leaves out after these showings, the newest first."""
    return too_recent(memory, "newsletter", campaign, NOW, showings, taken or {})


memories = st.builds(Memory, st.integers(0, 3), st.sampled_from([0.0, 0.5, 2.0]), st.integers(0, 3), st.integers(1, 4))
some_showings = st.lists(
    st.builds(
        Showing[str],
        st.sampled_from(["shopping_area", "newsletter", "win_back", "ads"]),
        st.sampled_from(["", "spring", "summer"]),
        st.floats(NOW - 12, NOW + 1),
        st.lists(st.sampled_from("abcd"), max_size=3),
    ),
    max_size=14,
).map(lambda held: sorted(held, key=lambda each: -each.shown_at))


@pytest.mark.parametrize(("mails", "expected"), [(0, ""), (1, "a"), (2, "ab"), (3, "abc"), (9, "abcd")])
def test_what_the_last_mails_showed_is_left_out_at_any_age(mails: int, expected: str) -> None:
    past = mail(1, "a"), area(1.5, "z"), mail(40, "b", placement="win_back"), mail(90, "c"), mail(300, "d")
    assert seen(Memory(mails=mails), *past) == set(expected)
    assert seen(Memory(mails=9), mail(MAIL_DAYS + 1, "e")) == set()


def test_a_campaign_is_one_mail_and_so_is_what_a_placement_showed_on_one_day() -> None:
    assert seen(Memory(mails=1), mail(1, "a", campaign="x"), mail(2, "b"), mail(3, "c", campaign="x")) == {"a", "c"}
    assert seen(Memory(mails=1), mail(1.1, "a"), mail(1.2, "b"), mail(2.1, "c")) == {"a", "b"}
    assert seen(Memory(mails=1), mail(1.1, "a"), mail(1.2, "b", placement="win_back")) == {"a"}


def test_a_campaign_never_leaves_out_what_it_showed_itself() -> None:
    past = mail(0.1, "a", campaign="x"), mail(1, "b", campaign="y"), mail(2, "c")
    assert seen(Memory(mails=2), *past, campaign="x") == {"b", "c"}
    assert seen(Memory(mails=2), *past, campaign="z") == {"a", "b"}


def test_what_the_area_showed_within_the_days_is_left_out() -> None:
    past = area(0.2, "a"), mail(0.3, "b"), area(0.9, "c"), area(1.0, "d")
    assert seen(Memory(area_days=1.0), *past) == {"a", "c"}
    assert seen(Memory(), *past) == set()


def test_what_is_passed_over_rests_from_the_day_after_and_comes_back_after_its_rest() -> None:
    memory, shown = Memory(rotate_after=3, rest_days=4), []
    pattern = ""
    for day in range(20):
        now = day + 0.75
        past = [Showing("ads", "", at + 0.5, ["a"]) for at in reversed(shown)]
        rests = too_recent(memory, "ads", "", now, past)
        pattern += "." if rests else "a"
        shown += [] if rests else [day]
    assert pattern == "aaa....aaa....aaa..."


def test_rotation_counts_days_and_neither_today_nor_other_placements() -> None:
    memory = Memory(rotate_after=2, rest_days=14)
    assert seen(memory, mail(0.1, "a"), mail(1.1, "a"), mail(1.2, "a")) == set()
    assert seen(memory, mail(1.1, "a"), area(2, "a")) == set()
    assert seen(memory, mail(1.1, "a", "b"), mail(14, "a", "c")) == {"a"}


def test_a_click_or_purchase_begins_the_count_anew() -> None:
    memory, past = Memory(rotate_after=2), [mail(days, "a", "b") for days in (1, 2, 3, 4)]
    assert seen(memory, *past, taken={"a": NOW - 2}) == {"b"}
    assert seen(memory, *past, taken={"a": NOW - 3}) == {"a", "b"}


@MANY
@given(memories, st.sampled_from(["shopping_area", "newsletter", "ads"]), some_showings)
def test_nothing_beyond_the_reach_changes_the_answer(memory: Memory, placement: str, past: list[Showing[str]]) -> None:
    needed = [(bound.least, bound.of(past, NOW)) for bound in reach(memory, placement)]
    within = {id(each) for least, found in needed if len(found) >= least for each in found}
    near = [each for each in past if id(each) in within]
    for campaign in ("", "spring"):
        found = too_recent(memory, placement, campaign, NOW, near)
        assert found == too_recent(memory, placement, campaign, NOW, past) <= {i for each in near for i in each.items}


@MANY
@given(memories, some_showings, st.dictionaries(st.sampled_from("abcd"), st.floats(NOW - 12, NOW)))
def test_rotation_is_as_when_told_day_by_day(memory: Memory, past: list[Showing[str]], taken: dict[str, float]) -> None:
    found = too_recent(replace(memory, mails=0, area_days=0.0), "ads", "", NOW, past, taken)
    assert found == {item for item in "abcd" if memory.rotate_after and rests(memory, past, item, taken.get(item, 0.0))}


def rests(memory: Memory, past: list[Showing[str]], item: str, taken: float) -> bool:
    """By a count that goes up with each day of showing, from the first day on, and begins anew after a rest."""
    days = {int(each.shown_at) for each in past if each.placement == "ads" and item in each.items}
    days = sorted(day for day in days if int(taken) < day < int(NOW))
    breaks = [0, *(at for at, (a, b) in enumerate(pairwise(days), 1) if b - a > memory.rest_days)]
    return len(days) - breaks[-1] >= memory.rotate_after and int(NOW) - days[-1] <= memory.rest_days


@MANY
@given(memories, some_showings)
def test_a_campaign_alone_has_no_memory(memory: Memory, past: list[Showing[str]]) -> None:
    own = [replace(each, campaign="spring") for each in past]
    assert too_recent(memory, "newsletter", "spring", NOW, own) == set()


def test_a_rule_reads_a_bounded_number_of_showings() -> None:
    past = [mail(0.001 * number, str(number), campaign="x") for number in range(MOST + 5)]
    assert len(seen(Memory(mails=1), *past)) == MOST
    assert [bound.showings for bound in reach(Memory(1, 1.0, 1), "ads")] == [MOST] * 3
    assert [bound.days for bound in reach(Memory(1, 0.5, 5, 14), "ads")] == [MAIL_DAYS, 0.5, 71.0]
    assert [bound.least for bound in reach(Memory(1, 0.5, 5, 14), "ads")] == [1, 1, 5]
    assert reach(Memory(), "ads") == ()


def test_every_placement_has_a_memory_and_mails_repeat_neither_mails_nor_the_area() -> None:
    usual = MemorySettings()
    assert [field.name for field in fields(MemorySettings)] == PLACES
    for placement in PLACES:
        memory = usual.of(placement)
        assert (memory.mails, memory.area_days) == ((3, 1.0) if placement in MAILS else (0, 0.0))
        assert (memory.rotate_after, memory.rest_days) == (5 if placement == "shopping_area" else 0, 14)


def test_a_setting_that_is_left_out_is_the_placements_own() -> None:
    given_ = Settings({"memory": {"newsletter": {"mails": 1}}}).section("memory", MemorySettings)
    assert given_.newsletter == replace(MemorySettings().newsletter, mails=1)


@pytest.mark.parametrize(
    ("section", "detail"), [({"newsleter": {}}, "newsletter"), ({"ads": {"rest_days": 0}}, r"ads\.rest_days")]
)
def test_a_slip_in_the_section_is_named(section: dict[str, dict[str, int]], detail: str) -> None:
    with pytest.raises(InputError, match=detail):
        Settings({"memory": section}).section("memory", MemorySettings)
