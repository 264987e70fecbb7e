"""One visit's page: strengths first, every answer, the signatures, and the seal held against the record."""

import re

import pytest
from sqlalchemy import delete, update

from checklists.journal.fold import RecordState
from checklists.journal.op import Op
from checklists.records import visit
from sync_server.objects.errors import StoreAwayError
from sync_server.record import schema
from sync_server.record.database import writing
from tests.sync_server.web.plant import PURCHASING, TOMASZ, Plant, jpeg, photo_ref, sha_of

FIRST, SECOND, THIRD = PURCHASING.questions[:3]
ANSWER = f"answer/{FIRST.id}"


def page(plant: Plant, record: str) -> str:
    answer = plant.office().get(f"/visits/{record}")
    assert answer.status_code == 200
    return answer.text


def completed(plant: Plant) -> str:
    record = plant.begin_visit()
    for question in PURCHASING.questions:
        plant.write("visit", record, {f"answer/{question.id}/judgement": "conforms"})
    return record


def test_draft_says_it_is_a_safety_copy_and_shows_what_is_open(plant: Plant) -> None:
    record = plant.begin_visit()
    plant.write("visit", record, {f"{ANSWER}/judgement": "conforms"})
    plant.push()
    html = page(plant, record)
    assert "a safety copy" in html
    assert html.count("Not answered") == len(PURCHASING.questions)  # each open one, and the tally
    assert "not signed yet" in html


def test_every_question_is_shown_in_its_section_as_it_was_asked(plant: Plant) -> None:
    record = completed(plant)
    plant.seal(record)
    plant.push()
    html = page(plant, record)
    places = [html.index(f">{section.title}</h3>") for section in PURCHASING.sections]
    assert places == sorted(places)


def test_strengths_come_before_findings_and_findings_before_answers(plant: Plant) -> None:
    record = plant.begin_visit()
    plant.write("visit", record, {f"{ANSWER}/judgement": "finding"})
    plant.find(
        visit=record, question=FIRST.id, kind="nonconformity", grade="major", statement="A grave thing"
    )
    plant.find(visit=record, question=FIRST.id, statement="A fine thing")
    plant.push()
    html = page(plant, record)
    assert html.index("A fine thing") < html.index("A grave thing") < html.index('id="answers"')
    answer = html[html.index(FIRST.text) :]
    assert answer.index("Worth sharing") < answer.index(">Major<")


def test_note_reason_and_photos_are_shown_with_the_answer(plant: Plant) -> None:
    record, here, missing = plant.begin_visit(), jpeg(words="here"), jpeg(words="missing")
    plant.keep_photo(here)
    values = {
        f"{ANSWER}/note": "Three of three",
        f"{ANSWER}/photo/{sha_of(here)}": photo_ref(here),
        f"{ANSWER}/photo/{sha_of(missing)}": photo_ref(missing),
        f"answer/{SECOND.id}/judgement": "not_applicable",
        f"answer/{SECOND.id}/reason": "Nothing is bought here",
    }
    plant.write("visit", record, values)
    plant.push()
    html = page(plant, record)
    assert "Three of three" in html
    assert "Nothing is bought here" in html
    assert f'href="/photos/{sha_of(here)}"' in html
    assert sha_of(missing) not in html
    assert html.count("Photo not yet received") == 1


def test_both_signatures_are_drawn(plant: Plant) -> None:
    record = completed(plant)
    plant.seal(record)
    plant.push()
    html = page(plant, record)
    assert re.search(r'aria-label="Signature of Ana Horvat"><path d="M100 200L108', html)
    assert "M500 350h0" in html  # a dot
    assert 'aria-label="Signature of Henrik Lund"' in html


def test_untouched_seal_is_said_to_hold(plant: Plant) -> None:
    record = completed(plant)
    plant.find(visit=record, question=FIRST.id)
    seal = plant.seal(record)
    assert plant.push().refused == []
    html = page(plant, record)
    assert f">{seal.mark[:8]}<" in html
    assert "Nothing has changed since" in html
    assert "1 finding, 0 photos" in html


def tamper(plant: Plant, kind: str, record: str, values: dict) -> None:
    """Change a record behind the server's back, as somebody with the database file could."""
    table = schema.record
    with writing(plant.app.state.engine) as connection:
        where = (table.c.kind == kind) & (table.c.id == record)
        state = RecordState.from_json(connection.execute(table.select().where(where)).one().state)
        op = Op(
            op_id="f" * 32,
            device=plant.device,
            person=TOMASZ,
            stamp="000000000000001:000000",
            at="2026-03-03T10:42:00.000Z",
            record=record,
            kind=kind,
            version=1,
            set={name: (value, sorted(state.field(name).siblings)) for name, value in values.items()},
        )
        connection.execute(update(table).where(where).values(state=state.with_op(op).to_json()))


def test_answer_changed_behind_the_seal_is_noticed(plant: Plant) -> None:
    record = completed(plant)
    plant.seal(record)
    plant.push()
    tamper(plant, "visit", record, {f"{ANSWER}/note": "It was never like that"})
    html = page(plant, record)
    assert "The record is not as it was signed." in html
    assert "answers are not the ones that were signed" in html
    assert "Nothing has changed since" not in html


def test_finding_changed_or_gone_behind_the_seal_is_noticed(plant: Plant) -> None:
    record = completed(plant)
    changed = plant.find(visit=record, statement="Before")
    gone = plant.find(visit=record, statement="Gone")
    plant.seal(record)
    plant.push()
    tamper(plant, "finding", changed, {"statement": "After"})
    with writing(plant.app.state.engine) as connection:
        connection.execute(delete(schema.finding).where(schema.finding.c.id == gone))
    html = page(plant, record)
    assert "A finding is not as it was signed: “After”." in html
    assert "A finding that was signed is not in the record." in html


def test_checklist_exchanged_behind_the_seal_is_noticed(plant: Plant) -> None:
    record = completed(plant)
    plant.seal(record)
    plant.push()
    other = PURCHASING.model_copy(update={"title": "Other"})
    with writing(plant.app.state.engine) as connection:
        where = schema.checklist.c.id == PURCHASING.id
        connection.execute(
            update(schema.checklist).where(where).values(document=other.model_dump_json().encode())
        )
    assert "The checklist in the record is not the one the visit was walked with." in page(plant, record)


def test_photo_exchanged_behind_the_seal_is_noticed_and_a_missing_one_is_not_held_against_it(
    plant: Plant,
) -> None:
    record, good, missing = completed(plant), jpeg(words="good"), jpeg(words="missing")
    for data in (good, missing):
        plant.write("visit", record, {f"{ANSWER}/photo/{sha_of(data)}": photo_ref(data)})
    plant.keep_photo(good)
    plant.seal(record)
    plant.push()
    html = page(plant, record)
    assert "Nothing has changed since" in html
    assert "1 photo it names is not yet received" in html
    plant.app.state.objects.photo(sha_of(good)).write_bytes(jpeg(words="evil"))
    assert "is not the picture that was signed" in page(plant, record)


def test_visit_can_be_read_while_the_photo_store_is_away(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, photo = completed(plant), jpeg(words="good")
    plant.write("visit", record, {f"{ANSWER}/photo/{sha_of(photo)}": photo_ref(photo)})
    plant.keep_photo(photo)
    plant.seal(record)
    plant.push()

    def away(_name: str) -> bool:
        raise StoreAwayError("s3://photos", "unreachable")

    monkeypatch.setattr(plant.app.state.objects, "is_whole", away)
    assert "its photos could not be compared" in page(plant, record)


def test_addendum_stands_below_with_its_author(plant: Plant) -> None:
    record = completed(plant)
    seal = plant.seal(record)
    plant.add(record, seal.mark, "Sheet 4417 was found the same day")
    assert plant.push().refused == []
    html = page(plant, record)
    assert html.index("Added afterwards") < html.index("Sheet 4417 was found the same day")
    assert f"to seal {seal.mark[:8]}" in html


def test_disagreement_is_marked_and_the_careful_answer_shown(plant: Plant) -> None:
    record = plant.begin_visit()
    earlier = plant.pen.state(visit.KIND, record)
    plant.write("visit", record, {f"{ANSWER}/judgement": "conforms"})
    plant.pen._states[visit.KIND, record] = earlier
    plant.write("visit", record, {f"{ANSWER}/judgement": "finding"})
    plant.push()
    html = page(plant, record)
    assert "answered differently" in html
    assert "Needs attention" in html


def test_visit_with_a_checklist_the_record_does_not_have_still_shows_its_answers(plant: Plant) -> None:
    record = plant.begin_visit(checklist="from-elsewhere", checklist_version=2**40)
    plant.write("visit", record, {f"{ANSWER}/note": "Seen all the same"})
    plant.push()
    html = page(plant, record)
    assert "Seen all the same" in html
    assert "Questions the record has no checklist for" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)> & \"quotes\" 'single' {{ 7*7 }}",
        "שלום עולם — مرحبا بالعالم",
        "👩‍🏭🧪🔧" * 50,
        "Donaudampfschifffahrtsgesellschaft" * 300,
        "x" * 100_000,
        "line\nline\r\n\ttab",
    ],
    ids=["markup", "right-to-left", "emoji", "long word", "100,000 characters", "lines"],
)
def test_whatever_people_write_is_shown_as_text(plant: Plant, text: str) -> None:
    record = plant.begin_visit()
    plant.write("visit", record, {f"{ANSWER}/note": text})
    plant.find(visit=record, question=FIRST.id, statement=text, evidence=text)
    plant.push()
    html = page(plant, record)
    assert "<script" not in html
    assert "<img src=x" not in html
    assert (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
        in html
    )
    for path in ("/", "/visits", "/findings", "/wins", f"/history/visit/{record}"):
        answer = plant.office().get(path)
        assert answer.status_code == 200
        assert "<script" not in answer.text
        assert len(answer.text) < 150_000
