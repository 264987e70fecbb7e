"""What was blurred can't be had back: only the averages of a few large blocks are left of it."""

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mobile.photos.blur import MOST_BLOCKS, Rectangle, _smeared, blocks, blur, edges
from mobile.photos.prepare import prepare
from tests.mobile.photos.pictures import opened, saved

SIZE = (640, 480)
FACE = Rectangle(0.25, 0.25, 0.75, 0.75)


def noise(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    grains = random.Random(seed).randbytes(size[0] * size[1])  # noqa: S311 - only to look at
    return Image.frombytes("L", size, grains).convert("RGB")


def roughness(picture: Image.Image) -> int:
    """Return the largest step between two pixels beside each other."""
    grey = picture.convert("L")
    data, width = grey.tobytes(), grey.width
    return max(abs(a - b) for at, (a, b) in enumerate(pairwise(data)) if (at + 1) % width)


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_rectangle_has_at_most_six_blocks_each_way(width: int, height: int) -> None:
    across, down = blocks(width, height)
    assert 1 <= across <= MOST_BLOCKS
    assert 1 <= down <= MOST_BLOCKS


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.integers(20, 200), st.integers(20, 200))
def test_what_is_left_depends_on_the_averages_of_the_blocks_alone(seed: int, width: int, height: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - only to mix
    part = noise(seed, (width, height))
    other = part.copy()
    across, down = blocks(width, height)
    for left, right in edges(width, across):
        for top, bottom in edges(height, down):
            # The same pixels in another order: another face with the same averages.
            box = (left, top, right, bottom)
            pixels = list(part.crop(box).convert("L").tobytes())
            dice.shuffle(pixels)
            size = (right - left, bottom - top)
            other.paste(Image.frombytes("L", size, bytes(pixels)).convert("RGB"), box)
    assert other.tobytes() != part.tobytes()
    assert _smeared(other).tobytes() == _smeared(part).tobytes()


def test_inside_nothing_sharp_is_left_and_outside_the_photo_is_as_it_was() -> None:
    photo = prepare(saved(noise(7)))
    after = opened(blur(photo.jpeg, [FACE]).jpeg)
    box = FACE.pixels(*SIZE)
    inside = after.crop((box[0] + 16, box[1] + 16, box[2] - 16, box[3] - 16))
    assert roughness(inside) <= 12
    # As few colours as there were blocks, but for the slopes between them.
    few = inside.resize((MOST_BLOCKS, MOST_BLOCKS), Image.Resampling.BOX).getcolors()
    assert few is not None
    assert len(few) <= MOST_BLOCKS**2
    assert roughness(after.crop((0, 0, SIZE[0], box[1] - 16))) > 60


def test_two_faces_of_the_same_averages_can_not_be_told_apart() -> None:
    flat = Image.new("RGB", SIZE, (120, 120, 120))
    stripes = flat.copy()
    for x in range(0, SIZE[0], 2):
        stripes.paste((90, 90, 90), (x, 0, x + 1, SIZE[1]))
        stripes.paste((150, 150, 150), (x + 1, 0, x + 2, SIZE[1]))
    whole = Rectangle(0, 0, 1, 1)
    one, other = (
        opened(blur(saved(each, quality=100, subsampling=0), [whole]).jpeg) for each in (flat, stripes)
    )
    highest = max(abs(a - b) for a, b in zip(one.tobytes(), other.tobytes(), strict=True))
    assert highest <= 2


def test_photo_keeps_its_size_and_carries_nothing_along() -> None:
    exif = Image.Exif()
    exif[0x010E] = "who is on it"
    photo = blur(saved(noise(3), exif=exif), [FACE])
    assert (photo.width, photo.height) == SIZE
    assert b"who is on it" not in photo.jpeg
    assert not opened(photo.jpeg).getexif()


@given(*[st.floats(-0.5, 1.5) for _ in range(4)])
def test_rectangle_is_within_the_picture_whichever_corners_are_given(
    x: float, y: float, to_x: float, to_y: float
) -> None:
    left, top, right, bottom = Rectangle.between((x, y), (to_x, to_y)).pixels(*SIZE)
    assert 0 <= left <= right <= SIZE[0]
    assert 0 <= top <= bottom <= SIZE[1]
