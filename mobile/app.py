"""The app: what one window shows, from connecting the tablet to the walk."""

from __future__ import annotations

import logging
from contextvars import copy_context
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.empty_state import EmptyState
from mobile.components.guards import guard, outlive_controls
from mobile.components.photo_files import PhotoFiles
from mobile.errors import TabletError
from mobile.state.practice import session_at
from mobile.state.resume import place_left
from mobile.state.session import Session, SessionContext, open_session, use_session
from mobile.state.speaking import localise, speak_for
from mobile.store import ended
from mobile.text import say
from mobile.views import places
from mobile.views.actions import ActionScreen
from mobile.views.answer import Answer
from mobile.views.closing import Closing
from mobile.views.enrol import Enrol
from mobile.views.finding import FindingScreen
from mobile.views.gemba import CloseByKind, WalkByKind
from mobile.views.look_again import LookAgain
from mobile.views.mentoring import Mentoring
from mobile.views.mirror import LookBack
from mobile.views.people import People
from mobile.views.practice import Practice
from mobile.views.pulse import Pulse
from mobile.views.report import ReportScreen
from mobile.views.screen import go
from mobile.views.something import Something
from mobile.views.start import Start
from mobile.views.this_tablet import ThisTablet
from mobile.views.today import Today
from mobile.views.together import Together
from mobile.views.two_answers import TwoAnswersOfFinding, TwoAnswersOfVisit
from mobile.views.walks import Walks
from mobile.views.way_back import way_back
from mobile.views.wins import Wins

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.bootstrap import Tablet
    from mobile.sync.status import SyncStatus

log = logging.getLogger(__name__)

# From then on the system may end the app whenever it needs the memory.
_PUT_AWAY = {ft.AppLifecycleState.PAUSE, ft.AppLifecycleState.DETACH}


def _in_its_room(screen: Callable[[], ft.View]) -> Callable[[], object]:
    """Give a screen the session of the room its address leads to: the window's own, or that of practice."""

    @ft.component
    def room() -> object:
        return SessionContext(session_at(use_session(), ft.use_route_location()), screen)

    return room


_walk = _in_its_room(WalkByKind)
_action = _in_its_room(ActionScreen)

ROUTES = [
    ft.Route(
        path="/",
        component=Today,
        children=[
            ft.Route(path="walks", component=Walks),
            ft.Route(path="wins", component=Wins),
            ft.Route(path="tablet", component=ThisTablet),
            ft.Route(path="start/:planned?", component=Start),
            ft.Route(path="something", component=Something),
            ft.Route(path="answer", component=Answer),
            ft.Route(path="enrol", component=Enrol),
            ft.Route(path="held", component=LookAgain),
            ft.Route(path="practice", component=_in_its_room(Practice)),
            ft.Route(path="visit/:visit/close", component=_in_its_room(CloseByKind)),
            ft.Route(path="visit/:visit/at/:question", component=_walk),
            ft.Route(path="visit/:visit/two/:question?", component=_in_its_room(TwoAnswersOfVisit)),
            ft.Route(path="visit/:visit/together", component=_in_its_room(Together)),
            ft.Route(path="visit/:visit/mentor", component=Mentoring),
            ft.Route(path="visit/:visit/look-back", component=_in_its_room(LookBack)),
            ft.Route(path="visit/:visit/meeting", component=_in_its_room(Closing)),
            ft.Route(path="visit/:visit/pulse", component=_in_its_room(Pulse)),
            ft.Route(path="visit/:visit/held", component=_in_its_room(LookAgain)),
            ft.Route(path="visit/:visit/report", component=_in_its_room(ReportScreen)),
            ft.Route(path="visit/:visit/action/:action", component=_action),
            ft.Route(path="visit/:visit", component=_walk),
            ft.Route(path="action/:action", component=_action),
            ft.Route(path="finding/:finding/two", component=_in_its_room(TwoAnswersOfFinding)),
            ft.Route(path="finding/:finding", component=_in_its_room(FindingScreen)),
        ],
    ),
]


@ft.component
def App(session: Session) -> object:
    """Everything one window shows."""
    return SessionContext(session, _Gate)


@ft.component
def _Gate() -> object:
    session = use_session()

    def flutter_too() -> None:
        localise(ft.context.page, session.language)

    def dress() -> None:
        theme.apply(ft.context.page, session.display.look, session.sizes)

    # Before what is below is drawn, which asks for sizes.
    theme.fit(ft.context.page, session.sizes)
    ft.use_effect(guard(dress), [session.display, session.device_type])
    ft.use_effect(guard(flutter_too), [session.language])
    if not session.enrolled:
        return [Enrol()]
    if session.person is None or session.switching:
        return [People()]
    return _Inside(session.person.id)


@ft.component
def _Inside(person_id: str) -> object:
    session = use_session()

    def resume() -> None:
        left = place_left(session) if session.begins() else None
        # A browser keeps the address it was opened with, which is an older place in the same walk.
        route = ft.context.page.route or places.TODAY
        if left and (route == places.TODAY or places.is_walk(route, left[0])):
            go(places.visit(*left))

    ft.use_effect(guard(resume), [person_id])
    return ft.Router(ROUTES, not_found=_NotHere, manage_views=True)


@ft.component
def _NotHere() -> ft.Control:
    return EmptyState(
        ft.Icons.SEARCH_OFF, say("app.not_here"), step=say("app.go_today"), on_step=lambda: go(places.TODAY)
    )


def app(tablet: Tablet) -> Callable[[ft.Page], None]:
    """Return what Flet runs for each window of this tablet."""
    ended.begin(tablet.store)

    def main(page: ft.Page) -> None:
        page.title = "Floorwalk"
        outlive_controls(page)
        session = open_session(tablet, width=page.width, files=PhotoFiles())
        theme.apply(page, session.display.look, session.sizes)
        speak_for(page, session)
        _follow_width(page, session)
        _follow_device_type(page, session)
        _follow_language(page, session)
        _follow_sync(page, session)
        _follow_attention(page, session)
        _follow_back(page, session)
        page.render_views(App, session)

    return main


def cannot_open(sentence: str) -> Callable[[ft.Page], None]:
    """Return what Flet runs where the tablet's data can't be opened: the sentence that says what is safe."""

    def main(page: ft.Page) -> None:
        page.title = "Floorwalk"
        theme.apply(page)
        page.padding = theme.GAP_LARGE
        page.add(ft.Text(say("app.cannot_open"), theme_style=theme.TITLE), ft.Text(sentence))

    return main


def _follow_width(page: ft.Page, session: Session) -> None:
    def resized(event: ft.PageResizeEvent) -> None:
        session.fit(event.width)

    page.on_resize = guard(resized)


def _follow_device_type(page: ft.Page, session: Session) -> None:
    """Measure how large the device draws type: it follows its own setting, and says so to nobody."""

    def drawn(event: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        if event.height:
            session.device_draws(round(event.height / _LINE, 2))

    line = ft.Text("0", style=ft.TextStyle(size=_LINE, height=1), on_size_change=guard(drawn))
    # Out of sight, and nothing to read out.
    unread = ft.Semantics(exclude_semantics=True, content=line)
    page.overlay.append(ft.TransparentPointer(ft.Container(unread, offset=ft.Offset(-10, 0))))


# As high as body text: a device may make large letters larger by less.
_LINE = 18


def _follow_language(page: ft.Page, session: Session) -> None:
    def changed(event: ft.LocaleChangeEvent) -> None:
        session.device_speaks([one.language_code for one in event.locales])

    async def ask_the_browser() -> None:
        known = await page.get_device_info()
        if isinstance(known, ft.WebDeviceInfo):
            session.device_speaks(known.languages or [])

    page.on_locale_change = guard(changed)
    # A device only says so when it changes; a browser can be asked.
    if page.web:
        page.run_task(guard(ask_the_browser))


def _follow_sync(page: ft.Page, session: Session) -> None:
    async def show(status: SyncStatus) -> None:
        before = session.sync_line.status
        try:
            # What needs somebody was taken out of its record again, so that lists read anew as well.
            if (status.news, status.needs_you) != (before.news, before.needs_you):
                session.news_came()
        except TabletError:
            # The next status tries again.
            log.warning("the news are not shown yet", exc_info=True)
            return
        session.sync_line.status = status

    def changed(status: SyncStatus) -> None:
        # Called in the sync's thread; the screen is only changed on the page's own loop. A window that has
        # lost its client has none, and reads everything again when the client is back.
        if page.session.connection:
            # Flet notes the page in whatever is at work, which may be another window's tap: that one would
            # go on as if it were on this page.
            copy_context().run(page.run_task, show, status)

    stop = session.tablet.sync.subscribe(changed)
    page.on_close = lambda _: stop()


def _follow_back(page: ft.Page, session: Session) -> None:
    """Let the system's back button do as the arrow on the screen; Flet's router hands it on to us."""

    def popped(_: ft.ViewPopEvent) -> None:
        go(way_back(session, page.route or places.TODAY))

    page.on_view_pop = guard(popped)


def _follow_attention(page: ft.Page, session: Session) -> None:
    """Read everything again when the window is looked at again: days or other windows may have passed."""

    def look_again(_: object) -> None:
        session.sync_line.status = session.tablet.sync.status
        session.news_came()
        session.changed()

    def woke(event: ft.AppLifecycleStateChangeEvent) -> None:
        if event.state is ft.AppLifecycleState.RESUME:
            ended.in_use(session.store)
            look_again(event)
        elif event.state in _PUT_AWAY:
            ended.in_order(session.store)

    page.on_connect = guard(look_again)
    page.on_app_lifecycle_state_change = guard(woke)
