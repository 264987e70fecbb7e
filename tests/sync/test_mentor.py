"""A mentor on another tablet: gets the draft, comments, hears the answer; a third tablet has none of it."""

from collections.abc import Callable

from checklists.protocol import refusals
from checklists.records import comment
from checklists.records.person import Person
from checklists.records.visit import Judgement
from mobile.store import comments, mentoring, people, refused, visits
from tests.sync.works import Office, Tablet

Open = Callable[..., Tablet]


def signs_in(tablet: Tablet, person: Person) -> None:
    """Let the drafts of a person come to a tablet."""
    tablet.store.execute("insert or ignore into signed_in(person) values (?)", (person.id,))


def test_comment_and_answer_travel_between_mentor_and_auditor_alone(
    open_tablet: Open, office: Office
) -> None:
    here, there, elsewhere = (open_tablet(name) for name in ("here", "there", "elsewhere"))
    auditor, mentor, other = people.people(here.store)[:3]
    for tablet, person in ((here, auditor), (there, mentor), (elsewhere, other)):
        signs_in(tablet, person)
    visit = here.start_visit(auditor, "gemba-walk")
    here.sync.sync_now()
    mentoring.ask(here.store, auditor.id, visit.id, mentor.id)
    visits.note(here.store, auditor.id, visit.id, "good-first", "Two of five")
    here.sync.sync_now()
    there.sync.sync_now()
    (draft,) = mentoring.drafts(there.store, mentor.id)
    assert draft.answer("good-first").note == "Two of five"
    written = comments.write(there.store, mentor.id, visit.id, "How many in all?", question="good-first")
    there.sync.sync_now()
    here.sync.sync_now()
    (said,) = comments.to_auditor(here.store, visit.id)
    assert said == comments.by_mentor(there.store, visit.id, mentor.id)[0]
    comments.reply(here.store, auditor.id, written.id, "Five")
    comments.take_in(here.store, auditor.id, written.id)
    here.sync.sync_now()
    there.sync.sync_now()
    elsewhere.sync.sync_now()
    (known,) = comments.by_mentor(there.store, visit.id, mentor.id)
    assert known.text("reply") == "Five"
    assert known.taken_in
    assert refused.needs_you(there.store) == refused.needs_you(here.store) == []
    assert elsewhere.store.rows("select 1 from op where kind = ?", (comment.KIND,)) == []
    sealed = here.complete(auditor, visit)
    here.sync.sync_now()
    elsewhere.sync.sync_now()
    there.sync.sync_now()
    assert sealed.status == "completed"
    assert mentoring.drafts(there.store, mentor.id) == []
    assert elsewhere.store.rows("select 1 from op where kind = ?", (comment.KIND,)) == []
    assert office.rows("select count(*) from op where refusal is not null") == [(0,)]


def test_mentor_who_writes_more_than_comments_hears_why_and_nothing_is_lost(open_tablet: Open) -> None:
    here, there = open_tablet("here"), open_tablet("there")
    auditor, mentor = people.people(here.store)[:2]
    signs_in(here, auditor)
    signs_in(there, mentor)
    visit = here.start_visit(auditor, "gemba-walk")
    mentoring.ask(here.store, auditor.id, visit.id, mentor.id)
    here.sync.sync_now()
    there.sync.sync_now()
    visits.judge(there.store, mentor.id, visit.id, "good-first", Judgement.CONFORMS)
    comments.write(there.store, mentor.id, visit.id, "I'd say it conforms", question="good-first")
    there.sync.sync_now()
    here.sync.sync_now()
    (told,) = refused.needs_you(there.store)
    assert told.number == refusals.MENTOR_COMMENTS.number
    assert visits.answer(here.store, visit.id, "good-first").judgement is None
    assert [one.text("text") for one in comments.to_auditor(here.store, visit.id)] == ["I'd say it conforms"]
