"""The object store: photos in a folder, each under the SHA-256 of its own bytes.

A photo that has this name has these bytes, so nothing here is ever overwritten, and the same photo from two
tablets is kept once.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Final

from sync_server.objects.folders import make_folder, move_into_place, write_into_place
from sync_server.objects.uploads import Uploads

if TYPE_CHECKING:
    from pathlib import Path

# A tablet that was away for longer starts its photo again; meanwhile nobody needs the part's space.
PART_KEPT_DAYS: Final = 60


class ObjectStore:
    """A folder of photos, parts of photos still arriving, and thumbnails.

    Attributes:
        folder: where all of it is.
        uploads: the one way in for tablets; one object for each store, because it knows what is arriving.
    """

    def __init__(self, folder: Path) -> None:
        """Open the store, making its folders where there are none."""
        self.folder = folder
        for name in ("photos", "parts", "thumbnails"):
            make_folder(folder / name)
        self.uploads = Uploads(self)
        self._forget_old_parts()

    def photo(self, sha256: str) -> Path:
        """Return where a whole photo is, or would be."""
        return self.folder / "photos" / sha256[:2] / sha256

    def part(self, name: str) -> Path:
        """Return where an upload's bytes so far are; the size of that file is the upload's offset."""
        return self.folder / "parts" / name

    def thumbnail(self, sha256: str) -> Path:
        """Return where a photo's thumbnail is, or would be."""
        return self.folder / "thumbnails" / sha256[:2] / f"{sha256}.jpg"

    def has(self, sha256: str) -> bool:
        """Say whether the whole photo is here."""
        return self.photo(sha256).is_file()

    def is_whole(self, sha256: str) -> bool:
        """Say whether the photo is here and its bytes are still those it is named after."""
        return self.has(sha256) and _digest(self.photo(sha256)) == sha256

    def part_matches(self, name: str, sha256: str) -> bool:
        """Say whether the bytes of a part are the photo of this name."""
        return _digest(self.part(name)) == sha256

    def keep_part(self, name: str, sha256: str) -> None:
        """Make a complete part the photo it is; the caller has compared the hash."""
        move_into_place(self.part(name), self.photo(sha256))

    def keep(self, data: bytes) -> str:
        """Store a whole photo at once and return its name."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has(sha256):
            write_into_place(data, self.photo(sha256))
        return sha256

    def _forget_old_parts(self) -> None:
        oldest = time.time() - PART_KEPT_DAYS * 24 * 3600
        for part in (self.folder / "parts").iterdir():
            if part.stat().st_mtime < oldest:
                part.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
