"""Look and size are each person's own on a tablet; what an older version kept still counts."""

from pathlib import Path

import pytest

from mobile.state.display import Display, display_of
from mobile.state.session import Session
from mobile.store import memory
from mobile.theme import Look
from tests.mobile.state.windows import a_window
from tests.support.app_driver import ANA, BEN


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return a_window(tmp_path, ANA)


def test_display_is_each_persons_own_and_comes_with_the_sign_in(session: Session) -> None:
    session.change_display(Display(Look.SUNLIGHT, gloves=True))
    session.took_over(BEN.id)
    assert session.display == Display(Look.SYSTEM, gloves=False)
    session.took_over(ANA.id)
    assert session.display == Display(Look.SUNLIGHT, gloves=True)


def test_look_chosen_for_the_whole_tablet_once_counts_until_somebody_chooses(session: Session) -> None:
    memory.remember(session.store, "look", "dark")
    assert display_of(session.store, None).look is Look.DARK
    assert display_of(session.store, ANA).look is Look.DARK
    session.change_display(Display(Look.LIGHT))
    assert display_of(session.store, ANA).look is Look.LIGHT
    assert display_of(session.store, BEN).look is Look.DARK


def test_look_this_version_does_not_know_is_as_the_device(session: Session) -> None:
    memory.remember(session.store, f"look/{ANA.id}", "candlelight")
    assert display_of(session.store, ANA).look is Look.SYSTEM
