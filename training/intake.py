"""The first steps of a night: what is too old goes, what happened comes in, and what the lists led to is counted."""

from __future__ import annotations

from datetime import UTC, datetime

from data.errors import InputError
from data.reading.origins import Origins
from data.reading.read import newest_moment, read_shop
from data.sources.store import counted_up_to
from data.stores.attribution import AttributionSettings, led_to
from data.stores.standing import snapshot
from training.expiring import expire
from training.night import Night
from training.record import plain


def expired(night: Night) -> None:
    """What is too old of what names customers is gone."""
    with night.steps.step("expire") as step:
        gone = expire(night.shop, night.var, night.now)
        night.record.expired = plain(gone)
        step.note = f"{gone.files:,} files, {gone.decisions:,} decisions"


def read(night: Night, as_of: datetime | None) -> datetime:
    """Source and store become cleaned, checked tables; the past ends at as_of, else just after the newest event."""
    now = night.now.astimezone(UTC).replace(tzinfo=None)
    with night.steps.step("read") as step:
        store = snapshot(night.shop, night.home)
        origins = Origins(night.source, store)
        reading = read_shop(night.con, origins, night.shop, night.work, now, night.steps.doing)
        night.checked(reading.findings)
        night.record.rows = {"events": reading.events, "items": reading.items, "customers": reading.customers}
        step.note = ", ".join(f"{count:,} {name}" for name, count in night.record.rows.items())
        end = as_of or newest_moment(night.con, now)
        if end is None:
            raise InputError("source", "no event before now; `regulars check` says what became of each row")
        end = end if end.tzinfo else end.replace(tzinfo=UTC)
        if store:
            night.mark = counted_up_to(night.con, store.mark, end)
            night.record.store = {**night.mark._asdict(), "rows": reading.stored}
            step.note += f", {reading.stored:,} rows of the store"
        night.record.as_of = end.isoformat()
        return end


def outcome(night: Night, as_of: datetime) -> None:
    """What came of the lists that were shown; nothing is asked where there is no store."""
    if night.record.store is None:
        return
    with night.steps.step("attribute") as step:
        found = led_to(night.con, as_of, night.shop.section("attribution", AttributionSettings))
        night.record.led_to = plain(found)
        step.note = f"{sum(row.shown for row in found):,} lists shown"
