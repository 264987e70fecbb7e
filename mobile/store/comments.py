"""Comments on drafts on this tablet: written by a mentor, answered and taken in by the visit's auditor."""

from checklists.records.comment import KIND, Comment
from mobile.store import journal
from mobile.store.database import Store


def write(  # noqa: PLR0913 - named, and all of them what a comment is made of
    store: Store,
    person_id: str,
    visit_id: str,
    text: str,
    *,
    question: str | None = None,
    finding: str | None = None,
) -> Comment:
    """Comment on a question by its key, on a finding, or on the whole visit where neither is given."""
    record = store.new_id()
    values: journal.Values = {
        "visit": visit_id,
        "question": question,
        "finding": finding,
        "text": text,
        "author": person_id,
        "written_at": store.moment(),
    }
    journal.write(store, person=person_id, kind=KIND, record=record, values=values)
    return Comment(journal.state(store, KIND, record))


def take_back(store: Store, person_id: str, comment_id: str) -> None:
    """Take a comment of one's own back."""
    _change(store, person_id, comment_id, {"withdrawn": True})


def put_back(store: Store, person_id: str, comment_id: str) -> None:
    """Say a comment again that was taken back."""
    _change(store, person_id, comment_id, {"withdrawn": None})


def reply(store: Store, person_id: str, comment_id: str, text: str) -> None:
    """Answer a comment on a visit of one's own."""
    _change(store, person_id, comment_id, {"reply": text, "replied_at": store.moment()})


def take_in(store: Store, person_id: str, comment_id: str, *, taken_in: bool = True) -> None:
    """Say that one has taken a comment in, or that one has not."""
    _change(store, person_id, comment_id, {"taken_in_at": store.moment() if taken_in else None})


def to_auditor(store: Store, visit_id: str) -> list[Comment]:
    """Return what mentors said of a visit and did not take back, oldest first."""
    records = [row["record"] for row in store.rows(_OF_VISIT, (journal.written(visit_id),))]
    found = map(Comment, journal.states(store, KIND, records).values())
    said = [one for one in found if one.text("visit") == visit_id and not one.withdrawn and one.text("text")]
    return sorted(said, key=_as_said)


def by_mentor(store: Store, visit_id: str, person_id: str) -> list[Comment]:
    """Return what one mentor said of a visit, with what the auditor answered."""
    return [one for one in to_auditor(store, visit_id) if one.text("author") == person_id]


# The field is named literally, which is what its index asks for.
_OF_VISIT = "select record from field where kind = 'comment' and name = 'visit' and value = ?"


def _as_said(comment: Comment) -> tuple[str, str]:
    shown = comment.state.shown("text")
    return (shown.stamp if shown else ""), comment.id


def _change(store: Store, person_id: str, comment_id: str, values: journal.Values) -> None:
    with store.transaction():
        journal.require_known(store, KIND, comment_id)
        journal.write(store, person=person_id, kind=KIND, record=comment_id, values=values)
