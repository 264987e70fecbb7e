"""Each checklist that comes with the product is walked on the screens, from Today to the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.files.catalog import shipped
from checklists.form.checklist import VisitKind
from checklists.form.question import Question, QuestionType
from checklists.form.walked import Walked, walked
from mobile.store import memory, visits
from tests.mobile.photos.pictures import corners, saved
from tests.support.app_driver import ANA, LINE_4, Window, a_tablet, show

if TYPE_CHECKING:
    from pathlib import Path

    from checklists.form.checklist import Checklist
    from checklists.records.visit import Visit

# What is typed; a number is the lowest that is fine, where there is one.
TYPED = {QuestionType.NUMBER: "12", QuestionType.TEXT: "Three of five"}


def visit_of(window: Window) -> Visit:
    found = visits.get(window.store, window.route.split("/")[2])
    assert found
    return found


def asked(window: Window, checklist: Checklist) -> Walked:
    visit = visit_of(window)
    return walked(checklist, visit, visit.id)


async def answer(window: Window, key: str, question: Question) -> None:
    """Give a question what its type asks for, with its own controls; choices open what hangs on them."""
    value = f"value-{key}"
    match question.type:
        case QuestionType.JUDGEMENT:
            await window.tap(f"answer-{key}-conforms")
        case QuestionType.YES_NO:
            await window.tap(f"{value}-yes")
        case QuestionType.CHOICE:
            await window.tap(f"{value}-{question.choices[-1].id}")
        case QuestionType.CHOICES:
            for choice in question.choices:
                await window.tap(f"{value}-{choice.id}")
        case QuestionType.NUMBER | QuestionType.TEXT as kind:
            await window.enter(value, str(TYPED[kind] if question.lowest is None else question.lowest))
        case QuestionType.DATE:
            await window.tap(f"day-{key}-today")
        case QuestionType.PHOTO:
            await photograph(window, key)
        case QuestionType.SAMPLE:
            await look_at_each(window, key, question)


async def photograph(window: Window, key: str) -> None:
    await window.tap(f"take-{key}")
    await window.tap("camera-files")
    await window.until(lambda: visit_of(window).answer(key).photos)
    await window.tap("camera-done")


async def look_at_each(window: Window, key: str, question: Question) -> None:
    assert question.sample
    for number in range(1, question.sample.of + 1):
        if number > 1:
            await window.tap(f"next-{key}")
        await window.tap(f"holds-{key}-{number}-yes")


async def answer_all(window: Window, checklist: Checklist, *, one_by_one: bool) -> int:
    """Answer question after question until nothing is left, and return how many there were."""
    seen: list[str] = []
    section = ""
    while left := [one for one in asked(window, checklist).questions if one.key not in seen]:
        one = left[0]
        found = asked(window, checklist).section_of(one.key)
        assert found
        if one_by_one and seen:
            await window.tap("next-question")
        elif not one_by_one and section not in ("", found.key):
            await window.tap(f"section-{found.key}")
        section = found.key
        # Where the question is not on the screen, this can't be done.
        await answer(window, one.key, one.question)
        seen.append(one.key)
    return len(seen)


async def walk_an_audit(window: Window, checklist: Checklist, *, one_by_one: bool) -> str:
    memory.remember(window.store, f"walking/{ANA.id}/view", "one" if one_by_one else "list")
    visit = await window.walk(checklist.id, LINE_4)
    count = await answer_all(window, checklist, one_by_one=one_by_one)
    await window.until(lambda: asked(window, checklist).answered(visit_of(window)) == count)
    assert f"{count} of {count}" in window.words("progress")
    await window.go(f"/visit/{visit.id}/close")
    await window.tap("meeting")
    await window.enter("auditee-name", "Marta Lindqvist")
    await window.draw("sign-auditee")
    return visit.id


async def walk_the_gemba(window: Window, checklist: Checklist) -> str:
    visit = await window.walk(checklist.id, LINE_4)
    await window.tap("next-step")
    for question in checklist.questions:
        await window.enter(f"note-{question.id}", "A board that shows every missing part")
        await window.until(lambda question=question: window.has(f"note-{question.id}-saved"))
        if question is checklist.questions[0]:
            await window.tap(f"mark-{question.id}-worth_sharing")
        await window.tap("next-step")
    # Past the thanks and the promises.
    await window.tap("next-step")
    await window.tap("next-step")
    return visit.id


def test_every_checklist_is_walked_on_the_screens_and_sealed(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    files = [{"id": 1, "name": "1.jpg", "size": 1, "path": None, "bytes": saved(corners(40, 30))}]

    async def scenario(window: Window) -> None:
        for number, checklist in enumerate(shipped()):
            await window.go("/")
            if checklist.kind is VisitKind.GEMBA_WALK:
                visit_id = await walk_the_gemba(window, checklist)
            else:
                # The list draws a whole section with each answer: every sixth walk shows that it is the same.
                visit_id = await walk_an_audit(window, checklist, one_by_one=number % 6 > 0)
            await window.draw("sign-auditor")
            await window.until(lambda: not window.disabled("complete"))
            await window.tap("complete")
            if window.has("confirm-yes"):
                await window.tap("confirm-yes")
            sealed = visits.get(window.store, visit_id)
            assert sealed
            assert sealed.status == "completed", checklist.id

    show(tablet, scenario, replies={"pick_files": files})
