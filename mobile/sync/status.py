"""How the sync stands, in words: a few for the badge that is always in view, a sentence for its screen."""

from dataclasses import dataclass
from enum import StrEnum

from checklists.protocol.refusals import NOT_ENROLLED, REVOKED
from mobile.errors import ServerRefused, ServerTrouble, ServerUnreachable, StoreBusy, TabletError
from mobile.text import Saying, saying
from mobile.text.moments import clock
from mobile.text.sent import Sent, sent


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
        something: whether something without a name waits too, of which no more is told.
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
    something: bool = False
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
        badge: what the badge says.
        telling: the sentences at the top of the sync screen: what is safe, what is happening, what to do.
        waiting: changes and photos the server has not received.
        sent: what it has received in the exchange under way.
        total: what that exchange set out to send.
        received_at: when it last received something, None before the first time.
        needs_you: how many things wait for a person.
        news: goes up when something came from the server, so that lists are read again.
        enrol_again: whether the server does not let this tablet in any more.
    """

    phase: Phase
    badge: Saying
    telling: tuple[Saying | Sent, ...]
    waiting: int
    sent: int
    total: int
    received_at: str | None
    needs_you: int
    news: int
    enrol_again: bool = False

    @property
    def words(self) -> str:
        """The words of the badge, in the language of whoever looks: `Sending 3 of 7`."""
        return str(self.badge)

    @property
    def sentence(self) -> str:
        """The sentences for the sync screen, in the language of whoever looks."""
        return " ".join(str(one) for one in self.telling)


def describe(facts: Facts) -> SyncStatus:
    """Return the status for what is known."""
    waiting = facts.changes + facts.photos
    needs_you = facts.set_aside + _for_a_person(facts.trouble)
    phase = _phase(facts, waiting, needs_you)
    return SyncStatus(
        phase=phase,
        badge=_badge(phase, facts, waiting),
        telling=tuple(_telling(phase, facts)),
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
        return Phase.ON_TABLET if facts.something else Phase.RECEIVED
    return Phase.SENDING if facts.sending else Phase.ON_TABLET


def _badge(phase: Phase, facts: Facts, waiting: int) -> Saying:
    match phase:
        case Phase.NOT_ENROLLED:
            return saying("sync.not_enrolled")
        case Phase.NEEDS_YOU:
            look = _for_a_person(facts.trouble)
            return saying("sync.needs_look") if look else saying("sync.needs_you", n=facts.set_aside)
        case Phase.ON_TABLET:
            return saying("sync.on_tablet")
        case Phase.SENDING:
            return saying("sync.sending", done=facts.sent + 1, total=facts.sent + waiting)
        case Phase.RECEIVED:
            return _received(facts.received_at)


def _received(at: str | None) -> Saying:
    return saying("sync.received", time=clock(at)) if at else saying("sync.nothing_yet")


def _telling(phase: Phase, facts: Facts) -> list[Saying | Sent]:
    match phase:
        case Phase.NOT_ENROLLED:
            return [saying("sync.stays_here")]
        case Phase.NEEDS_YOU:
            return [_asks(facts)]
        case Phase.SENDING:
            return [saying("sync.under_way", what=_yours(facts), n=facts.changes + facts.photos)]
        case Phase.ON_TABLET if not facts.changes + facts.photos:
            return [saying("sync.something"), *_unreachable(facts)]
        case Phase.ON_TABLET:
            return [
                saying("sync.here", what=_yours(facts), n=facts.changes + facts.photos),
                *(_unreachable(facts) or [saying("sync.in_a_moment", n=facts.changes + facts.photos)]),
            ]
        case Phase.RECEIVED:
            return [saying("sync.all_there"), *_unreachable(facts)]


def _asks(facts: Facts) -> Saying | Sent:
    if facts.trouble is not None and _for_a_person(facts.trouble):
        # A trouble carries a saying; one that carries plain words is said as it is.
        said = facts.trouble.args[0]
        return said if isinstance(said, Saying | Sent) else sent(facts.trouble.sentence)
    return saying("sync.not_taken", n=facts.set_aside)


def _yours(facts: Facts) -> Saying:
    changes = saying("sync.changes", n=facts.changes)
    photos = saying("sync.photos", n=facts.photos)
    if facts.changes and facts.photos:
        return saying("sync.changes_and_photos", changes=changes, photos=photos)
    return changes if facts.changes else photos


def _unreachable(facts: Facts) -> list[Saying | Sent]:
    if not isinstance(facts.trouble, ServerUnreachable):
        return []
    own = isinstance(facts.trouble, ServerTrouble)
    return [saying("sync.trouble" if own else "sync.unreachable", soon=_soon(facts.retry_seconds))]


# Below these, in seconds, a wait is called by these words: nobody counts along.
_A_FEW_SECONDS = 15
_HALF_A_MINUTE = 40
_A_MINUTE_OR_SO = 90


def _soon(seconds: float) -> Saying:
    if seconds < _A_FEW_SECONDS:
        return saying("sync.few_seconds")
    if seconds < _HALF_A_MINUTE:
        return saying("sync.half_a_minute")
    return saying("sync.a_minute" if seconds < _A_MINUTE_OR_SO else "sync.some_minutes")
