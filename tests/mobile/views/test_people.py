"""Signing in by name and PIN, without a network; handing the tablet over in two taps and a PIN."""

from datetime import timedelta
from pathlib import Path

from checklists.records.person import Role
from mobile.store import people, reference
from tests.support.app_driver import ANA, BEN, LUCJA, Watch, Window, a_person, a_plant, a_tablet, begun, show


async def wrong_pin(window: Window) -> None:
    """Type a PIN that is nobody's, and wait for the answer."""
    tries = window.store.row("select sum(wrong) as wrong from pin_try")
    before = tries["wrong"] or 0 if tries else 0
    await window.type_pin("0000")
    await window.until(
        lambda: (
            window.store.row("select sum(wrong) as wrong from pin_try")["wrong"] != before
            or "Try again in" in window.words("pin-message")
        )
    )


def test_everybody_is_listed_with_role_and_department(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert "Who is walking?" in window.words()
        assert window.words(f"person-{LUCJA.id}") == "ŁN | Łucja Nowak | Leader · Production"
        assert not window.shows("back")

    show(a_tablet(tmp_path), scenario, person=None)


def test_right_pin_opens_today_and_the_screen_says_who_is_signed_in(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.sign_in(ANA)
        assert window.shows("start-walk")
        assert "Ana Kowalczyk" in window.words("who")

    show(a_tablet(tmp_path), scenario, person=None)


def test_wrong_pin_is_told_and_the_next_try_works(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap(f"person-{ANA.id}")
        await wrong_pin(window)
        assert window.words("pin-message") == "That is not the PIN of Ana Kowalczyk. Please try again."
        assert window.tid("pin-dots").label == "0 of 4 digits"
        await window.type_pin("1234")
        await window.until(lambda: window.shows("start-walk"))

    show(a_tablet(tmp_path), scenario, person=None)


def test_pin_tried_too_often_waits_and_says_how_long(tmp_path: Path) -> None:
    watch = Watch()

    async def scenario(window: Window) -> None:
        await window.tap(f"person-{ANA.id}")
        for _ in range(people.FREE_TRIES):
            await wrong_pin(window)
        await window.type_pin("1234")
        await window.until(lambda: "Try again in 5 seconds" in window.words("pin-message"))
        watch.moment += timedelta(seconds=5)
        await window.type_pin("1234")
        await window.until(lambda: window.shows("start-walk"))

    show(a_tablet(tmp_path, watch=watch), scenario, person=None)


def test_person_without_a_pin_is_told_where_to_get_one(tmp_path: Path) -> None:
    nils = a_person("e", "Nils", Role.AUDITOR, "quality").model_copy(update={"pin": None})

    async def scenario(window: Window) -> None:
        await window.tap(f"person-{nils.id}")
        assert "Your quality manager can set one" in window.words("pin-message")

    show(a_tablet(tmp_path, plant=a_plant(people=[ANA, nils])), scenario, person=None)


def test_wrong_name_is_left_by_the_way_back(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap(f"person-{BEN.id}")
        await window.tap("back")
        assert window.shows(f"person-{ANA.id}")

    show(a_tablet(tmp_path), scenario, person=None)


def test_somebody_else_takes_over_in_two_taps_and_a_pin(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("who")
        await window.tap(f"person-{BEN.id}")
        await window.type_pin("1234")
        await window.until(lambda: "Ben Okafor" in window.words("who"))

    show(a_tablet(tmp_path), scenario)


def test_whoever_takes_over_begins_at_today_and_not_in_the_others_walk(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("who")
        await window.tap(f"person-{BEN.id}")
        await window.type_pin("1234")
        await window.until(lambda: window.route == "/")
        assert window.shows("start-walk")
        assert not window.shows(f"visit-{visit.id}")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_who_takes_the_tablet_back_goes_on_where_they_were(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.tap("who")
        await window.sign_in(ANA)
        assert window.shows("close-walk")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_handing_over_can_be_called_off(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("who")
        assert "Who takes over?" in window.words()
        await window.tap("back")
        assert window.shows("start-walk")
        assert people.signed_in(window.store) == ANA

    show(a_tablet(tmp_path), scenario)


def test_tablet_without_people_says_when_they_come_and_offers_to_sync(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, plant=a_plant(people=[]))

    async def scenario(window: Window) -> None:
        assert "No people have arrived from the server yet" in window.words()
        await window.tap("first-step")
        assert tablet.sync._wake.is_set()

    show(tablet, scenario, person=None)


def test_person_who_has_left_is_signed_out_wherever_they_are(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    left = a_plant(people=[BEN, LUCJA])

    async def scenario(window: Window) -> None:
        reference.replace(tablet.store, left, "second")
        await window.news()
        assert "Who is walking?" in window.words()
        assert not window.shows(f"person-{ANA.id}")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_sync_line_sends_before_anybody_is_signed_in(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("sync")
        assert tablet.sync._wake.is_set()
        assert window.route == "/"

    show(tablet, scenario, person=None)
