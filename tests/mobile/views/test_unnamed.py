"""Raised without a name: it leaves the tablet by itself and nothing behind; its code leads to the answer."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING

import httpx

from checklists.protocol import routes
from checklists.records.finding import KIND
from checklists.records.unnamed import NOBODY, key_of, new_code, record_of
from mobile.store import actions, findings, journal, outbox, unnamed
from mobile.sync.status import Phase
from tests.mobile.photos.pictures import corners, saved
from tests.support.app_driver import ANA, BEN, Window, a_tablet, show

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.bootstrap import Tablet

PICTURE = saved(corners(400, 300))
CHOSEN = {"pick_files": [{"id": 0, "name": "p.jpg", "size": len(PICTURE), "path": None, "bytes": PICTURE}]}

WORDS = "The guard is tied open at the press"


async def fill_in(window: Window) -> None:
    """Say something with a photo, and choose to leave one's name out."""
    await window.tap("camera-files")
    await window.until(lambda: not window.has("camera-files"))
    await window.enter("something-words", WORDS)
    await window.tap("something-kind-problem")
    await window.tap("something-area-dock-2")
    await window.tap("something-unnamed")


def files_that_hold(folder: Path, words: str) -> list[str]:
    """Return the tablet's files in which words, or a picture, can be found."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    return [one.name for one in files if words.encode() in one.read_bytes()]


def traces(tablet: Tablet) -> list[str]:
    """Return where in the tablet's database, the queue left out, somebody or the words are named."""
    found = []
    tables = [row["name"] for row in tablet.store.rows("select name from sqlite_schema where type = 'table'")]
    for table in sorted(set(tables) - {"unnamed", "checklist", "area"}):
        rows = [str(tuple(row)) for row in tablet.store.rows(f"select * from {table}")]  # noqa: S608 - ours
        found += [f"{table}: {row}" for row in rows if "guard" in row or "dock-2" in row]
    return found


def test_without_a_name_it_is_in_no_journal_and_its_code_is_shown_once(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await fill_in(window)
        assert "Neither your name nor this tablet is kept" in window.words()
        await window.tap("something-save")
        code = window.words("code-once")
        key = key_of(code)
        assert key is not None
        assert "Write this code down" in window.words()
        assert tablet.store.rows("select 1 from op") == []
        assert tablet.store.rows("select 1 from photo") == []
        assert traces(tablet) == []
        assert list((tmp_path / "photos").rglob("*.jpg")) == []
        waiting = unnamed.next_one(tablet.store)
        assert waiting is not None
        assert (waiting.key, waiting.statement, waiting.area) == (key, WORDS, "dock-2")
        (photo,) = waiting.photos
        assert b"Exif" not in base64.b64decode(photo)
        await window.tap("code-done")
        assert window.route == "/"
        assert files_that_hold(tmp_path, code) == []
        assert files_that_hold(tmp_path, code.replace("-", "")) == []

    show(tablet, scenario, route="/something", replies=CHOSEN)


def test_what_waits_without_a_name_is_told_without_saying_what_or_whose(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await fill_in(window)
        await window.tap("something-save")
        assert outbox.counts(tablet.store).all == 0
        await window.go("/tablet")
        assert window.words("sync-sentence").startswith("Something on this tablet is still to be sent.")
        assert "guard" not in window.words()
        await window.tap("who")
        told = window.words("not-sent")
        assert "Ana Kowalczyk, everything you recorded is in the central record." in told
        assert "1 thing raised without a name is on this tablet too" in told
        await window.sign_in(BEN)
        assert tablet.sync.status.phase is Phase.ON_TABLET
        assert tablet.sync.status.waiting == 0

    show(tablet, scenario, route="/something", replies=CHOSEN)


def test_it_survives_a_restart_is_sent_and_then_is_nowhere_on_the_tablet(tmp_path: Path) -> None:
    received: list[dict[str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path != routes.UNNAMED:
            raise httpx.ConnectError("nobody is there", request=request)
        received.append(json.loads(request.content))
        return httpx.Response(200, json={"day": "2026-03-03T00:00:00.000Z"})

    async def begin(window: Window) -> None:
        await fill_in(window)
        await window.tap("something-save")

    async def go_on(window: Window) -> None:
        from mobile.sync import unnamed as sending  # noqa: PLC0415 - one step of an exchange

        me = tablet.store.row("select * from identity")
        assert me is not None
        client = tablet.sync._connect(me["server_url"], me["token"])
        assert files_that_hold(tmp_path, WORDS)
        await asyncio.to_thread(sending.send, tablet.store, client)
        assert unnamed.waiting(tablet.store) == 0
        assert window.has("who")

    show(a_tablet(tmp_path), begin, route="/something", replies=CHOSEN)
    tablet = a_tablet(tmp_path, answer=answer)
    show(tablet, go_on)
    (one,) = received
    assert one["statement"] == WORDS
    assert set(one) == {"key", "kind", "statement", "area", "photos"}
    assert files_that_hold(tmp_path, WORDS) == []
    assert files_that_hold(tmp_path, str(one["key"])) == []
    assert files_that_hold(tmp_path, 'dock-2"') == files_that_hold(tmp_path, 'line-4"')


def test_five_photos_are_too_many_without_a_name(tmp_path: Path) -> None:
    pictures = [saved(corners(40 + more, 30)) for more in range(5)]
    files = [
        {"id": number, "name": "p.jpg", "size": len(one), "path": None, "bytes": one}
        for number, one in enumerate(pictures)
    ]

    async def scenario(window: Window) -> None:
        await fill_in(window)
        await window.tap("something-save")
        assert "Without your name, 4 photos go along." in window.words("something-problem")
        await window.tap("something-unnamed")
        await window.tap("something-save")
        (raised,) = findings.raised_by(window.store, ANA.id)
        assert len(raised.photos) == 5

    show(a_tablet(tmp_path), scenario, route="/something", replies={"pick_files": files})


def test_code_shows_on_any_tablet_what_became_of_it(tmp_path: Path) -> None:
    tablet, code = a_tablet(tmp_path), new_code()
    record = record_of(key_of(code) or "")

    def hear(**values: object) -> None:
        journal.write(tablet.store, person=NOBODY, kind=KIND, record=record, values=values)  # type: ignore[arg-type]  # texts

    async def scenario(window: Window) -> None:
        await window.tap("what-became")
        await window.enter("answer-code", "ABCD-EFGH-JKMN")
        await window.tap("answer-show")
        assert "There is a slip in this code." in window.words("answer-none")
        await window.enter("answer-code", code.lower().replace("-", " "))
        await window.tap("answer-show")
        assert "Nothing with this code has come to this tablet yet." in window.words("answer-none")
        hear(raised_by=NOBODY, raised_at="2026-03-03T00:00:00.000Z", kind="problem", statement=WORDS)
        await window.news()
        assert "received today" in window.words("answer-raised")
        assert "Nobody in the office has said anything about it yet." in window.words()
        hear(seen_at="2026-03-03T11:00:00.000Z", seen_by=BEN.id, reply="The interlock is ordered")
        values = {"text": "Fit the interlock", "owner": BEN.id, "due": "2026-03-10", "finding": record}
        agreed = actions.propose(tablet.store, BEN.id, values=values)
        await window.news()
        assert "Seen by Ben Okafor, today" in window.words()
        assert "The interlock is ordered" in window.words()
        assert "until Tue 10 Mar" in window.words(f"action-{agreed.id}")
        actions.done(tablet.store, BEN.id, agreed.id, "Fitted")
        await window.news()
        assert "Done" in window.words(f"action-{agreed.id}")

    show(tablet, scenario, person=ANA, route="/something", replies=CHOSEN)


def test_what_others_raised_without_a_name_is_in_nobodys_list(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    values = {
        "raised_by": NOBODY,
        "raised_at": "2026-03-03T00:00:00.000Z",
        "kind": "problem",
        "statement": WORDS,
    }
    journal.write(tablet.store, person=NOBODY, kind=KIND, record="f" * 32, values=values)

    async def scenario(window: Window) -> None:
        for route in ("/", "/walks", "/wins", "/something"):
            await window.go(route)
            assert "guard" not in window.words(), route

    show(tablet, scenario)
