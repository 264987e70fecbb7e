"""The numbered catalogue of everything the server may refuse, with what it says to people.

FW-1xx the tablet, FW-2xx a change that is kept but not applied, FW-3xx a message, FW-4xx a photo,
FW-5xx the server's own trouble. A number is never given a second meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.journal.canonical import digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Refusal:
    """One entry: a number for talking about it, a sentence and what to do.

    Attributes:
        number: stable, as in `FW-203`.
        name: short name for code and logs.
        sentence: what happened, what is safe.
        advice: what the person can do next.
    """

    number: int
    name: str
    sentence: str
    advice: str

    @property
    def code(self) -> str:
        """The number as people read it."""
        return f"FW-{self.number}"


NOT_ENROLLED = Refusal(
    101,
    "not_enrolled",
    "This server does not know this tablet. Everything on the tablet is safe.",
    "Ask for an enrolment code on the server's Tablets page and enrol again.",
)
REVOKED = Refusal(
    102,
    "revoked",
    "This tablet's access was ended by somebody responsible. Everything on the tablet is safe.",
    "Ask your quality manager, then enrol again with a new code.",
)
CODE_UNKNOWN = Refusal(
    103,
    "code_unknown",
    "The server does not know this enrolment code.",
    "Compare it with the code on the server's Tablets page; each works once, for fifteen minutes.",
)
CODE_USED = Refusal(
    104,
    "code_used",
    "This enrolment code has been used or is over fifteen minutes old.",
    "Ask for a new one on the server's Tablets page.",
)

TOO_MANY_TRIES = Refusal(
    105,
    "too_many_tries",
    "Too many codes were tried from here.",
    "Wait fifteen minutes, then enrol with a new code from the server's Tablets page.",
)

NOT_UNDERSTOOD = Refusal(
    201,
    "not_understood",
    "The server could not read this change. It is kept as it came.",
    "Look at the entry and write it again; show this number to whoever runs the server.",
)
UNKNOWN_KIND = Refusal(
    202,
    "unknown_kind",
    "This change is of a kind the server does not know yet. It is kept.",
    "It is applied when the server has been updated; nothing to do on the tablet.",
)
PERSON_UNKNOWN = Refusal(
    203,
    "person_unknown",
    "The server does not know the person who made this change, or they are no longer active. It is kept.",
    "Ask your quality manager to add the person, then write the entry again.",
)
ROLE_MAY_NOT = Refusal(
    204,
    "role_may_not",
    "Your role does not include this kind of visit. What you wrote is kept.",
    "Ask an auditor to take it over, or your quality manager to change your role.",
)
NOT_YOURS = Refusal(
    205,
    "not_yours",
    "This belongs to somebody else, and only they can change it. What you wrote is kept.",
    "Tell them what you wanted to add, or record it as a finding of your own.",
)
SEALED = Refusal(
    206,
    "sealed",
    "The visit was completed and sealed before this change arrived. The change is kept beside it.",
    "Open the visit and add it as an addendum.",
)
SEAL_DOES_NOT_MATCH = Refusal(
    207,
    "seal_does_not_match",
    "The server holds changes to this visit the tablet had not seen when it was signed. Nothing is lost.",
    "Open the visit, look at it once more and complete it again.",
)
VALUE_NOT_TAKEN = Refusal(
    208,
    "value_not_taken",
    "One of the values does not fit its field. What you wrote is kept.",
    "Look at the entry and write it again.",
)
OTHER_DEVICE = Refusal(
    209,
    "other_device",
    "This change says it was made on another tablet. It is kept.",
    "Sync the tablet it was made on.",
)
VISIT_UNKNOWN = Refusal(
    210,
    "visit_unknown",
    "This belongs to a visit the server has not received. It is kept.",
    "Sync the tablet on which the visit was made; then write the entry again.",
)
BEGINNING_NOT_TAKEN = Refusal(
    211,
    "beginning_not_taken",
    "This goes on from an entry that was not taken into the record. It is kept.",
    "Look at why that entry was set aside; what you wrote can be read there and written again.",
)
HISTORY_NOT_READ = Refusal(
    212,
    "history_not_read",
    "The history of this draft arrived damaged, so the visit was not taken into the record yet. It is kept.",
    "Open the visit and complete it again; everything in it is as it was.",
)
ACTION_AGREED = Refusal(
    213,
    "action_agreed",
    "What was agreed here is changed by its owner or by whoever proposed it. Your change is kept.",
    "Talk with one of them, or with your quality manager.",
)
PROMISE_IS_ONES_OWN = Refusal(
    214,
    "promise_is_ones_own",
    "A promise belongs to whoever gives it. What you wrote is kept.",
    "For something another person is to do, propose an action and name them as its owner.",
)
ACTION_OF_OWNER = Refusal(
    215,
    "action_of_owner",
    "Only its owner or a quality manager says that an action is done. What you wrote is kept.",
    "Tell the owner what you saw, so that they can note it.",
)
ANOTHER_VERIFIES = Refusal(
    216,
    "another_verifies",
    "Whether an action holds is said by somebody other than its owner. Your answer is kept.",
    "Ask a colleague to look at it and to say whether it holds.",
)
NOT_EFFECTIVE_REOPENS = Refusal(
    217,
    "not_effective_reopens",
    "What does not hold is open again, and here it still said done. Your answer is kept.",
    "Open the action and say once more whether it holds.",
)

MENTOR_COMMENTS = Refusal(
    218,
    "mentor_comments",
    "A mentor reads a draft and comments on it; the rest is its auditor's. What you wrote is kept.",
    "Say it in a comment, or ask the auditor to walk together with you.",
)
COMMENT_OF_MENTOR = Refusal(
    219,
    "comment_of_mentor",
    "Comments on a draft are by mentors its auditor has asked. What you wrote is kept.",
    "Ask the auditor to name you as a mentor, then write it once more.",
)
COMMENT_FOR_AUDITOR = Refusal(
    220,
    "comment_for_auditor",
    "A comment is answered and taken in by the auditor it was written for. What you wrote is kept.",
    "Write a comment of your own instead.",
)

MESSAGE_NOT_READ = Refusal(
    301,
    "message_not_read",
    "The server could not read the message: it was cut short or is not in the form agreed.",
    "It is sent again by itself. If this stays, update the app.",
)
TOO_LARGE = Refusal(
    302,
    "too_large",
    "The message is larger than the server takes at once.",
    "Update the app; everything stays on the tablet until then.",
)
CHAIN_BROKEN = Refusal(
    303,
    "chain_broken",
    "The changes do not follow from each other.",
    "They are sent again from the last place both sides agree on.",
)
FORKED = Refusal(
    304,
    "forked",
    "Another tablet has continued from the same place, as after a copy or a restored backup.",
    "The tablet starts a new chain by itself; no change counts twice.",
)
CURSOR_UNKNOWN = Refusal(
    305,
    "cursor_unknown",
    "The server no longer knows this place in its feed, as after a restored backup.",
    "The tablet goes back to the last place both sides agree on.",
)
NOT_FOUND = Refusal(
    306,
    "not_found",
    "There is nothing at this address.",
    "Go back to the start page.",
)
TOO_MANY_UNNAMED = Refusal(
    307,
    "too_many_unnamed",
    "More is being raised without a name than the server takes in an hour. It is safe on the tablet.",
    "It is sent again by itself later.",
)

PHOTO_NOT_TAKEN = Refusal(
    401,
    "photo_not_taken",
    "This is not a picture the server takes (JPEG of at most 30 MB, named by its SHA-256).",
    "The photo stays on the tablet; take it again if you can.",
)
PHOTO_OTHER_BYTES = Refusal(
    402,
    "photo_other_bytes",
    "The bytes that arrived are not the photo that was announced. They were thrown away.",
    "The tablet sends the photo again from the start.",
)
UPLOAD_ELSEWHERE = Refusal(
    403,
    "upload_elsewhere",
    "The server has received another part of this photo than the tablet thinks.",
    "The tablet asks where it stands and goes on from there.",
)
UPLOAD_BUSY = Refusal(
    404,
    "upload_busy",
    "Another part of this photo is arriving right now.",
    "The tablet tries again in a moment.",
)
UPLOAD_UNKNOWN = Refusal(
    405,
    "upload_unknown",
    "The server does not know this upload.",
    "The tablet starts it again.",
)
PHOTO_NOT_RECEIVED = Refusal(
    406,
    "photo_not_received",
    "The photo has not been received yet.",
    "It arrives when the tablet it was taken on is online.",
)

SERVER_TROUBLE = Refusal(
    501,
    "server_trouble",
    "The server had trouble of its own. Everything on the tablet is safe.",
    "It is sent again by itself in a while.",
)

CATALOGUE: dict[int, Refusal] = {
    one.number: one for one in list(globals().values()) if isinstance(one, Refusal)
}


def reasons(refused: Mapping[str, int]) -> str:
    """Return the hash of what was refused and why, by which two sides see whether they say the same.

    Args:
        refused: op id → number in the catalogue.
    """
    return digest_of(dict(refused))
