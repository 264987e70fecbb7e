"""What is raised without a name is in the record, and nothing there says who, on which tablet, or when."""

from __future__ import annotations

import base64
import io
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from sqlalchemy import select

from checklists.ids import new_id
from checklists.journal.canonical import digest
from checklists.protocol import refusals, routes
from checklists.records.unnamed import NOBODY, key_of, new_code, record_of
from sync_server.api.unnamed import SERVER_MOST, TABLET_MOST, Limits
from sync_server.errors import Refused
from sync_server.objects.thumbnails import thumbnail
from sync_server.record import schema
from sync_server.record.checking import check_record
from sync_server.record.database import reading
from sync_server.record.findings import read_finding
from tests.support.sending import TOMASZ

if TYPE_CHECKING:
    from pathlib import Path

    from httpx import Response

    from checklists.records.finding import Finding
    from tests.support.sending import Tablet
    from tests.sync_server.conftest import Central

MOMENT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?")
STAMP = re.compile(r"\b[0-9]{15}:[0-9]{6}\b")
MIDNIGHT = "T00:00:00.000"


def a_picture(words: bytes = b"taken by Tomasz at 10:42") -> bytes:
    """Return a JPEG that carries what a camera writes beside a picture."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0132], exif[0x0112] = words.decode(), "2026:03:03 10:42:17", 6
    out = io.BytesIO()
    Image.new("RGB", (64, 40), "#2e6a5d").save(out, "JPEG", exif=exif, comment=words)
    return out.getvalue()


def a_message(**other: Any) -> dict[str, Any]:
    key = key_of(new_code())
    said = {"key": key, "kind": "near_miss", "statement": "The guard is tied open", "area": "dock-1"}
    return {**said, "photos": [], **other}


def photo(data: bytes) -> str:
    return base64.b64encode(data).decode()


def raise_it(tablet: Tablet, message: dict[str, Any]) -> Response:
    return tablet.client.post(routes.UNNAMED, json=message, headers=tablet.headers)


def found(central: Central, message: dict[str, Any]) -> Finding | None:
    with reading(central.app.state.engine) as connection:
        return read_finding(connection, record_of(message["key"]))


def everything(central: Central) -> Counter[str]:
    """Return every row of every table as a text."""
    with reading(central.app.state.engine) as connection:
        return Counter(
            f"{table.name}: {[_plain(value) for value in row]}"
            for table in schema.metadata.sorted_tables
            for row in connection.execute(select(table))
        )


def _plain(value: object) -> object:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value


def test_nothing_that_is_kept_says_who_or_which_tablet_or_more_than_the_day(
    central: Central, capfd: pytest.CaptureFixture[str]
) -> None:
    tablet = central.tablet()
    tablet.finding(TOMASZ)
    tablet.push()
    before, _ = everything(central), capfd.readouterr()
    message = a_message(photos=[photo(a_picture())])
    answers = [raise_it(tablet, message) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    after, said = everything(central), capfd.readouterr()
    new = [row for row in after - before if not row.startswith("counter: ")]
    gone = [row for row in before - after if not row.startswith("counter: ")]
    assert gone == []
    assert {row.partition(":")[0] for row in new} == {
        "op", "link", "feed", "record", "finding", "photo", "photo_of",
    }  # fmt: skip
    written = "\n".join(new)
    assert tablet.device not in written
    assert TOMASZ not in written
    assert message["key"] not in written
    moments = MOMENT.findall(written)
    assert moments
    assert [one for one in moments if not one.endswith(MIDNIGHT)] == []
    assert {int(one[:15]) % 86_400_000 for one in STAMP.findall(written)} == {0}
    assert {one[16:] for one in STAMP.findall(written)} == {"000000"}
    assert said.out + said.err == ""
    raised = found(central, message)
    assert raised is not None
    assert (raised.unnamed, raised.text("statement")) == (True, "The guard is tied open")
    assert (raised.text("area"), raised.text("department")) == ("dock-1", "logistics")
    with reading(central.app.state.engine) as connection:
        assert list(check_record(connection, central.app.state.keys)) == []


def test_photo_is_drawn_anew_and_its_file_says_no_more_than_the_day(central: Central) -> None:
    sent = a_picture()
    message = a_message(photos=[photo(sent)])
    assert raise_it(central.tablet(), message).status_code == 200
    raised = found(central, message)
    assert raised is not None
    ((sha, ref),) = raised.photos.items()
    kept = central.app.state.objects.read(sha)
    assert digest(kept) == sha != digest(sent)
    assert (ref.bytes, ref.width, ref.height) == (len(kept), 40, 64)
    assert ref.taken_at.endswith(f"{MIDNIGHT}Z")
    for trace in (b"Tomasz", b"10:42", b"Exif", b"2026"):
        assert trace not in kept
    file: Path = central.app.state.objects.photo(sha)
    assert thumbnail(central.app.state.objects, sha)
    small = file.parents[2] / "thumbnails"
    looked_at = [file, *file.parents[:2], small, *small.rglob("*")]
    assert len(looked_at) == 6
    for one in looked_at:
        assert one.stat().st_mtime % 86_400 == 0
    ((received, announced),) = central.rows(select(schema.photo.c.received_at, schema.photo.c.announced_at))
    assert received == announced == ref.taken_at


def test_nothing_of_the_tablet_is_in_the_files_after_it_that_was_not_before(central: Central) -> None:
    def times(words: str) -> int:
        for database in central.folder.glob("*.db"):
            with closing(sqlite3.connect(database)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        files = [one for one in central.folder.rglob("*") if one.is_file()]
        return sum(one.read_bytes().count(words.encode()) for one in files)

    tablet = central.tablet()
    before = times(tablet.device)
    message = a_message(photos=[photo(a_picture())])
    assert raise_it(tablet, message).status_code == 200
    assert times(tablet.device) == before
    assert times(tablet.token) == times(message["key"]) == 0
    seen = select(schema.device.c.last_seen_at, schema.device.c.enrolled_at)
    ((last_seen, enrolled),) = central.rows(seen.where(schema.device.c.id == tablet.device))
    assert last_seen == enrolled


def test_every_tablet_hears_of_it_alike(central: Central) -> None:
    here, there = central.tablet("here"), central.tablet("there")
    message = a_message()
    raise_it(here, message)
    pulled = [[entry.body for entry in one.entries("shared")] for one in (here, there)]
    assert pulled[0] == pulled[1]
    assert record_of(message["key"]) in pulled[0][-1]
    assert here.entries("own") == there.entries("own") == []
    assert central.rows(select(schema.feed.c.device, schema.feed.c.owner)) == [(None, None)]


def test_good_practice_without_a_name_is_a_win(central: Central) -> None:
    message = a_message(kind="good_practice", statement="")
    assert raise_it(central.tablet(), message).status_code == 200
    raised = found(central, message)
    assert raised is not None
    assert raised.is_good_practice


def test_tablet_can_not_change_or_take_back_what_was_raised_without_a_name(central: Central) -> None:
    tablet, message = central.tablet(), a_message()
    raise_it(tablet, message)
    tablet.write(TOMASZ, "finding", {"withdrawn": True}, record_of(message["key"]))
    tablet.write(NOBODY, "finding", {"withdrawn": True}, record_of(message["key"]))
    assert [one.number for one in tablet.push().refused] == [
        refusals.NOT_YOURS.number,
        refusals.PERSON_UNKNOWN.number,
    ]


def test_only_an_enrolled_tablet_may_raise_something(central: Central) -> None:
    for headers in ({}, {"Authorization": f"Bearer {new_id()}"}):
        answer = central.client.post(routes.UNNAMED, json=a_message(), headers=headers)
        assert (answer.status_code, answer.json()["number"]) == (401, refusals.NOT_ENROLLED.number)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"key": "x"},
        {"kind": "nonconformity"},
        {"statement": "\x00"},
        {"statement": "\ud800"},
        {"statement": "x" * 100_001},
        {"area": "Dock 1"},
        {"photos": ["not base64"]},
        {"photos": ["é" * 8]},
        {"photos": [""] * 5},
    ],
)
def test_what_is_not_as_agreed_is_refused_in_a_sentence(central: Central, spoilt: dict[str, Any]) -> None:
    tablet, message = central.tablet(), a_message(**spoilt)
    # Half a character can only be sent escaped.
    body = json.dumps(message).encode()
    answer = central.client.post(routes.UNNAMED, content=body, headers=tablet.headers)
    assert (answer.status_code, answer.json()["number"]) == (400, refusals.MESSAGE_NOT_READ.number)
    assert central.count(schema.op) == 0


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"<svg/>", a_picture()[:300], b"\xff\xd8\xff" + b"\x00" * 500]
)
def test_what_is_no_picture_is_refused_and_nothing_is_kept(central: Central, data: bytes) -> None:
    answer = raise_it(central.tablet(), a_message(photos=[photo(data)]))
    assert (answer.status_code, answer.json()["number"]) == (400, refusals.PHOTO_NOT_TAKEN.number)
    assert central.count(schema.op) == 0
    assert list(central.app.state.objects.names()) == []


def test_flood_from_a_tablet_is_held_off_and_the_others_go_on(central: Central) -> None:
    flooding, other, first = central.tablet(), central.tablet(), a_message()
    assert raise_it(flooding, first).status_code == 200
    for _ in range(TABLET_MOST - 1):
        raise_it(flooding, a_message())
    answer = raise_it(flooding, a_message())
    assert (answer.status_code, answer.json()["number"]) == (429, refusals.TOO_MANY_UNNAMED.number)
    assert int(answer.headers["Retry-After"]) > 0
    assert raise_it(flooding, first).status_code == 200
    assert raise_it(other, a_message()).status_code == 200


def test_flood_from_all_tablets_together_is_held_off() -> None:
    limits = Limits()
    for number in range(SERVER_MOST):
        limits.count(f"{number // 2}")
    with pytest.raises(Refused):
        limits.count("another")


def test_refusal_leaves_no_line_in_the_log(central: Central, capfd: pytest.CaptureFixture[str]) -> None:
    tablet = central.tablet()
    capfd.readouterr()
    assert raise_it(tablet, a_message(kind="x")).status_code == 400
    said = capfd.readouterr()
    assert said.out + said.err == ""
    assert central.client.post(routes.HELLO, json={}, headers=tablet.headers).status_code == 400
    assert routes.HELLO in capfd.readouterr().out


def test_unknown_area_is_kept_as_it_was_said(central: Central) -> None:
    message = a_message(area="a-new-shed")
    assert raise_it(central.tablet(), message).status_code == 200
    raised = found(central, message)
    assert raised is not None
    assert (raised.text("area"), raised.text("department")) == ("a-new-shed", "")
