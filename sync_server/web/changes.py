"""Changes in words, for the pages that list them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checklists.protocol.refusals import CATALOGUE, NOT_UNDERSTOOD, Refusal
from checklists.records import comment
from sync_server.web import moments
from sync_server.web.field_words import KIND_WORDS, FieldWords
from sync_server.web.words import clipped

if TYPE_CHECKING:
    from sync_server.record.background import Background
    from sync_server.record.history import Change

# What a mentor says of a draft is for its auditor alone.
_BETWEEN_TWO: Final = frozenset({comment.KIND})

# Of a long text a list shows this much; the change's own page shows all of it.
_SHOWN: Final = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a change in words.

    Attributes:
        name: of the field.
        before: what it was, each value of it; empty where there was nothing.
        after: what it became.
        left_out: characters that are not shown here.
    """

    name: str
    before: list[str]
    after: str
    left_out: int


class Changes:
    """Puts changes into words, with what they are about."""

    def __init__(self, background: Background) -> None:
        self.names = background.names
        self._background = background
        self._now = moments.now()

    def kind(self, change: Change) -> str:
        """Return what kind of record a change is about, in words."""
        return KIND_WORDS.get(change.kind, change.kind.replace("_", " ").capitalize())

    def about(self, change: Change) -> str:
        """Return what the record of a change is called; empty if it has no name."""
        return self._background.titles.get((change.kind, change.record), "")

    def lines(self, change: Change, *, whole: bool = False) -> list[Line]:
        """Return what a change did, field by field; long texts only as they begin, unless `whole`.

        Nothing of what only two people are to read, also where it was not applied.
        """
        if change.kind in _BETWEEN_TWO:
            return []
        words = FieldWords(
            self.names,
            self._now,
            moments.moment_words,
            self._background.checklists.get((change.kind, change.record)),
        )
        lines = []
        for one in change.fields:
            before = [words.value(one.name, value) for value in one.before]
            texts = [_shown(text, whole=whole) for text in (*before, words.value(one.name, one.after))]
            left_out = sum(left for _, left in texts)
            lines.append(Line(words.name(one.name), [text for text, _ in texts[:-1]], texts[-1][0], left_out))
        return lines

    @staticmethod
    def refusal(change: Change) -> Refusal | None:
        """Return why a change was not applied, None if it was."""
        return CATALOGUE.get(change.refusal, NOT_UNDERSTOOD) if change.refusal is not None else None


def _shown(text: str, *, whole: bool) -> tuple[str, int]:
    return (text, 0) if whole else clipped(text, _SHOWN)
