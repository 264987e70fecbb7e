"""Where photos hang: on an answer, on a finding, in something that is being filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checklists.records.values import PhotoRef
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


@dataclass(frozen=True)
class PhotoPlace:
    """A place photos are put to and taken from; what is done here is kept before it returns.

    Attributes:
        photos: gives the photos that are there now, name to description.
        add: puts one there; its bytes are in the vault already.
        remove: takes one away; its bytes stay in the vault.
        done: is called when nothing more is added for now, so that what is there may be sent.
    """

    photos: Callable[[], Mapping[str, PhotoRef]]
    add: Callable[[str, PhotoRef], object]
    remove: Callable[[str], object]
    done: Callable[[], object] = lambda: None


def answer_place(session: Session, walk: VisitSession, question_id: str) -> PhotoPlace:
    """Return where the photos of an answer are, on a walk that is still a draft."""

    def add(sha256: str, ref: PhotoRef) -> None:
        walk.add_photo(question_id, sha256, ref)

    def remove(sha256: str) -> None:
        walk.remove_photo(question_id, sha256)

    return PhotoPlace(lambda: walk.questions[question_id].answer.photos, add, remove, session.changed)


def place_on_walk(session: Session, walk: VisitSession, sha256: str) -> PhotoPlace | None:
    """Return where on a walk a photo is; None where none of its answers has it."""
    for question_id, state in walk.questions.items():
        if sha256 in state.answer.photos:
            return answer_place(session, walk, question_id)
    return None
