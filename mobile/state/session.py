"""One window on the tablet: who is signed in, how it looks and speaks, how wide it is, the sync's state."""

from __future__ import annotations

import asyncio
from collections import UserDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import flet as ft

from mobile import theme
from mobile.photos.vault import THUMBNAIL_EDGE
from mobile.sizes import Sizes
from mobile.state.display import Display, display_of, keep_display
from mobile.state.photos import small
from mobile.store import memory, people
from mobile.store.identity import this_tablet
from mobile.text.language import Language, known

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from checklists.records.person import Person
    from mobile.bootstrap import Tablet
    from mobile.components.photo_files import PhotoFiles
    from mobile.store.database import Store
    from mobile.sync.status import SyncStatus

# The language last chosen on the tablet; with a person's id behind it, that person's.
_LANGUAGE = "language"

# Long enough to finish a thought, short enough to count as at once.
_SOON_SECONDS = 3.0

# From this window width on, four answers fit beside each other.
_ROOMY = 1100


@ft.observable
@dataclass
class SyncLine:
    """The sync's status, on its own so that only the badge and the list follow it."""

    status: SyncStatus


@ft.observable
@dataclass
class Session:
    """What every screen may need to know.

    Attributes:
        tablet: the process's store, photos and sync.
        files: the window's file chooser, kept as long as the window.
        sync_line: the sync's status.
        person: who is signed in.
        enrolled: whether a server knows the tablet.
        switching: whether somebody else is taking over.
        display: the look and the sizes of whoever is signed in.
        language: what the window speaks: that of whoever is signed in, else the one last chosen.
        wide: whether rail, list and detail fit side by side.
        roomy: whether, beside these, four answers fit in a row.
        medium: whether the sync's words fit beside a screen's title.
        tight: whether type is so large for the window that little fits beside each other.
        device_type: how many times as large the device draws all type by itself.
        came_from: the address one was at before raising something.
        arrived: goes up when something came from the server, so that lists read again.
        unsaved: field → what was typed there and could not be saved when its screen was left.
        window: the window's own session, where this one is of the practice room; else None.
        practice: the session of the practice room, once it was opened in this window.
    """

    tablet: Tablet
    files: PhotoFiles
    sync_line: SyncLine
    person: Person | None
    enrolled: bool
    display: Display
    language: Language = Language.ENGLISH
    wide: bool = True
    roomy: bool = True
    medium: bool = True
    tight: bool = False
    device_type: float = 1.0
    switching: bool = False
    arrived: int = 0
    came_from: str = "/"
    # No plain dict: Flet would watch that and draw every screen again with each letter.
    unsaved: UserDict[str, str] = field(default_factory=UserDict)
    window: Session | None = field(default=None, repr=False, compare=False)
    practice: Session | None = field(default=None, repr=False, compare=False)
    _width: float | None = None
    _began: bool = False
    _chosen_before: bool = False
    _soon: asyncio.TimerHandle | None = field(default=None, init=False, repr=False)

    @property
    def store(self) -> Store:
        """The tablet's database."""
        return self.tablet.store

    @property
    def practising(self) -> bool:
        """Whether it is of the practice room, from which nothing leaves the tablet."""
        return self.window is not None

    @property
    def own(self) -> Session:
        """The window's own session, whichever room this one is of."""
        return self.window or self

    @property
    def who(self) -> Person:
        """The person who is signed in; screens behind the sign-in may rely on it.

        Raises:
            LookupError: nobody is.
        """
        if self.person is None:
            raise LookupError("Nobody is signed in.")
        return self.person

    def now(self) -> datetime:
        """Return this tablet's clock."""
        return self.store.now()

    @property
    def sizes(self) -> Sizes:
        """How large things are for whoever is signed in, on this device."""
        return Sizes(self.display.gloves, self.display.text, self.device_type)

    def thumbnail(self, sha256: str, edge: int = THUMBNAIL_EDGE) -> bytes | None:
        """Return a small picture of a photo, its longer side at most `edge` pixels; None for none here."""
        return small(self.tablet.vault, sha256, edge)

    def begins(self) -> bool:
        """Say whether the window has only just been opened; true once."""
        just_opened, self._began = not self._began, True
        return just_opened

    def took_over(self, person_id: str) -> None:
        """Go on with somebody who has just signed in."""
        self.person = people.person(self.store, person_id)
        self.switching = False
        if self._chosen_before:
            # Whoever has just chosen a language among the names is the one who signed in.
            self.speak(self.language)
        self.language = _language(self.store, self.person) or self.language
        self.display = display_of(self.store, self.person)
        self._lay_out()
        self.came_from = "/"

    def change_display(self, display: Display) -> None:
        """Look as the person who is signed in wishes from now on, and keep it."""
        keep_display(self.store, self.who, display)
        self.display = display
        self._lay_out()

    def stayed(self) -> None:
        """Go on with whoever was signed in: nobody took over."""
        self.switching = False
        if self._chosen_before:
            self.speak(self.language)

    def speak(self, language: Language) -> None:
        """Speak a language from now on, and keep it for whoever is signed in."""
        memory.remember(self.store, _LANGUAGE, language)
        signed_in = self.person is not None and not self.switching
        if self.person and signed_in:
            memory.remember(self.store, _of(self.person), language)
        self._chosen_before = not signed_in
        self.language = language

    def device_speaks(self, tags: Sequence[str]) -> None:
        """Take in which languages the device speaks, the dearest first; a language chosen here goes first."""
        if memory.recall(self.store, _LANGUAGE) is None:
            self.language = next((one for one in map(known, tags) if one), self.language)

    def news_came(self) -> None:
        """Something came from the server: lists read again, and whoever has left is signed out."""
        self.enrolled = this_tablet(self.store).enrolled
        me = people.person(self.store, self.person.id) if self.person else people.signed_in(self.store)
        self.person = me if me and me.active else None
        self.arrived += 1

    def fit(self, width: float) -> None:
        """Take in how wide the window is, in logical pixels.

        Screens are drawn again only where a limit is crossed: a value that stays the same tells nobody.
        """
        self._width = width
        self._lay_out()

    def device_draws(self, larger: float) -> None:
        """Take in how many times as large as the app says the device draws all type."""
        self.device_type = larger
        self._lay_out()

    def _lay_out(self) -> None:
        if self._width is None:
            return
        # As much as fits where type is ordinary: a window with larger type is a smaller window.
        room = self._width / self.sizes.reading
        self.wide = room >= theme.WIDE
        self.roomy = room >= _ROOMY
        self.medium = room >= theme.MEDIUM
        self.tight = room < theme.TIGHT

    def changed(self) -> None:
        """Tell the sync that there is something to send."""
        self.tablet.sync.nudge()

    def changed_soon(self) -> None:
        """Tell the sync once nothing more has been typed for a while."""
        if self._soon:
            self._soon.cancel()
        self._soon = asyncio.get_running_loop().call_later(_SOON_SECONDS, self.changed)


def open_session(tablet: Tablet, *, width: float | None, files: PhotoFiles) -> Session:
    """Return the state of a new window."""
    person = people.signed_in(tablet.store)
    session = Session(
        tablet=tablet,
        files=files,
        sync_line=SyncLine(tablet.sync.status),
        person=person,
        enrolled=this_tablet(tablet.store).enrolled,
        display=display_of(tablet.store, person),
        language=_language(tablet.store, person) or Language.ENGLISH,
    )
    if width is not None:
        session.fit(width)
    return session


def _language(store: Store, person: Person | None) -> Language | None:
    own = known(memory.recall(store, _of(person))) if person else None
    return own or known(memory.recall(store, _LANGUAGE))


def _of(person: Person) -> str:
    return f"{_LANGUAGE}/{person.id}"


# Flet's context carries no type for "none yet"; every screen is drawn below `App`, which provides one.
SessionContext = ft.create_context(cast("Session", None))


def use_session() -> Session:
    """Return the window's session, drawing the calling component again when it changes."""
    return ft.use_context(SessionContext)
