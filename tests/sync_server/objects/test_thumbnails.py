"""Thumbnails are small and upright, and a hostile picture ends in a sentence."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from sync_server.objects import thumbnails
from sync_server.objects.errors import PhotoMissingError, PictureNotShownError
from sync_server.objects.places import thumbnail_key
from sync_server.objects.store import ObjectStore
from sync_server.objects.thumbnails import ALONE_MEMORY_MB, EDGE_PIXELS, MEMORY_MB, thumbnail

if TYPE_CHECKING:
    from pathlib import Path

    from sync_server.objects.places import Place


@pytest.fixture
def store(tmp_path: Path, place: Place) -> ObjectStore:
    return ObjectStore(tmp_path, place)


def opened(store: ObjectStore, sha: str) -> Image.Image:
    return Image.open(io.BytesIO(thumbnail(store, sha)))


def picture(size: tuple[int, int], form: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, form, **options)
    return out.getvalue()


def kept(store: ObjectStore, data: bytes) -> str:
    return store.keep(data)


def trouble(store: ObjectStore, data: bytes) -> str:
    with pytest.raises(PictureNotShownError) as caught:
        thumbnail(store, kept(store, data))
    return str(caught.value)


def test_thumbnail_is_a_small_jpeg_of_the_same_shape(store: ObjectStore) -> None:
    with opened(store, kept(store, picture((2048, 1024)))) as small:
        assert (small.format, small.size) == ("JPEG", (EDGE_PIXELS, EDGE_PIXELS // 2))
        assert not small.getexif()


def test_small_photo_is_not_blown_up(store: ObjectStore) -> None:
    with opened(store, kept(store, picture((40, 30)))) as small:
        assert small.size == (40, 30)


def test_photo_taken_on_its_side_is_shown_upright(store: ObjectStore) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with opened(store, kept(store, picture((1000, 500), exif=exif))) as small:
        assert small.size == (EDGE_PIXELS // 2, EDGE_PIXELS)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "I;16"), ("WEBP", "RGBA"), ("JPEG", "CMYK"), ("JPEG", "L")],
)
def test_other_pictures_people_have_are_shown_too(store: ObjectStore, form: str, mode: str) -> None:
    data = io.BytesIO()
    Image.new(mode, (600, 300)).save(data, form)
    with opened(store, kept(store, data.getvalue())) as small:
        assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (480, 240))


def test_thumbnail_is_made_once(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = kept(store, picture((600, 400)))
    first = thumbnail(store, sha)
    monkeypatch.setattr(thumbnails, "_run", lambda *_: pytest.fail("It was made again."))
    assert thumbnail(store, sha) == first


def test_thumbnail_that_is_not_there_any_more_is_made_again(store: ObjectStore) -> None:
    sha = kept(store, picture((600, 400)))
    first = thumbnail(store, sha)
    assert store.place.size(thumbnail_key(sha)) == len(first)
    other = ObjectStore(store.folder, Forgetful(store.place))  # type: ignore[arg-type]
    assert thumbnail(other, sha) == first


class Forgetful:
    """A place from which thumbnails were deleted."""

    def __init__(self, inner: Place) -> None:
        self._inner = inner

    def open(self, key: str) -> object:
        if key.startswith("thumbnails/"):
            raise FileNotFoundError(key)
        return self._inner.open(key)

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


def test_photo_that_is_not_here_has_no_thumbnail(store: ObjectStore) -> None:
    with pytest.raises(PhotoMissingError):
        thumbnail(store, "a" * 64)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_picture_that_needs_much_memory_is_shown_by_itself(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    tried: list[int] = []
    run = thumbnails._run

    def count(store: ObjectStore, sha256: str, megabytes: int) -> tuple[int, bytes]:
        tried.append(megabytes)
        return run(store, sha256, megabytes)

    monkeypatch.setattr(thumbnails, "_run", count)
    with opened(store, kept(store, picture((8_000, 6_000), form, progressive=True))) as small:
        assert small.size == (480, 360)
    assert tried == [MEMORY_MB, ALONE_MEMORY_MB]


def test_bytes_that_are_no_picture_give_a_sentence(store: ObjectStore) -> None:
    assert trouble(store, b"\xff\xd8\xffnot really") == (
        "This file is not a picture the server can show. The photo itself is kept as it came."
    )


def test_picture_cut_short_gives_a_sentence(store: ObjectStore) -> None:
    data = picture((1600, 1200))
    assert "damaged" in trouble(store, data[: len(data) // 2])


def test_picture_with_a_broken_note_beside_it_is_shown(store: ObjectStore) -> None:
    data = picture((100, 60), exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 40)
    with opened(store, kept(store, data)) as small:
        assert small.size == (100, 60)


def test_picture_of_a_form_we_do_not_take_gives_a_sentence(store: ObjectStore) -> None:
    assert "not a picture" in trouble(store, picture((10, 10), "GIF", "P"))


def test_picture_that_unfolds_to_billions_of_pixels_is_not_opened(store: ObjectStore) -> None:
    assert "more than 50 megapixels" in trouble(store, bomb(60_000, 60_000))


def test_picture_just_over_the_limit_is_not_opened(store: ObjectStore) -> None:
    assert "more than 50 megapixels" in trouble(store, bomb(8_000, 6_251))


def test_picture_that_takes_too_long_is_given_up(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "SECONDS", 0.001)
    assert "more time or memory" in trouble(store, picture((100, 100)))


def test_picture_that_could_not_be_shown_is_not_tried_again_at_every_look(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"\xff\xd8\xffnot really"
    first = trouble(store, data)
    monkeypatch.setattr(thumbnails, "_run", lambda *_: pytest.fail("It was tried again."))
    assert trouble(store, data) == first


def test_photo_itself_stays_when_it_cannot_be_shown(store: ObjectStore) -> None:
    data = b"\xff\xd8\xffnot really"
    trouble(store, data)
    assert store.is_whole(hashlib.sha256(data).hexdigest())


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few hundred bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
