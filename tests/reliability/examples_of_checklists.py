"""Valid requests for the pages on which checklists are read, written, published and retired.

`purchasing` has a draft that stays, `calibration` one that is begun and put aside again and again.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from sync_server.interchange.plain_csv import write_csv
from sync_server.interchange.xlsform_out import write_xlsform
from tests.reliability.example import FORM, Example
from tests.sync_server.web.plant import PURCHASING

_ONE: Final = "/checklists/{checklist}"
_DRAFT: Final = f"{_ONE}/draft"
_FIRST, _SECOND = PURCHASING.questions[:2]
_SECTION: Final = PURCHASING.sections[0].id

_TOML: Final = """
id = "packing"
version = 1
title = "Packing"
kind = "gemba_walk"
purpose = "Find out how packing goes."
minutes = 10
language = "en"

[[section]]
id = "bench"
title = "At the bench"

[[section.question]]
id = "tape"
text = "How does the tape hold?"
why = "Boxes come open."
look_for = ["Open boxes"]
ask = "Show me a box."
outcome = "quality"
"""


def checklist_pages() -> dict[str, str]:
    """Return the path of a page for every route that shows one."""
    one, draft = "/checklists/purchasing", "/checklists/purchasing/draft"
    version = f"{one}/versions/{PURCHASING.version}"
    return {
        "/checklists": "/checklists",
        _ONE: one,
        f"{_ONE}/compare": f"{one}/compare?old=1&new={PURCHASING.version}",
        f"{_ONE}/retire": f"{one}/retire",
        f"{_ONE}/versions/{{version}}": f"{version}?language=de",
        f"{_ONE}/versions/{{version}}/file/{{kind}}": f"{version}/file/toml",
        _DRAFT: f"{draft}?part=section/{_SECTION}",
        f"{_DRAFT}/part": f"{draft}/part?part=question/{_FIRST.id}",
        f"{_DRAFT}/state": f"{draft}/state?since=0",
        f"{_DRAFT}/clauses": f"{draft}/clauses?q=8.4",
        f"{_DRAFT}/history": f"{draft}/history",
        f"{_DRAFT}/discard": f"{draft}/discard",
        f"{_DRAFT}/publish": f"{draft}/publish",
        f"{_DRAFT}/translate": f"{draft}/translate?language=de",
        f"{_DRAFT}/preview": f"{draft}/preview?language=de",
    }


def checklist_forms(cookie: dict[str, str], token: str) -> list[Example]:
    """Return the requests that change something, and those that send answers along.

    Args:
        cookie: of the quality manager's browser.
        token: what their forms carry.
    """
    headers, form = {**cookie, **FORM}, f"token={token}"

    def post(route: str, path: str, more: str = "", weight: int = 2) -> Example:
        return Example(f"POST {route}", path, headers, f"{form}{more}".encode(), weight=weight)

    def said(route: str, path: str, name: str, value: Any, weight: int) -> Example:
        found = Example(f"POST {route}", path, headers, b"", value, f"{form}&{name}=", weight=weight)
        return replace(found, body=found.written(json.dumps(value).encode()))

    one, version = "/checklists/purchasing", f"{_ONE}/versions/{{version}}"
    draft, spare = f"{one}/draft", "/checklists/calibration/draft"
    answers = {
        _FIRST.id: {"judgement": "finding", "value": 7},
        _SECOND.id: {"value": ["a", "b"]},
    }
    return [
        *(said(f"{_DRAFT}/change", f"{draft}/change", "change", each, 3) for each in _changes()),
        said(f"{_DRAFT}/preview", f"{draft}/preview", "answers", answers, 4),
        said(version, f"{one}/versions/{PURCHASING.version}", "answers", answers, 4),
        post(_DRAFT, draft),
        post(f"{_DRAFT}/publish", f"{draft}/publish", "&revision=0&note=Plainer", 4),
        post(_DRAFT, spare),
        post(f"{_DRAFT}/discard", f"{spare}/discard"),
        # What these begin stays, and is listed ever after.
        post("/checklists/new", "/checklists/new", "&title=To+the+dock&kind=gemba_walk", 1),
        post(f"{_ONE}/copy", "/checklists/gemba-walk/copy", weight=1),
        post(f"{_DRAFT}/publish", "/checklists/gemba-walk-copy/draft/publish", "&revision=0", 1),
        post(f"{_ONE}/retire", "/checklists/close-out/retire"),
        post(f"{_ONE}/offer", "/checklists/close-out/offer"),
        *_files(cookie),
        *_uploads(cookie, token),
    ]


def _changes() -> list[Any]:
    """Return a change of each sort, those that take others back at the end."""
    question = {"kind": "question", "id": _FIRST.id}
    words = ["words", "fr", "question", _SECOND.id, "text"]
    sample = {"what": "gauge", "of": 5, "holds": "in date"}
    choices = [{"id": "a", "text": "Yes, all", "finding": False}, {"id": "b", "text": "None"}]
    lot = [{"tag": "quick", "ask": 3}]
    return [
        {"do": do, "seen": 0, **more}
        for do, more in (
            ("set", _set(["checklist", "title"], PURCHASING.title, "Buying")),
            ("set", _set(["checklist", "minutes"], PURCHASING.minutes, 25.5)),
            ("set", _set(["checklist", "subsets"], None, lot)),
            ("set", _set(["section", _SECTION, "repeat"], None, {"what": "machine", "most": 3})),
            ("set", _set(["question", _FIRST.id, "look_for"], list(_FIRST.look_for), ["A list", ""])),
            ("set", _set(["question", _FIRST.id, "type"], None, "choices")),
            ("set", _set(["question", _FIRST.id, "choices"], None, choices)),
            ("set", _set(["question", _SECOND.id, "when"], None, f"{_FIRST.id} includes a")),
            ("set", _set(["question", _SECOND.id, "sample"], None, sample)),
            ("set", _set(["question", _SECOND.id, "clauses"], None, ["ISO 9001:2015 8.4.1"])),
            ("set", _set(["off", "two-questions"], None, "Both belong together")),
            ("language", {"code": "fr"}),
            ("set", _set(words, None, "Comment ça va ?")),
            ("add", {"kind": "question", "section": _SECTION, "after": _SECOND.id, "text": "Why?"}),
            ("add", {"kind": "section", "after": None, "text": "At the end"}),
            ("duplicate", question),
            ("move", {**question, "section": _SECTION, "after": _SECOND.id}),
            ("delete", {**question, "force": True}),
            ("bring_back", question),
            ("undo", {}),
            ("redo", {}),
        )
    ]


def _set(at: list[str], was: object, now: object) -> dict[str, object]:
    return {"at": at, "was": was, "now": now}


def _files(cookie: dict[str, str]) -> list[Example]:
    """Return the files that take a while to make."""
    route, one = f"GET {_ONE}/versions/{{version}}/file/{{kind}}", "/checklists/purchasing/versions"
    return [
        Example(route, f"{one}/{PURCHASING.version}/file/{kind}", cookie, weight=1)
        for kind in ("csv", "xlsx", "pdf")
    ]


def _uploads(cookie: dict[str, str], token: str) -> list[Example]:
    headers = {**cookie, "X-Form-Token": token, "Content-Type": "application/octet-stream"}
    files = {
        "packing.toml": _TOML.encode(),
        "purchasing.csv": write_csv(PURCHASING),
        "purchasing.xlsx": write_xlsform(PURCHASING, None),
    }
    return [
        Example("POST /checklists/upload", f"/checklists/upload?name={name}", headers, data, weight=1)
        for name, data in files.items()
    ]
