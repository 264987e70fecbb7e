"""Every picture comes out upright, small and bare, or is refused in a sentence."""

import contextlib
import hashlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mobile.photos.errors import NotAPicture, PhotoNotTaken, PictureCutShort, PictureTooLarge
from mobile.photos.prepare import LONG_EDGE, prepare
from tests.mobile.photos.pictures import corners, opened, png_claiming, saved

# What the eye sees at the four corners once the picture is upright, for each EXIF orientation of `corners`.
SEEN = {
    1: ("red", "green", "blue", "white"),
    2: ("green", "red", "white", "blue"),
    3: ("white", "blue", "green", "red"),
    4: ("blue", "white", "red", "green"),
    5: ("red", "blue", "green", "white"),
    6: ("blue", "red", "white", "green"),
    7: ("white", "green", "blue", "red"),
    8: ("green", "white", "red", "blue"),
}
COLOURS = {"red": (255, 0, 0), "green": (0, 160, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


def seen(picture: Image.Image) -> tuple[str, ...]:
    right, low = picture.width - 1, picture.height - 1
    places = [(0, 0), (right, 0), (0, low), (right, low)]
    pixels = [picture.getpixel(place) for place in places]
    return tuple(
        min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], pixel, strict=True)))  # type: ignore[arg-type]
        for pixel in pixels
    )


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_taken_in_any_position_comes_out_upright(orientation: int, kind: str) -> None:
    photo = prepare(saved(corners(64, 32), kind, orientation))
    assert seen(opened(photo.jpeg)) == SEEN[orientation]
    assert (photo.width, photo.height) == ((64, 32) if orientation < 5 else (32, 64))


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(1, 3000),
    height=st.integers(1, 3000),
    mode=st.sampled_from(["RGB", "L", "RGBA", "LA", "P", "1", "CMYK", "I;16"]),
    orientation=st.sampled_from([None, *range(10)]),
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
)
def test_any_picture_comes_out_upright_bounded_bare_and_the_same_twice(
    width: int, height: int, mode: str, orientation: int | None, kind: str
) -> None:
    if kind == "JPEG" and mode not in ("RGB", "L", "CMYK"):
        mode = "RGB"
    if kind == "PNG" and mode == "CMYK":
        mode = "RGBA"
    if kind == "WEBP" and mode not in ("RGB", "RGBA"):
        mode = "RGBA"
    raw = saved(Image.new(mode, (width, height)), kind, orientation)

    photo = prepare(raw)

    picture = opened(photo.jpeg)
    assert picture.format == "JPEG"
    assert picture.mode == "RGB"
    assert picture.size == (photo.width, photo.height)
    assert max(picture.size) <= LONG_EDGE
    assert max(picture.size) == min(LONG_EDGE, max(width, height))
    assert not picture.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(picture.info)
    assert photo.sha256 == hashlib.sha256(photo.jpeg).hexdigest()
    assert prepare(raw) == photo


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(PhotoNotTaken, match="What you have recorded is saved"):
        prepare(raw)


@settings(max_examples=60, deadline=None)
@given(at=st.floats(0, 1), kind=st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_picture_cut_anywhere_is_refused_in_a_sentence(at: float, kind: str) -> None:
    noise = Image.effect_noise((160, 120), 80).convert("RGB")
    whole = saved(noise, kind)
    # The last bytes of a file may be an end mark nobody needs; all the picture is then there.
    with pytest.raises(PhotoNotTaken):
        prepare(whole[: int(at * (len(whole) - 64))])


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_picture_never_raises_anything_but_a_sentence(data: st.DataObject) -> None:
    raw = bytearray(saved(corners(80, 60), data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"])), 6))
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=8)):
        raw[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(PhotoNotTaken):
        photo = prepare(bytes(raw))
        assert max(photo.width, photo.height) <= LONG_EDGE


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Just some words.",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage",
        b"%PDF-1.7\n",
        saved(Image.new("RGB", (8, 8)), "GIF"),
        saved(Image.new("RGB", (8, 8)), "BMP"),
        saved(Image.new("RGB", (8, 8)), "TIFF"),
        saved(Image.new("RGB", (8, 8)), "ICO"),
    ],
    ids=["nothing", "text", "svg", "eps", "pdf", "gif", "bmp", "tiff", "ico"],
)
def test_anything_but_jpeg_png_and_webp_is_refused_whatever_its_name(raw: bytes) -> None:
    with pytest.raises(NotAPicture):
        prepare(raw)


@pytest.mark.parametrize("size", [(10_001, 5_000), (60_000, 60_000), (2_000_000_000, 2_000_000_000)])
def test_giant_picture_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    begun = time.perf_counter()
    with pytest.raises(PictureTooLarge):
        prepare(png_claiming(*size))
    assert time.perf_counter() - begun < 1


def test_picture_that_promises_more_than_it_holds_is_refused() -> None:
    with pytest.raises(PictureCutShort):
        prepare(png_claiming(5_000, 5_000))


def test_clear_parts_become_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert opened(prepare(saved(clear, "PNG")).jpeg).getpixel((20, 20)) == (255, 255, 255)


def test_sixteen_bit_grey_keeps_its_shades() -> None:
    grey = Image.new("I;16", (40, 40), 0x8000)
    assert opened(prepare(saved(grey, "PNG")).jpeg).getpixel((20, 20)) == (128, 128, 128)


def test_large_camera_picture_keeps_its_shape_and_gets_small() -> None:
    photo = prepare(saved(corners(8000, 6000), "JPEG", 6))
    assert (photo.width, photo.height) == (1536, 2048)
    assert seen(opened(photo.jpeg)) == SEEN[6]


def test_place_comment_and_thumbnail_are_left_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret description"
    exif.get_ifd(0x8825)[2] = (52.0, 13.0, 24.0)
    raw = saved(corners(64, 64), exif=exif, comment=b"secret comment", icc_profile=b"secret profile")
    assert b"secret" in raw
    assert b"secret" not in prepare(raw).jpeg


def test_phone_picture_with_a_second_one_inside_is_taken() -> None:
    first, second = corners(64, 32), corners(32, 32)
    raw = saved(first, "MPO", save_all=True, append_images=[second])
    photo = prepare(raw)
    assert (photo.width, photo.height) == (64, 32)


def test_mirrored_picture_is_turned_back() -> None:
    photo = opened(prepare(saved(corners(40, 40)), mirrored=True).jpeg)
    red, green, _ = (photo.getpixel((30, 8))[band] for band in range(3))
    assert red > 200
    assert green < 90
