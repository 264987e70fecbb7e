"""Something raised without a name gets to every tablet once, whatever happens to the server on the way."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import httpx

from checklists.protocol import routes
from checklists.protocol.messages import Unnamed
from checklists.records.finding import FindingKind
from checklists.records.person import Role
from checklists.records.unnamed import key_of, new_code, record_of
from mobile.store import findings, people, unnamed
from mobile.store.identity import this_tablet
from mobile.sync.status import Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sync.works import Office, Tablet

    Open = Callable[..., Tablet]

WORDS = "The guard is tied open"


def raise_it(tablet: Tablet, *, photo: bool = False, kind: FindingKind = FindingKind.PROBLEM) -> str:
    """Raise something without a name; return the key of its code."""
    key = key_of(new_code()) or ""
    photos = []
    if photo:
        sha, _ = tablet.take_photo()
        photos = [base64.b64encode(tablet.vault.read(sha)).decode()]
        tablet.vault.destroy(sha)
    said = {"key": key, "kind": kind, "statement": WORDS, "area": tablet.somewhere().id, "photos": photos}
    unnamed.put(tablet.store, Unnamed.model_validate(said))
    return key


def statement(tablet: Tablet, key: str) -> str:
    """Return what a tablet has of it, empty for nothing."""
    found = findings.get(tablet.store, record_of(key))
    return found.text("statement") if found else ""


def test_it_reaches_every_tablet_and_leaves_the_one_it_came_from(open_tablet: Open, office: Office) -> None:
    here, there = open_tablet("here"), open_tablet("there")
    key = raise_it(here, photo=True, kind=FindingKind.GOOD_PRACTICE)
    here.sync.sync_now()
    assert unnamed.waiting(here.store) == 0
    for tablet in (here, there):
        tablet.sync.sync_now()
        assert statement(tablet, key) == WORDS
        (win,) = findings.wins(tablet.store)
        (sha,) = win.photos
        assert tablet.vault.thumbnail(sha)
    assert office.rows("select count(*) from finding") == [(1,)]
    # What the server wrote down beside it, and in which order, says the day.
    assert office.rows("select received_at from op") == office.rows("select announced_at from photo")
    log = (office.folder / "server.log").read_text()
    assert this_tablet(here.store).device not in log
    assert routes.UNNAMED not in log


def test_server_killed_between_storing_and_answering_has_it_once(open_tablet: Open, office: Office) -> None:
    tablet = open_tablet("dock")
    key = raise_it(tablet, photo=True)

    def lose_answer(request: httpx.Request, _answer: httpx.Response) -> None:
        if request.url.path == routes.UNNAMED and office.running.process.poll() is None:
            office.kill()
            raise httpx.ReadError("cut", request=request)

    tablet.wire.after = lose_answer
    status = tablet.sync.sync_now()
    assert (status.phase, unnamed.waiting(tablet.store)) == (Phase.ON_TABLET, 1)
    assert office.rows("select count(*) from finding") == [(1,)]
    tablet.wire.after = lambda _request, _answer: None
    office.come_back()
    tablet.sync.sync_now()
    assert unnamed.waiting(tablet.store) == 0
    for count in ("count(*) from finding", "count(*) from op", "count(*) from link", "count(*) from feed"):
        assert office.rows(f"select {count}") == [(1,)], count
    tablet.sync.sync_now()
    assert statement(tablet, key) == WORDS


def test_it_is_not_sent_right_behind_what_the_tablet_says_of_its_own(open_tablet: Open) -> None:
    tablet = open_tablet("dock")
    asked: list[str] = []
    tablet.wire.before = lambda request: asked.append(request.url.path)
    tablet.start_visit(tablet.somebody(Role.AUDITOR))
    raise_it(tablet)
    tablet.sync.sync_now()
    assert routes.PUSH in asked
    assert routes.UNNAMED not in asked
    asked.clear()
    tablet.sync.sync_now()
    assert routes.UNNAMED in asked
    assert routes.PUSH not in asked


def test_message_names_neither_person_nor_tablet(open_tablet: Open) -> None:
    tablet = open_tablet("dock")
    sent: list[bytes] = []

    def listen(request: httpx.Request) -> None:
        if request.url.path == routes.UNNAMED:
            sent.append(request.read())

    tablet.wire.before = listen
    raise_it(tablet)
    tablet.sync.sync_now()
    (body,) = sent
    everybody = [one.id for one in people.people(tablet.store)]
    me = this_tablet(tablet.store)
    for name in (*everybody, me.device, me.incarnation, me.name):
        assert name.encode() not in body
    assert re.findall(rb"20[0-9]{2}-[0-9]{2}-[0-9]{2}", body) == []
