"""The state of a window without the window."""

from pathlib import Path

import flet as ft

from checklists.records.person import Person
from mobile.components.photo_files import PhotoFiles
from mobile.state.session import Session, open_session
from tests.support.app_driver import a_tablet
from tests.support.headless import Headless, run


def a_window(folder: Path, person: Person | None = None, width: float | None = 1280) -> Session:
    """Return the state of a new window on the tablet whose data is below a folder."""
    kept: list[Session] = []

    def main(_: ft.Page) -> None:
        # The file chooser of a window needs a page.
        kept.append(open_session(a_tablet(folder), width=width, files=PhotoFiles()))

    async def scenario() -> None:
        async with Headless(main):
            pass

    run(scenario)
    (session,) = kept
    if person:
        session.took_over(person.id)
    return session
