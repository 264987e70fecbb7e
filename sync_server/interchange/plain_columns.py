"""The headings of a plain list of questions, in English and German, and how its cells are written."""

from __future__ import annotations

import re

# In the order in which they are written; the first name of each language is the one written.
_ENGLISH = {
    "section": ("Section", "area", "chapter", "topic", "category", "process"),
    "text": ("Question", "text", "prompt", "item", "check", "checkpoint"),
    "clauses": ("Clause", "clauses", "reference", "standard", "requirement"),
    "why": ("Why", "purpose", "reason"),
    "look_for": ("Look for", "evidence", "look at", "objective evidence"),
    "ask": ("Ask", "opening question", "opening"),
    "outcome": ("Outcome", "good for", "benefit"),
}
_GERMAN = {
    "section": ("Abschnitt", "bereich", "thema", "kategorie", "prozess"),
    "text": ("Frage", "prüffrage", "auditfrage", "prüfpunkt"),
    "clauses": ("Normkapitel", "norm", "normbezug", "normabschnitt", "klausel", "anforderung"),
    "why": ("Warum", "zweck", "grund"),
    "look_for": ("Worauf achten", "nachweis", "nachweise"),
    "ask": ("Einstieg", "einstiegsfrage", "eröffnungsfrage"),
    "outcome": ("Nutzen", "gut für", "ergebnis"),
}
_OUTCOMES = {
    "sicherheit": "safety",
    "qualität": "quality",
    "kunde": "customer",
    "kunden": "customer",
    "lieferung": "delivery",
    "kosten": "cost",
    "menschen": "people",
    "mitarbeitende": "people",
    "mitarbeiter": "people",
    "umwelt": "environment",
}
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def part_of(heading: str) -> tuple[str, str] | None:
    """Return which part of a question a heading names, and the code of its language; None for any other."""
    name = re.sub(r"[\s_]+", " ", heading).strip().casefold()
    for language, columns in (("en", _ENGLISH), ("de", _GERMAN)):
        for part, names in columns.items():
            if name in {one.casefold() for one in names}:
                return part, language
    return None


def headings_in(language: str) -> dict[str, str]:
    """Return the heading of each part, in German for German and in English for any other language."""
    columns = _GERMAN if language.partition("-")[0] == "de" else _ENGLISH
    return {part: names[0] for part, names in columns.items()}


def outcome_in(words: str) -> str:
    """Return the outcome that somebody names, in English or German; what is none comes back as it is."""
    return _OUTCOMES.get(words.strip().casefold(), words.strip().lower())


def guarded_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded_cell(text: str) -> str:
    """Return the text that was guarded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
