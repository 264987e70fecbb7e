"""The history shows every change with both clocks, in words; what was refused is shown with what to do."""

import re

from checklists.ids import new_id
from checklists.journal.canonical import as_bytes, as_text, canonical, digest
from checklists.journal.chain import make_link
from checklists.journal.draft_history import pack
from sync_server.record import schema
from sync_server.record.arrival import arrival
from sync_server.record.chains import Source
from sync_server.record.database import writing
from sync_server.record.merge import push
from tests.sync_server.web.plant import PURCHASING, SIOBHAN, TOMASZ, Plant, jpeg, photo_ref, sha_of

FIRST = PURCHASING.questions[0]


def get(plant: Plant, path: str, status: int = 200) -> str:
    answer = plant.office().get(path)
    assert answer.status_code == status
    return answer.text


def text_of(html: str) -> str:
    """The page's words with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_change_says_who_when_by_both_clocks_and_from_what_to_what(plant: Plant) -> None:
    record = plant.begin_visit()
    plant.write("visit", record, {f"answer/{FIRST.id}/judgement": "conforms"})
    plant.write("visit", record, {f"answer/{FIRST.id}/judgement": "not_applicable"})
    plant.write("visit", record, {f"answer/{FIRST.id}/judgement": None})
    plant.push()
    words = text_of(get(plant, f"/history/visit/{record}"))
    assert "Ana Horvat" in words
    assert "on Tablet 3" in words
    assert "received today" in words
    assert "Question 1: answer N/A → became nothing" in words
    assert "Question 1: answer Conforms → became N/A" in words
    assert words.index("became nothing") < words.index("became N/A") < words.index("Internal audit")


def test_fields_are_named_in_words(plant: Plant) -> None:
    data = jpeg()
    record = plant.find(**{f"photo/{sha_of(data)}": photo_ref(data)}, withdrawn=True)
    plant.push()
    words = text_of(get(plant, f"/history/finding/{record}"))
    for part in (
        "Kind Good practice",
        "What was seen Every shelf",
        "Area Dock 1",
        "Taken back yes",
        "640 by 480 pixels",
    ):
        assert part in words


def test_both_values_are_shown_where_people_disagreed(plant: Plant) -> None:
    record = plant.find()
    before = plant.pen.state("finding", record)
    plant.write("finding", record, {"statement": "As one saw it"})
    plant.pen._states["finding", record] = before
    plant.write("finding", record, {"statement": "As another saw it"})
    plant.pen._states["finding", record] = plant.pen.state("finding", record)
    plant.push()
    words = text_of(get(plant, f"/history/finding/{record}"))
    assert words.count("Every shelf says what lives on it → became") == 2
    assert "wrote different things" in get(plant, f"/findings/{record}")


def test_refused_change_is_marked_with_number_sentence_and_advice(plant: Plant) -> None:
    record = plant.begin_visit()
    plant.write("visit", record, {"title": "Mine now"}, person=SIOBHAN)
    plant.push()
    for path in (f"/history/visit/{record}", "/set-aside"):
        words = text_of(get(plant, path))
        assert "Siobhán Byrne" in words
        assert "FW-205" in words
        assert "only they can change it" in words
        assert "record it as a finding of your own" in words
        assert "Mine now" in words
    assert "Visit: Purchasing" in text_of(get(plant, "/set-aside"))


def test_change_for_a_visit_nobody_has_received_is_set_aside(plant: Plant) -> None:
    plant.add(new_id(), "a" * 64, "For a visit that never came")
    plant.push()
    words = text_of(get(plant, "/set-aside"))
    assert "FW-210" in words
    assert "Addendum" in words
    assert "For a visit that never came" in words


def push_raw(plant: Plant, op_id: str, raw: str) -> None:
    link = make_link(plant.device, plant.pen.incarnation, None, op_id, digest(as_bytes(raw)))
    state = plant.app.state
    source = Source(plant.device, plant.pen.incarnation)
    sent = [arrival(link, raw)]
    push(state.engine, state.keys, source, sent, plant.now, is_here=state.objects.has)


def test_change_nobody_can_read_is_set_aside_as_it_came(plant: Plant) -> None:
    op_id = new_id()
    push_raw(plant, op_id, as_text(canonical({"op_id": op_id, "nonsense": "\ud800<b>bold</b>"})))
    html = get(plant, "/set-aside")
    assert "Nobody can tell who wrote it" in html
    assert "FW-201" in html
    assert "&lt;b&gt;bold" in html
    assert "1 change set aside" in get(plant, "/")


def test_change_that_came_without_a_word_is_set_aside_too(plant: Plant) -> None:
    push_raw(plant, new_id(), "")
    assert "FW-201" in get(plant, "/set-aside")


def test_change_with_a_value_nobody_can_store_is_shown_with_a_mark(plant: Plant) -> None:
    record = plant.find(person=TOMASZ)
    op = plant.write("finding", record, {"evidence": "half \ud83d of an emoji"}, person=TOMASZ)
    assert [one.number for one in plant.push().refused] != []
    for path in (f"/history/finding/{record}", f"/changes/{op}", "/set-aside"):
        assert plant.office().get(path).status_code in {200, 404}


def test_long_text_is_cut_in_the_list_and_whole_on_its_own_page(plant: Plant) -> None:
    record = plant.find()
    op = plant.write("finding", record, {"evidence": "evidence " * 10_000})
    plant.push()
    html = get(plant, f"/history/finding/{record}")
    assert len(html) < 50_000
    assert "more characters" in html
    assert f'href="/changes/{op}"' in html
    assert html.count("evidence evidence") < 60
    assert "evidence " * 9_999 in get(plant, f"/changes/{op}")


def test_long_history_comes_in_pages(plant: Plant) -> None:
    record = plant.find()
    for number in range(60):
        plant.write("finding", record, {"evidence": f"Version {number:02}"})
    plant.push()
    assert "Version 59" in get(plant, f"/history/finding/{record}")
    last = get(plant, f"/history/finding/{record}?page=3")
    assert "Version 09" in last
    assert "Version 59" not in last


def test_record_without_a_history_is_not_there(plant: Plant) -> None:
    get(plant, f"/history/visit/{new_id()}", 404)
    get(plant, f"/history/secret/{new_id()}", 404)
    get(plant, f"/changes/{new_id()}", 404)


def test_history_of_a_sealed_walk_names_the_seal_in_words(plant: Plant) -> None:
    record = plant.begin_visit()
    seal = plant.seal(record)
    plant.push()
    words = text_of(get(plant, f"/history/visit/{record}"))
    assert f"Seal {seal.mark[:8]} by Ana Horvat with 0 findings, 0 photos" in words
    assert "Signature of the auditee Henrik Lund" in words


def test_history_of_a_whole_visit_shows_its_draft_change_by_change(plant: Plant) -> None:
    record = plant.begin_visit()
    plant.write("visit", record, {f"answer/{FIRST.id}/note": "First words"})
    plant.write("visit", record, {f"answer/{FIRST.id}/note": "Last words " * 200})
    own = plant.find(visit=record, evidence="Five of five")
    seal = plant.seal(record, whole=True)
    assert plant.push().refused == []
    html = get(plant, f"/history/visit/{record}")
    words = text_of(html)
    assert "First words → became Last words" in words
    assert f"Seal {seal.mark[:8]} by Ana Horvat" in words
    # What the seal says again is shown where it was said.
    assert words.count("First words") == 2
    assert words.count("Title Purchasing") == 1
    more = re.search(r'href="(/changes/[0-9a-f]{32}\?draft=[0-9a-f]{32})"', html)
    assert more
    assert "Last words " * 199 in get(plant, more[1])
    assert "Five of five" in text_of(get(plant, f"/history/finding/{own}"))


def test_history_of_a_whole_visit_whose_draft_never_came_shows_all_of_it(plant: Plant) -> None:
    record = plant.begin_visit()
    plant.write("visit", record, {f"answer/{FIRST.id}/note": "Last words"})
    own = plant.find(visit=record, evidence="Five of five")
    plant.seal(record, whole=True)
    plant.push(history=False)
    words = text_of(get(plant, f"/history/visit/{record}"))
    assert words.count("Last words") == 1
    assert "Signature of the auditee" in words
    assert "Five of five" in text_of(get(plant, f"/history/finding/{own}"))


def test_damaged_history_in_the_record_breaks_no_page(plant: Plant) -> None:
    record = plant.begin_visit()
    plant.write("visit", record, {f"answer/{FIRST.id}/note": "Words"})
    plant.seal(record, whole=True)
    plant.push()
    for blob in (b"damaged", pack(["no op", "{}", "\ud800"])):
        with writing(plant.app.state.engine) as connection:
            connection.execute(schema.draft_history.update().values(blob=blob))
        assert "Seal" in text_of(get(plant, f"/history/visit/{record}"))


def test_change_of_a_draft_that_is_not_there_is_not_found(plant: Plant) -> None:
    get(plant, f"/changes/{new_id()}?draft={new_id()}", 404)
    get(plant, f"/changes/{new_id()}?draft=x", 404)


def test_sealed_page_of_a_whole_visit_finds_nothing_amiss(plant: Plant) -> None:
    record = plant.begin_visit()
    plant.write("visit", record, {f"answer/{FIRST.id}/judgement": "conforms"})
    plant.find(visit=record)
    plant.seal(record, whole=True)
    plant.push()
    assert "not as it was signed" not in get(plant, f"/visits/{record}")
