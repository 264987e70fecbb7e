"""Tablets see thumbnails of their own records' photos and of what is shared with everybody."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from checklists.protocol import routes

if TYPE_CHECKING:
    from tests.support.sending import Tablet
    from tests.sync_server.conftest import Central


@pytest.fixture
def home() -> str:
    """These are about what comes over the wire, not about where it is kept."""
    return "sqlite"


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1000, 500), "teal").save(out, "JPEG")
    return out.getvalue()


def raised(central: Central, tablet: Tablet, kind: str, data: bytes) -> str:
    sha = central.app.state.objects.keep(data)
    ref: Any = {"bytes": len(data), "width": 1000, "height": 500, "taken_at": "2026-03-03T10:42:00.000Z"}
    tablet.finding(kind=kind, **{f"photo/{sha}": ref})
    tablet.push()
    return sha


def ask(tablet: Tablet, sha: str, **headers: str) -> Any:
    return tablet.client.get(routes.thumbnail(sha), headers={**tablet.headers, **headers})


def test_own_photo_is_shown_small_and_may_be_kept(central: Central) -> None:
    tablet = central.tablet()
    answer = ask(tablet, raised(central, tablet, "opportunity", photo()))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    with Image.open(io.BytesIO(answer.content)) as small:
        assert small.size == (480, 240)


def test_photo_a_tablet_has_already_is_not_sent_again(central: Central) -> None:
    tablet = central.tablet()
    sha = raised(central, tablet, "opportunity", photo())
    mark = ask(tablet, sha).headers["ETag"]
    assert ask(tablet, sha, **{"If-None-Match": mark}).status_code == 304


def test_good_practice_of_another_tablet_is_shown(central: Central) -> None:
    sha = raised(central, central.tablet("One"), "good_practice", photo())
    assert ask(central.tablet("Other"), sha).status_code == 200


def test_other_finding_of_another_tablet_is_as_good_as_not_there(central: Central) -> None:
    sha = raised(central, central.tablet("One"), "nonconformity", photo())
    answer = ask(central.tablet("Other"), sha)
    assert (answer.status_code, answer.json()["number"]) == (404, 306)


def test_photo_not_yet_received_says_so(central: Central) -> None:
    tablet = central.tablet()
    sha = raised(central, tablet, "good_practice", photo())
    central.app.state.objects.photo(sha).unlink()
    answer = ask(tablet, sha)
    assert (answer.status_code, answer.json()["number"]) == (404, 406)


def test_photo_that_cannot_be_shown_gets_a_sentence(central: Central) -> None:
    tablet = central.tablet()
    answer = ask(tablet, raised(central, tablet, "good_practice", b"\xff\xd8\xffnot really"))
    assert (answer.status_code, answer.json()["number"]) == (422, 401)
    assert "not a picture the server can show" in answer.json()["detail"]


@pytest.mark.parametrize("sha", ["x", "a" * 64, "%00", "%ff", "a" * 5000])
def test_photo_nobody_announced_is_not_there(central: Central, sha: str) -> None:
    assert ask(central.tablet(), sha).status_code == 404


def test_photo_is_for_enrolled_tablets_alone(central: Central) -> None:
    sha = raised(central, central.tablet(), "good_practice", photo())
    assert central.client.get(routes.thumbnail(sha)).status_code == 401
