"""Home, visits, findings and wins: good practices first, filters that stay, words where it is empty."""

import re

import pytest

from checklists.ids import new_id
from sync_server.record.names import Names
from tests.sync_server.web.plant import PURCHASING, SIOBHAN, Plant, jpeg, photo_ref, sha_of


def get(plant: Plant, path: str) -> str:
    answer = plant.office().get(path)
    assert answer.status_code == 200
    return answer.text


def statements(html: str) -> list[str]:
    return re.findall(r'/findings/[0-9a-f]{32}">([^<]*)<', html)


def test_findings_start_with_what_is_worth_sharing_then_go_from_grave_to_light(empty_plant: Plant) -> None:
    for kind, grade in (
        ("nonconformity", "major"),
        ("nonconformity", "minor"),
        ("opportunity", None),
        ("idea", None),
    ):
        empty_plant.find(kind=kind, grade=grade, statement=f"{kind} {grade}")
    empty_plant.find(statement="older")
    empty_plant.find(statement="newer")
    empty_plant.push()
    assert statements(get(empty_plant, "/findings")) == [
        "newer",
        "older",
        "nonconformity major",
        "nonconformity minor",
        "opportunity None",
        "idea None",
    ]


def test_finding_that_was_taken_back_is_in_no_list_and_its_page_says_so(empty_plant: Plant) -> None:
    record = empty_plant.find(statement="Taken back")
    empty_plant.write("finding", record, {"withdrawn": True})
    empty_plant.push()
    for path in ("/", "/findings", "/wins"):
        assert "Taken back" not in get(empty_plant, path)
    assert "taken back by its author" in get(empty_plant, f"/findings/{record}")


def test_filters_leave_what_they_say_and_stay_chosen(empty_plant: Plant) -> None:
    empty_plant.find(statement="fine, logistics")
    empty_plant.find(statement="idea, assembly", kind="idea", area="line-1", department="assembly")
    empty_plant.push()
    html = get(empty_plant, "/findings?kind=idea&department=assembly")
    assert statements(html) == ["idea, assembly"]
    assert '<option value="idea" selected>' in html
    assert '<option value="assembly" selected>' in html
    assert "No finding fits these filters" in get(empty_plant, "/findings?kind=idea&department=logistics")


def test_visits_can_be_asked_for_by_department_kind_and_status(plant: Plant) -> None:
    record = plant.begin_visit(title="My draft", department="quality")
    plant.push()
    assert record in get(plant, "/visits?status=draft&department=quality&kind=internal_audit")
    assert record not in get(plant, "/visits?status=completed")
    assert record not in get(plant, "/visits?kind=gemba_walk")
    assert record not in get(plant, "/visits?department=logistics")


def test_visit_its_auditor_set_aside_is_not_listed(plant: Plant) -> None:
    record = plant.begin_visit(title="Set aside")
    plant.write("visit", record, {"discarded": True})
    plant.push()
    assert record not in get(plant, "/visits")
    assert "has set this draft aside" in get(plant, f"/visits/{record}")


def test_long_list_comes_in_pages_and_keeps_its_filter(empty_plant: Plant) -> None:
    for number in range(90):
        empty_plant.find(kind="idea", statement=f"Idea {number:02}")
    empty_plant.push()
    first = get(empty_plant, "/findings?kind=idea")
    assert len(statements(first)) == 40
    assert 'href="?kind=idea&amp;page=2"' in first
    last = get(empty_plant, "/findings?kind=idea&page=3")
    assert statements(last) == [f"Idea {number:02}" for number in range(9, -1, -1)]
    assert "Page 3 of 3" in get(empty_plant, "/findings?kind=idea&page=99")


def test_wins_are_cards_with_the_latest_first_and_their_photo(empty_plant: Plant) -> None:
    data, missing = jpeg(), jpeg(words="missing")
    empty_plant.keep_photo(data)
    empty_plant.find(statement="Older", **{f"photo/{sha_of(missing)}": photo_ref(missing)})
    empty_plant.find(statement="Newer", **{f"photo/{sha_of(data)}": photo_ref(data)})
    empty_plant.find(statement="Not a win", kind="problem")
    empty_plant.push()
    html = get(empty_plant, "/wins")
    assert statements(html) == ["Newer", "Older"]
    assert f"/photos/{sha_of(data)}/thumbnail" in html
    assert html.count("Photo not yet received") == 1


def test_good_practice_is_a_win_before_its_visit_is_completed(empty_plant: Plant) -> None:
    empty_plant.find(visit=empty_plant.begin_visit(), statement="Shared at once")
    empty_plant.push()
    assert "Shared at once" in get(empty_plant, "/wins")


def test_home_starts_with_wins_and_counts_what_is_on_its_way(empty_plant: Plant) -> None:
    data = jpeg()
    record = empty_plant.begin_visit()
    empty_plant.find(statement="A win", **{f"photo/{sha_of(data)}": photo_ref(data)})
    empty_plant.write("visit", record, {"title": "Not mine to change"}, person=SIOBHAN)
    assert len(empty_plant.push().refused) == 1
    html = get(empty_plant, "/")
    assert html.index("A win") < html.index("Completed lately") < html.index("On its way")
    for words in ("1 visit being walked", "1 photo not yet received", "1 change set aside"):
        assert words in html


def test_photo_that_came_before_its_announcement_is_not_said_to_be_missing(empty_plant: Plant) -> None:
    data = jpeg()
    empty_plant.keep_photo(data)
    empty_plant.find(**{f"photo/{sha_of(data)}": photo_ref(data)})
    empty_plant.push()
    assert "not yet received" not in get(empty_plant, "/")


def test_no_list_ranks_people_or_departments(plant: Plant) -> None:
    html = get(plant, "/")
    assert not re.search(r"most findings|ranking|score|points|league", html, re.IGNORECASE)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "What goes well belongs here"),
        ("/", "Everything that was sent has arrived."),
        ("/visits", "Visits belong here"),
        ("/findings", "Findings belong here"),
        ("/wins", "What goes well belongs here"),
        ("/set-aside", "Nothing is set aside"),
    ],
)
def test_empty_page_says_what_belongs_there(empty_plant: Plant, path: str, words: str) -> None:
    assert words in get(empty_plant, path)


def test_finding_shows_evidence_clause_question_and_the_way_to_its_visit(plant: Plant) -> None:
    visit, question = plant.begin_visit(title="Dock audit"), PURCHASING.questions[0]
    record = plant.find(
        visit=visit, question=question.id, evidence="Seen twice", clause="ISO 9001:2015 8.4.1"
    )
    plant.push()
    html = get(plant, f"/findings/{record}")
    for words in (
        "Seen twice",
        "ISO 9001:2015 8.4.1",
        f'href="/visits/{visit}"',
        "Dock audit",
        "still being walked",
    ):
        assert words in html


def test_finding_of_a_visit_the_record_lost_is_still_shown(plant: Plant) -> None:
    record = plant.find(question="a-question-from-elsewhere")
    plant.push()
    assert "Every shelf" in get(plant, f"/findings/{record}")


def test_visit_at_a_place_the_office_has_no_name_for_is_still_shown(plant: Plant) -> None:
    record = plant.begin_visit(area="moon-base", department="space", title="Far away")
    plant.push()
    for path in ("/visits", f"/visits/{record}"):
        assert "moon-base · space" in get(plant, path)


def test_people_and_tablets_the_record_does_not_know_are_said_to_be_unknown() -> None:
    names = Names({}, {}, {}, {})
    assert names.person(new_id()) == "somebody the record does not know"
    assert names.device(None) == "a tablet the record does not know"
    assert names.place("", None) == ""
