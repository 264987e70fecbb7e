"""Two answers on the office's pages: the mark, both values with who said them, and who walked together."""

from checklists.records import finding, visit
from tests.sync_server.web.plant import ANA, SIOBHAN, TOMASZ, Plant, jpeg, photo_ref, sha_of
from tests.sync_server.web.test_visit_page import ANSWER, page


def apart(plant: Plant, kind: str, record: str, *said: tuple[str, dict[str, object]]) -> None:
    """Let people write different things, each without having seen the others'."""
    before = plant.pen.state(kind, record)
    for person, values in said:
        plant.pen._states[kind, record] = before
        plant.write(kind, record, values, person)  # type: ignore[arg-type]  # JSON, as the tests write it
    assert plant.push().refused == []


def text_of(html: str) -> str:
    return " ".join(html.split())


def together(plant: Plant) -> str:
    record = plant.begin_visit(TOMASZ)
    plant.write(visit.KIND, record, {f"co_auditor/{SIOBHAN}": True}, TOMASZ)
    return record


def test_both_notes_are_beside_the_question_with_who_wrote_them(plant: Plant) -> None:
    record = together(plant)
    apart(
        plant,
        visit.KIND,
        record,
        (TOMASZ, {f"{ANSWER}/note": "Three of <three>"}),
        (SIOBHAN, {f"{ANSWER}/note": "Label faded"}),
    )
    html = text_of(page(plant, record))
    both = html.partition('aria-label="Two answers"')[2].partition("</section>")[0]
    for part in (
        "Two answers",
        "Note",
        "Three of &lt;three&gt;",
        "Label faded",
        "Tomasz Nowak",
        "Siobhán Byrne",
    ):
        assert part in both
    assert both.count("Shown until somebody picks") == 1


def test_answer_is_told_with_its_reason(plant: Plant) -> None:
    record = together(plant)
    apart(
        plant,
        visit.KIND,
        record,
        (TOMASZ, {f"{ANSWER}/judgement": "not_applicable", f"{ANSWER}/reason": "No dock here"}),
        (SIOBHAN, {f"{ANSWER}/judgement": "conforms"}),
    )
    html = page(plant, record)
    assert "N/A, No dock here" in html
    assert 'class="shown"' in html


def test_photo_that_one_took_away_is_shown_as_the_other_keeps_it(plant: Plant) -> None:
    record = together(plant)
    photo = jpeg(words="Rack 3")
    plant.keep_photo(photo)
    name = f"{ANSWER}/photo/{sha_of(photo)}"
    apart(plant, visit.KIND, record, (TOMASZ, {name: photo_ref(photo)}), (SIOBHAN, {name: None}))
    html = page(plant, record)
    assert "Keeps the photo" in html
    assert "Takes the photo away" in html


def test_finding_is_marked_on_its_visit_and_both_are_on_its_own_page(plant: Plant) -> None:
    record = together(plant)
    found = plant.find(TOMASZ, kind="nonconformity", grade="minor", visit=record, question="x")
    apart(
        plant,
        finding.KIND,
        found,
        (TOMASZ, {"grade": "major"}),
        (SIOBHAN, {"kind": "opportunity", "grade": None}),
    )
    assert "own page" in page(plant, record)
    html = text_of(plant.office().get(f"/findings/{found}").text)
    assert "wrote different things" in html
    assert "Nonconformity, major" in html
    assert "Opportunity" in html


def test_who_walked_together_is_named(plant: Plant) -> None:
    record = together(plant)
    plant.push()
    assert "Tomasz Nowak with Siobhán Byrne, started" in text_of(page(plant, record))
    history = plant.office().get(f"/history/visit/{record}").text
    assert "Walks together with Siobhán Byrne" in history


def test_pages_without_two_answers_have_no_mark(plant: Plant) -> None:
    record = plant.begin_visit(ANA)
    plant.write(visit.KIND, record, {f"{ANSWER}/note": "Seen"})
    plant.push()
    assert "Two answers" not in page(plant, record)
