"""A photo says what was done to it, and one to which nothing was done is written as it always was."""

from checklists.records.values import PhotoRef

PLAIN = {"bytes": 9, "width": 4, "height": 3, "taken_at": "2026-03-03T12:00:00.000Z"}
SHA = "4" * 64


def test_plain_photo_is_written_as_it_always_was() -> None:
    assert PhotoRef.model_validate(PLAIN).model_dump(mode="json") == PLAIN
    nothing_said = {**PLAIN, "drawn_on": None, "blurred": False}
    assert PhotoRef.model_validate(nothing_said).model_dump(mode="json") == PLAIN


def test_what_was_done_to_a_photo_is_written() -> None:
    said = {**PLAIN, "drawn_on": SHA, "blurred": True}
    assert PhotoRef.model_validate(said).model_dump(mode="json") == said
