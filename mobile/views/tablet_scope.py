"""What comes to this tablet: which areas' completed walks, how far back, and a dialog to choose it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.beside import Beside
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.choices import Choice, Choices, Several
from mobile.components.guards import calling, safe_component
from mobile.components.notice import notice
from mobile.state.session import use_session
from mobile.store import places, scope
from mobile.text import say
from mobile.views.layout import Heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.session import Session

_BACK: dict[str, int | None] = {"3": 3, "12": 12, "all": None}


@dataclass(frozen=True)
class _Wanted:
    """A choice under way.

    Attributes:
        areas: ids of the areas, None for all of them.
        months: for how many months back, None for always.
    """

    areas: frozenset[str] | None
    months: int | None

    def toggled(self, area: str) -> _Wanted:
        """Return the choice with an area added or taken out."""
        return _Wanted((self.areas or frozenset()) ^ {area}, self.months)


_NOTHING: _Wanted | None = None


@safe_component
def TabletScope() -> ft.Control:
    """The choice in a sentence (`scope`), and a button (`scope-change`) that opens the dialog."""
    session = use_session()
    wanted, want = ft.use_state(_NOTHING)

    def keep() -> None:
        if wanted is None:
            return
        want(None)
        scope.choose(session.store, areas=_listed(wanted), months=wanted.months)
        session.tablet.sync.nudge()
        notice(say("scope.kept"))

    ft.use_dialog(_dialog(session, wanted, want, keep) if wanted else None)
    return ft.Column(
        [
            Heading(say("scope.title")),
            Beside(
                ft.Semantics(
                    identifier="scope",
                    container=True,
                    content=ft.Column(
                        [
                            ft.Text(_line(session)),
                            ft.Text(
                                say("scope.explain"),
                                theme_style=theme.SMALL,
                                color=ft.Colors.ON_SURFACE_VARIANT,
                            ),
                        ],
                        spacing=2,
                    ),
                ),
                SecondaryButton("scope-change", say("scope.change"), lambda: want(_chosen(session))),
                spacing=theme.GAP,
            ),
        ],
        spacing=theme.GAP,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _chosen(session: Session) -> _Wanted:
    areas, months = scope.chosen(session.store)
    return _Wanted(None if areas is None else frozenset(areas), months)


def _listed(wanted: _Wanted) -> list[str] | None:
    # "Some areas" with none of them picked is nobody's wish.
    return sorted(wanted.areas) if wanted.areas else None


def _line(session: Session) -> str:
    areas, months = scope.chosen(session.store)
    where = say("scope.all_areas") if areas is None else say("scope.areas", n=len(areas))
    since = say("scope.always") if months is None else say("scope.months", n=months)
    return say("scope.line", areas=where, months=since)


def _dialog(
    session: Session,
    wanted: _Wanted,
    want: Callable[[_Wanted | None], None],
    keep: Callable[[], None],
) -> ft.AlertDialog:
    def which(value: str) -> None:
        want(_Wanted(None if value == "all" else frozenset(), wanted.months))

    def back(value: str) -> None:
        want(_Wanted(wanted.areas, _BACK[value]))

    def leave() -> None:
        want(None)

    now = next((name for name, months in _BACK.items() if months == wanted.months), None)
    return ft.AlertDialog(
        modal=True,
        scrollable=True,
        title=say("scope.title"),
        content=ft.Container(
            width=440,
            content=ft.Column(
                [
                    ft.Text(say("scope.where"), theme_style=theme.STRONG),
                    Choices(
                        "scope-areas",
                        [Choice("all", say("scope.all_areas")), Choice("some", say("scope.some"))],
                        "all" if wanted.areas is None else "some",
                        which,
                    ),
                    *_areas(session, wanted, want),
                    ft.Text(say("scope.since"), theme_style=theme.STRONG),
                    Choices(
                        "scope-back", [Choice(one, say(f"scope.back_{one}")) for one in _BACK], now, back
                    ),
                ],
                tight=True,
                spacing=theme.GAP,
            ),
        ),
        actions=[
            QuietButton("scope-leave", say("scope.leave"), leave),
            SecondaryButton("scope-keep", say("scope.keep"), keep, disabled=wanted.areas == frozenset()),
        ],
        on_dismiss=calling(leave),
    )


def _areas(session: Session, wanted: _Wanted, want: Callable[[_Wanted | None], None]) -> list[ft.Control]:
    if wanted.areas is None:
        return []
    listed = [Choice(area.id, area.name) for area in places.areas(session.store)]
    return [Several("scope-area", listed, wanted.areas, lambda area: want(wanted.toggled(area)))]
