"""I saw something: one line, a photo, what it is and where; everything else can come later."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import flet as ft

from checklists.records.finding import FindingKind
from mobile import theme
from mobile.components.autosave import Autosave
from mobile.components.banner import Banner, BannerKind
from mobile.components.buttons import PrimaryButton
from mobile.components.choices import Choice, Choices
from mobile.components.guards import guard, safe_component, safe_screen
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.text_fields import NoteField
from mobile.errors import StoreError, TabletError
from mobile.state.raising import Raising, keep, raise_it, unfinished
from mobile.state.session import use_session
from mobile.store import places as stored_places
from mobile.text import say
from mobile.theme import State
from mobile.views.camera import Camera
from mobile.views.layout import Heading, Scroll
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.screen import Screen, go

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flet.components.hooks.use_ref import MutableRef

    from checklists.records.place import Area
    from checklists.records.values import PhotoRef

_KINDS = (
    Choice(FindingKind.GOOD_PRACTICE, say("something.good_practice"), State.WORTH_SHARING),
    Choice(FindingKind.PROBLEM, say("something.problem"), State.NEEDS_ATTENTION),
    Choice(FindingKind.NEAR_MISS, say("something.near_miss")),
    Choice(FindingKind.IDEA, say("something.idea")),
)


@safe_screen
def Something() -> ft.View:
    """Raise a good practice, a problem, a near miss or an idea, outside any visit."""
    session = use_session()
    taking, take = ft.use_state(False)
    looking, look = ft.use_state("")
    _, draw_again = ft.use_state(0)
    # Not drawn state: a photo and a letter may come between two drawings, and both count.
    form: MutableRef[Raising] = ft.use_ref(lambda: unfinished(session))
    ft.use_dialog(PhotoDialog(session, looking, lambda: look("")) if looking else None)
    now = form.current or Raising()

    def keep_form(_: str) -> None:
        # What could not be kept in case the app is ended is still on the screen.
        with suppress(StoreError):
            if form.current:
                keep(session, form.current)

    keeper = ft.use_memo(lambda: Autosave(keep_form), [])
    ft.use_effect(lambda: None, [], cleanup=guard(keeper.flush))

    def fill_in(**values: object) -> None:
        form.current = (form.current or now).model_copy(update=values)
        draw_again(lambda count: count + 1)

    def change(**values: object) -> None:
        fill_in(**values)
        keep_form("")

    async def write(words: str) -> None:
        fill_in(words=words)
        await keeper.typed(words)

    def add_photo(sha256: str, ref: PhotoRef) -> None:
        change(photos={**(form.current or now).photos, sha256: ref})

    def remove_photo(sha256: str) -> None:
        photos = (form.current or now).photos
        change(photos={name: ref for name, ref in photos.items() if name != sha256})

    over = Camera(add_photo, lambda: take(False), key="camera") if taking else None
    strip = PhotoStrip(
        "something-photos",
        [Thumb(sha256, session.thumbnail(sha256)) for sha256 in now.photos],
        look,
        on_add=lambda: take(True),
        on_remove=remove_photo,
    )
    body = _Form(form, now, write, change, strip, key="form")
    return Screen(
        session, body, title=say("something.title"), back=session.came_from, something=False, over=over
    )


@safe_component
def _Form(
    form: MutableRef[Raising],
    now: Raising,
    write: Callable[[str], object],
    change: Callable[..., None],
    strip: ft.Control,
) -> ft.Control:
    session = use_session()
    problem, set_problem = ft.use_state("")
    areas = stored_places.areas(session.store)

    def save() -> None:
        # A second tap may come before the first one shows; then there is nothing left to save.
        raising = form.current
        if raising is None:
            return
        told = _missing(raising, areas)
        if told:
            set_problem(told)
            return
        try:
            raise_it(session, raising)
        except TabletError as error:
            set_problem(str(error))
            return
        form.current = None
        go(session.came_from)
        good = raising.kind is FindingKind.GOOD_PRACTICE
        notice(say("something.saved_good" if good else "something.saved"))

    where = Choices(
        "something-area",
        [Choice(one.id, one.name) for one in areas],
        now.area,
        lambda area: change(area=area),
    )
    return Scroll(
        [
            strip,
            NoteField("something-words", say("something.what"), now.words, write, lines=2),
            Heading(say("something.kind")),
            Choices("something-kind", _KINDS, now.kind, lambda kind: change(kind=FindingKind(kind))),
            *([Heading(say("something.where")), where] if areas else []),
            *([Banner(problem, BannerKind.ATTENTION, identifier="something-problem")] if problem else []),
            ft.Row([PrimaryButton("something-save", say("something.save"), save, expand=True)]),
        ],
        width=theme.READING_WIDTH + 120 if session.wide else None,
    )


def _missing(raising: Raising, areas: Sequence[Area]) -> str:
    if not raising.words.strip() and not raising.photos:
        return say("something.need_words")
    # Where the office has listed no areas, nobody is kept from raising something.
    return "" if raising.area or not areas else say("something.need_area")
