"""An addendum: what is added to a sealed visit, as a record of its own."""

from __future__ import annotations

from checklists.ids import Id, Sha256
from checklists.moments import Moment
from checklists.records.fields import Vocabulary, rule
from checklists.text import Note

KIND = "addendum"

VOCABULARY = Vocabulary(
    KIND,
    (
        rule("visit", Id),
        rule("seal", Sha256),
        rule("text", Note),
        rule("author", Id),
        rule("written_at", Moment),
    ),
)
