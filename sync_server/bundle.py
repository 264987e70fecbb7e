"""A visit as one file: written from the record and the photos, and checked wherever it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from checklists.bundle.check import Report, check
from checklists.bundle.form import bundle_files
from checklists.bundle.zipped import BundleNotReadError, Opened, zip_bytes
from checklists.ids import is_id
from checklists.journal.canonical import digest
from sync_server.errors import CannotGoOn
from sync_server.keys import KEY_FILE, open_keys
from sync_server.objects.errors import PhotoMissingError
from sync_server.record.bundle import VisitSaid, visit_said
from sync_server.record.database import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync_server.objects.store import ObjectStore
    from sync_server.record.database import Engine

# By how a picture's bytes begin; WebP's own mark stands behind four bytes of length.
_EXTENSIONS: Final = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"RIFF": "webp"}


def visit_bundle(engine: Engine, store: ObjectStore, server: str, record: str) -> Iterator[bytes] | None:
    """Return the bytes of a visit's bundle, part by part; None if the record has no such visit.

    What the record holds is read at once; photos are read as they are written.
    """
    if not is_id(record):
        return None
    with reading(engine) as connection:
        found = visit_said(connection, record, server, datetime.now(UTC))
    if found is None:
        return None
    return _bundle(found, [sha256 for sha256 in found.photos if store.is_whole(sha256)], store)


def export_visit(engine: Engine, store: ObjectStore, server: str, record: str, to: Path) -> int:
    """Write a visit's bundle into a new file and return its size in bytes.

    Raises:
        CannotGoOn: there is no such visit, there is a file already, or it can't be written.
    """
    parts = visit_bundle(engine, store, server, record)
    if parts is None:
        raise CannotGoOn(
            f"There is no visit {record} in this record. Nothing was written. The id is the last part of the "
            "address of the visit's page."
        )
    try:
        with to.open("xb") as file:
            return sum(map(file.write, parts))
    except FileExistsError as error:
        raise CannotGoOn(f"There is a file {to} already. It was not touched. Give another name.") from error
    except OSError as error:
        to.unlink(missing_ok=True)
        raise CannotGoOn(f"{to} can't be written: {error.strerror}. Give another place with --to.") from error


def check_bundle(file: Path, server: Path | None) -> Report:
    """Check an exported visit.

    Args:
        file: the bundle.
        server: the data folder of the server it came from, None to do without.

    Raises:
        CannotGoOn: the file can't be read, or the folder has no key.
    """
    if server is not None and not (server / KEY_FILE).is_file():
        raise CannotGoOn(
            f"There is no {KEY_FILE} in {server}. Give the data folder of the server it came from."
        )
    try:
        with file.open("rb") as opened:
            return check(Opened(opened), open_keys(server).countersignature if server else None)
    except BundleNotReadError as error:
        return Report((str(error),), (), ())
    except OSError as error:
        raise CannotGoOn(f"{file} can't be read: {error.strerror}.") from error


def _bundle(found: VisitSaid, here: list[str], store: ObjectStore) -> Iterator[bytes]:
    absent = sorted(set(found.photos) - set(here))
    said = found.said.model_copy(update={"absent": absent})
    return zip_bytes(bundle_files(said, found.checklist, _photos(here, store)))


def _photos(here: list[str], store: ObjectStore) -> Iterator[tuple[str, str, bytes]]:
    for sha256 in here:
        data = store.read(sha256)
        # It was whole a moment ago; a bundle that says otherwise than its photos must not be written.
        if digest(data) != sha256:
            raise PhotoMissingError(sha256)
        yield sha256, _extension(data), data


def _extension(data: bytes) -> str:
    return next((name for mark, name in _EXTENSIONS.items() if data.startswith(mark)), "bin")
