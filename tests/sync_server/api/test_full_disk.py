"""A photo store whose disk is full says so, marks nothing as received, and goes on when there is room."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import random
import subprocess
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from checklists.protocol import routes
from sync_server.objects.store import ObjectStore
from sync_server.record import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx import Response

    from tests.support.sending import Tablet
    from tests.sync_server.conftest import Central

DISK_BYTES = 2_000_000


@pytest.fixture
def home() -> str:
    """These are about the photos' disk, not about the record's."""
    return "sqlite"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("This test makes a small disk, which only root may, and not everywhere.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def photo(seed: int) -> bytes:
    return b"\xff\xd8\xff\xe0" + random.Random(seed).randbytes(299_996)  # noqa: S311 - the same every time


def send(tablet: Tablet, data: bytes) -> Response:
    name = hashlib.sha256(data).hexdigest()
    headers = {
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Length": str(len(data)),
        "Upload-Metadata": f"sha256 {base64.b64encode(name.encode()).decode()}",
    }
    return tablet.client.post(routes.UPLOADS, headers={**headers, **tablet.headers}, content=data)


def announce(tablet: Tablet, data: bytes) -> None:
    name = hashlib.sha256(data).hexdigest()
    reference = {"bytes": len(data), "width": 9, "height": 9, "taken_at": "2026-03-03T10:42:00.000Z"}
    tablet.finding(**{f"photo/{name}": reference})
    tablet.push()


def received(central: Central) -> set[str]:
    marked = select(schema.photo.c.sha256).where(schema.photo.c.received_at.is_not(None))
    return {row[0] for row in central.rows(marked)}


def test_photos_fill_a_disk_and_go_on_when_there_is_room(central: Central, small_disk: Path) -> None:
    central.app.state.objects = store = ObjectStore(small_disk)
    tablet = central.tablet()
    before = received(central)
    photos = [photo(seed) for seed in range(9)]
    for data in photos:
        announce(tablet, data)
    answers = [send(tablet, data) for data in photos]
    taken = {
        hashlib.sha256(data).hexdigest() for data, one in zip(photos, answers, strict=True) if one.is_success
    }
    assert 3 < len(taken) < len(photos)
    for answer in answers:
        if not answer.is_success:
            assert (answer.status_code, answer.json()["number"]) == (507, 501)
            assert answer.json()["detail"] == "The server's disk is full."
            assert answer.headers["Retry-After"]
    assert received(central) - before == taken
    assert set(store.names()) == taken
    # The record is on another disk and goes on.
    announce(tablet, photo(100))
    for one in list(taken)[:3]:
        path = store.photo(one)
        assert path is not None
        path.unlink()
    for part in (small_disk / "parts").iterdir():
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
    missing = next(data for data, one in zip(photos, answers, strict=True) if not one.is_success)
    assert send(tablet, missing).status_code == 201
    assert store.is_whole(hashlib.sha256(missing).hexdigest())
    assert hashlib.sha256(missing).hexdigest() in received(central)
