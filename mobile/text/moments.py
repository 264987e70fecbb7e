"""Moments and dates in the words people use: "today 10:42", "Tue 3 Mar"."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from checklists.moments import corrected, is_whole_day, read_moment
from mobile.text import say

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def clock(moment: str) -> str:
    """Return the time of day of a recorded moment, as this tablet's clock shows it: "10:42"."""
    return read_moment(moment).astimezone().strftime("%H:%M")


def when(moment: str, now: datetime) -> str:
    """Return a recorded moment in words, seen from now: "today 10:42", "Tue 3 Mar 10:42".

    One that stands for its day is that day everywhere: "today".
    """
    if is_whole_day(moment):
        return day(read_moment(moment).date(), now)
    local = read_moment(moment).astimezone()
    return say("day.at", day=day(local.date(), now), time=f"{local:%H:%M}")


def told(moment: str, now: datetime, clock_ms: int) -> str:
    """Return a moment in words; by a clock that was off, put right and marked: "≈ today 14:05, corrected".

    Args:
        moment: by the clock of the tablet it was recorded on.
        now: by a clock that is right.
        clock_ms: how far that tablet's clock was behind, in milliseconds; 0 where it was not off.
    """
    if not clock_ms:
        return when(moment, now)
    return say("clock.corrected", when=when(corrected(moment, clock_ms), now))


def how_far(offset_ms: int) -> str:
    """Return the length of a difference between two clocks in words: "12 minutes", "3 hours", "2 days"."""
    minutes = round(abs(offset_ms) / 60_000)
    for unit, length in (("days", 1440), ("hours", 60)):
        # From two of a unit on: "26 hours" says more than "1 day".
        if minutes >= 2 * length:
            return say(f"clock.{unit}", n=round(minutes / length))
    return say("clock.minutes", n=minutes)


def day(that: date, now: datetime) -> str:
    """Return a day in words, seen from now: "today", "tomorrow", "Tue 3 Mar", with the year if another."""
    today = now.astimezone().date()
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((that - today) // timedelta(days=1))
    if near:
        return say(f"day.{near}")
    weekday, month = say(f"day.{_DAYS[that.weekday()]}"), say(f"month.{that.month}")
    if that.year == today.year:
        return say("day.date", weekday=weekday, day=that.day, month=month)
    return say("day.date_with_year", weekday=weekday, day=that.day, month=month, year=that.year)
