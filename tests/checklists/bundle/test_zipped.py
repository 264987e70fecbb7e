"""The ZIP of a bundle: any program opens it, every byte is checked, and no file of any form does harm."""

from __future__ import annotations

import io
import random
import zipfile
import zlib

import pytest

from checklists.bundle import zipped as zipped_module
from checklists.bundle.zipped import BundleNotReadError, Opened, photo_in, zip_bytes
from tests.checklists.bundle.bundled import a_walk, files_of, report_on, said_of, zipped


def a_bundle() -> bytes:
    return zipped(files_of(said_of(a_walk())))


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files as another program would."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def not_read(data: bytes) -> str:
    with pytest.raises(BundleNotReadError) as caught:
        _read_all(data)
    return str(caught.value)


def _read_all(data: bytes) -> None:
    opened = Opened(io.BytesIO(data))
    for name in opened.names:
        opened.read(name)


def test_any_program_can_open_it() -> None:
    files = files_of(said_of(a_walk()))
    with zipfile.ZipFile(io.BytesIO(zipped(files))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_same_content_is_the_same_file() -> None:
    assert a_bundle() == a_bundle()


def test_every_flipped_bit_is_noticed() -> None:
    whole = a_bundle()
    chance = random.Random(1)  # noqa: S311 - the same flips every time
    # Every byte of the list at the end, and some of the rest.
    places = [*range(whole.rindex(b"PK\x01\x02") - 300, len(whole)), *chance.sample(range(len(whole)), 150)]
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        assert report_on(bytes(flipped)).problems, place


@pytest.mark.parametrize(
    "change", [lambda data: b"x" + data, lambda data: data + b"x", lambda data: data[:-1]]
)
def test_what_is_before_behind_or_cut_off_is_noticed(change: object) -> None:
    assert report_on(change(a_bundle())).problems  # type: ignore[operator]


def test_bundle_packed_again_is_said_to_be_and_its_content_still_checked() -> None:
    files = files_of(said_of(a_walk()))
    (said,) = report_on(packed(files)).problems
    assert "packed again by another program" in said


def test_every_cut_is_said_in_a_sentence() -> None:
    whole = a_bundle()
    for place in range(0, len(whole), 997):
        assert report_on(whole[:place]).problems


def test_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped_module, "TEXT_BYTES", 100_000)
    assert "more than 100,000 bytes" in not_read(packed({"visit.json": bytes(50_000_000)}))


def test_too_many_files_are_not_looked_at() -> None:
    names = {f"photos/{number:064x}.jpg": b"" for number in range(zipped_module.FILES_LIMIT + 1)}
    assert "no bundle has so many" in not_read(packed(names))


@pytest.mark.parametrize(
    "name",
    ["../visit.json", "/etc/passwd", "photos/x.jpg", "photos/../../x", "C:\\x", "visit.json/", "é" * 90],
)
def test_other_names_are_not_read(name: str) -> None:
    said = not_read(packed({name: b"x"}))
    assert "does not belong in a bundle" in said
    assert said.isascii() or "“" in said


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_not_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("visit.json", b"{}")
        archive.writestr("visit.json", b"[]")
    assert "two files of one name" in not_read(out.getvalue())


def test_locked_files_are_not_read() -> None:
    whole = bytearray(zipped({"visit.json": b"{}"}))
    # The mark of a password, in both places.
    whole[6] |= 1
    whole[whole.rindex(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in not_read(bytes(whole))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x05\x06", b"x" * 100_000, b"PK\x05\x06" + b"\xff" * 18, zlib.compress(b"x")]
)
def test_what_is_no_zip_is_said(data: bytes) -> None:
    assert not_read(data).endswith(".")


def test_random_files_do_no_harm() -> None:
    chance = random.Random(2)  # noqa: S311 - the same bytes every time
    whole = packed(files_of(said_of(a_walk())))
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert report_on(bytes(damaged)).problems


def test_photos_are_told_from_other_files() -> None:
    assert photo_in(f"photos/{'a' * 64}.jpg") == "a" * 64
    assert photo_in("photos/a.jpg") is None
    assert photo_in("visit.json") is None


def test_zip_of_nothing_is_one() -> None:
    assert zipfile.ZipFile(io.BytesIO(b"".join(zip_bytes([])))).namelist() == []
