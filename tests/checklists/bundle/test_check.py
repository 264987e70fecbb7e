"""A bundle says by itself whether it is whole, what it shows, and what only the server can confirm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from checklists.journal.canonical import digest
from checklists.journal.draft_history import mark as mark_history
from checklists.journal.draft_history import pack, to_wire
from tests.checklists.bundle.bundled import (
    ADDENDUM,
    FINDING,
    FINDINGS_PHOTO,
    PHOTO,
    QUESTION,
    VISIT,
    a_walk,
    files_of,
    mark,
    problems,
    report_on,
    said_of,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def nothing(_said: dict[str, Any]) -> None:
    pass


def test_bundle_that_is_whole_says_what_it_shows_and_what_it_can_not() -> None:
    report = report_on(zipped(files_of(said_of(a_walk()))))
    assert report.problems == ()
    assert "Its 6 changes add up to the visit, 1 finding and 1 addendum as stated." in report.shows
    assert any(
        "stands for exactly these answers, findings, photos and this checklist." in one
        for one in report.shows
    )
    assert "2 photos: byte for byte what the record names." in report.shows
    (only,) = report.server_only
    assert "--with DATA_FOLDER" in only
    assert "Not right" not in report.text


def test_server_s_key_confirms_its_receipt() -> None:
    report = report_on(zipped(files_of(said_of(a_walk()))), with_key=True)
    assert (report.problems, report.server_only) == ((), ())
    assert "This server countersigned every one of these changes when it received them." in report.shows


def test_draft_is_said_to_be_one() -> None:
    report = report_on(zipped(files_of(said_of(a_walk(sealed=False)))))
    assert report.problems == ()
    assert "The visit is a draft: it has no seal yet, and nobody has signed for it." in report.shows


def test_photo_that_had_not_arrived_is_said_and_no_problem() -> None:
    said = said_of(a_walk())
    said["absent"] = [digest(PHOTO)]
    report = report_on(zipped(files_of(said, photos=(FINDINGS_PHOTO,))))
    assert report.problems == ()
    assert "1 photo of it had not arrived at the server and can't be compared." in report.shows


def _state(said: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in said["records"] if one["kind"] == kind)


def _reword(said: dict[str, Any], before: str, after: str, number: int) -> None:
    op = said["ops"][number]
    assert before in op["body"]
    op["body"] = op["body"].replace(before, after)


def _write_note_in_state(said: dict[str, Any]) -> None:
    _state(said, "visit")["state"]["fields"][f"answer/{QUESTION}/note"][0][0]["value"] = "Spotless"


CHANGED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a note in the state": (
        _write_note_in_state,
        f"Visit {VISIT} is stated otherwise than its changes add up to.",
    ),
    "a note in a change": (
        lambda said: _reword(said, "Tidy", "Dusty", 1),
        "The visit's answers are not the ones that were signed.",
    ),
    "a note in both": (
        lambda said: (_reword(said, "Tidy", "Spotless", 1), _write_note_in_state(said)),
        "The visit's answers are not the ones that were signed.",
    ),
    "a change in its chain": (
        lambda said: _reword(said, "Tidy", "Dusty", 1),
        "Change 2 of a tablet's chain is not the one that was sent",
    ),
    "a change in the feed": (
        lambda said: _reword(said, "Tidy", "Dusty", 1),
        "Place 2 of the server's feed is not that of change",
    ),
    "a finding": (
        lambda said: _reword(said, "Labels", "Lapels", 3),
        f"Finding {FINDING} is not as it was signed.",
    ),
    "a finding taken away": (
        lambda said: (said["ops"].pop(3), said["records"].remove(_state(said, "finding"))),
        f"Finding {FINDING} was signed and is not in it.",
    ),
    "an addendum's seal": (
        lambda said: _reword(said, '"seal":["', '"seal":["0000', 5),
        f"Addendum {ADDENDUM} was written to another seal.",
    ),
    "a record taken away": (
        lambda said: said["records"].remove(_state(said, "addendum")),
        f"There are changes of addendum {ADDENDUM}, and it is not among the records.",
    ),
    "a record put in": (
        lambda said: said["records"].append({**_state(said, "addendum"), "record": "9" * 32}),
        "no change says where it comes from",
    ),
    "a change cut short": (
        lambda said: said["ops"][1].update(body=said["ops"][1]["body"][:-3]),
        "is damaged: it can't be read.",
    ),
    "a change under another's id": (
        lambda said: said["ops"][1].update(op_id="9" * 32),
        "its text is that of another change",
    ),
    "a change twice": (lambda said: said["ops"].append(said["ops"][0]), "One change is in it twice."),
    "a link": (
        lambda said: said["links"][2].update(prev="0" * 64),
        "Change 3 of a tablet's chain is not the one that was sent",
    ),
    "a receipt taken away": (lambda said: said["entries"].pop(2), "has no place in the server's feed."),
    "another visit": (lambda said: said.update(visit="9" * 32), "The visit itself is not in it."),
    "everything": (
        lambda said: said.update(records=[], ops=[], links=[], entries=[]),
        "The visit itself is not in it.",
    ),
    "a photo of the record said to be absent": (
        lambda said: said.update(absent=["no name"]),
        "visit.json in it is missing or damaged.",
    ),
    "a value of another form": (
        lambda said: _reword(said, '"bytes":', '"bites":', 2),
        "can't be understood to the end",
    ),
}


@pytest.mark.parametrize(("change", "expected"), CHANGED.values(), ids=CHANGED)
def test_what_was_changed_is_said(change: Callable[[dict[str, Any]], object], expected: str) -> None:
    if expected.startswith("visit.json"):
        files = files_of(said_of(a_walk()))
        files["visit.json"] = files["visit.json"].replace(b'"absent":[]', b'"absent":["no name"]')
        found = report_on(zipped(files)).problems
    else:
        found = problems(change)
    assert any(expected in one for one in found), found
    assert all(one.endswith(".") for one in found)


def test_everything_wrong_is_said_not_only_the_first() -> None:
    found = problems(
        lambda said: (
            _write_note_in_state(said),
            said["entries"].pop(2),
            said["links"][2].update(prev="0" * 64),
        ),
        photos=(PHOTO,),
    )
    assert len(found) >= 4


def test_photo_with_other_bytes_is_said() -> None:
    files = files_of(said_of(a_walk()))
    name = next(one for one in files if one.startswith("photos/"))
    files[name] = b"\xff\xd8\xff other bytes"
    found = report_on(zipped(files)).problems
    assert f"{name} is not as it was written: its hash is another." in found
    assert any("its bytes are not those it is named after" in one for one in found)


def test_photo_left_out_is_said() -> None:
    assert any(digest(PHOTO) in one for one in problems(nothing, photos=(FINDINGS_PHOTO,)))


SEALS = {
    "another photo": (
        {"photos": sorted([digest(PHOTO), digest(FINDINGS_PHOTO), "9" * 64])},
        "no answer or finding",
    ),
    "a photo less": ({"photos": [digest(FINDINGS_PHOTO)]}, "was added after the signing."),
    "no finding": ({"findings": {}}, f"Finding {FINDING} was added after the signing."),
    "another finding": ({"findings": {"9" * 32: "0" * 64}}, "was signed and is not in it."),
    "another checklist": (
        {"checklist_hash": "0" * 64},
        "The checklist is not the one the visit was walked with.",
    ),
    "another visit": ({"visit_hash": "0" * 64}, "The visit's answers are not the ones that were signed."),
}


@pytest.mark.parametrize(("changed", "expected"), SEALS.values(), ids=SEALS)
def test_seal_that_stands_for_something_else_is_said(changed: dict[str, Any], expected: str) -> None:
    found = problems(nothing, a_walk(**changed))
    assert any(expected in one for one in found), found


def test_checklist_left_out_or_changed_is_said() -> None:
    assert "The checklist the visit was walked with is not in it." in problems(nothing, checklist=None)
    found = problems(nothing, checklist=b'{"id":"five-s"}')
    assert "The checklist is not the one the visit was walked with." in found


def test_receipt_of_another_server_is_not_confirmed() -> None:
    said = said_of(a_walk())
    said["entries"][3]["countersign"] = mark("another", "op")
    report = report_on(zipped(files_of(said)), with_key=True)
    (found,) = report.problems
    assert found == f"This server did not countersign change {said['ops'][3]['op_id']} as it is here."
    assert report_on(zipped(files_of(said))).problems == ()


def test_file_the_manifest_does_not_name_is_said() -> None:
    files = files_of(said_of(a_walk()))
    manifest = json.loads(files["manifest.json"])
    del manifest["files"]["README.txt"]
    files["manifest.json"] = json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()
    assert "README.txt was added: the manifest does not name it." in report_on(zipped(files)).problems
    del files["README.txt"]
    manifest["files"]["README.txt"] = {"sha256": "0" * 64, "bytes": 1}
    files["manifest.json"] = json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()
    assert "README.txt is missing." in report_on(zipped(files)).problems


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"form":1}', b'{"form":2,"files":{}}', b"NaN"],
)
@pytest.mark.parametrize("name", ["visit.json", "manifest.json"])
def test_odd_content_is_said_in_a_sentence(name: str, content: bytes) -> None:
    files = files_of(said_of(a_walk()))
    files[name] = content
    found = report_on(zipped(files)).problems
    assert found
    assert all(one.endswith(".") for one in found)


def _with_history(packed: bytes) -> dict[str, Any]:
    """Return a walk whose seal names a history, and which has this one beside it."""
    walk = a_walk()
    seal = next(one for one in walk.ops if "seal" in one.set)
    named = mark_history(PACKED, 1)
    walk.ops = [one.model_copy(update={"draft": named}) if one is seal else one for one in walk.ops]
    return {**said_of(walk), "drafts": [{"op_id": seal.op_id, "packed": to_wire(packed)}]}


PACKED = pack(["{}"]) or b""


def test_draft_history_is_the_one_the_seal_names() -> None:
    report = report_on(zipped(files_of(_with_history(PACKED))))
    assert report.problems == ()
    assert "Its draft history, 1 change before the signing, is the one the seal names." in report.shows


def test_draft_history_that_is_missing_is_said_and_no_problem() -> None:
    report = report_on(zipped(files_of({**_with_history(PACKED), "drafts": []})))
    assert report.problems == ()
    assert any("is not in it: the server has none." in one for one in report.shows)


def test_another_draft_history_is_noticed() -> None:
    report = report_on(zipped(files_of(_with_history(pack(["{ }"]) or b""))))
    assert any("is not the one which that change names." in one for one in report.problems)


def test_draft_history_that_no_change_names_is_noticed() -> None:
    said = {**_with_history(PACKED), "drafts": [{"op_id": VISIT, "packed": ""}]}
    report = report_on(zipped(files_of(said)))
    assert any(f"change {VISIT} names none." in one for one in report.problems)
