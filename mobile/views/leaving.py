"""What is not sent yet, one's own and without a name, said exactly before somebody else takes the tablet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobile.components.banner import Banner
from mobile.store import unnamed
from mobile.store.unsent import unsent
from mobile.text import say

if TYPE_CHECKING:
    import flet as ft

    from mobile.state.session import Session


def NotSent(session: Session) -> ft.Control:
    """A line (`not-sent`) that counts what whoever is signed in has here alone."""
    found = unsent(session.store, session.who.id)
    counted = [
        (found.answers, "leaving.answers"),
        (found.photos, "leaving.photos"),
        (found.findings, "leaving.findings"),
        (found.others, "leaving.others"),
    ]
    parts = [say(words, n=number) for number, words in counted if number]
    name = session.who.name
    words = (
        say("leaving.here", name=name, what=", ".join(parts)) if parts else say("leaving.all_sent", name=name)
    )
    apart = unnamed.waiting(session.store)
    if apart:
        words += " " + say("leaving.unnamed", n=apart)
    return Banner(words, identifier="not-sent")
