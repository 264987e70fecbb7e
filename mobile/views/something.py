"""I saw something: one line, a photo, what it is and where; everything else can come later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.finding import FindingKind
from mobile import theme
from mobile.components.banner import Banner, BannerKind
from mobile.components.buttons import PrimaryButton
from mobile.components.choices import Choice, Choices
from mobile.components.guards import safe_component, safe_screen
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.text_fields import NoteField
from mobile.state.session import use_session
from mobile.store import findings, memory
from mobile.store import places as stored_places
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.camera import Camera
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.screen import Heading, Screen, Scroll, go

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.values import PhotoRef
    from mobile.state.session import Session

_LAST_AREA = "last_area"

_KINDS = (
    Choice(FindingKind.GOOD_PRACTICE, say("something.good_practice"), State.WORTH_SHARING),
    Choice(FindingKind.PROBLEM, say("something.problem"), State.NEEDS_ATTENTION),
    Choice(FindingKind.NEAR_MISS, say("something.near_miss")),
    Choice(FindingKind.IDEA, say("something.idea")),
)

_Photos = tuple[tuple[str, "PhotoRef"], ...]


@safe_screen
def Something() -> ft.View:
    """Raise a good practice, a problem, a near miss or an idea, outside any visit."""
    session = use_session()
    taking, take = ft.use_state(False)
    looking, look = ft.use_state("")
    photos, set_photos = ft.use_state(())
    ft.use_dialog(PhotoDialog(session, looking, lambda: look("")) if looking else None)

    def keep(sha256: str, ref: PhotoRef) -> None:
        set_photos(lambda so_far: (*(one for one in so_far if one[0] != sha256), (sha256, ref)))

    def remove(sha256: str) -> None:
        set_photos(lambda so_far: tuple(one for one in so_far if one[0] != sha256))

    over = Camera(keep, lambda: take(False), key="camera") if taking else None
    body = _Form(photos, lambda: take(True), remove, look, key="form")
    return Screen(session, body, title=say("something.title"), back=places.TODAY, something=False, over=over)


@safe_component
def _Form(
    photos: _Photos, take: Callable[[], None], remove: Callable[[str], None], look: Callable[[str], None]
) -> ft.Control:
    session = use_session()
    words, set_words = ft.use_state("")
    kind, choose_kind = ft.use_state(str(FindingKind.GOOD_PRACTICE))
    area_id, choose_area = ft.use_state(memory.recall(session.store, _LAST_AREA) or "")
    problem, set_problem = ft.use_state("")

    def save() -> None:
        told = _missing(words, photos, area_id)
        if told:
            set_problem(told)
            return
        _save(session, FindingKind(kind), words, area_id, photos)
        go(places.TODAY)
        notice(say("something.saved_good" if kind == FindingKind.GOOD_PRACTICE else "something.saved"))

    thumbs = [Thumb(sha256, session.thumbnail(sha256)) for sha256, _ in photos]
    areas = [Choice(one.id, one.name) for one in stored_places.areas(session.store)]
    return Scroll(
        [
            PhotoStrip("something-photos", thumbs, look, on_add=take, on_remove=remove),
            NoteField("something-words", say("something.what"), words, set_words, lines=2),
            Heading(say("something.kind")),
            Choices("something-kind", _KINDS, kind, choose_kind),
            Heading(say("something.where")),
            Choices("something-area", areas, area_id, choose_area),
            *([Banner(problem, BannerKind.ATTENTION, identifier="something-problem")] if problem else []),
            ft.Row([PrimaryButton("something-save", say("something.save"), save, expand=True)]),
        ],
        width=theme.READING_WIDTH + 120 if session.wide else None,
    )


def _missing(words: str, photos: _Photos, area_id: str) -> str:
    if not words.strip() and not photos:
        return say("something.need_words")
    return "" if area_id else say("something.need_area")


def _save(session: Session, kind: FindingKind, words: str, area_id: str, photos: _Photos) -> None:
    area = stored_places.area(session.store, area_id)
    with session.store.transaction():
        finding = findings.raise_finding(
            session.store,
            session.who.id,
            values={
                "kind": kind,
                "statement": words.strip(),
                "area": area_id,
                "department": area.department if area else None,
            },
        )
        for sha256, ref in photos:
            findings.add_photo(session.store, session.who.id, finding.id, sha256, ref)
        memory.remember(session.store, _LAST_AREA, area_id)
    session.changed()
