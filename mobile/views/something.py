"""I saw something: a photo first, then one line, what it is and where; everything else can come later."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import flet as ft

from checklists.protocol.limits import UNNAMED_PHOTOS
from checklists.records.finding import FindingKind
from mobile import theme
from mobile.components.autosave import Autosave
from mobile.components.banner import Banner, BannerKind
from mobile.components.buttons import PrimaryButton, QuietButton
from mobile.components.guards import guard, safe_component, safe_screen
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.text_fields import LineField, NoteField
from mobile.errors import StoreError, TabletError
from mobile.state.photo_place import PhotoPlace
from mobile.state.raising import Raising, area_by_code, keep, raise_it, raise_unnamed, unfinished
from mobile.state.session import use_session
from mobile.store import places as stored_places
from mobile.text import say
from mobile.views.camera import Camera, use_taking
from mobile.views.layout import Foot, Heading, Scroll, WithFoot
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.raised import Areas, RaisedByMe, RaisedKinds
from mobile.views.screen import Screen, go
from mobile.views.unnamed import CodeOnce, UnnamedChoice, WhatBecameOfIt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flet.components.hooks.use_ref import MutableRef

    from checklists.records.place import Area
    from checklists.records.values import PhotoRef


@safe_screen
def Something() -> ft.View:
    """Raise a good practice, a problem, a near miss or an idea, outside any visit."""
    session = use_session()
    # Not drawn state: a photo and a letter may come between two drawings, and both count.
    form: MutableRef[Raising] = ft.use_ref(lambda: unfinished(session))
    now = form.current or Raising()
    # The photo comes first; what was begun before is gone on with.
    taking, take, done = use_taking("first" if now.empty else "")
    looking, look = ft.use_state("")
    code, show_code = ft.use_state("")
    _, draw_again = ft.use_state(0)

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

    place = _place(lambda: (form.current or now).photos, lambda photos: change(photos=photos))
    ft.use_dialog(PhotoDialog(session, looking, lambda: look(""), place) if looking else None)

    def remove_photo(sha256: str) -> None:
        ref = (form.current or now).photos[sha256]
        place.remove(sha256)
        notice(say("camera.removed"), undo=lambda: place.add(sha256, ref))

    first = taking.what == "first"
    camera = Camera(
        place.add,
        done,
        turn=taking.turn,
        place=place,
        once=first,
        done=say("something.no_photo") if first else None,
        key="camera",
    )
    strip = PhotoStrip(
        "something-photos",
        [
            Thumb(sha256, session.thumbnail(sha256), say("part.photo.number", number=number))
            for number, sha256 in enumerate(now.photos, start=1)
        ],
        look,
        on_add=lambda: take("more"),
        on_remove=remove_photo,
    )
    form_body = _Form(form, now, strip, (write, change, show_code), key="form")
    return Screen(
        session,
        CodeOnce(code, key="code-once") if code else form_body,
        title=say("something.title"),
        back=session.came_from,
        something=False,
        over=camera if taking.what and not code else None,
    )


def _place(
    there: Callable[[], dict[str, PhotoRef]], change: Callable[[dict[str, PhotoRef]], None]
) -> PhotoPlace:
    """Return the form as a place for photos: nothing of them is sent before it is saved."""

    def add(sha256: str, ref: PhotoRef) -> None:
        change({**there(), sha256: ref})

    def remove(sha256: str) -> None:
        change({name: ref for name, ref in there().items() if name != sha256})

    return PhotoPlace(there, add, remove)


# What is called with the words, with other values, and with the code of what was saved without a name.
_Ways = tuple["Callable[[str], object]", "Callable[..., None]", "Callable[[str], None]"]


@safe_component
def _Form(form: MutableRef[Raising], now: Raising, strip: ft.Control, ways: _Ways) -> ft.Control:
    session = use_session()
    write, change, show_code = ways
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
            code = raise_unnamed(session, raising) if raising.unnamed else ""
            if not code:
                raise_it(session, raising)
        except TabletError as error:
            set_problem(str(error))
            return
        form.current = None
        if code:
            show_code(code)
            return
        go(session.came_from)
        notice(_thanks(raising))

    def choose_area(area: str) -> None:
        change(area=area)

    body = Scroll(
        [
            strip,
            NoteField("something-words", say("something.what"), now.words, write, lines=2),
            Heading(say("something.kind")),
            RaisedKinds("something-kind", now.kind, lambda kind: change(kind=kind)),
            *Areas(session, "something-area", now.area, choose_area),
            *([_Code(choose_area, key="code")] if areas else []),
            UnnamedChoice(now.unnamed, lambda: change(unnamed=not (form.current or now).unnamed)),
            *RaisedByMe(session),
            WhatBecameOfIt(),
        ],
        width=theme.READING_WIDTH + 120 if session.wide else None,
    )
    told = [Banner(problem, BannerKind.ATTENTION, identifier="something-problem")] if problem else []
    button = PrimaryButton("something-save", say("something.save"), save, expand=True)
    width = theme.READING_WIDTH + 120 if session.wide else None
    return WithFoot(
        body, Foot([*told, ft.Row([ft.Container(ft.Row([button]), width=width, expand=not width)])])
    )


@safe_component
def _Code(on_area: Callable[[str], object]) -> ft.Control:
    """Choosing the area by what stands on its sign, for where there are too many to look through."""
    session = use_session()
    typing, type_it = ft.use_state(False)
    unknown, set_unknown = ft.use_state(False)
    if not typing:
        icon = ft.Icons.QR_CODE_2
        return ft.Row(
            [QuietButton("something-code", say("something.code"), lambda: type_it(True), icon=icon)]
        )

    def typed(code: str) -> None:
        area = area_by_code(session, code)
        set_unknown(bool(code.strip()) and area is None)
        if area:
            on_area(area)

    return LineField(
        "something-code-typed",
        say("something.code_label"),
        "",
        typed,
        message=say("something.code_unknown") if unknown else None,
        autofocus=True,
        capitals=ft.TextCapitalization.NONE,
    )


def _thanks(raising: Raising) -> str:
    good = raising.kind is FindingKind.GOOD_PRACTICE
    return say("something.saved_good" if good else "something.saved")


def _missing(raising: Raising, areas: Sequence[Area]) -> str:
    if not raising.words.strip() and not raising.photos:
        return say("something.need_words")
    if raising.kind is None:
        return say("something.need_kind")
    if raising.unnamed and len(raising.photos) > UNNAMED_PHOTOS:
        return say("unnamed.too_many_photos", n=UNNAMED_PHOTOS)
    # Where the office has listed no areas, nobody is kept from raising something.
    return "" if raising.area or not areas else say("something.need_area")
