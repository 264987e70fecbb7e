"""What else a photo's upload can be: whole in one request, checked, ended, told to some and not to others."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from checklists.protocol import routes
from sync_server.objects.errors import StoreAwayError
from sync_server.record.database import writing
from sync_server.record.devices import revoke
from tests.support.uploading import (
    PART,
    PHOTO,
    REF,
    SHA,
    TUS,
    announce,
    at_once,
    begin,
    begun,
    metadata,
    offset_of,
    part,
    problem,
    received_at,
)

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central


@pytest.fixture
def home() -> str:
    """These are about what comes over the wire, not about where it is kept."""
    return "sqlite"


def test_photo_that_is_here_is_told_only_to_a_tablet_that_may_see_it(central: Central) -> None:
    owner, stranger = central.tablet("Owner"), central.tablet("Stranger")
    owner.finding(kind="opportunity", **{f"photo/{SHA}": REF})
    owner.push()
    assert at_once(central, owner).status_code == 201
    assert begin(central.client, stranger.headers).headers["Upload-Offset"] == "0"
    # Now it is in a record that everybody gets.
    owner.finding(kind="good_practice", **{f"photo/{SHA}": REF})
    owner.push()
    central.client.delete(routes.upload(f"{SHA}-{len(PHOTO)}"), headers={**TUS, **stranger.headers})
    assert begin(central.client, stranger.headers).headers["Upload-Offset"] == str(len(PHOTO))


def test_photo_in_one_request_is_received(central: Central) -> None:
    tablet = central.tablet()
    announce(tablet)
    answer = at_once(central, tablet)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert received_at(central) is not None
    assert central.app.state.objects.is_whole(SHA)


def test_photo_begun_with_its_first_bytes_goes_on_from_there(central: Central) -> None:
    tablet = central.tablet()
    answer = at_once(central, tablet, PHOTO[:1000])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "1000")
    assert answer.headers["Upload-Expires"].endswith("GMT")
    address = answer.headers["Location"]
    assert offset_of(central.client, tablet, address) == 1000
    assert part(central.client, tablet, address, 1000, PHOTO[1000:]).status_code == 204


def test_photo_sent_anew_in_one_request_replaces_what_was_here(central: Central) -> None:
    tablet, address = begun(central)
    part(central.client, tablet, address, 0, PHOTO[:1000])
    assert at_once(central, tablet).headers["Upload-Offset"] == str(len(PHOTO))
    assert central.app.state.objects.is_whole(SHA)


def test_client_that_does_not_read_where_to_go_on_may_begin_anew(central: Central) -> None:
    tablet, address = begun(central)
    part(central.client, tablet, address, 0, PHOTO[:1000])
    assert begin(central.client, tablet.headers).headers["Upload-Offset"] == "1000"
    assert part(central.client, tablet, address, 0, PHOTO).status_code == 204
    assert begin(central.client, tablet.headers).headers["Upload-Offset"] == str(len(PHOTO))
    assert part(central.client, tablet, address, 0, PHOTO).status_code == 204


def test_bytes_in_one_request_that_are_something_else_are_told(central: Central) -> None:
    tablet = central.tablet()
    assert problem(at_once(central, tablet, PHOTO[:-1] + b"!")) == (460, 402)
    assert problem(at_once(central, tablet, PHOTO + b"!")) == (413, 302)
    assert problem(at_once(central, tablet, **{"Content-Type": "image/jpeg"})) == (415, 301)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_part_that_is_not_what_its_checksum_says_is_not_kept(central: Central, algorithm: str) -> None:
    tablet, address = begun(central)
    part(central.client, tablet, address, 0, PHOTO[:1000])

    def checked(data: bytes) -> Any:
        digest = base64.b64encode(hashlib.new(algorithm, PHOTO[1000:2000]).digest()).decode()
        headers = {
            **PART,
            "Upload-Offset": "1000",
            "Upload-Checksum": f"{algorithm} {digest}",
            **tablet.headers,
        }
        return central.client.patch(address, headers=headers, content=data)

    answer = checked(PHOTO[1000:1999] + b"!")
    assert problem(answer) == (460, 402)
    assert "checksum" in answer.json()["detail"]
    assert offset_of(central.client, tablet, address) == 1000
    assert checked(PHOTO[1000:2000]).headers["Upload-Offset"] == "2000"


@pytest.mark.parametrize("checksum", ["", "sha1", "sha1 ***", "md5 eA==", "crc32 eA=="])
def test_checksum_that_cannot_be_read_is_refused(central: Central, checksum: str) -> None:
    tablet, address = begun(central)
    headers = {**PART, "Upload-Offset": "0", "Upload-Checksum": checksum, **tablet.headers}
    status, number = problem(central.client.patch(address, headers=headers, content=PHOTO))
    # “sha1” alone is the empty hash, which nothing adds up to.
    assert (status, number) in {(400, 301), (460, 402)}
    assert offset_of(central.client, tablet, address) == 0


def test_upload_that_is_ended_is_unknown(central: Central) -> None:
    tablet, address = begun(central)
    headers = {**TUS, **tablet.headers}
    part(central.client, tablet, address, 0, PHOTO[:1000])
    assert central.client.delete(address, headers={**TUS, **central.tablet().headers}).status_code == 404
    assert central.client.delete(address, headers=headers).status_code == 204
    assert central.client.head(address, headers=headers).status_code == 404
    assert problem(central.client.delete(address, headers=headers)) == (404, 405)


def test_method_in_a_header_counts(central: Central) -> None:
    tablet, address = begun(central)
    headers = {**PART, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH", **tablet.headers}
    assert central.client.post(address, headers=headers, content=PHOTO).status_code == 204
    assert central.app.state.objects.is_whole(SHA)


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "TRACE"])
def test_what_cannot_be_asked_of_an_upload_is_told(central: Central, method: str) -> None:
    tablet, address = begun(central)
    answer = central.client.request(method, address, headers={**TUS, **tablet.headers})
    assert problem(answer) == (405, 306)


def test_metadata_longer_than_anybody_needs_is_refused(central: Central) -> None:
    given = {**TUS, "Upload-Length": "10", "Upload-Metadata": f"{metadata(SHA)},x {'A' * 5000}"}
    answer = central.client.post(routes.UPLOADS, headers={**given, **central.tablet().headers})
    assert problem(answer) == (413, 302)


def test_tablet_whose_access_was_ended_adds_to_no_photo(central: Central) -> None:
    tablet = central.tablet()
    with writing(central.app.state.engine) as connection:
        revoke(connection, tablet.device, datetime.now(UTC))
    assert problem(begin(central.client, tablet.headers)) == (403, 102)
    assert problem(at_once(central, tablet)) == (403, 102)


class Away:
    """A photo store that can't be reached."""

    where = "s3://photos"

    def __getattr__(self, name: str) -> object:
        raise StoreAwayError(self.where, "not reached")


def test_photo_waits_while_its_store_is_away(central: Central, monkeypatch: pytest.MonkeyPatch) -> None:
    tablet = central.tablet()
    announce(tablet)
    with monkeypatch.context() as patched:
        patched.setattr(central.app.state.objects, "place", Away())
        for answer in (at_once(central, tablet), begin(central.client, tablet.headers)):
            assert problem(answer) == (503, 501)
            assert int(answer.headers["Retry-After"]) > 0
            assert "What arrived is safe" in answer.json()["detail"]
        address = routes.upload(f"{SHA}-{len(PHOTO)}")
        assert central.client.head(address, headers={**TUS, **tablet.headers}).status_code == 503
        # Changes go on.
        tablet.finding()
        tablet.push()
    assert received_at(central) is None
    assert offset_of(central.client, tablet, address) == len(PHOTO)
    assert received_at(central) is not None


def test_thumbnail_waits_while_its_store_is_away(central: Central, monkeypatch: pytest.MonkeyPatch) -> None:
    tablet = central.tablet()
    announce(tablet)
    at_once(central, tablet)
    monkeypatch.setattr(central.app.state.objects, "place", AwayButKnown())
    answer = central.client.get(routes.thumbnail(SHA), headers=tablet.headers)
    assert (answer.status_code, answer.json()["number"]) == (503, 501)
    assert answer.headers["Retry-After"]


class AwayButKnown(Away):
    """One of which it is still known what it holds."""

    def has(self, _key: str) -> bool:
        return True
