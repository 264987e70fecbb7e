"""A server that is killed at the worst moment loses nothing, and each side goes on where it was."""

import threading
from collections.abc import Callable

import httpx
import pytest

from checklists.protocol import routes
from checklists.protocol.limits import UPLOAD_CHUNK
from checklists.records.person import Role
from mobile.store import photos, refused, visits
from mobile.sync import uploads
from mobile.sync.status import Phase
from tests.sync.works import Office, Tablet

Open = Callable[..., Tablet]


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every photo be too large for one request."""
    monkeypatch.setattr(uploads, "UPLOAD_WHOLE", 0)


def taps(tablet: Tablet, count: int) -> None:
    who = tablet.somebody(Role.AUDITOR)
    visit = tablet.start_visit(who)
    for number in range(count - 1):
        visits.note(tablet.store, who.id, visit.id, "q1", f"note {number}")


def kill_at(office: Office, path: str, *, times: int, delay: float) -> Callable[[httpx.Request], None]:
    """Return what kills the server some seconds after a request to a path was sent."""
    left = [times]

    def act(request: httpx.Request) -> None:
        if request.url.path.startswith(path) and left[0]:
            left[0] -= 1
            threading.Timer(delay, office.kill).start()

    return act


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03, 0.1])
def test_server_killed_during_a_push_loses_nothing(open_tablet: Open, office: Office, delay: float) -> None:
    tablet = open_tablet("dock")
    taps(tablet, 600)
    tablet.wire.before = kill_at(office, routes.PUSH, times=1, delay=delay)
    tablet.sync.sync_now()
    office.running.process.wait(20)
    confirmed = 600 - tablet.sync.status.waiting
    office.come_back()
    assert confirmed <= len(office.op_ids())
    status = tablet.sync.sync_now()
    assert (status.phase, status.waiting) == (Phase.RECEIVED, 0)
    assert office.op_ids() == tablet.op_ids()
    assert office.rows("select count(*), count(distinct op_id) from link") == [(600, 600)]


def test_answer_lost_with_the_server_is_asked_for_again(open_tablet: Open, office: Office) -> None:
    tablet = open_tablet("dock")
    leader = tablet.somebody(Role.LEADER)
    tablet.start_visit(leader, "purchasing")

    def lose_answer(request: httpx.Request, _answer: httpx.Response) -> None:
        if request.url.path == routes.PUSH and office.running.process.poll() is None:
            office.kill()
            raise httpx.ReadError("cut", request=request)

    tablet.wire.after = lose_answer
    status = tablet.sync.sync_now()
    assert (status.waiting, refused.needs_you(tablet.store)) == (1, [])
    assert office.op_ids() == tablet.op_ids()
    tablet.wire.after = lambda _request, _answer: None
    office.come_back()
    status = tablet.sync.sync_now()
    assert (status.waiting, len(refused.needs_you(tablet.store))) == (0, 1)


@pytest.mark.usefixtures("in_parts")
def test_photo_goes_on_where_it_was_after_the_server_was_killed(open_tablet: Open, office: Office) -> None:
    tablet = open_tablet("dock")
    who = tablet.somebody(Role.AUDITOR)
    visit = tablet.start_visit(who)
    sha, ref = tablet.take_photo(1500)
    assert ref.bytes > 3 * UPLOAD_CHUNK
    visits.add_photo(tablet.store, who.id, visit.id, "q1", sha, ref)
    parts: list[int] = []

    def count_parts(request: httpx.Request) -> None:
        if request.method == "PATCH":
            parts.append(int(request.headers["Upload-Offset"]))
            if len(parts) == 3:
                office.kill()

    tablet.wire.before = count_parts
    status = tablet.sync.sync_now()
    assert (status.phase, status.waiting) == (Phase.ON_TABLET, 1)
    halfway = photos.photo(tablet.store, sha)
    assert halfway is not None
    assert halfway.sent == 2 * UPLOAD_CHUNK
    office.come_back()
    status = tablet.sync.sync_now()
    assert (status.phase, status.waiting) == (Phase.RECEIVED, 0)
    assert parts[:4] == [0, UPLOAD_CHUNK, 2 * UPLOAD_CHUNK, 2 * UPLOAD_CHUNK]
    assert office.rows("select sha256 from photo where received_at is not null") == [(sha,)]


@pytest.mark.usefixtures("in_parts")
def test_tablet_closed_during_an_upload_goes_on_after_the_restart(open_tablet: Open, office: Office) -> None:
    tablet = open_tablet("dock")
    who = tablet.somebody(Role.AUDITOR)
    visit = tablet.start_visit(who)
    sha, ref = tablet.take_photo(1500)
    visits.add_photo(tablet.store, who.id, visit.id, "q1", sha, ref)

    def cut(request: httpx.Request) -> None:
        if request.headers.get("Upload-Offset") == str(2 * UPLOAD_CHUNK):
            raise httpx.WriteError("cut", request=request)

    tablet.wire.before = cut
    tablet.sync.sync_now()
    tablet.close()
    again = open_tablet("dock")
    first_part: list[str] = []
    again.wire.before = lambda request: (
        first_part.append(request.headers["Upload-Offset"]) if request.method == "PATCH" else None
    )
    assert again.sync.sync_now().phase is Phase.RECEIVED
    assert first_part[0] == str(2 * UPLOAD_CHUNK)


def test_sync_running_by_itself_delivers_when_the_server_comes_back(
    open_tablet: Open, office: Office
) -> None:
    tablet = open_tablet("dock")
    office.kill()
    away, delivered = threading.Event(), threading.Event()

    def look(status: object) -> None:
        if "can't be reached" in tablet.sync.status.sentence:
            away.set()
        if away.is_set() and tablet.sync.status.phase is Phase.RECEIVED and tablet.sync.status.received_at:
            delivered.set()

    tablet.sync.subscribe(look)
    tablet.sync.start()
    taps(tablet, 10)
    tablet.sync.nudge()
    assert away.wait(20)
    office.come_back()
    assert delivered.wait(90)
    assert office.op_ids() == tablet.op_ids()
