"""What a mentor said of a draft: as its auditor reads it beside the question, and as the mentor does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from checklists.records.comment import KIND
from mobile import theme
from mobile.components.banner import Banner
from mobile.components.buttons import QuietButton
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.state.clocks import told
from mobile.store import comments, findings, people
from mobile.text import say
from mobile.views.write_words import Asking, WriteWords

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checklists.records.comment import Comment
    from mobile.state.question_state import VisitProgress
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


def CommentsToMe(
    session: Session, found: Sequence[Comment], on_changed: Callable[[], object]
) -> list[ft.Control]:
    """Comments for the auditor, each with a way to take it in and to answer it.

    Identifiers: `comment-<id>`, `take-in-<id>`, and those of writing `answer-<id>`.
    """

    def changed() -> None:
        session.changed()
        on_changed()

    def take_in(comment: Comment) -> None:
        comments.take_in(session.store, session.who.id, comment.id, taken_in=not comment.taken_in)
        changed()

    def answer(comment: Comment, words: str) -> None:
        comments.reply(session.store, session.who.id, comment.id, words)
        changed()

    def below(comment: Comment) -> list[ft.Control]:
        taking = say("mentor.not_yet" if comment.taken_in else "mentor.take_in")
        before = comment.text("reply")
        asking = Asking(
            say("mentor.answer_again" if before else "mentor.answer"),
            say("mentor.answer_say", name=_name(session, comment.text("author"))),
            say("mentor.answer_save"),
            ft.Icons.REPLY,
        )
        return [
            ft.Row([QuietButton(f"take-in-{comment.id}", taking, partial(take_in, comment))], wrap=True),
            WriteWords(
                session,
                f"answer-{comment.id}",
                partial(answer, comment),
                asking,
                kept=f"answer/{comment.id}",
                before=before,
                key=f"answer-{comment.id}-{len(before)}",
            ),
        ]

    return [_comment(session, one, below(one)) for one in found]


def CommentsOfMine(
    session: Session, found: Sequence[Comment], on_changed: Callable[[], object]
) -> list[ft.Control]:
    """A mentor's own comments, with what the auditor made of them; `take-back-<id>` takes one back."""

    def changed() -> None:
        session.changed()
        on_changed()

    def take_back(comment: Comment) -> None:
        comments.take_back(session.store, session.who.id, comment.id)
        changed()
        notice(say("mentor.took_back"), undo=lambda: put_back(comment))

    def put_back(comment: Comment) -> None:
        comments.put_back(session.store, session.who.id, comment.id)
        changed()

    def below(comment: Comment) -> list[ft.Control]:
        button = QuietButton(f"take-back-{comment.id}", say("mentor.take_back"), partial(take_back, comment))
        return [ft.Row([button], wrap=True)]

    return [_comment(session, one, below(one)) for one in found]


@safe_component
def CommentsAbove(
    session: Session, walk: VisitSession, progress: VisitProgress, on_show: Callable[[str], object]
) -> ft.Control:
    """Above the questions: how many comments wait (`comments-waiting`), and those on the whole visit."""
    ft.use_state(progress)
    aim = next((key for key, one in walk.questions.items() if any(said.waits for said in one.comments)), None)
    line: list[ft.Control] = []
    if progress.comments:
        line.append(
            Banner(
                say("mentor.waiting", n=progress.comments),
                step=say("mentor.show") if aim else None,
                on_step=partial(on_show, aim) if aim else None,
                identifier="comments-waiting",
            )
        )
    return ft.Column(
        [*line, *CommentsToMe(session, walk.comments, walk.read_comments)],
        spacing=theme.GAP,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _comment(session: Session, comment: Comment, below: Sequence[ft.Control]) -> ft.Control:
    written = _by(session, comment, "text")
    lines: list[ft.Control] = [_about(session, comment), ft.Text(comment.text("text")), _quiet(written)]
    if comment.text("reply"):
        lines += [ft.Text(comment.text("reply")), _quiet(_by(session, comment, "reply"))]
    if comment.taken_in:
        mark = ft.Icon(ft.Icons.CHECK_CIRCLE_OUTLINE, color=ft.Colors.PRIMARY, size=20)
        lines.append(ft.Row([mark, ft.Text(say("mentor.taken_in"), theme_style=theme.SMALL)], spacing=4))
    column = ft.Column(
        [one for one in [*lines, *below] if one],
        spacing=4,
        tight=True,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    icon = ft.Icon(ft.Icons.COMMENT_OUTLINED, color=ft.Colors.PRIMARY)
    content = ft.Container(
        ft.Row([icon, column], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START),
        padding=ft.Padding.all(12),
        border_radius=theme.RADIUS,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
    )
    return ft.Semantics(identifier=f"comment-{comment.id}", container=True, content=content, key=comment.id)


def _about(session: Session, comment: Comment) -> ft.Control:
    found = findings.get(session.store, comment.text("finding")) if comment.text("finding") else None
    words = found.text("statement") if found else ""
    return _quiet(say("mentor.about_finding", words=words)) if words else ft.Container()


def _by(session: Session, comment: Comment, name: str) -> str:
    shown = comment.state.shown(name)
    when = told(session.store, KIND, comment.id, shown)
    return say("wins.by", name=_name(session, shown.person if shown else ""), when=when)


def _name(session: Session, person_id: str) -> str:
    person = people.person(session.store, person_id)
    return person.name if person else say("wins.somebody")


def _quiet(words: str) -> ft.Control:
    return ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
