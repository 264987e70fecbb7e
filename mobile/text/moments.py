"""Moments and dates in the words people use: "today 10:42", "Tue 3 Mar"."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from checklists.moments import read_moment
from mobile.text import say

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def clock(moment: str) -> str:
    """Return the time of day of a recorded moment, as this tablet's clock shows it: "10:42"."""
    return read_moment(moment).astimezone().strftime("%H:%M")


def when(moment: str, now: datetime) -> str:
    """Return a recorded moment in words, seen from now: "today 10:42", "Tue 3 Mar 10:42"."""
    local = read_moment(moment).astimezone()
    return f"{day(local.date(), now)} {local:%H:%M}"


def day(that: date, now: datetime) -> str:
    """Return a day in words, seen from now: "today", "tomorrow", "Tue 3 Mar", with the year if another."""
    today = now.astimezone().date()
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((that - today) // timedelta(days=1))
    if near:
        return say(f"day.{near}")
    words = f"{say(f'day.{_DAYS[that.weekday()]}')} {that.day} {say(f'month.{that.month}')}"
    return words if that.year == today.year else f"{words} {that.year}"
