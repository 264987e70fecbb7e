"""Which language a window's words are in: Flet knows which window is at work, its session the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import flet as ft

from mobile.text import language

if TYPE_CHECKING:
    from mobile.state.session import Session
    from mobile.text.language import Language

_SESSION: Final = "session"


def speak_for(page: ft.Page, session: Session) -> None:
    """Let everything that is said in a window be in its session's language."""
    page.session.store.set(_SESSION, session)
    language.follow(_of_this_window)


def localise(page: ft.Page, spoken: Language) -> None:
    """Let the words Flutter brings, as in a calendar or over a selected text, be in a language."""
    page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=[ft.Locale(one) for one in language.Language], current_locale=ft.Locale(spoken)
    )


def _of_this_window() -> Language | None:
    try:
        page = ft.context.page
    except RuntimeError:
        return None
    session = page.session.store.get(_SESSION)
    return cast("Session", session).language if session else None
