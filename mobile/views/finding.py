"""A finding on a walk: what was seen, what shows it, which kind; saved while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.finding import KIND, FindingKind, Grade
from mobile import theme
from mobile.components.banner import Banner
from mobile.components.buttons import PrimaryButton, QuietButton
from mobile.components.choices import Choice, Choices
from mobile.components.guards import safe_component, safe_screen
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.saved_note import SavedNote
from mobile.components.two_answers_mark import TwoAnswersMark
from mobile.state.photo_place import PhotoPlace
from mobile.state.session import use_session
from mobile.state.visit_session import VisitSession
from mobile.store import disagreements, findings, people, seals
from mobile.store import places as stored_places
from mobile.store.findings import CORRECTED
from mobile.text import say
from mobile.text.moments import clock
from mobile.theme import State
from mobile.views import places
from mobile.views.camera import Camera, use_taking
from mobile.views.corrected import FixOnTheSpot, can_be_fixed
from mobile.views.instead import Instead
from mobile.views.layout import Foot, Heading, Scroll, WithFoot
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.raised import Areas, RaisedKinds, TakenBack
from mobile.views.screen import Screen, go
from mobile.views.way_back import from_finding
from mobile.views.win import Win

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.journal.siblings import Sibling
    from checklists.records.finding import Finding
    from checklists.records.values import PhotoRef
    from mobile.state.session import Session

# What people choose, as one list: kind and grade together, good practices first.
_KINDS: dict[str, tuple[FindingKind, Grade | None, State]] = {
    "good_practice": (FindingKind.GOOD_PRACTICE, None, State.WORTH_SHARING),
    "opportunity": (FindingKind.OPPORTUNITY, None, State.NEEDS_ATTENTION),
    "minor": (FindingKind.NONCONFORMITY, Grade.MINOR, State.NEEDS_ATTENTION),
    "major": (FindingKind.NONCONFORMITY, Grade.MAJOR, State.MAJOR),
}


# Which photos the camera is open for: those of what was found, or those of it put right.
_BEFORE, _AFTER = "before", "after"


@safe_screen
def FindingScreen() -> ft.View:
    """One finding, being written."""
    session = use_session()
    finding_id = ft.use_route_params()["finding"]
    version, set_version = ft.use_state(0)
    taking, take, done = use_taking()
    looking, look = ft.use_state("")
    finding = findings.get(session.store, finding_id)
    walk = ft.use_memo(lambda: _walk_of(session, finding), [finding_id, session.who.id, session.language])

    def draw_again() -> None:
        set_version(lambda count: count + 1)

    before = _place(session, finding_id, draw_again)
    after = _place(session, finding_id, draw_again, CORRECTED)
    place = after if finding and looking in finding.photos_after else before
    mine = finding is not None and finding.text("raised_by") == session.who.id
    changeable = mine and finding is not None and _is_open(session, finding)
    shown = PhotoDialog(session, looking, lambda: look(""), place if changeable else None)
    ft.use_dialog(shown if looking else None)
    if finding and mine and finding.withdrawn and not finding.text("visit"):
        return TakenBack(session, finding)
    if finding is None or finding.withdrawn:
        return Instead(session, say("finding.gone"), title=say("finding.title"))
    if finding.is_good_practice and finding.says_something and not mine and walk is None:
        return Win(session, finding, look)
    if not mine and walk is None:
        raiser = people.person(session.store, finding.text("raised_by"))
        name = raiser.name if raiser else say("wins.somebody")
        return Instead(session, say("finding.of_another", name=name), title=say("finding.title"))

    def changed(*, typing: bool = False) -> None:
        if typing:
            session.changed_soon()
        else:
            session.changed()
        set_version(lambda count: count + 1)

    into = after if taking.what == _AFTER else before
    over = Camera(into.add, done, turn=taking.turn, place=into, key="camera") if taking.what else None
    body = _Body(
        finding,
        walk,
        version + session.arrived,
        changed,
        take=lambda: take(_BEFORE),
        take_after=lambda: take(_AFTER),
        look=look,
        key=f"finding-{finding_id}",
    )
    return Screen(
        session,
        body,
        title=_title(finding),
        subtitle=_asked(finding, walk),
        back=from_finding(finding),
        over=over,
    )


def _place(session: Session, finding_id: str, changed: Callable[[], object], below: str = "") -> PhotoPlace:
    """Return where a finding's photos are; they are sent when the camera is put away, not between shots."""

    def there() -> dict[str, PhotoRef]:
        found = findings.get(session.store, finding_id)
        if found is None:
            return {}
        return found.photos_after if below else found.photos_before

    def add(sha256: str, ref: PhotoRef) -> None:
        findings.add_photo(session.store, session.who.id, finding_id, sha256, ref, below)
        changed()

    def remove(sha256: str) -> None:
        findings.remove_photo(session.store, session.who.id, finding_id, sha256, below)
        changed()

    return PhotoPlace(there, add, remove, session.changed)


def _is_open(session: Session, finding: Finding) -> bool:
    visit_id = finding.text("visit")
    return not visit_id or not seals.is_sealed(session.store, visit_id)


def _walk_of(session: Session, finding: Finding | None) -> VisitSession | None:
    visit_id = finding.text("visit") if finding else ""
    return VisitSession.open(session.store, session.who, visit_id) if visit_id else None


def _title(finding: Finding) -> str:
    return say("finding.statement_good" if finding.is_good_practice else "finding.title")


def _asked(finding: Finding, walk: VisitSession | None) -> str | None:
    state = walk.questions.get(finding.text("question")) if walk else None
    return state.question.text if state else None


@safe_component
def _Body(
    finding: Finding,
    walk: VisitSession | None,
    version: int,
    changed: Callable[..., None],
    *,
    take: Callable[[], None],
    take_after: Callable[[], None],
    look: Callable[[str], None],
) -> ft.Control:
    session = use_session()
    if not _is_open(session, finding):
        return Scroll([Banner(say("finding.sealed"))])

    def change(values: dict[str, str | None]) -> None:
        findings.change(session.store, session.who.id, finding.id, values)
        changed()

    def write(name: str, text: str, seen: Sibling | None) -> None:
        me = session.who.id
        if not disagreements.beside(session.store, me, KIND, finding.id, name, text, seen):
            findings.change(session.store, me, finding.id, {name: text})
        # Words of a good practice go to everybody: not half a sentence while it is being typed.
        changed(typing=finding.is_good_practice)

    def stand(area_id: str) -> None:
        area = stored_places.area(session.store, area_id)
        change({"area": area_id, "department": area.department if area else None})

    def choose(name: str) -> None:
        kind, grade, _ = _KINDS[name]
        findings.change(session.store, session.who.id, finding.id, {"kind": kind, "grade": grade})
        if walk:
            walk.judge_by_findings(finding.text("question"))
        changed()

    words: list[ft.Control] = [
        *_marks(session, finding),
        _kinds(finding, change, choose),
        *([_shares(session)] if finding.is_good_practice else []),
        _note(session, finding, "statement", write, lines=3),
        _note(session, finding, "evidence", write, lines=2),
    ]
    beside: list[ft.Control] = [
        Heading(say("finding.photos")),
        _photos(session, finding, changed, take, look),
        *_clause(finding, walk, change),
        *_fix(finding, version, changed, take_after, look),
        *([] if finding.text("visit") else Areas(session, "area", finding.text("area"), stand)),
    ]
    if not session.wide:
        return WithFoot(Scroll([*words, *beside]), Foot([_foot(session, finding, walk)]))
    columns = ft.Row(
        [ft.Container(Scroll(words), expand=2), ft.Container(Scroll(beside), expand=1)],
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.START,
        expand=True,
    )
    return WithFoot(columns, Foot([_foot(session, finding, walk)]))


def _shares(session: Session) -> ft.Control:
    return Banner(say("practice.shares" if session.practising else "finding.shares"), identifier="shares")


def _fix(
    finding: Finding,
    version: int,
    changed: Callable[[], None],
    take: Callable[[], None],
    look: Callable[[str], None],
) -> list[ft.Control]:
    if not can_be_fixed(finding):
        return []
    return [FixOnTheSpot(finding, version, changed, take=take, look=look, key="fix")]


def _kinds(
    finding: Finding, change: Callable[[dict[str, str | None]], None], choose: Callable[[str], None]
) -> ft.Control:
    """Return what it is: judged on a visit, or as anybody raises it."""
    if not finding.text("visit"):
        return RaisedKinds("kind", finding.kind, lambda kind: change({"kind": kind, "grade": None}))
    chosen = next(
        (name for name, (kind, grade, _) in _KINDS.items() if (kind, grade) == (finding.kind, finding.grade)),
        None,
    )
    kinds = [Choice(name, say(f"finding.{name}"), state) for name, (_, _, state) in _KINDS.items()]
    return Choices("kind", kinds, chosen, choose)


def _marks(session: Session, finding: Finding) -> list[ft.Control]:
    """Return whose finding it is, where it is another's, and the mark where people said different things."""
    marks: list[ft.Control] = []
    if finding.state.disagreements:
        marks.append(TwoAnswersMark("two-answers", lambda: go(places.two_answers_of_finding(finding.id))))
    raiser = people.person(session.store, finding.text("raised_by"))
    if raiser and raiser.id != session.who.id:
        words = say("finding.raised_by", name=raiser.name)
        marks.append(ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT))
    return [ft.Row(marks, wrap=True, spacing=12, run_spacing=theme.GAP_SMALL)] if marks else []


def _note(
    session: Session,
    finding: Finding,
    name: str,
    write: Callable[[str, str, Sibling | None], None],
    *,
    lines: int,
) -> ft.Control:
    label = f"finding.{name}_good" if name == "statement" and finding.is_good_practice else f"finding.{name}"
    shown = finding.state.shown(name)
    return SavedNote(
        f"finding-{name}",
        say(label),
        finding.text(name),
        lambda text, seen: write(name, text, seen),
        record=finding.id,
        seen=shown,
        unsaved=session.unsaved,
        saved=clock(shown.at) if shown else None,
        hint=say(f"finding.{name}_hint"),
        lines=lines,
        key=name,
    )


def _clause(
    finding: Finding, walk: VisitSession | None, change: Callable[[dict[str, str | None]], None]
) -> list[ft.Control]:
    state = walk.questions.get(finding.text("question")) if walk else None
    if state is None or not state.question.clauses:
        return []
    offered = [Choice(str(clause), str(clause)) for clause in state.question.clauses]
    choices = Choices(
        "clause",
        [*offered, Choice("", say("finding.no_clause"))],
        finding.text("clause"),
        lambda clause: change({"clause": clause or None}),
    )
    return [Heading(say("finding.clause")), choices]


def _photos(
    session: Session,
    finding: Finding,
    changed: Callable[[], None],
    take: Callable[[], None],
    look: Callable[[str], None],
) -> ft.Control:
    def remove(sha256: str) -> None:
        ref = finding.photos_before[sha256]
        findings.remove_photo(session.store, session.who.id, finding.id, sha256)
        changed()

        def put_back() -> None:
            findings.add_photo(session.store, session.who.id, finding.id, sha256, ref)
            changed()

        notice(say("visit.removed"), undo=put_back)

    thumbs = [Thumb(sha256, session.thumbnail(sha256)) for sha256 in finding.photos_before]
    return PhotoStrip("finding-photos", thumbs, look, on_add=take, on_remove=remove)


def _foot(session: Session, finding: Finding, walk: VisitSession | None) -> ft.Control:
    def withdraw() -> None:
        if walk:
            walk.withdraw(finding)
        else:
            findings.withdraw(session.store, session.who.id, finding.id)
        session.changed()
        go(from_finding(finding))
        notice(say("visit.withdrawn"), undo=bring_back)

    def bring_back() -> None:
        if walk:
            walk.bring_back(finding)
        else:
            findings.change(session.store, session.who.id, finding.id, {"withdrawn": None})
        session.changed()
        go(places.finding(finding.id))

    return ft.Row(
        [
            QuietButton("withdraw", say("finding.withdraw"), withdraw, icon=ft.Icons.UNDO),
            PrimaryButton("finding-done", say("finding.done"), lambda: go(from_finding(finding))),
        ],
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        wrap=True,
        run_spacing=0,
    )
