"""Each field of each kind of record takes what it should, and says why it does not take the rest."""

from typing import Any

import pytest

from checklists.records.vocabulary import VOCABULARIES
from checklists.text import LINE_LIMIT, TEXT_LIMIT
from tests.checklists.records.samples import AT, PERSON, PHOTO, SEAL, SHA, SIGNATURE, changes

ID, HASH = "0a" * 16, "4" * 64
LONG_ID = "q" * 60

# kind, field, values it takes; None empties any field and is tried for each.
TAKEN: list[tuple[str, str, list[Any]]] = [
    ("visit", "kind", ["internal_audit", "gemba_walk", "layered_process_audit", "5s_safety_walk"]),
    ("visit", "checklist", ["purchasing", "5s"]),
    ("visit", "checklist_version", [1, 2_000_000]),
    ("visit", "checklist_hash", [HASH]),
    ("visit", "title", ["Purchasing, Dock 2", "", "x" * LINE_LIMIT, "شراء 😀"]),
    ("visit", "area", ["dock-2"]),
    ("visit", "department", ["logistics"]),
    ("visit", "auditor", [PERSON]),
    ("visit", "started_at", [AT]),
    ("visit", "planned", ["2026-w10-dock-2"]),
    ("visit", "peer_review_reason", ["Only one auditor.\nReviewed by Ada."]),
    ("visit", "discarded", [True, False]),
    ("visit", f"co_auditor/{PERSON}", [True]),
    ("visit", f"mentor/{PERSON}", [True]),
    ("visit", "answer/choose-1/judgement", ["conforms", "finding", "not_applicable"]),
    ("visit", f"answer/{LONG_ID}/reason", ["No suppliers of that kind."]),
    ("visit", "answer/choose-1/note", ["", "x" * TEXT_LIMIT]),
    ("visit", f"answer/choose-1/photo/{SHA}", [PHOTO, {**PHOTO, "sharpness": 0.8}]),
    ("visit", "answer/choose-1/value", [True, False, 12, -0.5, "choice-a", "2026-02-28", "", ["a", "b"], []]),
    ("visit", "answer/choose-1/sample/50", [{"item": "4417", "holds": True}, {"item": "", "holds": False}]),
    ("visit", "repeat/each-machine/2", ["Press 4", ""]),
    ("visit", "signature/auditor", [SIGNATURE]),
    ("visit", "signature/auditee", [SIGNATURE]),
    ("visit", "seal", [SEAL, {**SEAL, "findings": {}, "photos": []}]),
    ("finding", "kind", ["good_practice", "opportunity", "nonconformity", "problem", "near_miss", "idea"]),
    ("finding", "grade", ["minor", "major"]),
    ("finding", "statement", ["Racking is labelled so that anybody finds it."]),
    ("finding", "evidence", ["12 of 12 pallets"]),
    ("finding", "clause", ["ISO 9001:2015 8.4.1"]),
    ("finding", "visit", [ID]),
    ("finding", "question", ["choose-1"]),
    ("finding", "area", ["dock-2"]),
    ("finding", "department", ["logistics"]),
    ("finding", "raised_by", [PERSON]),
    ("finding", "raised_at", [AT]),
    ("finding", "withdrawn", [True, False]),
    ("finding", f"photo/{SHA}", [PHOTO, {**PHOTO, "drawn_on": SHA}, {**PHOTO, "blurred": True}]),
    ("finding", "correction", ["The label was fastened at once."]),
    ("finding", "corrected_at", [AT]),
    ("finding", f"corrected/photo/{SHA}", [PHOTO]),
    ("finding", "seen_at", [AT]),
    ("finding", "seen_by", [PERSON]),
    ("finding", "reply", ["The interlock is ordered."]),
    ("addendum", "visit", [ID]),
    ("addendum", "seal", [HASH]),
    ("addendum", "text", ["The certificate was shown later."]),
    ("addendum", "author", [PERSON]),
    ("addendum", "written_at", [AT]),
    ("action", "text", ["Move the printer to the bench."]),
    ("action", "kind", ["correction", "corrective_action", "promise"]),
    ("action", "owner", [PERSON]),
    ("action", "due", ["2026-03-12"]),
    ("action", "visit", [ID]),
    ("action", "finding", [ID]),
    ("action", "question", ["choose-1", "choose-1~2"]),
    ("action", "area", ["dock-2"]),
    ("action", "department", ["logistics"]),
    ("action", "proposed_by", [PERSON]),
    ("action", "proposed_at", [AT]),
    ("action", "done_at", [AT]),
    ("action", "done_note", ["It stands there since Monday."]),
    ("action", f"done/photo/{SHA}", [PHOTO]),
    ("action", "verified", ["effective", "not_effective"]),
    ("action", "verified_by", [PERSON]),
    ("action", "verified_at", [AT]),
    ("action", "verified_note", ["It stands there since Monday."]),
    ("action", f"verified/photo/{SHA}", [PHOTO]),
    ("action", "withdrawn", [True, False]),
    ("thanks", "from", [PERSON]),
    ("thanks", "to_person", [PERSON]),
    ("thanks", "to_team", ["dock-2", "The night shift"]),
    ("thanks", "text", ["For showing me the new rack."]),
    ("thanks", "finding", [ID]),
    ("thanks", "action", [ID]),
    ("thanks", "visit", [ID]),
    ("thanks", "at", [AT]),
    ("comment", "visit", [ID]),
    ("comment", "question", ["choose-1", "choose-1~2"]),
    ("comment", "finding", [ID]),
    ("comment", "text", ["What did you see that made you say so?"]),
    ("comment", "author", [PERSON]),
    ("comment", "written_at", [AT]),
    ("comment", "withdrawn", [True, False]),
    ("comment", "reply", ["The second label was missing."]),
    ("comment", "replied_at", [AT]),
    ("comment", "taken_in_at", [AT]),
]

# By what reads the value: one odd value for each way of being odd, and a word its sentence holds.
NO_TEXT = [(5, "string"), (["a"], "string"), (True, "string")]
NO_ID = [("A" * 32, "pattern"), ("0a", "pattern"), (ID + "\n", "pattern"), (7, "string")]
NO_SLUG = [("Dock 2", "pattern"), ("", "pattern"), ("x" * 61, "pattern"), ("dock/2", "pattern")]
NO_HASH = [("4" * 63, "pattern"), ("G" * 64, "pattern")]
NO_MOMENT = [
    ("yesterday", "A moment is written like"),
    ("2026-03-03T10:42:00", "A moment is written like"),
    ("2026-03-03T10:42:00.000+01:00", "A moment is written like"),
    ("2026-13-03T10:42:00.000Z", "A moment is written like"),
]
NO_DAY = [(text, "2026-03-03") for text in ("12.3.2026", "20260312", "2026-02-30")]
NO_NOTE = [
    ("x" * (TEXT_LIMIT + 1), "100,001 characters; 100,000 fit"),
    ("\ud800", "can't be stored"),
    *NO_TEXT,
]
NO_LINE = [("x" * (LINE_LIMIT + 1), "301 characters; 300 fit"), ("a\x00b", "can't be stored"), *NO_TEXT]
NO_BOOL = [("yes", "boolean"), (1, "boolean"), ("true", "boolean")]
NO_PHOTO: list[tuple[Any, str]] = [
    ({}, "required"),
    ("photo", "PhotoRef"),
    ({**PHOTO, "width": 0}, "greater"),
    ({**PHOTO, "width": "2048"}, "integer"),
    ({**PHOTO, "height": 20_001}, "less"),
    ({**PHOTO, "bytes": 30_000_001}, "less"),
    ({**PHOTO, "bytes": 1.5}, "integer"),
    ({**PHOTO, "taken_at": "noon"}, "A moment is written like"),
    ({**PHOTO, "drawn_on": "a.jpg"}, "pattern"),
    ({**PHOTO, "blurred": "yes"}, "boolean"),
]
NO_SIGNATURE: list[tuple[Any, str]] = [
    ({**SIGNATURE, "strokes": []}, "at least 1"),
    ({**SIGNATURE, "strokes": [[]]}, "at least 1"),
    ({**SIGNATURE, "strokes": [[[1001, 0]]]}, "less"),
    ({**SIGNATURE, "strokes": [[[0, 401]]]}, "less"),
    ({**SIGNATURE, "strokes": [[[-1, 0]]]}, "greater"),
    ({**SIGNATURE, "strokes": [[[0.5, 0]]]}, "integer"),
    ({**SIGNATURE, "strokes": [[[1, 2, 3]]]}, "at most 2"),
    ({**SIGNATURE, "strokes": [[[1, 2]] * 5_001]}, "at most 5000"),
    ({**SIGNATURE, "name": ""}, "at least 1"),
    ({**SIGNATURE, "signed_at": ""}, "A moment is written like"),
]
NO_VALUE: list[tuple[Any, str]] = [
    ({"value": 3}, "An answer is true or false"),
    (1e300, "up to 1,000,000,000,000"),
    ([1, 2], "a list of choices"),
    (["Choice A"], "holds the ids"),
    ([f"c-{n}" for n in range(51)], "up to 50 choices"),
    ("x" * (TEXT_LIMIT + 1), "100,001 characters; 100,000 fit"),
    ("\ud800", "can't be stored"),
]
NO_ROW: list[tuple[Any, str]] = [
    ({"item": "4417"}, "required"),
    ({"item": 4417, "holds": True}, "string"),
    ({"item": "4417", "holds": 1}, "boolean"),
    ({"item": "x" * (LINE_LIMIT + 1), "holds": True}, "301 characters"),
    ("4417", "SampleRow"),
]
NO_SEAL: list[tuple[Any, str]] = [
    ({**SEAL, "visit_hash": "1"}, "pattern"),
    ({**SEAL, "findings": {"f": "3" * 64}}, "pattern"),
    ({**SEAL, "photos": ["a.jpg"]}, "pattern"),
    ({**SEAL, "signer": "Ada"}, "pattern"),
    ({**SEAL, "sealed_at": None}, "A moment is written like"),
    (True, "Seal"),
]

NOT_TAKEN: list[tuple[str, str, list[Any]]] = [
    ("visit", "kind", [("audit", "internal_audit")]),
    ("visit", "checklist", NO_SLUG),
    ("visit", "checklist_version", [(0, "greater"), ("1", "integer"), (True, "integer"), (1.5, "integer")]),
    ("visit", "checklist_hash", NO_HASH),
    ("visit", "title", NO_LINE),
    ("visit", "area", NO_SLUG),
    ("visit", "department", NO_SLUG),
    ("visit", "auditor", NO_ID),
    ("visit", "started_at", NO_MOMENT),
    ("visit", "planned", NO_SLUG),
    ("visit", "peer_review_reason", NO_NOTE),
    ("visit", "discarded", NO_BOOL),
    ("visit", f"co_auditor/{PERSON}", NO_BOOL),
    ("visit", f"mentor/{PERSON}", NO_BOOL),
    ("visit", "answer/choose-1/judgement", [("fine", "conforms"), (True, "conforms")]),
    ("visit", f"answer/{LONG_ID}/reason", NO_NOTE),
    ("visit", "answer/choose-1/note", NO_NOTE),
    ("visit", f"answer/choose-1/photo/{SHA}", NO_PHOTO),
    ("visit", "answer/choose-1/value", NO_VALUE),
    ("visit", "answer/choose-1/sample/1", NO_ROW),
    ("visit", "repeat/each-machine/2", NO_LINE),
    ("visit", "signature/auditor", NO_SIGNATURE),
    ("visit", "signature/auditee", NO_SIGNATURE),
    ("visit", "seal", NO_SEAL),
    ("finding", "kind", [("wish", "good_practice")]),
    ("finding", "grade", [("huge", "minor")]),
    ("finding", "statement", NO_NOTE),
    ("finding", "evidence", NO_NOTE),
    ("finding", "clause", NO_LINE),
    ("finding", "visit", NO_ID),
    ("finding", "question", NO_SLUG),
    ("finding", "area", NO_SLUG),
    ("finding", "department", NO_SLUG),
    ("finding", "raised_by", NO_ID),
    ("finding", "raised_at", NO_MOMENT),
    ("finding", "withdrawn", NO_BOOL),
    ("finding", f"photo/{SHA}", NO_PHOTO),
    ("finding", "correction", NO_NOTE),
    ("finding", "corrected_at", NO_MOMENT),
    ("finding", "seen_at", NO_MOMENT),
    ("finding", "seen_by", NO_ID),
    ("finding", "reply", NO_NOTE),
    ("finding", f"corrected/photo/{SHA}", NO_PHOTO),
    ("addendum", "visit", NO_ID),
    ("addendum", "seal", NO_HASH),
    ("addendum", "text", NO_NOTE),
    ("addendum", "author", NO_ID),
    ("addendum", "written_at", NO_MOMENT),
    ("action", "text", NO_NOTE),
    ("action", "kind", [("wish", "promise")]),
    ("action", "owner", NO_ID),
    ("action", "due", NO_DAY),
    ("action", "visit", NO_ID),
    ("action", "finding", NO_ID),
    ("action", "question", NO_SLUG),
    ("action", "area", NO_SLUG),
    ("action", "department", NO_SLUG),
    ("action", "proposed_by", NO_ID),
    ("action", "proposed_at", NO_MOMENT),
    ("action", "done_at", NO_MOMENT),
    ("action", "done_note", NO_NOTE),
    ("action", f"done/photo/{SHA}", NO_PHOTO),
    ("action", "verified", [("maybe", "effective")]),
    ("action", "verified_by", NO_ID),
    ("action", "verified_at", NO_MOMENT),
    ("action", "verified_note", NO_NOTE),
    ("action", f"verified/photo/{SHA}", NO_PHOTO),
    ("action", "withdrawn", NO_BOOL),
    ("thanks", "from", NO_ID),
    ("thanks", "to_person", NO_ID),
    ("thanks", "to_team", NO_LINE),
    ("thanks", "text", NO_NOTE),
    ("thanks", "finding", NO_ID),
    ("thanks", "action", NO_ID),
    ("thanks", "visit", NO_ID),
    ("thanks", "at", NO_MOMENT),
    ("comment", "visit", NO_ID),
    ("comment", "question", NO_SLUG),
    ("comment", "finding", NO_ID),
    ("comment", "text", NO_NOTE),
    ("comment", "author", NO_ID),
    ("comment", "written_at", NO_MOMENT),
    ("comment", "withdrawn", NO_BOOL),
    ("comment", "reply", NO_NOTE),
    ("comment", "replied_at", NO_MOMENT),
    ("comment", "taken_in_at", NO_MOMENT),
]


def problems(kind: str, fields: dict[str, Any]) -> list[str]:
    return VOCABULARIES[kind].problems(changes(kind, fields).set)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [(kind, name, value) for kind, name, values in TAKEN for value in [*values, None]],
)
def test_field_takes_its_values(kind: str, name: str, value: Any) -> None:
    assert VOCABULARIES[kind].rule(name) is not None
    assert problems(kind, {name: value}) == []


@pytest.mark.parametrize(
    ("kind", "name", "value", "word"),
    [(kind, name, value, word) for kind, name, values in NOT_TAKEN for value, word in values],
)
def test_field_says_why_it_does_not_take_a_value(kind: str, name: str, value: Any, word: str) -> None:
    (sentence,) = problems(kind, {name: value})
    assert sentence.startswith(f"“{name}”: ")
    assert word in sentence
    assert not {"invalid", "failed", "illegal", "error"} & set(sentence.lower().split())


def test_every_rule_of_every_kind_is_tried_here() -> None:
    for table in (TAKEN, NOT_TAKEN):
        tried = {(kind, VOCABULARIES[kind].rule(name)) for kind, name, _ in table}
        assert tried == {(kind, rule) for kind, words in VOCABULARIES.items() for rule in words.rules}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("visit", "weather"),
        ("visit", "answer/choose-1/mood"),
        ("visit", "answer/Choose/judgement"),
        ("visit", "signature/visitor"),
        ("visit", "seal/again"),
        ("finding", "photo/abc"),
        ("finding", "statements"),
        ("addendum", "title"),
    ],
)
def test_field_of_a_newer_version_takes_any_value(kind: str, name: str) -> None:
    assert VOCABULARIES[kind].rule(name) is None
    assert problems(kind, {name: {"any": ["thing"]}}) == []
    assert VOCABULARIES[kind].touches_sealed([name])


def test_each_value_that_is_not_taken_has_its_sentence() -> None:
    found = problems("finding", {"kind": "wish", "statement": "fine", "withdrawn": 3})
    assert len(found) == 2
    assert found[0].startswith("“kind”")
    assert found[1].startswith("“withdrawn”")


def test_no_field_is_no_touch_of_the_seal() -> None:
    assert not VOCABULARIES["finding"].touches_sealed([])
    assert VOCABULARIES["finding"].touches_sealed(["statement"])


def test_kinds_are_known_by_their_own_names() -> None:
    assert set(VOCABULARIES) == {"visit", "finding", "addendum", "action", "thanks", "comment"}
    assert all(words.kind == kind for kind, words in VOCABULARIES.items())


@pytest.mark.parametrize("part", ["judgement", "reason", "note", "value", "sample/1", f"photo/{SHA}"])
@pytest.mark.parametrize("key", ["choose-1~2", "choose-1~50"])
def test_question_of_a_repeated_section_has_the_same_fields(key: str, part: str) -> None:
    rule = VOCABULARIES["visit"].rule
    assert rule(f"answer/{key}/{part}") is rule(f"answer/choose-1/{part}") is not None


@pytest.mark.parametrize("key", ["choose-1~1", "choose-1~51", "choose-1~02", "choose-1~", "~2", "choose~2~3"])
def test_key_of_no_walk_through_a_section_is_unknown(key: str) -> None:
    assert VOCABULARIES["visit"].rule(f"answer/{key}/note") is None


@pytest.mark.parametrize("number", ["0", "51", "01", "-1", "a"])
def test_number_of_no_row_is_unknown(number: str) -> None:
    assert VOCABULARIES["visit"].rule(f"answer/choose-1/sample/{number}") is None
    assert VOCABULARIES["visit"].rule(f"repeat/each-machine/{number}") is None


def test_finding_may_name_a_question_of_a_repeated_section() -> None:
    assert problems("finding", {"question": "choose-1~2"}) == []
