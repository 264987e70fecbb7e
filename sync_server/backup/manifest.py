"""The manifest of a backup: what is in it, with the hash of every file and of the manifest itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checklists.ids import Sha256
from checklists.journal.canonical import canonical, digest_of
from checklists.moments import Moment
from sync_server.backup.places import MANIFEST
from sync_server.objects.folders import write_into_place

if TYPE_CHECKING:
    from pathlib import Path

FORM = 1


class Manifest(BaseModel):
    """What is in a backup.

    Attributes:
        form: the version of this form.
        name: of the backup.
        taken_at: everything received until then is in it.
        feed_seq: the last number of the feed in it.
        feed_hash: the hash there.
        ops: how many changes are in it.
        record: the SHA-256 of the record's file.
        key: the SHA-256 of the key's file.
        photos: the names of the photos in it, which are their SHA-256.
        lost: photos that the server had received and no longer had whole when the backup was made.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Literal[1]
    name: str
    taken_at: Moment
    feed_seq: Annotated[int, Field(ge=0)]
    feed_hash: Sha256
    ops: Annotated[int, Field(ge=0)]
    record: Sha256
    key: Sha256
    photos: list[Sha256]
    lost: list[Sha256]


class ManifestNotReadError(ValueError):
    """The manifest is not there, or not as it was written; the text is a sentence."""


def write_manifest(backup: Path, manifest: Manifest) -> None:
    """Write a backup's manifest, durably."""
    write_into_place(_file(manifest), backup / MANIFEST)


def read_manifest(backup: Path) -> Manifest:
    """Return a backup's manifest, as it was written down to the last byte.

    Raises:
        ManifestNotReadError: it is not there, or not as it was written.
    """
    path = backup / MANIFEST
    try:
        data = path.read_bytes()
        manifest = Manifest.model_validate(json.loads(data)["backup"])
    except OSError as error:
        raise ManifestNotReadError(f"{path} can't be read: {error.strerror or error}.") from error
    except (ValidationError, ValueError, RecursionError, KeyError, TypeError) as error:
        raise ManifestNotReadError(f"{path} is damaged: it can't be read.") from error
    if _file(manifest) != data:
        raise ManifestNotReadError(f"{path} is damaged: it is not as it was written.")
    return manifest


def _file(manifest: Manifest) -> bytes:
    content = manifest.model_dump(mode="json")
    return canonical({"backup": content, "sha256": digest_of(content)})
