"""Moments in the words people use: “today 10:42”, “Tue 3 Mar”."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from checklists.moments import is_whole_day, read_moment

# English whatever the server's locale: the pages are English too.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MORNING, _NOON, _EVENING = 4, 12, 18


def now() -> datetime:
    """Return this moment, aware."""
    return datetime.now(UTC)


def moment_words(text: str | None, current: datetime) -> str:
    """Return a moment as people say it, in the server's time zone; what can't be placed is returned as it is.

    Args:
        text: a moment as records hold it; None or empty gives an empty text.
        current: now, aware.
    """
    local, today = _local(text), _local_date(current)
    if local is None:
        return text or ""
    day = _day_words(local.date(), today)
    return day if _is_whole_day(text) else f"{day} {local:%H:%M}"


def day_words(text: str | None, current: datetime) -> str:
    """Return the day of a moment as people say it: “today”, “Tue 3 Mar”."""
    local = _local(text)
    return _day_words(local.date(), _local_date(current)) if local else text or ""


def date_words(day: date, current: datetime) -> str:
    """Return a day of the calendar as people say it: “today”, “Tue 3 Mar”."""
    return _day_words(day, _local_date(current))


def month_words(month: str) -> str:
    """Return “Mar 2026” for a month such as `2026-03`."""
    year, _, number = month.partition("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def full_words(text: str | None) -> str:
    """Return a moment to the second with its time zone, for looking closely."""
    local = _local(text)
    if local is None:
        return text or ""
    day = f"{_date_words(local.date())} {local.year}"
    return day if _is_whole_day(text) else f"{day}, {local:%H:%M:%S} {local.tzname()}"


def paper_words(text: str | None) -> str:
    """Return a moment for paper, where “today” is soon another day: “3 Mar 2026, 10:42”."""
    local = _local(text)
    if local is None:
        return text or ""
    day = f"{_date_words(local.date())} {local.year}"
    return day if _is_whole_day(text) else f"{day}, {local:%H:%M}"


def today_words(current: datetime) -> str:
    """Return today's date with its year."""
    today = _local_date(current)
    return f"{_DAYS[today.weekday()]} {_date_words(today)} {today.year}"


def greeting(current: datetime) -> str:
    """Return the greeting for the time of day at the server."""
    hour = current.astimezone().hour
    if _MORNING <= hour < _NOON:
        return "Good morning"
    return "Good afternoon" if _NOON <= hour < _EVENING else "Good evening"


def clock_words(moment: datetime) -> str:
    """Return the time of day in the server's time zone: “14:05”."""
    return f"{moment.astimezone():%H:%M}"


def _day_words(day: date, today: date) -> str:
    if day == today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    words = f"{_DAYS[day.weekday()]} {_date_words(day)}"
    return words if day.year == today.year else f"{words} {day.year}"


def _date_words(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _is_whole_day(text: str | None) -> bool:
    return bool(text) and is_whole_day(text or "")


def _local(text: str | None) -> datetime | None:
    try:
        moment = read_moment(text) if text else None
        # What stands for a day is that day everywhere.
        return moment if moment is None or _is_whole_day(text) else moment.astimezone()
    except (ValueError, OverflowError, OSError):  # a tablet whose clock says the year 1 or 9999
        return None


def _local_date(current: datetime) -> date:
    return current.astimezone().date()
