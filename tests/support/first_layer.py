"""A layered process audit as a team leader does it: the first layer, from Today to the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checklists.files.catalog import shipped
from mobile.state.pace import minutes_left

if TYPE_CHECKING:
    from tests.support.auditor import Auditor

CHECKLIST: Final = next(one for one in shipped() if one.id == "layered-process-audit")
FIRST: Final = CHECKLIST.sections[0]
SUBSET: Final = CHECKLIST.subsets[0]
# What the lot is drawn from at each walk.
DRAWN_FROM: Final = frozenset(one.id for one in FIRST.questions if SUBSET.tag in one.tags)
ASKED_ALWAYS: Final = tuple(one.id for one in FIRST.questions if one.id not in DRAWN_FROM)

ASKED: Final = len(ASKED_ALWAYS) + SUBSET.ask
# What the tablet says of it before anything is answered.
MINUTES: Final = minutes_left(CHECKLIST.minutes, CHECKLIST.most_asked, ASKED, [])


def walk_the_first_layer(hand: Auditor, area: str) -> list[str]:
    """Walk it at plain taps and complete it; return the questions that were asked, in order."""
    driver = hand.driver
    hand.start_walk(CHECKLIST.id, area)
    driver.sees(f"about {MINUTES} min left")
    asked = hand.questions()
    for question in asked:
        if question == "layer-which":
            hand.tap(f"value-{question}-team-leader")
        else:
            hand.answer(question, "conforms")
            driver.marked(f"answer-{question}-conforms")
    hand.has_answered(len(asked), len(asked))
    driver.tap("close-walk")
    hand.sign("Marta Lindqvist")
    hand.complete()
    return asked
