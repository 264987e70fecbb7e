"""An upload is announced with a photo's name and length, and named in its address the same way."""

import pytest

from checklists.protocol import refusals
from checklists.protocol.limits import PHOTO_BYTES
from sync_server.objects.errors import UploadRefusedError
from sync_server.objects.upload import Upload, announced, named

SHA = "ab" * 32
UPLOAD = Upload(SHA, 1234, "d" * 32)


def refused(call, *args) -> UploadRefusedError:
    with pytest.raises(UploadRefusedError) as caught:
        call(*args)
    return caught.value


@pytest.mark.parametrize("length", [0, -1])
def test_photo_without_bytes_is_not_taken(length: int) -> None:
    assert refused(announced, SHA, length, "d").refusal is refusals.PHOTO_NOT_TAKEN


def test_photo_of_the_greatest_size_is_taken_and_one_byte_more_is_not() -> None:
    assert announced(SHA, PHOTO_BYTES, "d").length == PHOTO_BYTES
    assert refused(announced, SHA, PHOTO_BYTES + 1, "d").refusal is refusals.TOO_LARGE


@pytest.mark.parametrize("sha", ["", "x" * 64, "A" * 64, "../" + "a" * 61, "a" * 65, "a" * 64 + "\n"])
def test_what_is_no_hash_is_no_photo(sha: str) -> None:
    assert refused(announced, sha, 10, "d").refusal is refusals.PHOTO_NOT_TAKEN


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        "a" * 64,
        "a" * 64 + "-0",
        "a" * 64 + "-007",
        "a" * 64 + "-9999999999",
        "../" + "a" * 61 + "-5",
    ],
)
def test_name_no_upload_can_have_is_unknown(name: str) -> None:
    assert refused(named, name, "d").refusal is refusals.UPLOAD_UNKNOWN


def test_name_of_an_upload_reads_back() -> None:
    assert named(UPLOAD.name, UPLOAD.device) == UPLOAD
