"""Photos arrive over HTTP in parts (tus 1.0), and go on exactly where they were cut."""

from __future__ import annotations

import errno
import socket
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from checklists.protocol import routes
from checklists.protocol.limits import PHOTO_BYTES
from sync_server.objects.arriving import Arriving
from tests.support.sending import Tablet
from tests.support.server import start_server
from tests.support.uploading import (
    PART,
    PHOTO,
    SHA,
    TUS,
    announce,
    begin,
    begun,
    metadata,
    offset_of,
    part,
    problem,
    received_at,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sync_server.conftest import Central


@pytest.fixture
def home() -> str:
    """These are about what comes over the wire, not about where it is kept."""
    return "sqlite"


def test_photo_in_parts_is_received_and_the_record_says_so(central: Central) -> None:
    tablet, address = begun(central)
    announce(tablet)
    assert received_at(central) is None
    first = part(central.client, tablet, address, 0, PHOTO[:100_000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "100000")
    assert received_at(central) is None
    assert offset_of(central.client, tablet, address) == 100_000
    assert part(central.client, tablet, address, 100_000, PHOTO[100_000:]).status_code == 204
    assert received_at(central) is not None
    assert central.app.state.objects.is_whole(SHA)


def test_photo_that_came_before_its_announcement_is_marked_when_the_tablet_asks_again(
    central: Central,
) -> None:
    tablet, address = begun(central)
    part(central.client, tablet, address, 0, PHOTO)
    announce(tablet)
    again = begin(central.client, tablet.headers)
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert received_at(central) is not None


def test_whole_photo_answers_to_head_with_its_length(central: Central) -> None:
    tablet, address = begun(central)
    part(central.client, tablet, address, 0, PHOTO)
    assert offset_of(central.client, tablet, address) == len(PHOTO)


def test_other_bytes_are_told_and_the_upload_starts_again(central: Central) -> None:
    tablet, address = begun(central)
    answer = part(central.client, tablet, address, 0, PHOTO[:-1] + b"!")
    assert problem(answer) == (460, 402)
    assert answer.headers["Upload-Offset"] == "0"
    assert central.client.head(address, headers={**TUS, **tablet.headers}).status_code == 404
    assert begin(central.client, tablet.headers).headers["Upload-Offset"] == "0"
    assert part(central.client, tablet, address, 0, PHOTO).status_code == 204


def test_part_from_another_place_is_told_where_to_go_on(central: Central) -> None:
    tablet, address = begun(central)
    part(central.client, tablet, address, 0, PHOTO[:10])
    answer = part(central.client, tablet, address, 11, PHOTO[11:])
    assert problem(answer) == (409, 403)
    assert answer.headers["Upload-Offset"] == "10"


def test_second_client_is_told_to_wait(central: Central) -> None:
    tablet, address = begun(central)
    uploads = central.app.state.objects.uploads
    from sync_server.objects.upload import named  # noqa: PLC0415 - only here

    with uploads.held(named(address.rpartition("/")[2], tablet.device)):
        answer = part(central.client, tablet, address, 0, PHOTO)
    assert problem(answer) == (423, 404)
    assert answer.headers["Retry-After"]
    assert part(central.client, tablet, address, 0, PHOTO).status_code == 204


def test_two_tablets_with_the_same_photo_each_send_it_and_learn_nothing_of_each_other(
    central: Central,
) -> None:
    tablet, address = begun(central)
    other = central.tablet("Other")
    part(central.client, tablet, address, 0, PHOTO[:50_000])
    assert central.client.head(address, headers={**TUS, **other.headers}).status_code == 404
    assert begin(central.client, other.headers).headers["Upload-Offset"] == "0"
    assert part(central.client, other, address, 0, PHOTO).status_code == 204
    assert offset_of(central.client, tablet, address) == 50_000
    assert part(central.client, tablet, address, 50_000, PHOTO[50_000:]).status_code == 204
    assert central.app.state.objects.is_whole(SHA)


@pytest.mark.parametrize(
    ("sha", "length", "status", "number"),
    [
        (SHA, PHOTO_BYTES + 1, 413, 302),
        (SHA, 0, 400, 401),
        (SHA, "x", 400, 301),
        (SHA, "-5", 400, 301),
        (SHA, "9" * 30, 400, 301),
        (SHA, "٣", 400, 301),
        ("nonsense", 10, 400, 401),
        ("", 10, 400, 301),
        ("é" * 32, 10, 400, 401),
    ],
)
def test_announcement_that_cannot_be_taken_gets_a_number(
    central: Central, sha: str, length: object, status: int, number: int
) -> None:
    given = {**TUS, "Upload-Length": str(length).encode(), "Upload-Metadata": metadata(sha)}
    answer = central.client.post(routes.UPLOADS, headers={**given, **central.tablet().headers})
    assert problem(answer) == (status, number)


@pytest.mark.parametrize(
    "metadata", ["", "sha256", "sha256 ***", "sha256 /w==", "other eA==", "sha256 eA== more", ",,,"]
)
def test_announcement_without_readable_metadata_gets_a_number(central: Central, metadata: str) -> None:
    given = {**TUS, "Upload-Length": "10", "Upload-Metadata": metadata, **central.tablet().headers}
    assert problem(central.client.post(routes.UPLOADS, headers=given)) == (400, 301)


def test_more_bytes_than_announced_are_refused(central: Central) -> None:
    tablet, address = begun(central)
    assert problem(part(central.client, tablet, address, 0, PHOTO + b"!")) == (413, 302)
    assert offset_of(central.client, tablet, address) < len(PHOTO)


def test_part_of_another_type_is_refused(central: Central) -> None:
    tablet, address = begun(central)
    headers = {**TUS, "Upload-Offset": "0", "Content-Type": "image/jpeg", **tablet.headers}
    assert problem(central.client.patch(address, headers=headers, content=PHOTO)) == (415, 301)


@pytest.mark.parametrize("version", [None, "0.9", "2.0.0"])
def test_other_version_of_the_protocol_is_told_ours(central: Central, version: str | None) -> None:
    headers = {"Tus-Resumable": version} if version else {}
    answer = central.client.post(routes.UPLOADS, headers={**headers, **central.tablet().headers})
    assert problem(answer) == (412, 301)
    assert answer.headers["Tus-Version"] == "1.0.0"


def test_anybody_may_ask_what_the_server_can_do(central: Central) -> None:
    answer = central.client.options(routes.UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["Tus-Extension"] == (
        "creation,creation-with-upload,checksum,expiration,termination"
    )
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert answer.headers["Tus-Max-Size"] == str(PHOTO_BYTES)


@pytest.mark.parametrize("token", ["", "Bearer nobody", "Basic eA=="])
def test_upload_without_a_tablets_token_is_refused(central: Central, token: str) -> None:
    assert problem(begin(central.client, {"Authorization": token})) == (401, 101)
    answer = central.client.patch(
        routes.upload(f"{SHA}-5"),
        headers={**PART, "Upload-Offset": "0", "Authorization": token},
        content=b"12345",
    )
    assert problem(answer) == (401, 101)


@pytest.mark.parametrize("name", ["x", f"{SHA}-5", f"{SHA}-0", "a%00b", "..%2f..%2fserver.key", "%ff%fe"])
def test_upload_nobody_began_is_unknown(central: Central, name: str) -> None:
    tablet = central.tablet()
    assert central.client.head(routes.upload(name), headers={**TUS, **tablet.headers}).status_code == 404
    assert part(central.client, tablet, routes.upload(name), 0, b"x").status_code == 404


def test_full_disk_is_told_and_what_came_before_is_kept(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, address = begun(central)
    part(central.client, tablet, address, 0, PHOTO[:1000])

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Arriving, "_append", full)
        answer = part(central.client, tablet, address, 1000, PHOTO[1000:])
    assert problem(answer) == (507, 501)
    assert "disk is full" in answer.json()["detail"]
    assert part(central.client, tablet, address, 1000, PHOTO[1000:]).status_code == 204


def test_cut_connection_and_killed_server_lose_no_byte_that_arrived(tmp_path: Path) -> None:
    server = start_server(tmp_path / "data")
    try:
        with httpx.Client(base_url=server.url) as client:
            tablet = Tablet.enrolled(client, server.code())
            address = begin(client, tablet.headers).headers["Location"]
            send_and_hang_up(server.url, tablet, address, PHOTO[:200_000])
            arrived = wait_for_offset(client, tablet, address, 200_000)
            assert arrived == 200_000
        server.kill()
        server = start_server(tmp_path / "data", sample=False)
        with httpx.Client(base_url=server.url) as client:
            assert offset_of(client, tablet, address) == arrived
            assert part(client, tablet, address, arrived, PHOTO[arrived:]).status_code == 204
    finally:
        server.stop()
    kept = tmp_path / "data" / "photos" / SHA[:2] / SHA
    assert kept.read_bytes() == PHOTO


def send_and_hang_up(url: str, tablet: Tablet, address: str, data: bytes) -> None:
    """Promise the whole photo, send some of it, and vanish like a tablet that walks out of reach."""
    parts = httpx.URL(url)
    with socket.create_connection((parts.host, parts.port or 80)) as connection:
        connection.sendall(patch_head(tablet, address) + data)


def wait_for_offset(client: httpx.Client, tablet: Tablet, address: str, wanted: int) -> int:
    """Ask until the server has written what was sent, and return its offset."""
    until = time.monotonic() + 20
    while (offset := offset_of(client, tablet, address)) != wanted and time.monotonic() < until:
        pass
    return offset


def test_tablet_that_comes_back_need_not_wait_for_the_connection_it_lost(tmp_path: Path) -> None:
    server = start_server(tmp_path / "data")
    parts = httpx.URL(server.url)
    try:
        with httpx.Client(base_url=server.url) as client:
            tablet = Tablet.enrolled(client, server.code())
            address = begin(client, tablet.headers).headers["Location"]
            # It says nothing more and is not closed, as where a tablet has walked out of reach.
            with socket.create_connection((parts.host, parts.port or 80)) as silent:
                silent.sendall(patch_head(tablet, address) + PHOTO[:200_000])
                until = time.monotonic() + 25
                while time.monotonic() < until:
                    offset = offset_of(client, tablet, address)
                    answer = part(client, tablet, address, offset, PHOTO[offset:])
                    if answer.status_code != 423:
                        break
                # One that was turned away makes room; where it stands is known then.
                assert answer.status_code in {204, 409}, answer.text
                offset = offset_of(client, tablet, address)
                assert offset in {200_000, len(PHOTO)}
                if offset < len(PHOTO):
                    assert part(client, tablet, address, offset, PHOTO[offset:]).status_code == 204
    finally:
        server.stop()
    assert (tmp_path / "data" / "photos" / SHA[:2] / SHA).read_bytes() == PHOTO


def patch_head(tablet: Tablet, address: str) -> bytes:
    return (
        f"PATCH {address} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
        f"Authorization: Bearer {tablet.token}\r\nContent-Type: application/offset+octet-stream\r\n"
        f"Content-Length: {len(PHOTO)}\r\n\r\n"
    ).encode()
