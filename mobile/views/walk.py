"""The walk: in any order, as a list or one by one; every tap is in the database before it shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.answer_buttons import ANSWERS
from mobile.components.guards import guard, safe_component, safe_screen
from mobile.components.keys import use_keys
from mobile.state.habits import WalkView
from mobile.state.photo_place import answer_place, place_on_walk
from mobile.state.session import use_session
from mobile.state.visit_session import VisitSession
from mobile.state.walk_place import HELP, WalkPlace
from mobile.state.wanted import Wanted
from mobile.store import places as stored_places
from mobile.text import say
from mobile.views import places
from mobile.views.camera import Camera, use_taking
from mobile.views.coach import CoachOffer
from mobile.views.comments import CommentsAbove
from mobile.views.earlier_here import use_earlier
from mobile.views.find_question import FindQuestion
from mobile.views.instead import Instead, InsteadOfDraft, why_not
from mobile.views.look_again import LookAgainHere, done_here
from mobile.views.one_question import OneQuestion
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.screen import Screen, go, home_of
from mobile.views.sealed import Sealed
from mobile.views.together import walk_together, who_walks
from mobile.views.walk_actions import walk_actions
from mobile.views.walk_help import WalkHelp
from mobile.views.walk_list import WalkList
from mobile.views.walk_side import Shown, SideActions, WalkSide

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mobile.store.earlier import Earlier
    from mobile.views.question_card import CardActions


@safe_screen
def Walk() -> ft.View:
    """A visit on this tablet: walked while it is a draft, shown once it is sealed."""
    session = use_session()
    params = ft.use_route_params()
    visit_id, at = params["visit"], params.get("question")
    walk = ft.use_memo(
        lambda: VisitSession.open(session.store, session.who, visit_id),
        [visit_id, session.who.id, session.language],
    )
    taking, take, done = use_taking()
    looking, look = ft.use_state("")
    _, draw_again = ft.use_state(0)
    photo_place = place_on_walk(session, walk, looking) if walk and looking else None
    ft.use_dialog(PhotoDialog(session, looking, lambda: look(""), photo_place) if looking else None)

    def read_again() -> None:
        if walk:
            walk.read_again()

    ft.use_effect(guard(read_again), [walk, session.arrived])
    if walk is None:
        return Instead(session, why_not(session, visit_id), title=say("walks.title"))
    visit = walk.visit
    area = stored_places.area(session.store, visit.text("area"))
    if visit.status == "completed":
        return Sealed(session, walk)
    if visit.discarded:
        return InsteadOfDraft(session, visit, lambda: draw_again(lambda count: count + 1))
    where = area.name if area else visit.text("area")
    put = answer_place(session, walk, taking.what) if taking.what else None
    over = Camera(put.add, done, turn=taking.turn, place=put, key="camera") if put else None
    return Screen(
        session,
        _Body(walk, at, session.wide, take, look, key=f"walk-{visit_id}"),
        title=walk.title,
        subtitle=" · ".join(one for one in (who_walks(session, visit, where), walk.foreign) if one),
        back=home_of(session),
        # In practice there is nobody who could come along.
        trailing=[walk_together(visit)] if walk.is_mine and not session.practising else [],
        over=over,
    )


@safe_component
def _Body(
    walk: VisitSession,
    at: str | None,
    wide: bool,
    take: Callable[[str], None],
    look: Callable[[str], None],
) -> ft.Control:
    session = use_session()
    place = ft.use_memo(lambda: WalkPlace.begin(session, walk, at), [walk])
    ft.use_state(place)
    ft.use_state(walk.shape)
    earlier = use_earlier(session, walk.visit_id)
    done = ft.use_memo(lambda: len(done_here(session, walk.visit)), [walk, session.arrived])
    if not walk.questions:
        return ft.Container(ft.Text(say("walk.nothing_asked")), padding=theme.GAP)
    place.stay()
    actions = ft.use_memo(lambda: walk_actions(session, walk, take, look, place.touch), [walk])

    def follow_address() -> None:
        place.follow(at)

    ft.use_effect(guard(follow_address), [at])
    use_keys(
        {
            "/": lambda: place.show_instead(Wanted.ALL),
            "Escape": place.show_instead,
            "Arrow Right": lambda: place.step(1),
            "Arrow Left": lambda: place.step(-1),
            **_answering(place, actions),
        }
    )
    # A phone has no room to keep all of it in view: there most of it scrolls with the questions.
    above = [] if session.medium else [_side(place, Shown.REST)]
    # Once, where the walk begins.
    if done and place.is_at_the_beginning:
        above.append(LookAgainHere(walk.visit_id, done))
    if place.offered:
        practise = None if session.practising else partial(go, places.PRACTICE)
        above.append(CoachOffer(lambda: place.show_instead(HELP), place.knows_the_steps, practise))
    if walk.mentored:
        above.append(CommentsAbove(session, walk, walk.progress, place.go_to, key="comments-above"))
    questions = _questions(place, actions, wide, above, earlier)
    if wide:
        return ft.Row(
            [_side(place, Shown.SIDE), questions],
            expand=True,
            spacing=0,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    top = _side(place, Shown.ABOVE if session.medium else Shown.TOOLS)
    return ft.Column([top, questions], expand=True, spacing=0)


def _answering(place: WalkPlace, actions: CardActions) -> dict[str, Callable[[], object]]:
    """Return the keys for the four answers, in their order; none where the screen has several questions."""
    if place.view is not WalkView.ONE or place.instead:
        return {}
    return {
        str(number): partial(actions.on_answer, place.question, state)
        for number, state in enumerate(ANSWERS, start=1)
    }


def _side(place: WalkPlace, shown: Shown) -> ft.Control:
    actions = SideActions(
        place.go_to_section, place.show_instead, place.change_view, lambda: place.show_instead(HELP)
    )
    walk = place.walk
    return WalkSide(walk.progress, walk, place.section, place.view, actions, shown, key=f"side-{shown}")


def _questions(
    place: WalkPlace,
    actions: CardActions,
    wide: bool,
    above: Sequence[ft.Control],
    earlier: Mapping[str, tuple[Earlier, ...]],
) -> ft.Control:
    if place.instead == HELP:
        return WalkHelp(place.knows_the_steps)
    if place.instead:
        wanted = Wanted(place.instead)
        return FindQuestion(place.walk, wanted, place.go_to, place.show_instead, key=f"find-{wanted}")
    # Handed over by value: a component is drawn again only for what it is given.
    if place.view is WalkView.ONE:
        return OneQuestion(place, place.question, actions, wide, above, earlier, key="one")
    return WalkList(place, place.question, place.jumps, actions, wide, above, earlier, key="list")
