"""A bucket that can't be used says why, and what is stored in one is there as it was here."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import obstore
import pytest

from sync_server.config import config_for
from sync_server.errors import CannotGoOn
from sync_server.objects import bucket as bucket_module
from sync_server.objects.errors import StoreAwayError
from sync_server.objects.known_keys import KnownKeys
from sync_server.objects.opening import open_objects
from sync_server.objects.places import photo_key
from tests.support.s3 import with_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync_server.objects.bucket import Bucket
    from tests.support.s3 import RunningS3

KEY = photo_key("ab" * 32)


@pytest.fixture
def strict() -> Iterator[str]:
    """A store that lets nobody in."""

    class Strict(BaseHTTPRequestHandler):
        def _refuse(self) -> None:
            body = b"<Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message></Error>"
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_HEAD = _refuse  # noqa: N815 - as the library names them

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Strict)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def start(tmp_path: Path, photos: str, environment: dict[str, str]) -> str:
    """Open a store that can't be used, and return what is said."""
    with with_environment(environment), pytest.raises(CannotGoOn) as caught:
        open_objects(config_for(tmp_path, photos=photos))
    return str(caught.value)


def test_store_in_a_bucket_opens_and_its_parts_are_here(s3: RunningS3, tmp_path: Path) -> None:
    with with_environment(s3.environment):
        store = open_objects(config_for(tmp_path, photos=f"s3://{s3.new_bucket()}/plant/"))
        name = store.keep(b"photo")
        assert store.read(name) == b"photo"
    assert store.photo(name) is None
    assert store.place.where.endswith("/plant")
    assert store.part("x").parent.is_dir()


def test_folder_elsewhere_holds_photos_and_parts(tmp_path: Path) -> None:
    store = open_objects(config_for(tmp_path / "data", photos=str(tmp_path / "large disk")))
    name = store.keep(b"photo")
    assert store.photo(name) == tmp_path / "large disk" / "photos" / name[:2] / name
    assert store.part("x").parent == tmp_path / "large disk" / "parts"


def test_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotGoOn, match=r"Photos can't be kept in .*file.*Give another folder"):
        open_objects(config_for(tmp_path / "data", photos=str(tmp_path / "file")))


def test_bucket_that_is_not_there_is_told(s3: RunningS3, tmp_path: Path) -> None:
    said = start(tmp_path, "s3://nobody-made-this", dict(s3.environment))
    assert "s3://nobody-made-this" in said
    assert "There is no such bucket" in said


def test_credentials_that_are_not_taken_are_told(strict: str, s3: RunningS3, tmp_path: Path) -> None:
    said = start(tmp_path, "s3://photos", {**s3.environment, "AWS_ENDPOINT_URL": strict})
    assert "did not let this server in (SignatureDoesNotMatch)" in said
    assert "AWS_SECRET_ACCESS_KEY" in said


def test_store_that_cannot_be_reached_is_told(s3: RunningS3, tmp_path: Path) -> None:
    said = start(tmp_path, "s3://photos", {**s3.environment, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    assert "can't be reached" in said
    assert "AWS_ENDPOINT_URL" in said


@pytest.mark.parametrize("photos", ["s3://", "s3:///x", "s3://UPPER", "s3://a", "s3://photos/a//b"])
def test_address_that_names_no_bucket_is_told(tmp_path: Path, photos: str) -> None:
    assert "Write s3://bucket" in start(tmp_path, photos, {})


def test_plain_http_over_a_network_has_to_be_allowed(tmp_path: Path, s3: RunningS3) -> None:
    elsewhere = {**s3.environment, "AWS_ENDPOINT_URL": "http://10.255.255.1:9000"}
    said = start(tmp_path, "s3://photos", elsewhere)
    assert "without encryption" in said
    assert "FLOORWALK_PHOTOS_PLAIN_HTTP=yes" in said


def test_plain_http_that_is_allowed_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def look(_bucket: str, _prefix: str, *, plain_http: bool) -> Bucket:
        seen.append(plain_http)
        raise CannotGoOn("Seen.")

    monkeypatch.setattr("sync_server.objects.opening.Bucket", look)
    environment = {"AWS_ENDPOINT_URL": "http://10.255.255.1:9000"}
    for address, allowed in (("http://10.255.255.1:9000", True), ("https://photos.example", False)):
        config = config_for(tmp_path, photos="s3://photos", photos_plain_http=allowed)
        with pytest.raises(CannotGoOn, match="Seen"):
            open_objects(config, {**environment, "AWS_ENDPOINT_URL": address})
    assert seen == [True, False]


def test_store_that_went_away_is_told_and_left_in_peace_for_a_while(
    s3: RunningS3, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put(b"before", KEY)
    s3.door.shut()
    try:
        for work in (
            lambda: bucket.put(b"x", KEY),
            lambda: bucket.size(KEY),
            lambda: bucket.open(KEY),
            lambda: list(bucket.sizes("photos")),
        ):
            with pytest.raises(StoreAwayError, match="Photos wait until it can"):
                work()
        assert not bucket.has(photo_key("cd" * 32))
    finally:
        s3.door.open()
    with pytest.raises(StoreAwayError):
        bucket.size(KEY)
    monkeypatch.setattr(bucket, "_rests_until", 0.0)
    assert bucket.size(KEY) == 6


def test_bytes_that_read_back_as_something_else_are_not_stored(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = obstore.put
    monkeypatch.setattr(
        bucket_module.obstore, "put", lambda store, key, data, **more: put(store, key, data[:-1], **more)
    )
    with pytest.raises(StoreAwayError):
        bucket.put(b"photo", KEY)


def test_store_whose_marks_are_no_hashes_is_read_back(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = obstore.put
    monkeypatch.setattr(
        bucket_module.obstore,
        "put",
        lambda *given, **more: {**put(*given, **more), "e_tag": '"of-its-own-2"'},
    )
    bucket.put(b"photo", KEY)
    assert bucket.size(KEY) == 5


def test_what_was_listed_is_not_asked_for_again() -> None:
    asked: list[str] = []
    listed = threading.Event()

    def every_key() -> Iterator[str]:
        yield "a"
        listed.set()

    known = KnownKeys(every_key)

    def ask(key: str) -> bool:
        asked.append(key)
        return False

    known.has("first", lambda: ask("first"))
    assert listed.wait(20)
    for thread in threading.enumerate():
        if thread.name == "photo-store-list":
            thread.join(20)
    asked.clear()
    assert known.has("a", lambda: ask("a"))
    assert not known.has("b", lambda: ask("b"))
    assert asked == []
    known.add("b")
    assert known.has("b", lambda: ask("b"))
    known.discard("b")
    assert not known.has("b", lambda: ask("b"))
