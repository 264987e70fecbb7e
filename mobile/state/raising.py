"""Raising something outside a visit: what is filled in stays on the tablet until it is saved or emptied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checklists.records.finding import FindingKind
from checklists.records.values import PhotoRef
from checklists.text import clean
from mobile.state.unnamed import hand_over
from mobile.store import findings, memory, places

if TYPE_CHECKING:
    from checklists.records.finding import Finding
    from mobile.state.session import Session

_LAST_AREA = "last_area"


class Raising(BaseModel):
    """What somebody is about to raise.

    Attributes:
        words: what was seen.
        kind: what it is; None for not chosen yet.
        area: where; empty for not chosen yet.
        photos: name to description; their bytes are in the vault already.
        unnamed: whether it is to be saved without a name.
    """

    model_config = ConfigDict(frozen=True)

    words: str = ""
    kind: FindingKind | None = None
    area: str = ""
    photos: dict[str, PhotoRef] = Field(default_factory=dict)
    unnamed: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in yet."""
        return not (self.words.strip() or self.kind or self.photos)


def unfinished(session: Session) -> Raising:
    """Return what the person had begun, or an empty one at the area that was used last."""
    kept = memory.recall(session.store, _key(session))
    try:
        begun = Raising.model_validate_json(kept) if kept else Raising()
    except ValidationError:
        # Written by another version of the app.
        begun = Raising()
    area = begun.area or memory.recall(session.store, _LAST_AREA) or ""
    listed = {one.id for one in places.areas(session.store)}
    return begun.model_copy(update={"area": area if area in listed else ""})


def is_at(session: Session, area: str) -> None:
    """Note where somebody is: what is raised next was most likely seen there."""
    memory.remember(session.store, _LAST_AREA, area)


def keep(session: Session, raising: Raising) -> None:
    """Keep what is filled in so far."""
    safe = raising.model_copy(update={"words": clean(raising.words)})
    memory.remember(session.store, _key(session), safe.model_dump_json())


def raise_it(session: Session, raising: Raising) -> Finding:
    """Save it as a finding, and begin the next one empty."""
    area = places.area(session.store, raising.area)
    author = session.who.id
    with session.store.transaction():
        finding = findings.raise_finding(
            session.store,
            author,
            values={
                "kind": raising.kind,
                "statement": raising.words.strip(),
                "area": area.id if area else None,
                "department": area.department if area else None,
            },
        )
        for sha256, ref in raising.photos.items():
            findings.add_photo(session.store, author, finding.id, sha256, ref)
        memory.forget(session.store, _key(session))
        is_at(session, raising.area)
    session.changed()
    return finding


def raise_unnamed(session: Session, raising: Raising) -> str:
    """Keep it for sending without a name, begin the next one empty, and return its code; see `hand_over`."""
    return hand_over(session, raising, lambda: memory.forget(session.store, _key(session)))


def _key(session: Session) -> str:
    return f"raising/{session.who.id}"


def area_by_code(session: Session, typed: str) -> str | None:
    """Return the area whose short name or name was typed, as it stands on its sign; None for none."""
    wanted = "-".join(typed.casefold().split())
    for one in places.areas(session.store):
        if wanted in {one.id, "-".join(one.name.casefold().split())}:
            return one.id
    return None
