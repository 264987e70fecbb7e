"""While the record can't be written, every route that writes says so in words, and those that read go on."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from checklists.ids import new_id
from checklists.protocol import routes
from checklists.protocol.messages import Problem
from sync_server.record import asked
from tests.support.sending import STREAMS, Tablet
from tests.sync_server.web.plant import Plant, form_token, jpeg, photo_ref, sha_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

PAGES = ("/", "/visits", "/findings", "/wins", "/set-aside", "/tablets", "/sign-in", "/enrol?code=ABCD-EFGH")


@pytest.fixture
def client(plant: Plant) -> TestClient:
    """A quality manager's browser, signed in while there was room."""
    return plant.office()


@pytest.fixture
def tablet(plant: Plant) -> Tablet:
    """A tablet that was enrolled while there was room, with a change to send."""
    tablet = Tablet(plant.client(), plant.device, plant.token)
    tablet.finding(kind="good_practice")
    return tablet


@pytest.fixture
def code(client: TestClient) -> str:
    """An enrolment code that was made while there was room."""
    page = client.post("/tablets/enrol", data={"token": form_token(client.get("/tablets").text)})
    assert page.status_code == 200
    return str(page.text).partition('"code">')[2].partition("<")[0]


@pytest.fixture
def full(
    plant: Plant, client: TestClient, tablet: Tablet, code: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let every statement that writes end as on a full disk."""
    # What goes to the driver as it is would not be heard here.
    monkeypatch.setattr(asked, "_driver_of", lambda _: None)

    def refuse(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            reason = sqlite3.OperationalError("database or disk is full")
            raise OperationalError(statement, {}, reason)

    engine = plant.app.state.engine
    event.listen(engine, "before_cursor_execute", refuse)
    yield
    event.remove(engine, "before_cursor_execute", refuse)


def test_tablets_are_told_so_and_when_to_try_again(full: None, tablet: Tablet, code: str) -> None:
    answers = [
        tablet.post(routes.HELLO, {"incarnation": new_id()}),
        tablet.post(routes.PUSH, tablet.batch()),
        tablet.client.post(routes.ENROL, json={"code": code, "name": "Another"}),
    ]
    for answer in answers:
        problem = Problem.model_validate(answer.json())
        assert (answer.status_code, problem.number) == (503, 501)
        assert "full" in problem.detail
        assert int(answer.headers["Retry-After"]) > 0


def test_people_are_told_so_by_a_page(full: None, plant: Plant, client: TestClient) -> None:
    token = form_token(client.get("/tablets").text)
    for path in ("/tablets/enrol", f"/tablets/{plant.device}/end"):
        answer = client.post(path, data={"token": token})
        assert answer.status_code == 503
        assert "The record is safe" in answer.text
        assert "FW-501" in answer.text
        assert int(answer.headers["Retry-After"]) > 0


def test_reading_goes_on(full: None, tablet: Tablet, client: TestClient) -> None:
    assert tablet.client.get(routes.REFERENCE, headers=tablet.headers).status_code == 200
    assert [tablet.ask(stream).status_code for stream in STREAMS] == [200, 200]
    for path in PAGES:
        assert client.get(path).status_code in {200, 303}, path


def test_start_page_is_shown_though_a_photo_cannot_be_marked(
    plant: Plant, client: TestClient, request: pytest.FixtureRequest
) -> None:
    data = jpeg(words="named before it came")
    named: dict[str, Any] = {f"photo/{sha_of(data)}": photo_ref(data)}
    plant.find(**named)
    assert plant.push().refused == []
    plant.keep_photo(data)
    request.getfixturevalue("full")
    assert client.get("/").status_code == 200
