"""How the sync stands, in words: a few for the badge that is always in view, a sentence for its screen."""

from dataclasses import dataclass
from enum import StrEnum

from checklists.protocol.refusals import NOT_ENROLLED, REVOKED
from mobile.errors import ServerRefused, ServerTrouble, ServerUnreachable, StoreBusy, TabletError
from mobile.text.moments import clock


class Phase(StrEnum):
    """Where the work is, as people think of it."""

    NOT_ENROLLED = "not_enrolled"
    ON_TABLET = "on_tablet"
    SENDING = "sending"
    RECEIVED = "received"
    NEEDS_YOU = "needs_you"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the sync.

    Attributes:
        enrolled: whether a server knows this tablet.
        changes: how many changes the server has not received.
        photos: how many photos it has not received.
        sending: whether the server is answering right now.
        sent: what it has received in this exchange, changes and photos together.
        received_at: when it last received something, None before the first time.
        set_aside: how many entries it did not apply and nobody has seen to yet.
        trouble: what kept the last exchange from ending, None if it ended.
        retry_seconds: how long until the next try.
        news: how much has come from the server since the app was started.
    """

    enrolled: bool = False
    changes: int = 0
    photos: int = 0
    sending: bool = False
    sent: int = 0
    received_at: str | None = None
    set_aside: int = 0
    trouble: TabletError | None = None
    retry_seconds: float = 0.0
    news: int = 0


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How the sync stands.

    Attributes:
        phase: where the work is.
        words: for the badge: `Sending 3 of 7`.
        sentence: for the top of the sync screen: what is safe, what is happening, what to do.
        waiting: changes and photos the server has not received.
        sent: what it has received in the exchange under way.
        total: what that exchange set out to send.
        received_at: when it last received something, None before the first time.
        needs_you: how many things wait for a person.
        news: goes up when something came from the server, so that lists are read again.
        enrol_again: whether the server does not let this tablet in any more.
    """

    phase: Phase
    words: str
    sentence: str
    waiting: int
    sent: int
    total: int
    received_at: str | None
    needs_you: int
    news: int
    enrol_again: bool = False


def describe(facts: Facts) -> SyncStatus:
    """Return the status for what is known."""
    waiting = facts.changes + facts.photos
    needs_you = facts.set_aside + _for_a_person(facts.trouble)
    phase = _phase(facts, waiting, needs_you)
    return SyncStatus(
        phase=phase,
        words=_words(phase, facts, waiting),
        sentence=_sentence(phase, facts),
        waiting=waiting,
        sent=facts.sent,
        total=facts.sent + waiting,
        received_at=facts.received_at,
        needs_you=needs_you,
        news=facts.news,
        enrol_again=_is_shut_out(facts.trouble),
    )


def _is_shut_out(trouble: TabletError | None) -> bool:
    shut = {NOT_ENROLLED.number, REVOKED.number}
    return isinstance(trouble, ServerRefused) and trouble.problem.number in shut


def _for_a_person(trouble: TabletError | None) -> bool:
    """Say whether a trouble stays until somebody does something about it."""
    return trouble is not None and not isinstance(trouble, ServerUnreachable | StoreBusy)


def _phase(facts: Facts, waiting: int, needs_you: int) -> Phase:
    if not facts.enrolled:
        return Phase.NOT_ENROLLED
    if needs_you:
        return Phase.NEEDS_YOU
    if not waiting:
        return Phase.RECEIVED
    return Phase.SENDING if facts.sending else Phase.ON_TABLET


def _words(phase: Phase, facts: Facts, waiting: int) -> str:
    match phase:
        case Phase.NOT_ENROLLED:
            return "Not enrolled yet"
        case Phase.NEEDS_YOU:
            if _for_a_person(facts.trouble):
                return "Needs you: look at the sync"
            return f"Needs you: {_count(facts.set_aside, 'entry', 'entries')}"
        case Phase.ON_TABLET:
            return "On this tablet"
        case Phase.SENDING:
            return f"Sending {facts.sent + 1} of {facts.sent + waiting}"
        case Phase.RECEIVED:
            return f"Received {clock(facts.received_at)}" if facts.received_at else "Nothing to send yet"


def _sentence(phase: Phase, facts: Facts) -> str:
    match phase:
        case Phase.NOT_ENROLLED:
            return (
                "What you record stays on this tablet. It is not enrolled yet; "
                "enrol it with a code from the server's Tablets page."
            )
        case Phase.NEEDS_YOU:
            return _asks(facts)
        case Phase.SENDING:
            return f"{_yours(facts)} on their way to the server. Go on working as you like."
        case Phase.ON_TABLET:
            return f"{_yours(facts)} on this tablet. {_what_next(facts)}"
        case Phase.RECEIVED:
            return f"Everything from this tablet is in the central record.{_unreachable(facts, lead=' ')}"


def _asks(facts: Facts) -> str:
    if facts.trouble is not None and _for_a_person(facts.trouble):
        return facts.trouble.sentence
    entries = _count(facts.set_aside, "entry was", "entries were")
    return f"Nothing is lost. {entries} not taken into the record; below is why, and what to do."


def _yours(facts: Facts) -> str:
    parts = []
    if facts.changes:
        parts.append(_count(facts.changes, "change", "changes"))
    if facts.photos:
        parts.append(_count(facts.photos, "photo", "photos"))
    verb = "is" if facts.changes + facts.photos == 1 else "are"
    return f"Your {' and '.join(parts)} {verb}"


def _what_next(facts: Facts) -> str:
    several = facts.changes + facts.photos > 1
    return _unreachable(facts) or f"{'They are' if several else 'It is'} sent in a moment."


def _unreachable(facts: Facts, lead: str = "") -> str:
    if not isinstance(facts.trouble, ServerUnreachable):
        return ""
    what = "has trouble of its own" if isinstance(facts.trouble, ServerTrouble) else "can't be reached"
    return f"{lead}The server {what}; we'll try again {_soon(facts.retry_seconds)}."


# Below these, in seconds, a wait is called by these words: nobody counts along.
_A_FEW_SECONDS = 15
_HALF_A_MINUTE = 40
_A_MINUTE_OR_SO = 90


def _soon(seconds: float) -> str:
    if seconds < _A_FEW_SECONDS:
        return "in a few seconds"
    if seconds < _HALF_A_MINUTE:
        return "in half a minute"
    return "in a minute" if seconds < _A_MINUTE_OR_SO else "in some minutes"


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
