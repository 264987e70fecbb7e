"""Thumbnails of photos, and photos drawn anew: each in a process of its own with little memory and time."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from PIL import Image

from sync_server.objects import shrink
from sync_server.objects.errors import PictureNotShownError
from sync_server.objects.folders import write_into_place
from sync_server.objects.places import thumbnail_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync_server.objects.store import ObjectStore

# Sharp at half the width of a phone and in a grid of cards.
EDGE_PIXELS: Final = 480

# Twice the largest phone camera of today; a picture beyond it is a mistake or an attack.
MEGAPIXELS: Final = 50

# A busy small machine needs a second for a large photo.
SECONDS: Final = 20

# A page full of new photos must not start fifty processes at once.
AT_ONCE: Final = 2

# A tablet's photo needs 45 MB, one of 12 megapixels up to 75. What needs more is tried once more by itself:
# with the server, all of it stays within the 512 MB of a small machine.
MEMORY_MB: Final = 100
ALONE_MEMORY_MB: Final = 300

# A picture that could not be shown is tried again after a day, for example by a newer version.
_REMEMBERED_SECONDS: Final = 24 * 3600

_KEPT = "The photo itself is kept as it came."
_SENTENCES: Final = {
    shrink.NOT_A_PICTURE: f"This file is not a picture the server can show. {_KEPT}",
    shrink.TOO_MANY_PIXELS: f"This picture has more than {MEGAPIXELS} megapixels and is not shown. {_KEPT}",
    shrink.DAMAGED: f"This picture is damaged and can't be shown. {_KEPT}",
}
# More memory would not help.
_FOR_GOOD: Final = {0, shrink.NOT_A_PICTURE, shrink.TOO_MANY_PIXELS}
_DEMANDING = f"This picture asks for more time or memory than the server gives one. {_KEPT}"

_turns = threading.BoundedSemaphore(AT_ONCE)
_alone = threading.Lock()


def thumbnail(store: ObjectStore, sha256: str) -> bytes:
    """Return a received photo's thumbnail: a JPEG, upright, long edge `EDGE_PIXELS` at most.

    It is made when somebody first asks for it, and made again if it is not there any more.

    Raises:
        PictureNotShownError: the photo's bytes can't be shown; the sentence says why.
        PhotoMissingError: the photo itself is not here.
        StoreAwayError: the photo store can't be reached.
    """
    made = _made(store, sha256)
    if made is not None:
        return made
    trouble = store.folder / "not_shown" / sha256
    _say_again(trouble)
    try:
        jpeg = _shrink(store, sha256)
    except PictureNotShownError as error:
        write_into_place(str(error).encode(), trouble)
        raise
    # It is made soon after a photo has come, also one of which nobody is to learn when that was.
    store.put_undated(jpeg, thumbnail_key(sha256))
    return jpeg


def drawn_anew(data: bytes, edge: int) -> tuple[bytes, int, int]:
    """Return a picture as a JPEG that holds nothing but the picture, upright, with its width and height.

    Args:
        data: whatever somebody sent.
        edge: of the picture, at most, in pixels.

    Raises:
        PictureNotShownError: the bytes are no picture that can be shown; the sentence says why.
    """
    with tempfile.TemporaryFile() as file:
        file.write(data)
        with _all_turns():
            code, jpeg = _shrunk(file, edge, ALONE_MEMORY_MB)
    if code or not jpeg:
        raise PictureNotShownError(_SENTENCES.get(code, _DEMANDING))
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as drawn:
        return jpeg, drawn.width, drawn.height


def _made(store: ObjectStore, sha256: str) -> bytes | None:
    try:
        with store.place.open(thumbnail_key(sha256)) as file:
            return file.read()
    except FileNotFoundError:
        return None


def _shrink(store: ObjectStore, sha256: str) -> bytes:
    with _turns:
        # Another request may have been before this one.
        made = _made(store, sha256)
        code, jpeg = (0, made) if made is not None else _run(store, sha256, MEMORY_MB)
    if code not in _FOR_GOOD:
        with _all_turns():
            code, jpeg = _run(store, sha256, ALONE_MEMORY_MB)
    if code or not jpeg:
        raise PictureNotShownError(_SENTENCES.get(code, _DEMANDING))
    return jpeg


@contextmanager
def _all_turns() -> Iterator[None]:
    with _alone, ExitStack() as turns:
        for _ in range(AT_ONCE):
            turns.enter_context(_turns)
        yield


def _run(store: ObjectStore, sha256: str, megabytes: int) -> tuple[int, bytes]:
    """Make a thumbnail in a process of its own; return how that ended, and what it made."""
    with store.open(sha256) as photo, tempfile.TemporaryFile() as file:
        # A program reads a file, not a store.
        shutil.copyfileobj(photo, file)
        return _shrunk(file, EDGE_PIXELS, megabytes)


def _shrunk(file: IO[bytes], edge: int, megabytes: int) -> tuple[int, bytes]:
    program = [sys.executable, "-I", str(Path(shrink.__file__))]
    limits = map(str, (edge, MEGAPIXELS, megabytes))
    file.seek(0)
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, and numbers of ours
            [*program, *limits], stdin=file, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return shrink.TOO_DEMANDING, b""
    return ended.returncode, ended.stdout


def _say_again(trouble: Path) -> None:
    try:
        fresh = trouble.stat().st_mtime > time.time() - _REMEMBERED_SECONDS
    except FileNotFoundError:
        return
    if fresh:
        raise PictureNotShownError(trouble.read_text())
