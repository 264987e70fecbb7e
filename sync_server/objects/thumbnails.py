"""Thumbnails of photos: made once, each in a process of its own with little memory and little time."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sync_server.objects import shrink
from sync_server.objects.errors import PictureNotShownError
from sync_server.objects.folders import write_into_place

if TYPE_CHECKING:
    from sync_server.objects.store import ObjectStore

# Sharp at half the width of a phone and in a grid of cards.
EDGE_PIXELS: Final = 480

# Twice the largest phone camera of today; a picture beyond it is a mistake or an attack.
MEGAPIXELS: Final = 50

# A busy small machine needs a second for a large photo.
SECONDS: Final = 20

# A page full of new photos must not start fifty processes at once.
AT_ONCE: Final = 2

# A picture that could not be shown is tried again after a day, for example by a newer version.
_REMEMBERED_SECONDS: Final = 24 * 3600

_KEPT = "The photo itself is kept as it came."
_SENTENCES: Final = {
    shrink.NOT_A_PICTURE: f"This file is not a picture the server can show. {_KEPT}",
    shrink.TOO_MANY_PIXELS: f"This picture has more than {MEGAPIXELS} megapixels and is not shown. {_KEPT}",
    shrink.DAMAGED: f"This picture is damaged and can't be shown. {_KEPT}",
}
_DEMANDING = f"This picture asks for more time or memory than the server gives one. {_KEPT}"

_turns = threading.BoundedSemaphore(AT_ONCE)


def thumbnail(store: ObjectStore, sha256: str) -> Path:
    """Return the file of a received photo's thumbnail: a JPEG, upright, long edge `EDGE_PIXELS` at most.

    Raises:
        PictureNotShownError: the photo's bytes can't be shown; the sentence says why.
    """
    target = store.thumbnail(sha256)
    if target.is_file():
        return target
    trouble = target.with_suffix(".trouble")
    _say_again(trouble)
    with _turns:
        if not target.is_file():
            _make(store.photo(sha256), target, trouble)
    return target


def _make(photo: Path, target: Path, trouble: Path) -> None:
    try:
        jpeg = _shrink(photo)
    except PictureNotShownError as error:
        write_into_place(str(error).encode(), trouble)
        raise
    write_into_place(jpeg, target)


def _shrink(photo: Path) -> bytes:
    program = [sys.executable, "-I", str(Path(shrink.__file__))]
    limits = [str(EDGE_PIXELS), str(MEGAPIXELS)]
    try:
        ended = subprocess.run(  # noqa: S603 - our own program; the path is a folder of ours and a hash
            [*program, str(photo), *limits], capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise PictureNotShownError(_DEMANDING) from None
    if ended.returncode or not ended.stdout:
        raise PictureNotShownError(_SENTENCES.get(ended.returncode, _DEMANDING))
    return ended.stdout


def _say_again(trouble: Path) -> None:
    try:
        fresh = trouble.stat().st_mtime > time.time() - _REMEMBERED_SECONDS
    except FileNotFoundError:
        return
    if fresh:
        raise PictureNotShownError(trouble.read_text())
