"""Mentors and their comments in the tablet's store: who is asked, what was said, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.records.comment import KIND
from mobile.errors import RecordUnknown, VisitSealed
from mobile.store import comments, mentoring, visits
from mobile.store.naming import name_of
from tests.support.tablet_samples import ANA, BEN, a_visit, sign_both

if TYPE_CHECKING:
    from mobile.store.database import Store

Q = "sort-going-well"


def drafts(store: Store) -> list[str]:
    return [one.id for one in mentoring.drafts(store, BEN.id)]


def test_mentor_has_the_draft_to_read_until_asked_no_longer_or_it_is_no_draft(store: Store) -> None:
    walked = a_visit(store)
    assert drafts(store) == []
    mentoring.ask(store, ANA.id, walked.id, BEN.id)
    assert drafts(store) == [walked.id]
    known = visits.get(store, walked.id)
    assert known is not None
    assert known.mentors == (BEN.id,)
    assert not known.is_walked_by(BEN.id)
    mentoring.end(store, ANA.id, walked.id, BEN.id)
    assert drafts(store) == []
    mentoring.ask(store, ANA.id, walked.id, BEN.id)
    visits.discard(store, ANA.id, walked.id)
    assert drafts(store) == []
    visits.restore(store, ANA.id, walked.id)
    sign_both(store, walked.id)
    visits.seal(store, ANA.id, walked.id)
    assert drafts(store) == []
    with pytest.raises(VisitSealed):
        mentoring.end(store, ANA.id, walked.id, BEN.id)


def test_comment_is_answered_taken_in_and_taken_back(store: Store) -> None:
    walked = a_visit(store)
    written = comments.write(store, BEN.id, walked.id, "How many in all?", question=Q)
    assert written.waits
    comments.reply(store, ANA.id, written.id, "Five of five")
    comments.take_in(store, ANA.id, written.id)
    (known,) = comments.to_auditor(store, walked.id)
    assert (known.text("question"), known.text("reply")) == (Q, "Five of five")
    assert known.taken_in
    assert not known.waits
    comments.take_in(store, ANA.id, written.id, taken_in=False)
    (known,) = comments.to_auditor(store, walked.id)
    assert not known.taken_in
    comments.take_back(store, BEN.id, written.id)
    assert comments.to_auditor(store, walked.id) == []
    comments.put_back(store, BEN.id, written.id)
    assert [one.id for one in comments.by_mentor(store, walked.id, BEN.id)] == [written.id]
    assert comments.by_mentor(store, walked.id, ANA.id) == []
    assert name_of(store, KIND, written.id).what == "Comment on a draft"


def test_comments_of_one_visit_are_not_anothers(store: Store) -> None:
    first, second = a_visit(store), a_visit(store)
    comments.write(store, BEN.id, first.id, "Here")
    assert comments.to_auditor(store, second.id) == []


def test_comment_that_is_not_here_is_not_answered(store: Store) -> None:
    with pytest.raises(RecordUnknown):
        comments.reply(store, ANA.id, "1" * 32, "To nobody")


def test_comment_leaves_the_signatures_and_the_sealed_visit_as_they_are(store: Store) -> None:
    walked = a_visit(store)
    mentoring.ask(store, ANA.id, walked.id, BEN.id)
    sign_both(store, walked.id)
    comments.write(store, BEN.id, walked.id, "Before")
    sealed = visits.seal(store, ANA.id, walked.id)
    comments.write(store, BEN.id, walked.id, "After")
    known = visits.get(store, walked.id)
    assert known is not None
    assert known.seal == sealed.seal
    assert [one.text("text") for one in comments.to_auditor(store, walked.id)] == ["Before", "After"]
