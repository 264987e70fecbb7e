"""Choosing pictures that are already on the tablet."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import flet as ft

from mobile.text import say

# In a browser all files chosen at once travel to the app in one message (see mobile/main.py for how much it
# may hold). On a tablet each is read from disk; a camera's own JPEG is well below either.
MOST_BYTES_WEB: Final = 30_000_000
MOST_BYTES: Final = 64_000_000


@dataclass(frozen=True)
class Chosen:
    """The files' bytes in the order chosen, and the names of those too big to be read."""

    pictures: tuple[bytes, ...]
    too_big: tuple[str, ...] = ()


class PhotoFiles:
    """The system's file chooser."""

    async def choose(self) -> Chosen:
        """Ask for one or more pictures; nothing chosen is an empty answer."""
        web = ft.context.page.web
        # Made for each choice: one from before the app was started anew is not known to the client any more.
        # This function holds it as long as the choice goes on; a service nobody holds is taken away.
        picker = ft.FilePicker()
        files = await picker.pick_files(
            dialog_title=say("part.photo.choose"),
            file_type=ft.FilePickerFileType.IMAGE,
            allow_multiple=True,
            with_data=web,
        )
        most = MOST_BYTES_WEB if web else MOST_BYTES
        pictures = [await _bytes(file) for file in files if file.size <= most]
        return Chosen(
            tuple(picture for picture in pictures if picture is not None),
            tuple(file.name for file in files if file.size > most),
        )


async def _bytes(file: ft.FilePickerFile) -> bytes | None:
    if file.bytes is not None:
        return file.bytes
    # The system may take its copy away again, so it is read at once.
    return await asyncio.to_thread(Path(file.path).read_bytes) if file.path else None
