"""Backed up: a tablet is told what of its own is inside a verified backup, and what is not here at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from checklists.protocol import refusals, routes
from checklists.protocol.limits import BACKED_UP_PHOTOS
from checklists.protocol.messages import BackedUp
from sync_server.backup.make import Live, make_backup
from sync_server.backup.places import BackupFolder
from sync_server.record import schema
from sync_server.record.database import writing

if TYPE_CHECKING:
    from tests.support.sending import Tablet
    from tests.sync_server.conftest import Central

JPEG = b"\xff\xd8\xff\xe0 a photo of "
REF = {"bytes": 20, "width": 4, "height": 3, "taken_at": "2026-03-03T10:42:00.000Z"}


def backed_up_now(central: Central) -> str:
    """Make a backup and return since when."""
    folder = central.folder.with_name("backups")
    folder.mkdir(exist_ok=True)
    state = central.app.state
    return make_backup(
        Live(central.folder, state.engine, state.objects), BackupFolder(folder)
    ).backup.taken_at


def with_photo(central: Central, tablet: Tablet, what: str) -> str:
    """Push a visit with a photo whose bytes are in the store already; return the photo's name."""
    data = JPEG + what.encode()
    name = str(central.app.state.objects.keep(data))
    tablet.visit(**{f"answer/q1/photo/{name}": {**REF, "bytes": len(data)}})
    assert tablet.push().refused == []
    return name


def ask(tablet: Tablet, *photos: str) -> BackedUp:
    message = {"incarnation": tablet.pen.incarnation, "photos": list(photos)}
    reply = tablet.post(routes.BACKED_UP, message)
    assert reply.status_code == 200, reply.text
    return BackedUp.model_validate(reply.json())


def test_before_the_first_backup_nothing_is(central: Central) -> None:
    tablet = central.tablet()
    photo = with_photo(central, tablet, "a shelf")
    said = ask(tablet, photo)
    assert (said.n, said.at, said.photos, said.missing) == (0, None, [], [])


def test_what_a_backup_holds_is_told_and_what_came_later_is_not(central: Central) -> None:
    tablet = central.tablet()
    first = with_photo(central, tablet, "a shelf")
    at = backed_up_now(central)
    second = with_photo(central, tablet, "a label")
    said = ask(tablet, first, second)
    assert (said.n, said.at, said.photos, said.missing) == (1, at, [first], [])
    assert said.server_time > at
    backed_up_now(central)
    assert (ask(tablet, first, second).n, ask(tablet, second).photos) == (2, [second])


def test_photo_the_server_does_not_have_is_asked_for_again(central: Central) -> None:
    tablet = central.tablet()
    here = with_photo(central, tablet, "a shelf")
    said = ask(tablet, "e" * 64, here, "e" * 64)
    assert (said.photos, said.missing) == ([], ["e" * 64])


def test_photo_a_restored_record_does_not_know_to_be_here_is_marked_when_its_tablet_asks(
    central: Central,
) -> None:
    tablet = central.tablet()
    photo = with_photo(central, tablet, "a shelf")
    with writing(central.app.state.engine) as connection:
        connection.execute(schema.photo.update().values(received_at=None))
    assert central.rows(select(schema.photo.c.received_at))[0][0] is None
    said = ask(tablet, photo)
    assert (said.photos, said.missing) == ([], [])
    assert central.rows(select(schema.photo.c.received_at))[0][0] is not None
    # What is not here is not called so.
    tablet.visit(**{f"answer/q1/photo/{'e' * 64}": REF})
    tablet.push()
    assert ask(tablet, "e" * 64).missing == ["e" * 64]
    assert central.rows(select(schema.photo.c.sha256).where(schema.photo.c.received_at.is_(None))) == [
        ("e" * 64,)
    ]


def test_each_tablet_hears_of_its_own_chain(central: Central) -> None:
    tablet, other = central.tablet(), central.tablet()
    with_photo(central, tablet, "a shelf")
    backed_up_now(central)
    assert (ask(tablet).n, ask(other).n) == (1, 0)
    reply = other.post(routes.BACKED_UP, {"incarnation": tablet.pen.incarnation, "photos": []})
    assert BackedUp.model_validate(reply.json()).n == 0


@pytest.mark.parametrize(
    "message",
    [
        {"incarnation": "x", "photos": []},
        {"photos": []},
        {"incarnation": "a" * 32, "photos": ["no name"]},
        {"incarnation": "a" * 32, "photos": ["e" * 64] * (BACKED_UP_PHOTOS + 1)},
        {"incarnation": "a" * 32, "photos": {}},
        [],
        None,
    ],
)
def test_what_is_no_such_message_is_refused(central: Central, message: Any) -> None:
    reply = central.tablet().post(routes.BACKED_UP, message)
    assert (reply.status_code, reply.json()["number"]) == (400, refusals.MESSAGE_NOT_READ.number)


def test_nobody_else_is_told(central: Central) -> None:
    tablet = central.tablet()
    tablet.token = "another"
    reply = tablet.post(routes.BACKED_UP, {"incarnation": "a" * 32, "photos": []})
    assert reply.status_code == 401
