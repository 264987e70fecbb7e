"""The photos the sample walks name: as fields of records, and their bytes to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.journal.canonical import digest
from checklists.moments import write_moment
from checklists.records.values import PhotoRef
from sync_server.sample.walks import PHOTO_HEIGHT, PHOTO_WIDTH, sample_photo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pydantic import JsonValue


class Pictures:
    """Announces photos.

    Attributes:
        taken: those announced so far, name to JPEG bytes.
    """

    def __init__(self) -> None:
        self.taken: dict[str, bytes] = {}

    def field(self, path: str, name: str | None, at: datetime) -> Mapping[str, JsonValue]:
        """Return the field below a path that holds a photo of `photos/`; nothing for None."""
        if name is None:
            return {}
        jpeg = sample_photo(name)
        sha256 = digest(jpeg)
        self.taken[sha256] = jpeg
        photo = PhotoRef(bytes=len(jpeg), width=PHOTO_WIDTH, height=PHOTO_HEIGHT, taken_at=write_moment(at))
        return {f"{path}/{sha256}": photo.model_dump(mode="json")}
