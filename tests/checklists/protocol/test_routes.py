"""Each message has its own place below one prefix."""

from checklists.protocol import routes


def test_no_two_messages_share_a_place() -> None:
    places = [value for name, value in vars(routes).items() if name.isupper() and name != "PREFIX"]
    assert len(set(places)) == len(places)
    assert all(place.startswith(f"{routes.PREFIX}/") for place in places)


def test_place_of_one_upload_and_of_one_thumbnail_lie_below_theirs() -> None:
    assert routes.upload("abc") == f"{routes.UPLOADS}/abc"
    assert routes.thumbnail("a" * 64) == f"{routes.PHOTOS}/{'a' * 64}/thumbnail"
