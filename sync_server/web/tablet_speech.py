"""What a tablet says around a question, in each language that tablets speak."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from checklists.form.answered import SuggestedBy, rows_of

if TYPE_CHECKING:
    from checklists.form.answered import Suggestion
    from checklists.form.checklist import Checklist
    from checklists.form.question import Question
    from checklists.records.answer import Answer

# Each in its own language: whoever looks for theirs reads no other.
TABLET_LANGUAGES: Final = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "pl": "Polski",
}

# What stands between thousands, and before the decimals.
_SIGNS: Final = {
    "en": (",", "."),
    "de": (".", ","),
    "es": (".", ","),
    "fr": ("\N{NO-BREAK SPACE}", ","),
    "pl": ("\N{NO-BREAK SPACE}", ","),
}
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Speech:
    """A tablet that speaks one language.

    Attributes:
        language: one of `TABLET_LANGUAGES`.
    """

    language: str

    def say(self, key: str, **values: object) -> str:
        """Return the words for a key, with values filled in. Raises KeyError where there are none."""
        return words_of(self.language)[key].format(**values)

    def number(self, value: float) -> str:
        """Return a number as this language writes it."""
        thousands, point = _SIGNS[self.language]
        return f"{value:,}".replace(",", "\0").replace(".", point).replace("\0", thousands)

    def typed(self, value: float) -> str:
        """Return a number as somebody types it: nothing between thousands."""
        plain = str(int(value)) if float(value).is_integer() else f"{value:.12f}".rstrip("0")
        return plain.replace(".", _SIGNS[self.language][1])

    def measured(self, value: float, question: Question) -> str:
        """Return a number with its unit: "4.5 °C"."""
        plain = self.number(int(value) if float(value).is_integer() and not question.decimals else value)
        return f"{plain}\N{NO-BREAK SPACE}{question.unit}" if question.unit else plain

    def limits(self, question: Question) -> str:
        """Return between which numbers a reading is fine, empty where nothing is said of it."""
        lowest, highest = question.lowest, question.highest
        if lowest is not None and highest is not None:
            between = {"lowest": self.number(lowest), "highest": self.measured(highest, question)}
            return self.say("typed.fine_between", **between)
        if lowest is not None:
            return self.say("typed.fine_from", lowest=self.measured(lowest, question))
        if highest is not None:
            return self.say("typed.fine_to", highest=self.measured(highest, question))
        return ""

    def day(self, iso: str) -> str:
        """Return an ISO date in words: "Tue 3 Mar 2026"."""
        that = date.fromisoformat(iso)
        weekday, month = self.say(f"day.{_DAYS[that.weekday()]}"), self.say(f"month.{that.month}")
        return self.say("day.date_with_year", weekday=weekday, day=that.day, month=month, year=that.year)

    def held(self, question: Question, answer: Answer) -> str:
        """Return how many pieces of a sample hold, empty while none was looked at."""
        rows = rows_of(question, answer)
        if question.sample is None or not rows:
            return ""
        held = sum(row.holds for row in rows.values())
        return self.say("typed.held", n=held, seen=len(rows), holds=question.sample.holds)

    def suggested(self, question: Question, suggested: Suggestion) -> str:
        """Return why an answer may need attention: "12 °C is above 8 °C."."""
        match suggested.by:
            case SuggestedBy.BELOW | SuggestedBy.ABOVE:
                value = self.measured(suggested.value or 0, question)
                limit = self.measured(suggested.limit or 0, question)
                return self.say(f"typed.{suggested.by}", value=value, limit=limit)
            case SuggestedBy.YES_NO:
                return self.say("typed.said", value=self.say("typed.yes" if suggested.value else "typed.no"))
            case SuggestedBy.CHOSEN:
                return self.say("typed.chosen", value=", ".join(one.text for one in suggested.choices))
            case SuggestedBy.NOT_HELD:
                holds = question.sample.holds if question.sample else ""
                return self.say(
                    "typed.not_held", n=len(suggested.rows), seen=suggested.looked_at, holds=holds
                )

    def foreign(self, checklist: Checklist) -> str:
        """Return the mark of a checklist that has no words in this language: "in English"."""
        return "" if self.language in checklist.languages else self._in(checklist, "in")

    def foreign_question(self, checklist: Checklist, question: str, untranslated: frozenset[str]) -> str:
        """Return the mark of one question of a checklist that is translated in part, else empty."""
        place = f"question/{question}/"
        if self.language not in checklist.languages:
            # Then the whole checklist carries the mark, and not each question.
            return ""
        if f"{place}text" in untranslated:
            return self._in(checklist, "in")
        return self._in(checklist, "partly_in") if any(one.startswith(place) for one in untranslated) else ""

    def _in(self, checklist: Checklist, how: str) -> str:
        base = checklist.language.partition("-")[0]
        name = self.say(f"visit.language_{base}") if base in TABLET_LANGUAGES else checklist.language
        return self.say(f"visit.{how}", language=name)


@cache
def words_of(language: str) -> dict[str, str]:
    """Return every text of a language by its key: the table's name, a dot, the name in it."""
    text = files("sync_server.web").joinpath("tablet_words", f"{language}.toml").read_text(encoding="utf-8")
    return _flat("", tomllib.loads(text))


def _flat(prefix: str, table: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        key = f"{prefix}{name}"
        found |= _flat(f"{key}.", value) if isinstance(value, dict) else {key: value}
    return found
