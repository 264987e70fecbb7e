"""A new tablet asks for server and code; what was typed stays until it is connected."""

import json
from pathlib import Path

import httpx

from checklists.protocol import refusals, routes
from mobile.store.identity import this_tablet
from tests.support.app_driver import ANA, Window, a_plant, a_tablet, show

LINK = "/enrol?server=http://192.168.1.20:8000&code=ABCD-EFGH"


class Server:
    """Answers an enrolment with each of these in turn, and keeps what was asked."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == routes.ENROL:
            self.asked.append(json.loads(request.content))
        return self.answers.pop(0)


def welcome() -> httpx.Response:
    return httpx.Response(200, json={"device": "d" * 32, "token": "t" * 43, "server_name": "Sample plant"})


def problem(refusal: refusals.Refusal) -> httpx.Response:
    told = {"number": refusal.number, "sentence": refusal.sentence, "advice": refusal.advice}
    return httpx.Response(400, json=told)


def test_link_from_the_server_fills_in_address_and_code(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert window.field("enrol-server") == "http://192.168.1.20:8000"
        assert window.field("enrol-code") == "ABCD-EFGH"
        assert window.field("enrol-name") == "Tablet"

    show(a_tablet(tmp_path, enrolled=False), scenario, person=None, route=LINK)


def test_code_that_fits_connects_the_tablet_and_asks_who_walks(tmp_path: Path) -> None:
    server = Server(welcome())
    tablet = a_tablet(tmp_path, enrolled=False, answer=server)

    async def scenario(window: Window) -> None:
        await window.enter("enrol-name", "Tablet at Dock 2")
        await window.tap("enrol-go")
        await window.until(lambda: window.route == "/")
        assert "No people have arrived" in window.words()
        me = this_tablet(tablet.store)
        assert (me.name, me.server_url) == ("Tablet at Dock 2", "http://192.168.1.20:8000")

    show(tablet, scenario, person=None, route=LINK)
    assert server.asked[0]["code"] == "ABCD-EFGH"


def test_people_appear_as_soon_as_they_have_arrived(tmp_path: Path) -> None:
    lists = httpx.Response(200, json=a_plant().model_dump(mode="json"), headers={"ETag": '"1"'})
    end = {"n": 0, "hash": "0" * 64}
    now = {"server_time": "2026-03-03T12:00:00.000Z"}
    hello = httpx.Response(200, json={**end, **now})
    nothing = {"entries": [], "cursor": {"seq": 0, "hash": "0" * 64}, "more": False}
    pages = [httpx.Response(200, json={**nothing, "stream": stream}) for stream in ("own", "shared")]
    backed_up = httpx.Response(200, json={"n": 0, "at": None, "photos": [], **now})
    same = httpx.Response(200, json={**end, "shared": 0, "own": 0, "refused": 0})
    server = Server(welcome(), hello, *pages, lists, backed_up, same)
    tablet = a_tablet(tmp_path, enrolled=False, answer=server)

    async def scenario(window: Window) -> None:
        await window.tap("enrol-go")
        await window.until(lambda: "No people have arrived" in window.words())
        tablet.sync.sync_now()
        await window.until(lambda: window.shows(f"person-{ANA.id}"))

    show(tablet, scenario, person=None, route=LINK)


def test_server_that_is_off_is_told_and_what_was_typed_stays(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.enter("enrol-server", "floorwalk.example.org")
        await window.tap("enrol-go")
        await window.until(lambda: window.has("enrol-problem"))
        assert "The server can't be reached" in window.words("enrol-problem")
        assert window.field("enrol-server") == "floorwalk.example.org"
        assert window.field("enrol-code") == "ABCD-EFGH"

    show(a_tablet(tmp_path, enrolled=False), scenario, person=None, route=LINK)


def test_used_code_is_told_in_the_servers_words_and_another_one_can_be_tried(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, enrolled=False, answer=Server(problem(refusals.CODE_USED), welcome()))

    async def scenario(window: Window) -> None:
        await window.tap("enrol-go")
        await window.until(lambda: window.has("enrol-problem"))
        assert refusals.CODE_USED.sentence in window.words("enrol-problem")
        await window.enter("enrol-code", "JKLM-NPQR")
        await window.submit("enrol-code")
        await window.until(lambda: window.route == "/")

    show(tablet, scenario, person=None, route=LINK)


def test_address_that_can_not_be_one_is_told_with_an_example(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.enter("enrol-server", "ftp://somewhere")
        await window.tap("enrol-go")
        await window.until(lambda: window.has("enrol-problem"))
        assert "It looks like" in window.words("enrol-problem")

    show(a_tablet(tmp_path, enrolled=False), scenario, person=None, route=LINK)


def test_nothing_can_be_sent_before_all_three_are_there(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert window.disabled("enrol-go")
        await window.enter("enrol-server", "http://server.example")
        await window.enter("enrol-code", "ABCD-EFGH")
        assert not window.disabled("enrol-go")
        await window.enter("enrol-name", "  ")
        assert window.disabled("enrol-go")

    show(a_tablet(tmp_path, enrolled=False), scenario, person=None)
