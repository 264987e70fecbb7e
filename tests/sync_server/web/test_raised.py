"""Whoever has the code of something raised without a name reads what became of it, and the office replies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from checklists.protocol import routes
from checklists.records.unnamed import key_of, new_code, record_of
from sync_server.record.checking import check_record
from sync_server.record.database import reading
from tests.sync_server.web.plant import ANA, TOMASZ, form_token

if TYPE_CHECKING:
    from httpx import Response
    from starlette.testclient import TestClient

    from tests.sync_server.web.plant import Plant

WORDS = "The guard is tied open"


def raise_it(plant: Plant) -> str:
    """Raise something from a tablet, and return its code."""
    code = new_code()
    message = {"key": key_of(code), "kind": "near_miss", "statement": WORDS, "area": "dock-1"}
    assert plant.tablet().post(routes.UNNAMED, json=message).status_code == 200
    return code


def address(code: str) -> str:
    return f"/findings/{record_of(key_of(code) or '')}"


def answer(browser: TestClient, code: str) -> str:
    token = form_token(browser.get("/raised").text)
    page = browser.post("/raised", data={"token": token, "code": code})
    assert page.status_code == 200
    assert code not in page.text.partition("What became of it</h1>")[2] or "notice" in page.text
    return str(page.text)


def send(office: TestClient, page: str, form: str, **fields: str) -> Response:
    token = form_token(office.get("/tablets").text or office.get(page).text)
    return office.post(f"{page}/{form}", data={"token": token, **fields})


def test_code_shows_what_became_of_it_to_somebody_nobody_knows(plant: Plant) -> None:
    code, stranger, office = raise_it(plant), plant.client(), plant.office()
    page = answer(stranger, code.lower())
    assert WORDS in page
    assert "Not yet." in page
    assert "received <time" in page
    assert send(office, address(code), "reply", words="").status_code == 303
    assert "by Ana Horvat" in answer(stranger, code)
    assert send(office, address(code), "reply", words="The interlock is ordered").status_code == 303
    assert "The interlock is ordered" in answer(stranger, code)
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    agreed = send(office, address(code), "agree", words="Fit it", owner=TOMASZ, due=due)
    assert agreed.status_code == 303
    page = answer(stranger, code)
    assert "Fit it" in page
    assert "Tomasz Nowak" in page
    with reading(plant.app.state.engine) as connection:
        assert list(check_record(connection, plant.app.state.keys)) == []


def test_action_that_is_done_and_holds_is_shown_too(plant: Plant) -> None:
    code = raise_it(plant)
    values = {
        "text": "Fit it", "kind": "correction", "owner": TOMASZ, "due": "2026-12-01", "proposed_by": TOMASZ,
        "proposed_at": "2026-11-23T10:00:00.000Z", "finding": record_of(key_of(code) or ""),
    }  # fmt: skip
    record = "ac" * 16
    plant.write("action", record, values, TOMASZ)
    plant.write("action", record, {"done_at": "2026-11-24T10:00:00.000Z", "done_note": "Fitted"}, TOMASZ)
    holds = {"verified": "effective", "verified_by": ANA, "verified_at": "2026-11-25T10:00:00.000Z"}
    plant.write("action", record, holds, ANA)
    assert plant.push().refused == []
    page = answer(plant.client(), code)
    assert "Done, and it holds" in page
    assert "Fitted" in page


@pytest.mark.parametrize(
    ("code", "said"),
    [("", "There is a slip"), ("0000-0000-0000", "There is a slip"), ("x" * 300, "There is a slip")],
)
def test_slip_in_a_code_is_said(plant: Plant, code: str, said: str) -> None:
    assert said in answer(plant.client(), code)


def test_code_of_what_has_not_arrived_is_told_so(plant: Plant) -> None:
    assert "Nothing with this code has arrived yet." in answer(plant.client(), new_code())


def test_finding_without_a_name_says_the_day_and_nobody(plant: Plant) -> None:
    code, office = raise_it(plant), plant.office()
    for page in (address(code), "/findings", f"/history{address(code).replace('findings', 'finding')}"):
        shown = office.get(page).text
        assert "somebody without a name" in shown
        assert "today 0" not in shown
        assert "T00:00:00.000Z" in shown or page == "/findings"
        assert plant.device not in shown


def test_only_the_office_replies_and_only_to_what_has_no_name(plant: Plant) -> None:
    code = raise_it(plant)
    named = plant.find(ANA, kind="problem")
    assert plant.push().refused == []
    stranger, office = plant.client(), plant.office()
    token = form_token(stranger.get("/raised").text)
    for form in ("reply", "agree"):
        refused = stranger.post(f"{address(code)}/{form}", data={"token": token, "words": "x"})
        assert refused.status_code == 303
        assert refused.headers["location"].startswith("/sign-in")
    assert "What comes of it" not in office.get(f"/findings/{named}").text
    assert send(office, f"/findings/{named}", "reply", words="x").status_code == 404


@pytest.mark.parametrize(
    "spoilt", [{"due": ""}, {"due": "tomorrow"}, {"owner": ""}, {"owner": "f" * 32}, {"due": "2026-02-30"}]
)
def test_action_without_an_owner_or_a_day_is_not_agreed(plant: Plant, spoilt: dict[str, str]) -> None:
    code, office = raise_it(plant), plant.office()
    fields = {"words": "Fit it", "owner": TOMASZ, "due": "2026-12-01", **spoilt}
    assert send(office, address(code), "agree", **fields).status_code == 404
    assert "Fit it" not in office.get(address(code)).text


def test_sign_in_page_leads_to_the_answer(plant: Plant) -> None:
    assert 'href="/raised"' in plant.client().get("/sign-in").text
