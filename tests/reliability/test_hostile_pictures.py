"""A short run of the hostile pictures' proof; at full size it is a command of its own."""

from tests.reliability import hostile_files, hostile_pictures


def test_files_made_to_hurt_get_their_sentence_and_hurt_nobody() -> None:
    report = hostile_pictures.run(range(len(hostile_files.KINDS)), seed=7)
    assert report.wrong == []
    assert sum(report.counts.values()) == len(hostile_files.KINDS)
