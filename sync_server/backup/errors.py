"""What is said when a backup can't be made or put back; nothing that was there before has been touched.

ServerError
└── NotDoneError    the command could not do what it was asked to; the text says what is safe and what to do
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sync_server.errors import ServerError
from sync_server.objects.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_SAFE: Final = "The record is untouched, and so are the backups made before."

_FINDINGS_SHOWN: Final = 50

NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT}


class NotDoneError(ServerError):
    """A backup was not made, or nothing was restored; the text is a sentence for whoever asked."""


@contextmanager
def backup_in_words(folder: Path) -> Iterator[None]:
    """Say what keeps a backup from being written into a folder.

    Raises:
        NotDoneError: the disk is full or can't be written, or the photos can't be read.
    """
    try:
        yield
    except StoreAwayError as error:
        raise NotDoneError(f"{error} {_SAFE} Try again later.") from error
    except OSError as error:
        raise NotDoneError(_sentence(folder, error)) from error


def _sentence(folder: Path, error: OSError) -> str:
    if error.errno in NO_ROOM:
        return (
            f"There is not enough room in {folder} for this backup. {_SAFE} "
            "Make room there, keep fewer with --keep, or give another folder with --to."
        )
    return (
        f"This backup could not be written to {folder}: {reason_of(error)}. {_SAFE} "
        "See that the disk is there and can be written, or give another folder with --to."
    )


def with_findings(said: str, found: Sequence[str]) -> str:
    """Return a sentence and the findings behind it, the first of them where there are very many."""
    more = len(found) - _FINDINGS_SHOWN
    rest = [f"and {more:,} more; “floorwalk verify” lists all"] if more > 0 else []
    return "\n- ".join([said, *found[:_FINDINGS_SHOWN], *rest])


def reason_of(error: OSError) -> str:
    """Return what the system says, without a full stop."""
    return (error.strerror or str(error)).rstrip(".")
