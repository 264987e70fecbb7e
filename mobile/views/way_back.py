"""Where the system's back button leads: the same way as the arrow on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mobile.state.practice import session_at
from mobile.store import findings, visits
from mobile.views import places
from mobile.views.screen import home_of, walks_of

if TYPE_CHECKING:
    from checklists.records.finding import Finding
    from mobile.state.session import Session


def way_back(window: Session, route: str) -> str:
    """Return where one comes from a route by going back."""
    session = session_at(window, urlsplit(route).path)
    match urlsplit(route).path.strip("/").split("/"):
        case ["finding", finding_id, "two"]:
            return places.finding(finding_id)
        case ["finding", finding_id]:
            finding = findings.get(session.store, finding_id)
            return from_finding(finding) if finding else places.TODAY
        case ["visit", visit_id, *below]:
            return _from_visit(session, visit_id, below)
        case ["enrol"]:
            return places.TABLET
        case ["something"]:
            return window.came_from
    return places.TODAY


def from_finding(finding: Finding) -> str:
    """Return the way back from a finding: to its question, or to Today where it has none."""
    visit_id = finding.text("visit")
    return places.visit(visit_id, finding.text("question")) if visit_id else places.TODAY


def _from_visit(session: Session, visit_id: str, below: list[str]) -> str:
    match below:
        case ["action", _]:
            return places.visit(visit_id)
        case ["close" | "together" | "pulse" | "report" | "held"]:
            return places.visit(visit_id)
        case ["two" | "look-back" | "meeting"]:
            return places.close(visit_id)
        case ["mentor"]:
            return places.TODAY
        case ["two", question_id]:
            return places.visit(visit_id, question_id)
    visit = visits.get(session.store, visit_id)
    walked = visit is None or (visit.status == "draft" and not visit.discarded)
    return home_of(session) if walked else walks_of(session)
