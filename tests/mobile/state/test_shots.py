"""Photos just taken: kept in order, taken again in the same place, taken away and put back."""

from checklists.records.values import PhotoRef
from mobile.state.photo_place import PhotoPlace
from mobile.state.shots import Shots
from tests.support.tablet_samples import a_photo


def with_place() -> tuple[Shots, dict[str, PhotoRef], list[str]]:
    there: dict[str, PhotoRef] = {}
    log: list[str] = []

    def add(sha: str, ref: PhotoRef) -> None:
        log.append(f"+{sha}")
        there[sha] = ref

    def remove(sha: str) -> None:
        log.append(f"-{sha}")
        del there[sha]

    return Shots(add, PhotoPlace(lambda: there, add, remove)), there, log


def test_shots_are_kept_in_order_and_the_same_picture_counts_once() -> None:
    shots, there, _ = with_place()
    for sha in ("a", "b", "a"):
        shots.keep(sha, a_photo())
    assert shots.names == ("b", "a")
    assert set(there) == {"a", "b"}


def test_shot_taken_again_takes_the_same_place_and_the_new_one_is_there_before_the_old_one_goes() -> None:
    shots, there, log = with_place()
    for sha in ("a", "b"):
        shots.keep(sha, a_photo())
    shots.take_again("a")
    assert set(there) == {"a", "b"}
    shots.keep("c", a_photo())
    assert shots.names == ("c", "b")
    assert set(there) == {"b", "c"}
    assert log[-2:] == ["+c", "-a"]
    shots.keep("d", a_photo())
    assert shots.names == ("c", "b", "d")


def test_old_one_can_be_kept_after_all() -> None:
    shots, there, _ = with_place()
    shots.keep("a", a_photo())
    shots.take_again("a")
    shots.do_step()
    shots.keep("b", a_photo())
    assert shots.names == ("a", "b")
    assert set(there) == {"a", "b"}


def test_same_picture_taken_again_stays() -> None:
    shots, there, _ = with_place()
    shots.keep("a", a_photo())
    shots.take_again("a")
    shots.keep("a", a_photo())
    assert shots.names == ("a",)
    assert set(there) == {"a"}


def test_shot_is_taken_away_and_put_back_where_it_was() -> None:
    shots, there, _ = with_place()
    for sha in ("a", "b"):
        shots.keep(sha, a_photo())
    shots.remove("a")
    assert shots.names == ("b",)
    assert set(there) == {"b"}
    shots.do_step()
    assert shots.names == ("a", "b")
    assert set(there) == {"a", "b"}


def test_drawing_is_one_more_shot_and_a_blurred_one_takes_the_place() -> None:
    shots, there, _ = with_place()
    for sha in ("a", "b"):
        shots.keep(sha, a_photo())
    there["c"] = a_photo()
    shots.changed("a", "c", blurred=False)
    assert shots.names == ("a", "b", "c")
    there["d"] = there.pop("a")
    shots.changed("a", "d", blurred=True)
    assert shots.names == ("d", "b", "c")


def test_without_a_place_shots_are_only_put() -> None:
    kept: list[str] = []
    shots = Shots(lambda sha, _: kept.append(sha), None)
    shots.keep("a", a_photo())
    shots.remove("a")
    assert kept == ["a"]
    assert shots.names == ("a",)
