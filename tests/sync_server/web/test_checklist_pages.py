"""The pages on which checklists are read, written, published and retired."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists.files.catalog import read_checklist
from checklists.protocol import routes
from tests.sync_server.web.plant import PURCHASING, Plant, form_token

if TYPE_CHECKING:
    from starlette.testclient import TestClient

FIRST = PURCHASING.questions[0]
SECTION = PURCHASING.sections[0].id
DRAFT = "/checklists/purchasing/draft"


class Editor:
    """Somebody at the editor of the purchasing checklist."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.token = form_token(client.get("/checklists").text)
        client.post(DRAFT, data={"token": self.token})

    def do(self, what: str, **parts: Any) -> dict[str, Any]:
        answer = self.send(json.dumps({"do": what, "seen": 0, **parts}))
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def send(self, change: str) -> Any:
        return self.client.post(f"{DRAFT}/change", data={"token": self.token, "change": change})

    def set(self, at: list[str], was: Any, now: Any) -> dict[str, Any]:
        return self.do("set", at=at, was=was, now=now)

    def publish(self, note: str = "Shorter", revision: str = "1") -> Any:
        data = {"token": self.token, "revision": revision, "note": note}
        return self.client.post(f"{DRAFT}/publish", data=data)


def offered(plant: Plant) -> dict[str, int]:
    lists = plant.tablet().get(routes.REFERENCE).json()
    return {one["id"]: one["version"] for one in lists["checklists"]}


def test_list_shows_version_visits_and_draft(plant: Plant) -> None:
    editor = Editor(plant.office())
    page = editor.client.get("/checklists").text
    assert PURCHASING.title in page
    assert 'href="/checklists/purchasing/draft"' in page


def test_people_who_manage_nothing_read_and_change_nothing(plant: Plant) -> None:
    leader = plant.office("Lars Eriksson")
    page = leader.get("/checklists/purchasing")
    assert page.status_code == 200
    assert "Change it" not in page.text
    token = form_token(page.text)
    for path in (DRAFT, "/checklists/purchasing/retire", "/checklists/purchasing/copy", "/checklists/new"):
        assert leader.post(path, data={"token": token}).status_code == 403
    assert leader.get(DRAFT).status_code == 403


def test_change_without_the_pages_own_mark_is_not_made(plant: Plant) -> None:
    editor = Editor(plant.office())
    change = json.dumps({"do": "delete", "kind": "question", "id": FIRST.id})
    assert editor.client.post(f"{DRAFT}/change", data={"change": change}).status_code == 403


def test_every_page_of_a_draft_is_shown_while_its_title_and_language_are_empty(plant: Plant) -> None:
    editor = Editor(plant.office())
    editor.set(["checklist", "title"], PURCHASING.title, "")
    editor.set(["checklist", "language"], PURCHASING.language, None)
    editor.do("language", code="de", remove=True)
    for page in ("", "/translate", "/preview", "/history", "/publish", "/discard"):
        assert editor.client.get(f"{DRAFT}{page}").status_code == 200, page
    assert "A checklist without a title" in editor.client.get(DRAFT).text


@pytest.mark.parametrize(
    "command",
    [
        {"do": "set", "at": ["question", "\ud800", "text"], "was": "a", "now": "b"},
        {"do": "set", "at": ["words", "de", "question", "\ud800", "text"], "was": None, "now": "b"},
        {"do": "add", "kind": "section", "after": "\ud800", "text": "At the end"},
        {"do": "move", "kind": "question", "id": FIRST.id, "section": SECTION, "after": "\ud800"},
    ],
    ids=["question", "words", "add", "move"],
)
def test_place_named_by_half_a_character_is_taken_as_one_that_is_not_there(
    command: dict[str, Any], plant: Plant
) -> None:
    editor = Editor(plant.office())
    assert editor.send(json.dumps(command)).status_code == 200
    assert editor.client.get(f"{DRAFT}/history").status_code == 200


def test_published_draft_is_the_next_version_with_its_note_and_reaches_tablets(plant: Plant) -> None:
    editor = Editor(plant.office())
    editor.set(["question", FIRST.id, "text"], FIRST.text, "What is going well with suppliers?")
    assert editor.publish("Plainer words").status_code == 303
    page = editor.client.get("/checklists/purchasing").text
    assert "Plainer words" in page
    assert "by Ana Horvat" in page
    assert offered(plant)["purchasing"] == PURCHASING.version + 1
    compared = editor.client.get("/checklists/purchasing/compare").text
    assert "<ins>" in compared
    assert "1 changed" in compared
    assert editor.client.get(DRAFT).status_code == 404


def test_version_is_downloaded_as_the_file_it_is(plant: Plant) -> None:
    data = plant.office().get(f"/checklists/purchasing/versions/{PURCHASING.version}/file/toml").content
    assert read_checklist(data, "purchasing.toml") == PURCHASING


def test_draft_with_something_missing_is_not_published_and_says_what(plant: Plant) -> None:
    editor = Editor(plant.office())
    editor.set(["question", FIRST.id, "why"], FIRST.why, "")
    page = editor.client.get(f"{DRAFT}/publish").text
    assert "Say why it is asked." in page
    assert "some things are still" in editor.publish().text.lower()
    assert offered(plant)["purchasing"] == PURCHASING.version


def test_draft_changed_since_the_page_was_opened_is_looked_over_first(plant: Plant) -> None:
    editor = Editor(plant.office())
    editor.set(["question", FIRST.id, "why"], FIRST.why, "One reason")
    assert "Somebody has changed the draft" in editor.publish(revision="0").text
    assert offered(plant)["purchasing"] == PURCHASING.version


def test_retired_checklist_is_offered_no_more_and_can_be_again(plant: Plant) -> None:
    office = plant.office()
    token = form_token(office.get("/checklists").text)
    office.post("/checklists/purchasing/retire", data={"token": token})
    assert "purchasing" not in offered(plant)
    lists = plant.tablet().get(routes.REFERENCE).json()
    assert [one["id"] for one in lists["retired"]] == ["purchasing"]
    assert "Retired" in office.get("/checklists/purchasing").text
    office.post("/checklists/purchasing/offer", data={"token": token})
    assert offered(plant)["purchasing"] == PURCHASING.version


def test_last_checklist_is_not_retired(plant: Plant) -> None:
    office = plant.office()
    token = form_token(office.get("/checklists").text)
    every = list(offered(plant))
    for name in every:
        office.post(f"/checklists/{name}/retire", data={"token": token})
    assert list(offered(plant)) == every[-1:]


def test_remarks_come_as_one_types(plant: Plant) -> None:
    editor = Editor(plant.office())
    told = editor.set(["question", FIRST.id, "text"], FIRST.text, "Do you check suppliers?")
    assert "closed-question" in {note["rule"] for note in told["state"]["notes"]}
    told = editor.set(["question", FIRST.id, "look_for"], list(FIRST.look_for), [])
    wrong = [note["words"] for note in told["state"]["notes"] if not note["rule"]]
    assert wrong == ["Name at least one thing to look for."]


def test_rule_is_switched_off_with_its_reason(plant: Plant) -> None:
    editor = Editor(plant.office())
    editor.set(["question", FIRST.id, "text"], FIRST.text, "Do you check suppliers?")
    told = editor.set(["off", "closed-question"], None, "It is meant so")
    assert "closed-question" not in {note["rule"] for note in told["state"]["notes"]}


def test_two_texts_of_one_field_are_both_told_with_who_wrote_the_other(plant: Plant) -> None:
    ana, jan = Editor(plant.office()), Editor(plant.office("Jan de Vries"))
    ana.set(["question", FIRST.id, "text"], FIRST.text, "Ana's text?")
    told = jan.set(["question", FIRST.id, "text"], FIRST.text, "Jan's text?")
    assert told["differs"]["who"] == "Ana Horvat"
    assert (told["differs"]["theirs"], told["differs"]["mine"]) == ("Ana's text?", "Jan's text?")
    history = jan.client.get(f"{DRAFT}/history").text
    assert "Ana&#39;s text?" in history
    assert "Jan&#39;s text?" in history
    assert "kept, not done" in history


def test_deleting_what_somebody_else_has_just_changed_asks_first(plant: Plant) -> None:
    ana, jan = Editor(plant.office()), Editor(plant.office("Jan de Vries"))
    ana.set(["question", FIRST.id, "text"], FIRST.text, "Ana's text?")
    told = jan.do("delete", kind="question", id=FIRST.id)
    assert told["asks"]["who"] == "Ana Horvat"
    told = jan.do("delete", kind="question", id=FIRST.id, force=True)
    assert told["deleted"] == ["question", FIRST.id]
    gone = ana.set(["question", FIRST.id, "text"], "Ana's text?", "Ana goes on?")
    assert gone["gone"]["who"] == "Jan de Vries"
    ana.do("bring_back", kind="question", id=FIRST.id)
    ana.set(["question", FIRST.id, "text"], "Ana's text?", "Ana goes on?")
    assert "Ana goes on?" in ana.client.get(DRAFT).text


def test_duplicate_move_and_undo_keep_their_places(plant: Plant) -> None:
    editor = Editor(plant.office())
    assert editor.do("duplicate", id=FIRST.id)["focus"] == ["question", f"{FIRST.id}-2"]
    editor.do("move", kind="question", id=f"{FIRST.id}-2", section=PURCHASING.sections[1].id, after=None)
    told = editor.do("undo")
    assert told["focus"] == ["question", f"{FIRST.id}-2"]
    told = editor.do("undo")
    assert not told["state"]["undo"]
    assert told["state"]["redo"]


def test_conditions_show_their_questions_in_the_preview(plant: Plant) -> None:
    editor = Editor(plant.office())
    second = PURCHASING.questions[1]
    editor.set(["question", second.id, "when"], None, f"{FIRST.id} is finding")
    hidden = editor.client.get(f"{DRAFT}/preview").text
    answers = json.dumps({FIRST.id: {"judgement": "finding"}})
    data = {"token": editor.token, "answers": answers}
    shown = editor.client.post(f"{DRAFT}/preview", data=data).text
    mark = f'data-key="{second.id}"'
    assert mark not in hidden
    assert mark in shown


def test_translation_whose_original_has_changed_is_said_everywhere_and_publishing_goes_on(
    plant: Plant,
) -> None:
    editor = Editor(plant.office())
    for code in PURCHASING.translations:
        editor.do("language", code=code, remove=True)
    at = ["words", "de", "question", FIRST.id, "text"]
    editor.do("language", code="de")
    editor.set(at, None, "Was läuft gut?")
    told = editor.set(["question", FIRST.id, "text"], FIRST.text, "What is going well with suppliers?")
    assert "stale-translation" in {note["rule"] for note in told["state"]["notes"]}
    for page in ("", "/publish", "/translate?language=de"):
        assert "changed since" in editor.client.get(DRAFT + page).text, page
    assert editor.publish(revision=str(told["state"]["revision"])).status_code == 303
    # The next draft still knows.
    editor.client.post(DRAFT, data={"token": editor.token})
    assert "1 original changed since" in editor.client.get(f"{DRAFT}/publish").text
    told = editor.do("still_right", at=at)
    assert "stale-translation" not in {note["rule"] for note in told["state"]["notes"]}
    told = editor.do("undo")
    assert "stale-translation" in {note["rule"] for note in told["state"]["notes"]}
    told = editor.set(at, "Was läuft gut?", "Was läuft gut mit Lieferanten?")
    assert "stale-translation" not in {note["rule"] for note in told["state"]["notes"]}


def test_new_checklist_begins_empty_and_is_published_as_version_1(plant: Plant) -> None:
    office = plant.office()
    token = form_token(office.get("/checklists").text)
    data = {"token": token, "title": "Waste & Öl", "kind": "gemba_walk"}
    assert office.post("/checklists/new", data=data).headers["location"] == "/checklists/waste-ol/draft"
    assert "Waste &amp; Öl" in office.get("/checklists").text
    assert office.get("/checklists/waste-ol/draft/preview").status_code == 200


def test_clauses_are_found_by_number_and_by_word(office: TestClient) -> None:
    Editor(office)
    assert "ISO 9001:2015 8.4.1" in office.get(f"{DRAFT}/clauses?q=8.4.1").text
    assert "ISO 9001:2015" in office.get(f"{DRAFT}/clauses?q=supplier").text.replace("suppliers", "supplier")


@pytest.fixture(scope="module")
def hostile(shared: Plant) -> Editor:
    return Editor(shared.office())


NAMES = st.sampled_from([FIRST.id, SECTION, "nobody", "", "de", "__proto__", "Ä", "x" * 300])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | NAMES
    | st.sampled_from(["choice", "number", "yes", f"{FIRST.id} is answered", "((", "2" * 400]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "text", "what", "of", "most", "tag", "ask", "finding"]), inner
        )
    ),
    max_leaves=6,
)
PLACES = st.lists(
    NAMES
    | st.sampled_from(["question", "section", "checklist", "words", "off", "language", "title", "text"])
    | st.sampled_from(["choices", "sample", "type", "when", "repeat", "subsets", "minutes", "look_for"]),
    max_size=6,
)
DOES = ["set", "add", "duplicate", "delete", "move", "language", "undo", "redo"]
DOES += ["bring_back", "still_right"]
COMMANDS = st.fixed_dictionaries(
    {
        "do": st.sampled_from(DOES),
    },
    optional={
        "at": PLACES | VALUES,
        "was": VALUES,
        "now": VALUES,
        "kind": st.sampled_from(["question", "section", "checklist"]) | VALUES,
        "id": NAMES | VALUES,
        "section": NAMES | VALUES,
        "after": NAMES | VALUES,
        "text": VALUES,
        "code": st.sampled_from(["de", "pl", "en"]) | VALUES,
        "remove": VALUES,
        "force": VALUES,
        "seen": VALUES,
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(command=COMMANDS | VALUES)
def test_no_change_whatever_it_holds_is_trouble(hostile: Editor, command: Any) -> None:
    answer = hostile.send(json.dumps(command))
    assert answer.status_code in {200, 422}, answer.text
    for path in ("", "/part?part=question/" + FIRST.id, "/preview", "/translate", "/history", "/publish"):
        assert hostile.client.get(DRAFT + path).status_code == 200


@pytest.mark.parametrize(
    "change",
    ["", "{", "[" * 100_000, "1" * 5_000, '{"do": ["set"]}', "NaN", '{"do":"set","at":["off","\\ud800"]}'],
)
def test_what_is_no_change_is_answered_in_a_sentence(hostile: Editor, change: str) -> None:
    answer = hostile.send(change)
    assert answer.status_code in {200, 422}
    assert answer.json()["cannot"]


@pytest.mark.parametrize(
    "path",
    [
        "/checklists/nobody",
        "/checklists/%ff/draft",
        "/checklists/nobody/draft",
        "/checklists/purchasing/versions/99",
        "/checklists/purchasing/versions/x/file/pdf",
        f"{DRAFT}/state?since=99999999999999999999",
        f"{DRAFT}/part?part=question/%00",
        "/checklists/purchasing/compare?old=x&new=-1",
    ],
)
def test_odd_addresses_are_answered_with_a_page(hostile: Editor, path: str) -> None:
    assert hostile.client.get(path).status_code in {200, 404}


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"")])
def test_version_is_downloaded_for_paper_and_other_programs(
    office: TestClient, kind: str, begins: bytes
) -> None:
    answer = office.get(f"/checklists/purchasing/versions/{PURCHASING.version}/file/{kind}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f"purchasing-{PURCHASING.version}.{kind}" in answer.headers["content-disposition"]


def upload(client: TestClient, name: str, data: bytes) -> Any:
    token = form_token(client.get("/checklists").text)
    return client.post(
        "/checklists/upload", params={"name": name}, content=data, headers={"X-Form-Token": token}
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv", "toml"])
def test_downloaded_file_comes_back_as_a_draft(plant: Plant, kind: str) -> None:
    office = plant.office()
    data = office.get(f"/checklists/purchasing/versions/{PURCHASING.version}/file/{kind}").content
    answer = upload(office, f"purchasing.{kind}", data)
    assert answer.status_code == 200, answer.text
    page = office.get(answer.json()["go"])
    assert page.status_code == 200
    assert FIRST.text in page.text


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xlsx", b"PKnothing"), ("a.csv", b"\xff\x00"), ("a.toml", b"= ="), ("a.exe", b"MZ"), ("", b"")],
)
def test_file_that_is_no_checklist_is_refused_in_sentences(plant: Plant, name: str, data: bytes) -> None:
    answer = upload(plant.office(), name, data)
    assert answer.status_code == 422
    assert all(isinstance(one, str) and one for one in answer.json()["problems"])


def test_file_from_somebody_elses_page_is_not_taken_in(plant: Plant) -> None:
    answer = plant.office().post("/checklists/upload", params={"name": "a.csv"}, content=b"x")
    assert answer.status_code == 403
