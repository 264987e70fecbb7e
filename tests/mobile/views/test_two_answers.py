"""Two answers: marked calmly where they are, side by side on a screen, picked with a tap, undone likewise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.files.catalog import shipped
from checklists.records import finding, visit
from checklists.records.values import PhotoRef
from checklists.records.visit import Judgement, SignedBy
from mobile.store import disagreements, findings, journal, together, visits
from tests.support.app_driver import ANA, BEN, Window, a_tablet, begun, complete, show
from tests.support.elsewhere import said_elsewhere

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.bootstrap import Tablet

QUESTIONS = [one.id for one in next(one for one in shipped() if one.id == "close-out").questions]
Q = QUESTIONS[1]


def walked(tablet: Tablet) -> str:
    """Begin Ana's visit together with Ben, and return it."""
    visit_id = begun(tablet, "close-out").id
    together.add(tablet.store, ANA.id, visit_id, BEN.id)
    return visit_id


def two_notes(tablet: Tablet) -> str:
    """Let both write a note at the second question, apart."""
    visit_id = walked(tablet)
    visits.note(tablet.store, ANA.id, visit_id, Q, "Three of three")
    said_elsewhere(tablet.store, BEN, visit.KIND, visit_id, {f"answer/{Q}/note": "Label faded"})
    return visit_id


def card(visit_id: str, part: str) -> str:
    return f"two-{visit_id}-answer-{Q}-{part}"


def test_question_is_marked_and_leads_to_both_answers(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = two_notes(tablet)

    async def scenario(window: Window) -> None:
        assert window.words(f"two-answers-{Q}") == "Two answers"
        assert not window.has(f"two-answers-{QUESTIONS[0]}")
        await window.tap(f"two-answers-{Q}")
        assert window.route == f"/visit/{visit_id}/two/{Q}"
        words = window.words(card(visit_id, "note"))
        for part in (
            "The note",
            ANA.name,
            "today 12:00",
            "Three of three",
            BEN.name,
            "today 11:07",
            "Label faded",
        ):
            assert part in words
        assert words.count("Shown until somebody picks") == 1
        await window.tap("back")
        assert window.route == f"/visit/{visit_id}/at/{Q}"

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_one_tap_picks_and_undo_brings_both_again(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = two_notes(tablet)

    async def scenario(window: Window) -> None:
        await window.tap(f"{card(visit_id, 'note')}-0")
        assert visits.answer(window.store, visit_id, Q).note == "Three of three"
        assert window.notice == "Picked. The other one is in the history."
        assert "Nothing has two answers any more." in window.words()
        await window.undo()
        assert window.has(f"{card(visit_id, 'note')}-1")
        assert len(disagreements.of_visit(window.store, visit_id)) == 1
        await window.tap(f"{card(visit_id, 'note')}-1")
        await window.tap("two-done")
        assert window.route == f"/visit/{visit_id}/at/{Q}"
        assert not window.has(f"two-answers-{Q}")

    show(tablet, scenario, route=f"/visit/{visit_id}/two/{Q}")


def test_both_texts_are_kept_with_one_tap(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = two_notes(tablet)

    async def scenario(window: Window) -> None:
        await window.tap(f"{card(visit_id, 'note')}-both")
        assert visits.answer(window.store, visit_id, Q).note == "Three of three\n\nLabel faded"
        await window.undo()
        assert len(disagreements.of_visit(window.store, visit_id)) == 1

    show(tablet, scenario, route=f"/visit/{visit_id}/two")


def test_careful_answer_is_shown_and_one_that_a_finding_speaks_against_is_not_picked(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked(tablet)
    visits.judge(tablet.store, ANA.id, visit_id, Q, Judgement.CONFORMS)
    raised = "9" * 32
    said_elsewhere(
        tablet.store,
        BEN,
        finding.KIND,
        raised,
        {
            "raised_by": BEN.id,
            "raised_at": "2026-03-03T11:07:00.000Z",
            "kind": "opportunity",
            "statement": "The board is from last week",
            "visit": visit_id,
            "question": Q,
        },
    )
    said_elsewhere(tablet.store, BEN, visit.KIND, visit_id, {f"answer/{Q}/judgement": "finding"})

    async def scenario(window: Window) -> None:
        words = window.words(card(visit_id, "judgement"))
        assert "Conforms" in words
        assert "The board is from last week" in words
        assert "There is a finding on this question." in words
        assert not window.has(f"{card(visit_id, 'judgement')}-0")
        assert not window.has(f"{card(visit_id, 'judgement')}-both")
        await window.tap(f"{card(visit_id, 'judgement')}-1")
        assert visits.answer(window.store, visit_id, Q).judgement is Judgement.FINDING

    show(tablet, scenario, route=f"/visit/{visit_id}/two")


def test_photo_one_took_away_and_another_keeps_is_kept_until_somebody_picks(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked(tablet)
    sha = "7" * 64
    ref = PhotoRef(bytes=9, width=4, height=3, taken_at="2026-03-03T11:00:00.000Z")
    name = f"answer/{Q}/photo/{sha}"
    said_elsewhere(tablet.store, BEN, visit.KIND, visit_id, {name: ref.model_dump(mode="json")})
    said_elsewhere(tablet.store, BEN, visit.KIND, visit_id, {name: None})

    async def scenario(window: Window) -> None:
        words = window.words(card(visit_id, f"photo-{sha}"))
        assert "Keeps the photo" in words
        assert "Took the photo away" in words
        await window.tap(f"{card(visit_id, f'photo-{sha}')}-1")
        assert visits.answer(window.store, visit_id, Q).photos == {}

    show(tablet, scenario, route=f"/visit/{visit_id}/two")


def test_finding_is_marked_and_its_kinds_are_picked_whole(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked(tablet)
    values = {
        "kind": "nonconformity",
        "grade": "minor",
        "visit": visit_id,
        "question": Q,
        "statement": "Faded",
    }
    raised = findings.raise_finding(tablet.store, ANA.id, values=values)
    said_elsewhere(tablet.store, BEN, finding.KIND, raised.id, {"kind": "opportunity", "grade": None})

    async def scenario(window: Window) -> None:
        await window.tap("two-answers")
        assert window.route == f"/finding/{raised.id}/two"
        place = f"two-{raised.id}-kind"
        assert "Nonconformity, minor" in window.words(place)
        assert "Opportunity" in window.words(place)
        await window.tap(f"{place}-1")
        found = findings.get(window.store, raised.id)
        assert found is not None
        assert (found.label, found.state.disagreements) == ("Opportunity", ())
        await window.tap("two-done")
        assert window.route == f"/finding/{raised.id}"
        assert not window.has("two-answers")

    show(tablet, scenario, route=f"/finding/{raised.id}")


def test_answers_that_come_while_completing_is_asked_about_are_looked_at_first(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = begun(tablet).id
    visits.note(tablet.store, ANA.id, visit_id, Q, "Three of three")

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        await window.tap("complete")
        said_elsewhere(tablet.store, BEN, visit.KIND, visit_id, {f"answer/{Q}/note": "Label faded"})
        await window.tap("confirm-yes")
        found = visits.get(window.store, visit_id)
        assert found is not None
        assert found.status == "draft"
        assert window.has("two-look")

    show(tablet, scenario, route=f"/visit/{visit_id}/close")


def test_closing_shows_them_and_waits_for_a_pick(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = two_notes(tablet)

    async def scenario(window: Window) -> None:
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        assert not window.has("complete")
        assert "Some things still have two answers." in window.words()
        await window.tap(f"two-answers-{Q}")
        assert window.route == f"/visit/{visit_id}/two/{Q}"
        await window.go(f"/visit/{visit_id}/close")
        await window.tap("two-look")
        await window.tap(f"{card(visit_id, 'note')}-0")
        await window.tap("two-done")
        assert window.route == f"/visit/{visit_id}/close"
        # What they had signed was not yet settled.
        assert window.disabled("complete")

    show(tablet, scenario, route=f"/visit/{visit_id}/close")


def test_today_says_so_while_there_are_any(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = two_notes(tablet)

    async def scenario(window: Window) -> None:
        assert "One thing has two answers" in window.words(f"two-{visit_id}")
        await window.tap(f"two-{visit_id}")
        await window.tap(f"{card(visit_id, 'note')}-both")
        await window.go("/")
        assert not window.has(f"two-{visit_id}")

    show(tablet, scenario)


def test_answers_at_the_question_come_before_those_elsewhere(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = two_notes(tablet)
    first = QUESTIONS[0]
    visits.note(tablet.store, ANA.id, visit_id, first, "A")
    said_elsewhere(tablet.store, BEN, visit.KIND, visit_id, {f"answer/{first}/note": "Z"})

    async def scenario(window: Window) -> None:
        words = window.words()
        assert words.index("At this question") < words.index("Label faded")
        assert words.index("Label faded") < words.index("Elsewhere on this walk") < words.index("Z")

    show(tablet, scenario, route=f"/visit/{visit_id}/two/{Q}")


def test_signature_is_settled_by_who_signs(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked(tablet)
    strokes = [[[10, 20], [30, 40]]]
    name = f"signature/{SignedBy.AUDITEE}"
    for who in ("Marta", "Nils"):
        signature = {"name": who, "signed_at": "2026-03-03T11:00:00.000Z", "strokes": strokes}
        said_elsewhere(tablet.store, ANA, visit.KIND, visit_id, {name: signature})

    async def scenario(window: Window) -> None:
        place = f"two-{visit_id}-signature-auditee"
        assert "Marta" in window.words(place)
        assert not window.has(f"{place}-0")
        await window.go("/")
        await window.tap("who")
        await window.sign_in(ANA)
        await window.go(f"/visit/{visit_id}/two")
        await window.tap(f"{place}-0")
        walk = visits.get(window.store, visit_id)
        assert walk is not None
        signed = walk.signature(SignedBy.AUDITEE)
        assert signed is not None
        assert signed.name == "Marta"

    show(tablet, scenario, person=BEN, route=f"/visit/{visit_id}/two")


def test_sealed_visit_shows_both_and_offers_no_pick(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = two_notes(tablet)
    complete(tablet, visit_id)

    async def scenario(window: Window) -> None:
        words = window.words()
        assert "The walk is sealed, so both stay as they are." in words
        assert "Label faded" in words
        assert not window.has(f"{card(visit_id, 'note')}-0")

    show(tablet, scenario, route=f"/visit/{visit_id}/two")


def test_visit_of_others_is_not_shown(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = begun(tablet, "close-out").id

    async def scenario(window: Window) -> None:
        assert f"This walk is {ANA.name}'s." in window.words()
        await window.go("/finding/" + "8" * 32 + "/two")
        assert "This finding is not on this tablet." in window.words()

    show(tablet, scenario, person=BEN, route=f"/visit/{visit_id}/two")


def test_note_that_arrives_while_one_is_typed_is_kept_beside_it(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit_id = walked(tablet)

    async def scenario(window: Window) -> None:
        typing = window.type_on(f"note-{Q}", "Three of three")
        said_elsewhere(window.store, BEN, visit.KIND, visit_id, {f"answer/{Q}/note": "Label faded"})
        await window.news()
        await typing
        await window.settle()
        held = journal.state(window.store, visit.KIND, visit_id).field(f"answer/{Q}/note")
        assert {one.value for one in held.in_order} == {"Three of three", "Label faded"}
        assert window.has(f"two-answers-{Q}")

    show(tablet, scenario, route=f"/visit/{visit_id}")
