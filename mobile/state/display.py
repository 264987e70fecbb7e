"""How a person likes the tablet to look, kept on it: the colours, the size of type, bare or gloved hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mobile import theme
from mobile.sizes import TEXT_SIZES
from mobile.store import memory

if TYPE_CHECKING:
    from checklists.records.person import Person
    from mobile.store.database import Store

# What somebody chose on a tablet that did not tell its people apart yet; with an id behind it, one's own.
_LOOK: Final = "look"
_GLOVES: Final = "gloves"
_TEXT: Final = "text"


@dataclass(frozen=True)
class Display:
    """The colours, whether sizes are for gloved hands, and type in per cent of its ordinary size."""

    look: theme.Look = theme.Look.SYSTEM
    gloves: bool = False
    text: int = 100


def display_of(store: Store, person: Person | None) -> Display:
    """Return what a person has chosen, or what the tablet begins with."""
    kept = person and memory.recall(store, f"{_LOOK}/{person.id}")
    kept = kept or memory.recall(store, _LOOK)
    gloves = person and memory.recall(store, f"{_GLOVES}/{person.id}")
    text = person and memory.recall(store, f"{_TEXT}/{person.id}")
    # Another version of the app may have kept a look, or a size, that this version does not know.
    look = theme.Look(kept) if kept in set(theme.Look) else theme.Look.SYSTEM
    return Display(look, gloves == "on", _sizes().get(text or "", 100))


def _sizes() -> dict[str, int]:
    return {str(one): one for one in TEXT_SIZES}


def keep_display(store: Store, person: Person, display: Display) -> None:
    """Keep what a person has chosen."""
    with store.transaction():
        memory.remember(store, f"{_LOOK}/{person.id}", display.look)
        memory.remember(store, f"{_GLOVES}/{person.id}", "on" if display.gloves else "off")
        memory.remember(store, f"{_TEXT}/{person.id}", str(display.text))
