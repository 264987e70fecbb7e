"""Pictures are told from other bytes by how they begin."""

import pytest

from sync_server.objects.pictures import picture_type


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPrest", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVErest", None),
        (b"GIF89a", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_pictures_are_known_by_how_they_begin(head: bytes, kind: str | None) -> None:
    assert picture_type(head) == kind
