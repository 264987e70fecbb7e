"""Photos are shown, opened, removed and added; one that has not arrived says so."""

import flet as ft

from mobile.components.photo_strip import PhotoStrip, Thumb
from tests.mobile.photos.pictures import corners, saved
from tests.support.headless import Headless, run
from tests.support.showing import showing

HERE = Thumb("ab12", saved(corners(240, 180)), "Label on rack 4")
COMING = Thumb("cd34", None)


def test_tiles_hand_out_the_photo_they_show() -> None:
    did: list[tuple[str, str]] = []

    def build() -> ft.Control:
        return PhotoStrip(
            "photos",
            [HERE, COMING],
            lambda photo: did.append(("open", photo)),
            on_add=lambda: did.append(("add", "")),
            on_remove=lambda photo: did.append(("remove", photo)),
        )

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            assert h.tid("photos-ab12").label == "Label on rack 4"
            assert h.one(ft.Image).width >= 96
            assert "On its way" in h.texts()
            await h.tap("photos-ab12")
            await h.tap("photos-cd34-remove")
            await h.tap("photos-add")

    run(scenario)
    assert did == [("open", "ab12"), ("remove", "cd34"), ("add", "")]


def test_sealed_photos_can_only_be_looked_at() -> None:
    async def scenario() -> None:
        async with Headless(showing(lambda: PhotoStrip("photos", [HERE], print))) as h:
            assert h.identifiers() == ["photos-ab12"]

    run(scenario)
