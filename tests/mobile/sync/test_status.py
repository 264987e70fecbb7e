"""The sync in words."""

import re

import pytest

from checklists.protocol import refusals
from checklists.protocol.messages import Problem
from mobile.errors import (
    AnswerNotRead,
    NotTheServer,
    ServerRefused,
    ServerTrouble,
    ServerUnreachable,
    StoreBusy,
    StoreFull,
)
from mobile.sync.status import Facts, Phase, describe
from mobile.text.moments import clock

AT = "2026-03-03T14:05:00.000Z"

REVOKED = ServerRefused(
    Problem(number=102, sentence=refusals.REVOKED.sentence, advice=refusals.REVOKED.advice)
)


@pytest.mark.parametrize(
    ("facts", "phase", "words", "sentence"),
    [
        (
            Facts(),
            Phase.NOT_ENROLLED,
            "Not enrolled yet",
            (
                "What you record stays on this tablet. It is not enrolled yet; "
                "enrol it with a code from the server's Tablets page."
            ),
        ),
        (
            Facts(enrolled=True),
            Phase.RECEIVED,
            "Nothing to send yet",
            "Everything from this tablet is in the central record.",
        ),
        (
            Facts(enrolled=True, received_at=AT),
            Phase.RECEIVED,
            f"Received {clock(AT)}",
            "Everything from this tablet is in the central record.",
        ),
        (
            Facts(enrolled=True, received_at=AT, trouble=ServerUnreachable(), retry_seconds=5),
            Phase.RECEIVED,
            f"Received {clock(AT)}",
            (
                "Everything from this tablet is in the central record. "
                "The server can't be reached; we'll try again in a few seconds."
            ),
        ),
        (
            Facts(enrolled=True, changes=12, trouble=ServerUnreachable(), retry_seconds=55),
            Phase.ON_TABLET,
            "On this tablet",
            "Your 12 changes are on this tablet. The server can't be reached; we'll try again in a minute.",
        ),
        (
            Facts(enrolled=True, changes=1, photos=2, trouble=ServerTrouble(), retry_seconds=30),
            Phase.ON_TABLET,
            "On this tablet",
            (
                "Your 1 change and 2 photos are on this tablet. "
                "The server has trouble of its own; we'll try again in half a minute."
            ),
        ),
        (
            Facts(enrolled=True, photos=1),
            Phase.ON_TABLET,
            "On this tablet",
            "Your 1 photo is on this tablet. It is sent in a moment.",
        ),
        (
            # Raised without a name: that something waits, and no more.
            Facts(enrolled=True, something=True, received_at=AT),
            Phase.ON_TABLET,
            "On this tablet",
            "Something on this tablet is still to be sent.",
        ),
        (
            Facts(enrolled=True, photos=1, something=True),
            Phase.ON_TABLET,
            "On this tablet",
            "Your 1 photo is on this tablet. It is sent in a moment.",
        ),
        (
            Facts(enrolled=True, something=True, trouble=ServerUnreachable(), retry_seconds=5),
            Phase.ON_TABLET,
            "On this tablet",
            (
                "Something on this tablet is still to be sent. "
                "The server can't be reached; we'll try again in a few seconds."
            ),
        ),
        (
            Facts(enrolled=True, changes=3, photos=2, sending=True, sent=2),
            Phase.SENDING,
            "Sending 3 of 7",
            "Your 3 changes and 2 photos are on their way to the server. Go on working as you like.",
        ),
        (
            Facts(enrolled=True, changes=3, set_aside=1),
            Phase.NEEDS_YOU,
            "Needs you: 1 entry",
            "Nothing is lost. 1 entry was not taken into the record; below is why, and what to do.",
        ),
        (
            Facts(enrolled=True, set_aside=2),
            Phase.NEEDS_YOU,
            "Needs you: 2 entries",
            "Nothing is lost. 2 entries were not taken into the record; below is why, and what to do.",
        ),
        (
            Facts(enrolled=True, changes=3, trouble=REVOKED),
            Phase.NEEDS_YOU,
            "Needs you: look at the sync",
            REVOKED.sentence,
        ),
        (
            Facts(enrolled=True, changes=3, trouble=NotTheServer()),
            Phase.NEEDS_YOU,
            "Needs you: look at the sync",
            NotTheServer().sentence,
        ),
        (
            Facts(enrolled=True, changes=2, trouble=StoreBusy()),
            Phase.ON_TABLET,
            "On this tablet",
            "Your 2 changes are on this tablet. They are sent in a moment.",
        ),
    ],
)
def test_status_says_what_is_safe_and_what_happens(
    facts: Facts, phase: Phase, words: str, sentence: str
) -> None:
    status = describe(facts)
    assert (status.phase, status.words, status.sentence) == (phase, words, sentence)


def test_status_counts_what_is_sent_and_what_waits() -> None:
    status = describe(Facts(enrolled=True, changes=3, photos=2, sending=True, sent=2, news=4, received_at=AT))
    assert (status.waiting, status.sent, status.total) == (5, 2, 7)
    assert (status.received_at, status.needs_you, status.news) == (AT, 0, 4)
    assert describe(Facts(enrolled=True, set_aside=2, trouble=StoreFull())).needs_you == 3


@pytest.mark.parametrize(
    "trouble",
    [None, REVOKED, NotTheServer(), AnswerNotRead(), StoreFull(), ServerUnreachable(), ServerTrouble()],
)
@pytest.mark.parametrize("counts", [(0, 0), (1, 0), (0, 1), (2, 3)])
def test_no_word_blames_or_alarms(trouble, counts: tuple[int, int]) -> None:
    changes, photos = counts
    status = describe(Facts(enrolled=True, changes=changes, photos=photos, trouble=trouble))
    assert (
        re.search(r"fail|invalid|illegal|error|wrong|!", f"{status.words} {status.sentence}", re.IGNORECASE)
        is None
    )
