"""Raising something without a name: nothing of it goes into a journal, and only its code leads to it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from checklists.protocol.messages import Unnamed
from checklists.records.unnamed import key_of, new_code
from checklists.text import TEXT_LIMIT, clean
from mobile.errors import TextTooLong
from mobile.photos.destroying import destroy_marked
from mobile.photos.drawn_anew import drawn_anew
from mobile.store import photo_uses, places, unnamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.raising import Raising
    from mobile.state.session import Session


def hand_over(session: Session, raising: Raising, forget: Callable[[], None]) -> str:
    """Keep something for sending without a name, and return the code that leads to what becomes of it.

    The code is kept nowhere. The photos are kept with it alone: what the tablet had of them is deleted.

    Args:
        session: the window.
        raising: what is filled in, with at most `UNNAMED_PHOTOS` photos.
        forget: deletes what was kept of it while it was filled in.

    Raises:
        TabletError: the words are too long, a photo can't be read, or the tablet's database not written;
            everything is as it was.
    """
    words = clean(raising.words).strip()
    if len(words) > TEXT_LIMIT:
        raise TextTooLong(len(words), TEXT_LIMIT)
    code = new_code()
    area = places.area(session.store, raising.area)
    pictures = [drawn_anew(session.tablet.vault.read(sha256)) for sha256 in raising.photos]
    raised = Unnamed(
        key=key_of(code) or "",
        kind=raising.kind,
        statement=words,
        area=area.id if area else None,
        photos=[base64.b64encode(one).decode() for one in pictures],
    )
    with session.store.leaving_nothing():
        unnamed.put(session.store, raised)
        for sha256, ref in raising.photos.items():
            for one in (sha256, ref.drawn_on):
                if one:
                    photo_uses.mark_to_destroy(session.store, one)
        forget()
    destroy_marked(session.store, session.tablet.vault)
    session.changed()
    return code
