"""One window: its person, its look and what came since are its own; a bad memory does not stop it."""

from pathlib import Path
from typing import Any

import pytest

from mobile import theme
from mobile.state.display import Display
from mobile.store import memory, people, reference
from tests.mobile.state.windows import a_window
from tests.support.app_driver import ANA, BEN, LUCJA, a_plant, a_tablet


def test_nobody_is_signed_in_on_a_new_tablet(tmp_path: Path) -> None:
    session = a_window(tmp_path)
    assert session.person is None
    with pytest.raises(LookupError):
        _ = session.who


@pytest.mark.parametrize(("width", "wide"), [(None, True), (899, False), (900, True)])
def test_window_is_wide_where_rail_and_list_fit(tmp_path: Path, width: float | None, *, wide: bool) -> None:
    assert a_window(tmp_path, width=width).wide is wide


@pytest.mark.parametrize(
    ("width", "roomy", "medium"),
    [
        (None, True, True),
        (1100, True, True),
        (1099, False, True),
        (600, False, True),
        (599, False, False),
    ],
)
def test_window_has_room_for_words_beside_the_title_and_for_four_answers(
    tmp_path: Path, width: float | None, *, roomy: bool, medium: bool
) -> None:
    session = a_window(tmp_path, width=width)
    assert (session.roomy, session.medium) == (roomy, medium)


def test_window_with_larger_type_has_room_for_less(tmp_path: Path) -> None:
    session = a_window(tmp_path, ANA, width=1280)
    session.change_display(Display(text=200))
    assert (session.wide, session.medium, session.tight) == (False, True, False)
    session.fit(412)
    assert session.tight
    session.change_display(Display())
    session.device_draws(1.3)
    assert session.tight


def test_window_tells_of_its_width_only_where_a_limit_is_crossed(tmp_path: Path) -> None:
    # Observing adds its methods where no type shows them.
    session: Any = a_window(tmp_path, width=1000)
    told: list[str | None] = []

    def tell(_: object, name: str | None) -> None:
        told.append(name)

    session.subscribe(tell)
    for width in (1001, 1050, 1099, 1100, 1101, 1280):
        session.fit(width)
    assert told == ["roomy"]


def test_news_keep_a_windows_person_though_somebody_else_signed_in_elsewhere(tmp_path: Path) -> None:
    session = a_window(tmp_path)
    session.took_over(ANA.id)
    people.sign_in(session.store, BEN.id, "1234")
    session.news_came()
    assert session.who == ANA


def test_news_bring_a_persons_new_name_and_sign_out_who_has_left(tmp_path: Path) -> None:
    session = a_window(tmp_path)
    session.took_over(ANA.id)
    married = ANA.model_copy(update={"name": "Ana Nowak"})
    reference.replace(session.store, a_plant(people=[married, BEN]), "second")
    session.news_came()
    assert session.who.name == "Ana Nowak"
    reference.replace(session.store, a_plant(people=[BEN, LUCJA]), "third")
    session.news_came()
    assert session.person is None
    assert session.arrived == 2


@pytest.mark.parametrize(("kept", "look"), [("dark", theme.Look.DARK), ("candlelight", theme.Look.SYSTEM)])
def test_look_is_the_one_kept_if_this_version_knows_it(tmp_path: Path, kept: str, look: theme.Look) -> None:
    memory.remember(a_tablet(tmp_path).store, "look", kept)
    assert a_window(tmp_path).display.look is look


def test_window_begins_once(tmp_path: Path) -> None:
    session = a_window(tmp_path)
    assert [session.begins(), session.begins()] == [True, False]


def test_time_is_the_tablets(tmp_path: Path) -> None:
    session = a_window(tmp_path)
    assert session.now() == session.store.now()
