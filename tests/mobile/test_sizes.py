"""Type is as large as the eyes need, whoever made it larger; and nothing grows past what it is for."""

import pytest

from mobile.sizes import Sizes


@pytest.mark.parametrize(
    ("sizes", "type_"),
    [
        (Sizes(), 1.0),
        (Sizes(gloves=True), 1.15),
        (Sizes(text=200), 2.0),
        (Sizes(text=200, gloves=True), 2.0),
        (Sizes(device=1.3), 1.3),
        (Sizes(text=200, device=1.3), 2.0),
        (Sizes(text=130, device=2.0), 2.0),
    ],
)
def test_type_is_as_large_as_the_largest_wish_and_not_their_product(sizes: Sizes, type_: float) -> None:
    assert sizes.type == type_
    # What the app asks for is drawn larger once more by the device.
    assert sizes.letters(18) * sizes.device == pytest.approx(18 * type_, abs=0.6)


def test_no_letters_grow_by_more_than_body_text_does() -> None:
    large = Sizes(text=200)
    assert [large.letters(size) for size in (14, 18, 26, 36)] == [28, 36, 44, 54]


def test_gloves_make_targets_larger_and_large_type_does_not() -> None:
    assert (Sizes(text=200).target, Sizes(gloves=True).target) == (48, 60)
    assert Sizes(text=200).lone_sign(24) + 16 <= 48
