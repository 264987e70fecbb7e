"""Photos in the office: for who is signed in, as pictures and nothing else."""

import io

import pytest
from PIL import Image

from tests.sync_server.web.plant import Plant, jpeg, photo_ref, sha_of


def announced(plant: Plant, data: bytes, *, received: bool = True) -> str:
    if received:
        plant.keep_photo(data)
    plant.find(**{f"photo/{sha_of(data)}": photo_ref(data)})
    plant.push()
    return sha_of(data)


def test_photo_is_shown_as_it_was_received(plant: Plant) -> None:
    data = jpeg()
    answer = plant.office().get(f"/photos/{announced(plant, data)}")
    assert answer.content == data
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_photo_a_browser_has_already_is_not_sent_again(plant: Plant) -> None:
    client, sha = plant.office(), announced(plant, jpeg())
    for path in (f"/photos/{sha}", f"/photos/{sha}/thumbnail"):
        mark = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": mark}).status_code == 304


@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=999999999-", "bytes=9-1", "Basic eA==", "bytes"])
def test_photo_is_sent_whole_to_whoever_asks_for_a_part_of_it(asked: str, plant: Plant) -> None:
    data = jpeg()
    answer = plant.office().get(f"/photos/{announced(plant, data)}", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, data)


def test_thumbnail_is_small(plant: Plant) -> None:
    data = jpeg(size=(1600, 1200))
    answer = plant.office().get(f"/photos/{announced(plant, data)}/thumbnail")
    with Image.open(io.BytesIO(answer.content)) as small:
        assert small.size == (480, 360)


def test_photo_is_for_who_is_signed_in(plant: Plant) -> None:
    sha = announced(plant, jpeg())
    assert plant.client().get(f"/photos/{sha}").status_code == 303
    assert plant.client().get(f"/photos/{sha}/thumbnail").status_code == 303


def test_photo_nobody_announced_is_not_shown(plant: Plant) -> None:
    sha = plant.keep_photo(jpeg())
    assert plant.office().get(f"/photos/{sha}").status_code == 404


def test_photo_not_yet_received_is_not_there(plant: Plant) -> None:
    sha = announced(plant, jpeg(), received=False)
    assert plant.office().get(f"/photos/{sha}/thumbnail").status_code == 404


def test_photo_that_cannot_be_shown_has_a_picture_that_says_so(plant: Plant) -> None:
    answer = plant.office().get(f"/photos/{announced(plant, b'<html><script>alert(1)</script>')}/thumbnail")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "This picture can't be" in answer.text


def test_bytes_that_are_no_picture_are_never_sent_as_a_page(plant: Plant) -> None:
    answer = plant.office().get(f"/photos/{announced(plant, b'<html><script>alert(1)</script>')}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
