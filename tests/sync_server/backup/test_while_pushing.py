"""A backup made while tablets push: everything acknowledged before it began is in it, and it verifies."""

from __future__ import annotations

import base64
import hashlib
import shutil
import threading
from typing import TYPE_CHECKING, Any

import httpx

from checklists.protocol import routes
from sync_server.backup.verify import check_backups
from sync_server.record.backups import photos_of_record
from sync_server.record.database import reading
from tests.support.kept_plant import live_in, rows_in
from tests.support.sending import Tablet
from tests.support.server import start_server
from tests.sync_server.backup.test_commands import floorwalk

if TYPE_CHECKING:
    from pathlib import Path

_TABLETS = 4
_TUS = {"Tus-Resumable": "1.0.0"}


class Busy(threading.Thread):
    """A tablet that goes on recording and sending until it is told to stop.

    Attributes:
        ops: ids of the ops the server has acknowledged.
        photos: names of the photos it has acknowledged.
    """

    def __init__(self, tablet: Tablet, stop: threading.Event) -> None:
        super().__init__()
        self.tablet = tablet
        self.stop = stop
        self.ops: list[str] = []
        self.photos: list[str] = []
        self.trouble: BaseException | None = None
        self._count = 0

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                self._walk()
        except BaseException as trouble:
            self.trouble = trouble
            raise

    def _walk(self) -> None:
        self._count += 1
        data = b"\xff\xd8\xff\xe0" + f"{self.tablet.device} {self._count}".encode() * 50
        name = hashlib.sha256(data).hexdigest()
        ref = {"bytes": len(data), "width": 4, "height": 3, "taken_at": "2026-03-03T10:42:00.000Z"}
        self.tablet.visit(**{f"answer/q1/photo/{name}": ref})
        message = self.tablet.batch()
        assert self.tablet.push(message).refused == []
        self.ops += [one["link"]["op_id"] for one in message["ops"]]
        self._send(name, data)
        self.photos.append(name)

    def _send(self, name: str, data: bytes) -> None:
        said = {"Upload-Length": str(len(data)), "Upload-Metadata": f"sha256 {_coded(name)}"}
        begun = self._ask("POST", routes.UPLOADS, said)
        part = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        self._ask("PATCH", begun.headers["Location"], part, content=data)

    def _ask(self, method: str, path: str, headers: dict[str, str], **more: Any) -> httpx.Response:
        headers = {**self.tablet.headers, **_TUS, **headers}
        answer = self.tablet.client.request(method, path, headers=headers, **more)
        assert answer.is_success, answer.text
        return answer


def _coded(name: str) -> str:
    return base64.b64encode(name.encode()).decode()


def _acknowledged(busy: list[Busy]) -> tuple[list[str], list[str]]:
    return [op for one in busy for op in list(one.ops)], [photo for one in busy for photo in list(one.photos)]


def test_everything_acknowledged_before_a_backup_began_is_in_it(sample_folder: Path, tmp_path: Path) -> None:
    data, backups, new = tmp_path / "data", tmp_path / "backups", tmp_path / "new"
    shutil.copytree(sample_folder, data)
    backups.mkdir()
    running = start_server(data, sample=False)
    stop = threading.Event()
    client = httpx.Client(base_url=running.url, timeout=60, trust_env=False)
    busy = [Busy(Tablet.enrolled(client, running.code()), stop) for _ in range(_TABLETS)]
    try:
        for one in busy:
            one.start()
        while not all(len(one.photos) > 3 for one in busy) and not any(one.trouble for one in busy):
            stop.wait(0.05)
        ops, photos = _acknowledged(busy)
        made = floorwalk("backup", "--folder", data, "--to", backups)
        # Until somebody was heard while one was made.
        while made.returncode == 0 and len(_acknowledged(busy)[0]) == len(ops):
            ops, photos = _acknowledged(busy)
            made = floorwalk("backup", "--folder", data, "--to", backups)
    finally:
        stop.set()
        for one in busy:
            one.join()
        client.close()
        running.stop()
    assert [one.trouble for one in busy] == [None] * _TABLETS
    assert made.returncode == 0, made.stdout + made.stderr
    assert list(check_backups(backups)) == []
    put_back = floorwalk("restore", backups, "--to", new)
    assert put_back.returncode == 0, put_back.stdout + put_back.stderr
    live = live_in(new)
    assert {*ops} <= {row[0] for row in rows_in(live)["op"]}
    with reading(live.engine) as connection:
        received = {name for name, here in photos_of_record(connection).items() if here}
    assert {*photos} <= received == set(live.store.names()) & received
    live.engine.dispose()
