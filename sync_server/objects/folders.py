"""Files that survive a power cut: written beside their place, synced, and renamed into it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def sync_folder(folder: Path | str) -> None:
    """Make the names in a folder durable; a rename is not until this returns."""
    if os.name == "nt":  # Windows syncs names with the file and can't open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of a file durable."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, durably; one that is there already is left as it is."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def move_into_place(source: Path, target: Path) -> None:
    """Rename a file whose bytes are durable to where it belongs; after this returns it is there for good."""
    folder = os.path.dirname(target)  # noqa: PTH120 - a photo comes this way: pathlib takes ten times as long
    try:
        os.replace(source, target)  # noqa: PTH105 - as above
    except FileNotFoundError:
        if target.parent.is_dir():
            raise
        make_folder(target.parent)
        source.replace(target)
    sync_folder(folder)


def write_into_place(data: bytes, target: Path) -> None:
    """Write a small file so that others see all of it or none of it, and no other user sees it at all."""
    make_folder(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=NEW)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        move_into_place(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


# What a file is called while it is being written; a server that was killed may leave one behind.
NEW = ".new-"
