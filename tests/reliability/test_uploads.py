"""A short run of the uploads' proof; at full size it is a command of its own."""

from tests.reliability import uploads


def test_photos_arrive_whole_although_server_and_connections_break() -> None:
    report = uploads.run(photos=8, kills=4, seed=1)
    assert report.wrong == []
    assert report.counts["photos"] == 8
