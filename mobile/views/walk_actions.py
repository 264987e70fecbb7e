"""What the taps on a walk do: each is written before it shows; what takes something away can be undone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from checklists.records.finding import FindingKind
from checklists.records.visit import Judgement
from mobile.components.notice import notice
from mobile.store import findings
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.question_card import CardActions
from mobile.views.screen import go
from mobile.views.walk_values import value_actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.journal.siblings import Sibling
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


def walk_actions(
    session: Session,
    walk: VisitSession,
    take: Callable[[str], None],
    look: Callable[[str], None],
    touch: Callable[[str], None],
) -> CardActions:
    """Return what the cards of a walk call.

    `take` opens the camera for a question, `look` a photo; `touch` keeps the question that was tapped.
    """

    def here(question_id: str) -> None:
        touch(question_id)
        session.changed()

    def answer(question_id: str, state: State) -> None:
        if state not in _RAISES:
            _judge(session, walk, question_id, state)
            here(question_id)
            return
        raised = [
            one for one in walk.questions[question_id].findings if one.is_good_practice == _RAISES[state]
        ]
        finding = raised[0] if raised else walk.raise_finding(question_id, _first_kind(state))
        here(question_id)
        go(places.finding(finding.id))

    def add_finding(question_id: str, state: State) -> None:
        finding = walk.raise_finding(question_id, _first_kind(state))
        here(question_id)
        go(places.finding(finding.id))

    def note(question_id: str, text: str, seen: Sibling | None) -> None:
        before = walk.questions[question_id].answer.note
        walk.note(question_id, text, seen)
        here(question_id)
        if before.strip() and not text.strip():
            notice(
                say("walk.note_removed"), undo=_sent(session, lambda: _note_again(walk, question_id, before))
            )

    def reason(question_id: str, text: str, seen: Sibling | None) -> None:
        walk.give_reason(question_id, text, seen)
        here(question_id)

    def remove_photo(question_id: str, sha256: str) -> None:
        ref = walk.questions[question_id].answer.photos[sha256]
        walk.remove_photo(question_id, sha256)
        here(question_id)
        notice(say("visit.removed"), undo=_sent(session, lambda: walk.add_photo(question_id, sha256, ref)))

    def take_for(question_id: str) -> None:
        here(question_id)
        take(question_id)

    return CardActions(
        on_answer=answer,
        on_note=note,
        on_reason=reason,
        on_add_photo=take_for,
        on_open_photo=look,
        on_remove_photo=remove_photo,
        on_open_finding=lambda finding_id: go(places.finding(finding_id)),
        on_add_finding=add_finding,
        on_two_answers=lambda question_id: go(places.two_answers(walk.visit_id, question_id)),
        thumbnail=session.thumbnail,
        on_come_back=partial(_come_back, walk, touch),
        on_suggested=partial(_record_suggested, session, walk, here),
        on_comments=walk.read_comments,
        today=lambda: session.now().astimezone().date(),
        **value_actions(session, walk, here),
        session=session,
        visit=walk.visit_id,
        unsaved=session.unsaved,
    )


# Which answers open a finding, and whether it is a good practice.
_RAISES = {State.WORTH_SHARING: True, State.NEEDS_ATTENTION: False}


def _come_back(walk: VisitSession, touch: Callable[[str], None], question_id: str) -> None:
    walk.come_back_to(question_id, on=not walk.questions[question_id].come_back)
    touch(question_id)


def _record_suggested(
    session: Session, walk: VisitSession, here: Callable[[str], None], question_id: str, why: str
) -> None:
    finding = walk.raise_finding(question_id, FindingKind.OPPORTUNITY)
    findings.change(session.store, session.who.id, finding.id, {"evidence": why})
    here(question_id)
    go(places.finding(finding.id))


def _first_kind(state: State) -> FindingKind:
    return FindingKind.GOOD_PRACTICE if state is State.WORTH_SHARING else FindingKind.OPPORTUNITY


def _judge(session: Session, walk: VisitSession, question_id: str, state: State) -> None:
    judgement = Judgement.CONFORMS if state is State.CONFORMS else Judgement.NOT_APPLICABLE
    before = walk.questions[question_id].answer
    walk.drop_empty_findings(question_id)
    if not _fits(walk, question_id, state):
        notice(say("visit.has_finding"))
    elif before.judgement is judgement:
        walk.clear(question_id)
        undo = _sent(session, lambda: walk.judge(question_id, judgement, before.reason))
        notice(say("visit.cleared"), undo=undo)
    else:
        walk.judge(question_id, judgement)
        if before.reason:
            undo = _sent(session, lambda: walk.judge(question_id, before.judgement, before.reason))
            notice(say("walk.reason_removed"), undo=undo)


def _note_again(walk: VisitSession, question_id: str, before: str) -> None:
    """Put a note back that was removed, above what has been written since."""
    since = walk.questions[question_id].answer.note
    walk.note(question_id, f"{before}\n{since}" if since.strip() else before)


def _sent(session: Session, act: Callable[[], object]) -> Callable[[], None]:
    """Return what does something and tells the sync of it."""

    def done() -> None:
        act()
        session.changed()

    return done


def _fits(walk: VisitSession, question_id: str, state: State) -> bool:
    raised = walk.questions[question_id].findings
    return all(one.is_good_practice for one in raised) if state is State.CONFORMS else not raised
