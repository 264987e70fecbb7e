"""Backs up every night while the server runs, in a process of its own so that nobody waits for it."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from checklists.moments import read_moment
from sync_server.backup.errors import NotDoneError
from sync_server.backup.places import BackupFolder
from sync_server.errors import CannotGoOn
from sync_server.record.backups import last_backup
from sync_server.record.database import open_record, reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync_server.config import Config

log = structlog.get_logger()

# By the server's own clock: few are at work, and nothing else is as a rule done at this hour.
NIGHT: Final = range(2, 5)
# Longer than a night, shorter than a day: once each night.
_APART: Final = timedelta(hours=12)
# A server that is switched off at night backs up by day.
_LATE: Final = timedelta(hours=36)

_LOOK_SECONDS: Final = 300.0
_AGAIN_SECONDS: Final = 3600.0
_WATCH_SECONDS: Final = 0.5


@contextmanager
def nightly_backups(config: Config, to: Path | None, keep: int | None) -> Iterator[None]:
    """Make a backup each night until the end; with no folder to put it into, make none.

    Raises:
        CannotGoOn: there is no such folder.
    """
    if to is None:
        yield
        return
    try:
        folder = BackupFolder(to).path
    except NotDoneError as error:
        raise CannotGoOn(str(error)) from error
    stop = threading.Event()
    thread = threading.Thread(target=_run, args=(config, folder, keep, stop), name="backup", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def is_due(verified_at: str | None, now: datetime) -> bool:
    """Say whether it is time for a backup.

    Args:
        verified_at: when the last one was verified, None before the first.
        now: by the server's clock, in its own time zone.
    """
    if verified_at is None:
        return True
    age = now - read_moment(verified_at)
    # One from the future was verified by a clock that was wrong.
    return age < timedelta(0) or age > _LATE or (age > _APART and now.hour in NIGHT)


def _run(config: Config, to: Path, keep: int | None, stop: threading.Event) -> None:
    pause = 0.0
    while not stop.wait(pause):
        pause = _LOOK_SECONDS
        try:
            if is_due(_last(config), datetime.now(UTC).astimezone()):
                pause = _LOOK_SECONDS if _back_up(config, to, keep, stop) else _AGAIN_SECONDS
        except Exception:
            # A slip of one night must not end the nights.
            log.exception("nightly backup")
            pause = _AGAIN_SECONDS


def _last(config: Config) -> str | None:
    engine = open_record(config.database_url)
    try:
        with reading(engine) as connection:
            found = last_backup(connection)
    finally:
        engine.dispose()
    return found.verified_at if found else None


def _back_up(config: Config, to: Path, keep: int | None, stop: threading.Event) -> bool:
    kept = [] if keep is None else ["--keep", str(keep)]
    photos = ["--photos", config.photos] if config.photos else []
    command = [sys.executable, "-m", "sync_server", "backup", "--folder", str(config.folder), "--to", str(to)]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*command, *kept, *photos], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    while process.poll() is None:
        # A server that ends does not wait for it; what is half made is cleaned the next time.
        if stop.wait(_WATCH_SECONDS):
            process.kill()
    said, _ = process.communicate()
    is_made = process.returncode == 0
    (log.info if is_made else log.error)("nightly backup", made=is_made, said=said.strip())
    return is_made
