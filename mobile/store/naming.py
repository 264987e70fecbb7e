"""What a record is called when a list names it: a title or its first words, and the place."""

from dataclasses import dataclass

from checklists.records import action, addendum, comment, finding, thanks, visit
from checklists.records.action import Action
from checklists.records.finding import Finding
from checklists.records.visit import Visit
from mobile.store import checklists, journal, places
from mobile.store.database import Store
from mobile.text import say
from mobile.text.labels import graded
from mobile.text.language import spoken

# One line on a tablet.
_WORDS_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Name:
    """What a record is called.

    Attributes:
        what: `Purchasing`, or `Good practice: Labels on both sides`; empty if nothing is known.
        where: the area, empty if it has none.
    """

    what: str
    where: str


def name_of(store: Store, kind: str, record: str) -> Name:
    """Return what a record of this kind is called."""
    state = journal.state(store, kind, record)
    if kind == visit.KIND:
        return Name(_title(store, Visit(state)), _area(store, Visit(state).text("area")))
    if kind == finding.KIND:
        found = Finding(state)
        words = _first_words(found.text("statement"))
        kind_words = graded(found.kind, found.grade)
        what = say("record.finding", kind=kind_words, words=words) if words else kind_words
        return Name(what, _area(store, found.text("area")))
    if kind == addendum.KIND:
        visit_id = state.value("visit")
        about = name_of(store, visit.KIND, visit_id) if isinstance(visit_id, str) else Name("", "")
        what = say("record.addendum_to", what=about.what) if about.what else say("record.addendum")
        return Name(what, about.where)
    if kind == action.KIND:
        done = Action(state)
        words = _first_words(done.text("text"))
        what = say("record.action_named", words=words) if words else say("record.action")
        return Name(what, _area(store, done.text("area")))
    if kind in {thanks.KIND, comment.KIND}:
        return Name(say("record.thanks" if kind == thanks.KIND else "record.comment"), "")
    return Name(kind.replace("_", " ").capitalize(), "")


def _title(store: Store, walked: Visit) -> str:
    """Return a visit's title in the language that is spoken."""
    return checklists.title_in(store, *walked.checklist, walked.text("title"), spoken())


def _area(store: Store, area_id: str) -> str:
    area = places.area(store, area_id) if area_id else None
    return area.name if area else area_id


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _WORDS_LENGTH:
        return line
    whole_words = line[:_WORDS_LENGTH].rpartition(" ")[0] or line[:_WORDS_LENGTH]
    return f"{whole_words} …"
