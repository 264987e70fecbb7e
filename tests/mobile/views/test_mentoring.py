"""A mentor: asked by the auditor, reads the draft, comments; the auditor sees it beside the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.records import comment
from checklists.records.visit import Judgement
from mobile.store import comments, findings, mentoring, together, visits
from tests.support.app_driver import ANA, BEN, LUCJA, Window, begun, show
from tests.support.elsewhere import said_elsewhere
from tests.support.short_audit import QUESTIONS, an_audit_tablet

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.bootstrap import Tablet

Q, LATER = QUESTIONS[0], QUESTIONS[2]


def mentored(tablet: Tablet) -> str:
    """Return Ana's draft that Łucja is asked to comment on, with an answer in it."""
    visit_id = begun(tablet, "short-audit").id
    visits.judge(tablet.store, ANA.id, visit_id, Q, Judgement.CONFORMS)
    visits.note(tablet.store, ANA.id, visit_id, Q, "Two of five")
    mentoring.ask(tablet.store, ANA.id, visit_id, LUCJA.id)
    return visit_id


def said(tablet: Tablet, visit_id: str, question: str | None = Q, text: str = "How many in all?") -> str:
    return comments.write(tablet.store, LUCJA.id, visit_id, text, question=question).id


def test_auditor_asks_a_mentor_and_asks_them_no_longer(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = begun(tablet, "short-audit").id

    def mentors() -> tuple[str, ...]:
        visit = visits.get(tablet.store, visit_id)
        assert visit is not None
        return visit.mentors

    async def scenario(window: Window) -> None:
        await window.tap("walk-together")
        await window.tap("ask-a-mentor")
        assert not window.has(f"ask-mentor-{ANA.id}")
        await window.tap(f"ask-mentor-{LUCJA.id}")
        assert mentors() == (LUCJA.id,)
        assert window.notice == f"{LUCJA.name} can read and comment from their next sync on."
        await window.tap(f"ask-no-longer-{LUCJA.id}")
        assert mentors() == ()
        await window.undo()
        assert LUCJA.name in window.words(f"mentor-{LUCJA.id}")

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_mentor_finds_the_draft_reads_it_and_comments(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = mentored(tablet)
    values = {"kind": "opportunity", "visit": visit_id, "question": Q, "statement": "Label faded"}
    finding = findings.raise_finding(tablet.store, ANA.id, values=values)

    async def scenario(window: Window) -> None:
        await window.tap(f"visit-{visit_id}")
        assert window.route == f"/visit/{visit_id}/mentor"
        words = window.words(f"read-{Q}")
        assert "Two of five" in words
        assert "Label faded" in words
        assert not window.has(f"answer-{Q}-conforms")
        assert not window.has(f"note-{Q}")
        for place, text in ((Q, "How many in all?"), (finding.id, "Which label?"), ("visit", "Well begun")):
            await window.tap(f"add-comment-{place}")
            await window.enter(f"comment-{place}-text", text)
            await window.tap(f"comment-{place}-save")
            assert text in window.words()
        by_mentor = comments.by_mentor(tablet.store, visit_id, LUCJA.id)
        about = {one.text("text"): (one.text("question"), one.text("finding")) for one in by_mentor}
        assert about == {
            "How many in all?": (Q, ""),
            "Which label?": ("", finding.id),
            "Well begun": ("", ""),
        }
        (first,) = (one for one in by_mentor if one.text("question"))
        await window.tap(f"take-back-{first.id}")
        assert "How many in all?" not in window.words()
        await window.undo()
        assert "How many in all?" in window.words()

    show(tablet, scenario, person=LUCJA)


def test_comment_half_written_is_there_again_after_a_restart(tmp_path: Path) -> None:
    begun_here: list[str] = []

    async def write(window: Window) -> None:
        await window.tap("add-comment-visit")
        await window.enter("comment-visit-text", "Well be")

    async def again(window: Window) -> None:
        assert window.field("comment-visit-text") == "Well be"
        await window.tap("comment-visit-save")
        (kept,) = comments.by_mentor(window.store, begun_here[0], LUCJA.id)
        assert kept.text("text") == "Well be"
        await window.tap("add-comment-visit")
        await window.tap("comment-visit-save")
        assert len(comments.by_mentor(window.store, begun_here[0], LUCJA.id)) == 1

    first = an_audit_tablet(tmp_path)
    begun_here.append(mentored(first))
    show(first, write, person=LUCJA, route=f"/visit/{begun_here[0]}/mentor")
    show(an_audit_tablet(tmp_path), again, person=LUCJA, route=f"/visit/{begun_here[0]}/mentor")


def test_auditor_is_led_to_the_comment_takes_it_in_and_answers(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = mentored(tablet)
    on_question, on_all = said(tablet, visit_id, LATER), said(tablet, visit_id, None, "Well begun")

    async def scenario(window: Window) -> None:
        assert "2 comments from mentors wait for you." in window.words("comments-waiting")
        assert f"{LUCJA.name}, today 12:00" in window.words(f"comment-{on_all}")
        await window.tap("comments-waiting-step")
        await window.until(lambda: window.has(f"comment-{on_question}"))
        assert "How many in all?" in window.words(f"question-{LATER}")
        await window.tap(f"take-in-{on_question}")
        assert "Taken in" in window.words(f"comment-{on_question}")
        assert "1 comment from a mentor waits for you." in window.words("comments-waiting")
        await window.tap(f"take-in-{on_question}")
        await window.tap(f"add-answer-{on_question}")
        await window.enter(f"answer-{on_question}-text", "Five of five")
        await window.tap(f"answer-{on_question}-save")
        assert f"Five of five | {ANA.name}, today 12:00" in window.words(f"comment-{on_question}")
        await window.tap(f"take-in-{on_all}")
        assert not window.has("comments-waiting")

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_mentor_sees_what_the_auditor_made_of_it(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = mentored(tablet)
    comment_id = said(tablet, visit_id)
    comments.reply(tablet.store, ANA.id, comment_id, "Five of five")
    comments.take_in(tablet.store, ANA.id, comment_id)

    async def scenario(window: Window) -> None:
        words = window.words(f"comment-{comment_id}")
        assert f"Five of five | {ANA.name}, today 12:00" in words
        assert "Taken in" in words
        assert not window.has(f"take-in-{comment_id}")

    show(tablet, scenario, person=LUCJA, route=f"/visit/{visit_id}/mentor")


def test_comment_that_comes_while_the_auditor_walks_appears(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = mentored(tablet)

    async def scenario(window: Window) -> None:
        assert not window.has("comments-waiting")
        said_elsewhere(
            tablet.store,
            LUCJA,
            comment.KIND,
            "c" * 32,
            {"visit": visit_id, "question": Q, "author": LUCJA.id, "text": "How many in all?"},
        )
        await window.news()
        assert "How many in all?" in window.words(f"question-{Q}")
        assert window.has("comments-waiting")

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_nobody_else_on_the_same_tablet_sees_comments_or_draft(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = mentored(tablet)
    together.add(tablet.store, ANA.id, visit_id, BEN.id)
    said(tablet, visit_id)
    said(tablet, visit_id, None, "Well begun")

    async def scenario(window: Window) -> None:
        assert window.has(f"question-{Q}")
        assert "How many in all?" not in window.words()
        assert not window.has("comments-waiting")
        await window.go(f"/visit/{visit_id}/mentor")
        assert f"This walk is {ANA.name}'s." in window.words()

    show(tablet, scenario, person=BEN, route=f"/visit/{visit_id}")


def test_two_mentors_do_not_read_each_other(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = mentored(tablet)
    mentoring.ask(tablet.store, ANA.id, visit_id, BEN.id)
    said(tablet, visit_id)

    async def scenario(window: Window) -> None:
        assert window.has(f"read-{Q}")
        assert "How many in all?" not in window.words()

    show(tablet, scenario, person=BEN, route=f"/visit/{visit_id}/mentor")


def test_comments_are_neither_on_the_closing_screens_nor_in_the_report(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id = mentored(tablet)
    said(tablet, visit_id)

    async def scenario(window: Window) -> None:
        for screen in ("close", "look-back", "meeting"):
            await window.go(f"/visit/{visit_id}/{screen}")
            assert "How many in all?" not in window.words()
        await window.go(f"/visit/{visit_id}/close")
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        await window.tap("complete")
        await window.tap("confirm-yes")
        await window.until(lambda: window.has("seal"))
        assert "How many in all?" not in window.words()
        await window.go(f"/visit/{visit_id}/report")
        await window.tap("report-part-0")
        assert "Two of five" in window.words()
        assert "How many in all?" not in window.words()

    show(tablet, scenario, route=f"/visit/{visit_id}")
