"""The app's addresses: every route in one place, and the way to each."""

from __future__ import annotations

TODAY = "/"
WALKS = "/walks"
WINS = "/wins"
TABLET = "/tablet"
START = "/start"
SOMETHING = "/something"
ANSWER = "/answer"
PRACTICE = "/practice"
ENROL = "/enrol"
HELD = "/held"


def start(planned: str) -> str:
    """Return the way to starting a planned visit."""
    return f"{START}/{planned}"


def visit(visit_id: str, question_id: str | None = None) -> str:
    """Return the way to a visit, at one of its questions if one is named."""
    return f"/visit/{visit_id}/at/{question_id}" if question_id else f"/visit/{visit_id}"


def is_walk(route: str, visit_id: str) -> bool:
    """Say whether an address is that of the questions of a visit, at any of them."""
    return route == visit(visit_id) or route.startswith(f"{visit(visit_id)}/at/")


def close(visit_id: str) -> str:
    """Return the way to closing a visit."""
    return f"/visit/{visit_id}/close"


def look_back(visit_id: str) -> str:
    """Return the way to the private mirror of a visit."""
    return f"/visit/{visit_id}/look-back"


def meeting(visit_id: str) -> str:
    """Return the way to the closing meeting of a visit, as it is shown to the auditee."""
    return f"/visit/{visit_id}/meeting"


def pulse(visit_id: str) -> str:
    """Return the way to the two questions the auditee may answer after a visit."""
    return f"/visit/{visit_id}/pulse"


def report(visit_id: str) -> str:
    """Return the way to the report of a completed visit."""
    return f"/visit/{visit_id}/report"


def finding(finding_id: str) -> str:
    """Return the way to a finding."""
    return f"/finding/{finding_id}"


def two_answers(visit_id: str, question_id: str | None = None) -> str:
    """Return the way to what people said differently on a visit, at one of its questions if one is named."""
    return f"/visit/{visit_id}/two/{question_id}" if question_id else f"/visit/{visit_id}/two"


def two_answers_of_finding(finding_id: str) -> str:
    """Return the way to what people said differently of a finding."""
    return f"/finding/{finding_id}/two"


def together(visit_id: str) -> str:
    """Return the way to choosing who walks a visit together."""
    return f"/visit/{visit_id}/together"


def mentoring(visit_id: str) -> str:
    """Return the way to a draft of somebody else's, to comment on it."""
    return f"/visit/{visit_id}/mentor"


def action(action_id: str) -> str:
    """Return the way to an action."""
    return f"/action/{action_id}"


def action_on_visit(visit_id: str, action_id: str) -> str:
    """Return the way to an action from a visit, which is where *back* leads."""
    return f"/visit/{visit_id}/action/{action_id}"


def held_on_visit(visit_id: str) -> str:
    """Return the way to what is done where a visit walks and nobody has looked at."""
    return f"/visit/{visit_id}/held"
