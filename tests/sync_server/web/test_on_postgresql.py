"""Every page of the central record, once, with the record in PostgreSQL."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from checklists.bundle.check import check
from checklists.bundle.zipped import Opened
from tests.sync_server.web.plant import Plant, form_token, load_plant, open_plant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

    from tests.support.postgresql import PostgreSQL

# The same page of many records is looked at for a few of them.
ALIKE = 3

PAGES = {"", "visits", "findings", "wins", "set-aside", "tablets", "history", "changes"}
LISTS = ("/visits", "/findings", "/wins", "/set-aside")
QUERIES = (
    "page=2",
    "kind=good_practice",
    "kind=gemba_walk&status=draft",
    "department=purchasing",
    "department=%00",
)


@pytest.fixture(scope="module")
def plant(postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A server with people, places and earlier walks; two of its changes could not be applied."""
    folder, address = tmp_path_factory.mktemp("postgresql"), postgresql.new_database()
    load_plant(folder, history=True, database_url=address)
    opened = open_plant(folder, database_url=address)
    opened.find(person="f" * 32)
    opened.find(statement="\x00")
    opened.push()
    yield opened
    opened.app.state.engine.dispose()


@pytest.fixture(scope="module")
def office(plant: Plant) -> TestClient:
    """A browser with the quality manager signed in."""
    return plant.office()


def pages_from(client: TestClient, *starts: str) -> dict[str, str]:
    """Follow every link that leads to a page, and return what each shows."""
    seen: dict[str, str] = {}
    alike: Counter[str] = Counter()
    waiting = list(starts)
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"[0-9a-f]{32}", "…", re.sub("/checklists/.*/file/", "/checklists/…/file/", path))
        if path in seen or path.startswith(("/static/", "/photos/")) or alike[kind] >= ALIKE:
            continue
        answer = client.get(path)
        assert answer.status_code == 200, path
        if path.endswith("/bundle"):
            assert check(Opened(io.BytesIO(answer.content))).problems == (), path
            alike[kind] += 1
            continue
        if "/file/" in path:
            assert answer.content, path
            assert "attachment" in answer.headers["Content-Disposition"], path
            alike[kind] += 1
            continue
        assert "<h1" in answer.text, path
        seen[path] = answer.text
        alike[kind] += 1
        waiting += sorted(set(re.findall(r'href="(/[^"#]*)', answer.text)))
    return seen


def test_every_page_shows_the_record(plant: Plant, office: TestClient) -> None:
    # Of a long text a history shows the beginning, with a link to the whole change.
    long = plant.find(statement="Every shelf says what lives on it. " * 500)
    assert plant.push().refused == []
    seen = pages_from(office, "/", f"/history/finding/{long}")
    assert {path.split("/")[1].partition("?")[0] for path in seen} >= PAGES
    assert "2 changes" in seen["/"]


@pytest.mark.parametrize("path", LISTS)
def test_lists_take_their_filters(office: TestClient, path: str) -> None:
    for query in QUERIES:
        assert office.get(f"{path}?{query}").status_code == 200, query


@pytest.mark.parametrize("path", ["/visits", "/findings", "/history/visit", "/changes", "/photos"])
def test_name_that_no_text_can_hold_is_not_there(office: TestClient, path: str) -> None:
    assert office.get(f"{path}/%00").status_code == 404


def test_photos_are_shown(office: TestClient) -> None:
    photo = re.findall(r'"(/photos/[0-9a-f]{64})', office.get("/wins").text)[0]
    for path in (photo, f"{photo}/thumbnail"):
        assert office.get(path).headers["Content-Type"] == "image/jpeg"


def test_code_is_made_and_access_is_ended(plant: Plant, office: TestClient) -> None:
    token = form_token(office.get("/tablets").text)
    answer = office.post("/tablets/enrol", data={"token": token})
    assert answer.status_code in {200, 303}
    end = f"/tablets/{plant.device}/end"
    assert office.post(end, data={"token": form_token(office.get(end).text)}).status_code == 303
    assert plant.tablet().get("/api/v1/reference").json()["number"] == 102
