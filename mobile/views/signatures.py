"""The two signatures of the closing meeting, drawn by finger."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

import flet as ft

from checklists.moments import write_moment
from checklists.records.values import Signature
from checklists.records.visit import SignedBy
from checklists.text import LINE_LIMIT, clean
from mobile import theme
from mobile.components.columns import Columns
from mobile.components.guards import guard, safe_component
from mobile.components.notice import notice
from mobile.components.signature_pad import SignaturePad
from mobile.components.text_fields import LineField
from mobile.state.session import use_session
from mobile.store import memory, visits
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.components.autosave import Autosave
    from mobile.components.strokes import Strokes
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


# As tall as the field for the auditee's name, so that both pads are on one line.
_NAME_HEIGHT = 54
# From this width of the row on, two pads beside each other are wide enough to sign on.
_BESIDE = {"xs": 0, "md": 640}

# A fifth of the pad's width: more than a tap or a slip, less than the shortest initials.
LEAST_INK = 200


@safe_component
def Signatures(walk: VisitSession, naming: Autosave, draw_again: Callable[[], None]) -> ft.Control:
    """Auditor and auditee side by side; `draw_again` is called once a signature is saved."""
    session = use_session()
    visit = walk.visit
    drawn = visit.signature(SignedBy.AUDITEE)
    kept = drawn.name if drawn else memory.recall(session.store, _name_key(walk)) or ""
    auditee, set_auditee = ft.use_state(kept)
    ft.use_effect(lambda: None, [], cleanup=guard(naming.flush))
    auditor = session.who.name

    def sign(who: SignedBy, name: str, strokes: Strokes) -> None:
        signature = None
        if strokes and ink(strokes) < LEAST_INK:
            notice(say("close.too_short"))
        elif strokes:
            moment = write_moment(session.now())
            signature = Signature(name=_line(name) or who.capitalize(), signed_at=moment, strokes=strokes)
        visits.sign(session.store, session.who.id, walk.visit_id, who, signature)
        draw_again()

    async def rename(name: str) -> None:
        set_auditee(name)
        await naming.typed(name)

    def pad(who: SignedBy, name: str) -> ft.Control:
        signature = visit.signature(who)
        return SignaturePad(
            f"sign-{who}",
            signature.strokes if signature else [],
            lambda strokes: sign(who, name, strokes),
            whose=say("close.auditor") if who is SignedBy.AUDITOR else say("close.auditee"),
            key=f"pad-{who}",
        )

    columns = [
        ft.Column(
            [
                _whose(say("close.auditor")),
                ft.Container(
                    ft.Text(auditor, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS),
                    height=_NAME_HEIGHT,
                    alignment=ft.Alignment.CENTER_LEFT,
                ),
                pad(SignedBy.AUDITOR, auditor),
            ],
            spacing=theme.GAP_SMALL,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        ft.Column(
            [
                _whose(say("close.auditee")),
                LineField("auditee-name", say("close.auditee_name"), auditee, rename, longest=LINE_LIMIT),
                pad(SignedBy.AUDITEE, auditee),
            ],
            spacing=theme.GAP_SMALL,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
    ]
    return Columns(
        [ft.Container(one, col={"xs": 12, "md": 6}) for one in columns],
        spacing=theme.GAP_LARGE,
        run_spacing=theme.GAP_LARGE,
        from_widths=_BESIDE,
        alignment=ft.CrossAxisAlignment.END,
    )


def _whose(words: str) -> ft.Control:
    return ft.Semantics(content=ft.Text(words, theme_style=theme.STRONG), header=True, heading_level=3)


def name_auditee(session: Session, walk: VisitSession, name: str) -> None:
    """Keep the auditee's name, and put it under their signature if that is there already."""
    memory.remember(session.store, _name_key(walk), name)
    written = walk.visit.signature(SignedBy.AUDITEE)
    if written and _line(name):
        renamed = written.model_copy(update={"name": _line(name)})
        visits.sign(session.store, session.who.id, walk.visit_id, SignedBy.AUDITEE, renamed)
        session.changed()


def auditee_name(session: Session, walk: VisitSession) -> str:
    """Return the auditee's name as it was typed, empty while nobody has."""
    return _line(memory.recall(session.store, _name_key(walk)) or "")


def ink(strokes: Strokes) -> float:
    """Return how long a line was drawn, in the units of the pad."""
    return sum(hypot(x - a, y - b) for stroke in strokes for (a, b), (x, y) in pairwise(stroke))


def _name_key(walk: VisitSession) -> str:
    return f"auditee/{walk.visit_id}"


def _line(name: str) -> str:
    return clean(name).strip()[:LINE_LIMIT]
