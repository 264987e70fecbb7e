"""Where everything the tablet keeps lies on disk."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

# In order: what the person who starts the app says, what Flet gives an installed app, a home folder.
OWN_FOLDER = "FLOORWALK_TABLET_DATA"
FLET_FOLDER = "FLET_APP_STORAGE_DATA"
FALLBACK = "~/.floorwalk"


@dataclass(frozen=True, slots=True)
class Locations:
    """The tablet's paths, all below one folder that survives updates of the app."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file; its `-wal` and `-shm` neighbours belong to it."""
        return self.folder / "floorwalk.db"

    @property
    def photos(self) -> Path:
        """The folder of photos, each named by the SHA-256 of its bytes."""
        return self.folder / "photos"

    @property
    def log(self) -> Path:
        """The log file, for whoever looks after the tablet."""
        return self.folder / "floorwalk.log"

    def make(self) -> Self:
        """Create the folders that are not there yet and return these locations.

        Raises:
            OSError: a folder can't be created.
        """
        self.photos.mkdir(parents=True, exist_ok=True)
        return self


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for everything this tablet keeps; nothing is created yet."""
    folder = environ.get(OWN_FOLDER) or environ.get(FLET_FOLDER) or FALLBACK
    return Path(folder).expanduser().absolute()
