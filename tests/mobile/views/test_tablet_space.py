"""This tablet says what photos take up, what can be freed and when, and frees it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from checklists.moments import write_moment
from checklists.protocol.messages import BackedUp
from checklists.records.values import PhotoRef
from mobile.bootstrap import Tablet
from mobile.photos.prepare import prepare
from mobile.store import backed_up, outbox, photos, visits
from tests.mobile.photos.pictures import corners, saved
from tests.support.app_driver import ANA, NOON, Window, a_tablet, begun, complete, show

GB = 1_000_000_000


def with_photo(tablet: Tablet) -> tuple[str, str]:
    """Complete a walk with a photo the server has received; return the visit's id and the photo's name."""
    photo = prepare(saved(corners(1600, 1200)))
    tablet.vault.keep(photo)
    ref = PhotoRef(
        bytes=len(photo.jpeg), width=photo.width, height=photo.height, taken_at=tablet.store.moment()
    )
    visit = begun(tablet)
    visits.add_photo(tablet.store, ANA.id, visit.id, "sort-going-well", photo.sha256, ref)
    complete(tablet, visit.id)
    photos.mark_received(tablet.store, photo.sha256)
    return visit.id, photo.sha256


def hear(tablet: Tablet, server_time: datetime, *, at: datetime | None = NOON, safe: bool = True) -> None:
    names = backed_up.to_ask(tablet.store)
    said = BackedUp(
        n=1,
        at=write_moment(at) if at else None,
        photos=names if safe else [],
        server_time=write_moment(server_time),
    )
    backed_up.note(tablet.store, names, said)


def test_space_is_said_before_anything_is_known_of_backups(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, free=lambda: 3 * GB)

    async def scenario(window: Window) -> None:
        words = window.words("space")
        assert "Photos take up 0 MB on this tablet; 3.0 GB are free." in words
        assert "Nothing can be freed yet." in words
        assert "The central record has no backup yet that this tablet knows of" in words
        assert not window.has("free-space")

    show(tablet, scenario, route="/tablet")


def test_day_from_which_something_can_be_freed_is_said(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    with_photo(tablet)
    hear(tablet, NOON.astimezone(UTC))

    async def scenario(window: Window) -> None:
        words = window.words("space")
        assert (
            "can be freed, the first of it from Thu 2 Apr on: 30 days after the server received it." in words
        )
        assert "The central record was last backed up today" in words
        assert not window.has("free-space")

    show(tablet, scenario, route="/tablet")


def test_one_tap_frees_what_may_be_freed_and_the_picture_is_still_shown(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit, sha = with_photo(tablet)
    hear(tablet, NOON)
    hear(tablet, NOON + timedelta(days=31))
    before = tablet.vault.used()

    async def scenario(window: Window) -> None:
        assert "can be freed now: 1 photo, received over 30 days ago" in window.words("space")
        await window.tap("free-space")
        await window.until(lambda: not tablet.vault.has(sha))
        await window.until(lambda: "freed. The photos are in the central record" in window.notice)
        assert not window.has("free-space")
        assert tablet.vault.used() < before
        assert tablet.vault.thumbnail(sha) is not None
        await window.go(f"/visit/{visit}")
        await window.until(lambda: any(one.endswith(sha) for one in window.identifiers()))
        await window.tap(next(one for one in window.identifiers() if one.endswith(sha)))
        await window.until(lambda: window.has("photo-close"))
        assert "The photo itself is in the central record." in " ".join(window.texts())

    show(tablet, scenario, route="/tablet")


def test_changes_that_came_after_the_backup_are_counted(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    with_photo(tablet)
    for _ in range(2):
        begun(tablet)
    last = outbox.batch(tablet.store, 0)[-1].link
    outbox.confirm(tablet.store, last.n, last.hash, tablet.store.moment())
    hear(tablet, NOON)

    async def scenario(window: Window) -> None:
        newer = f"{last.n - 1} changes from here came later and will be in the next one."
        assert newer in window.words("space")

    show(tablet, scenario, route="/tablet")


def test_photo_without_a_backup_stays_whatever_its_age(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    with_photo(tablet)
    hear(tablet, NOON, at=None, safe=False)
    hear(tablet, NOON + timedelta(days=400), at=None, safe=False)

    async def scenario(window: Window) -> None:
        assert "Nothing can be freed yet." in window.words("space")
        assert not window.has("free-space")

    show(tablet, scenario, route="/tablet")
