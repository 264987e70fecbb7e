"""A photo's way over HTTP, for tests of what is said on it: announce, begin, send, ask."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from checklists.protocol import routes
from sync_server.record import schema

if TYPE_CHECKING:
    from tests.support.sending import Tablet
    from tests.sync_server.conftest import Central

PHOTO = b"\xff\xd8\xff\xe0" + b"".join(
    hashlib.sha256(bytes([one % 256, one // 256])).digest() for one in range(9_375)
)
SHA = hashlib.sha256(PHOTO).hexdigest()
REF = {"bytes": len(PHOTO), "width": 640, "height": 480, "taken_at": "2026-03-03T10:42:00.000Z"}
TUS = {"Tus-Resumable": "1.0.0"}
PART = {**TUS, "Content-Type": "application/offset+octet-stream"}


def metadata(sha: str) -> str:
    return (
        f"filename {base64.b64encode(b'photo.jpg').decode()},sha256 {base64.b64encode(sha.encode()).decode()}"
    )


def begin(client: Any, headers: dict[str, str], sha: str = SHA, length: object = len(PHOTO)) -> Any:
    given = {**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(sha), **headers}
    return client.post(routes.UPLOADS, headers=given)


def part(client: Any, tablet: Tablet, address: str, offset: int, data: bytes) -> Any:
    return client.patch(
        address, headers={**PART, "Upload-Offset": str(offset), **tablet.headers}, content=data
    )


def offset_of(client: Any, tablet: Tablet, address: str) -> int:
    answer = client.head(address, headers={**TUS, **tablet.headers})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return int(answer.headers["Upload-Offset"])


def begun(central: Central) -> tuple[Tablet, str]:
    tablet = central.tablet()
    answer = begin(central.client, tablet.headers)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "0")
    return tablet, answer.headers["Location"]


def announce(tablet: Tablet) -> str:
    record = tablet.finding(kind="good_practice", **{f"photo/{SHA}": REF})
    tablet.push()
    return record


def received_at(central: Central) -> str | None:
    return central.rows(select(schema.photo.c.received_at).where(schema.photo.c.sha256 == SHA))[0][0]


def problem(answer: Any) -> tuple[int, int]:
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    return answer.status_code, answer.json()["number"]


def at_once(central: Central, tablet: Tablet, data: bytes = PHOTO, **headers: str) -> Any:
    """Announce a photo and send its bytes in the same request."""
    given = {**PART, "Upload-Length": str(len(PHOTO)), "Upload-Metadata": metadata(SHA), **tablet.headers}
    return central.client.post(routes.UPLOADS, headers={**given, **headers}, content=data)
