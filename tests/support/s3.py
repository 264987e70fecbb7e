"""An S3 store on this machine, as a process of its own, with a door that can be shut.

    python -m tests.support.s3

starts one and prints its address; it ends with its input. Credentials are of no account to it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import socket
import subprocess
import sys
import threading
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_END_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class RunningS3:
    """A store, and the way to it.

    Attributes:
        door: goes to the store; while it is shut, nobody can be reached there.
        store: the address of the store itself.
    """

    door: Door
    store: str

    @property
    def environment(self) -> Mapping[str, str]:
        """What programs that use S3 look for."""
        return {
            "AWS_ENDPOINT_URL": self.door.address,
            "AWS_ACCESS_KEY_ID": "sample",
            "AWS_SECRET_ACCESS_KEY": "sample",
            "AWS_REGION": "us-east-1",
        }

    def new_bucket(self) -> str:
        """Make a bucket and return its name."""
        import boto3  # noqa: PLC0415 - it takes a second, and moto brings it
        from botocore.config import Config  # noqa: PLC0415 - as above

        name = f"photos-{uuid.uuid4().hex[:12]}"
        client = boto3.client(
            "s3",
            endpoint_url=self.store,
            region_name="us-east-1",
            aws_access_key_id="sample",
            aws_secret_access_key="sample",
            config=Config(proxies={}),
        )
        client.create_bucket(Bucket=name)
        return name


class Door:
    """A port whose connections go on to another one, until it is shut."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._to = (parts.hostname or "", parts.port or 0)
        self._listening = self._listen(0)
        self.port: int = self._listening.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def shut(self) -> None:
        """Turn everybody away, and cut those who are under way."""
        # Only this wakes the thread that waits for the next one.
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(_END_SECONDS)
        with self._guard:
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def open(self) -> None:
        """Let people through again."""
        self._listening = self._listen(self.port)
        self._start()

    def _listen(self, port: int) -> socket.socket:
        return socket.create_server(("127.0.0.1", port), backlog=128)

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._let_in, args=(self._listening,), daemon=True)
        self._thread.start()

    def _let_in(self, listening: socket.socket) -> None:
        while True:
            try:
                one, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._lead, args=(one,), daemon=True).start()

    def _lead(self, one: socket.socket) -> None:
        with one, contextlib.suppress(OSError), socket.create_connection(self._to) as other:
            with self._guard:
                self._open |= {one, other}
            try:
                _pass_on(one, other)
            finally:
                with self._guard:
                    self._open -= {one, other}


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    while True:
        ready, _, _ = select.select([one, other], [], [])
        for source in ready:
            data = source.recv(65_536)
            if not data:
                return
            (other if source is one else one).sendall(data)


@contextmanager
def running_s3() -> Iterator[RunningS3]:
    """Run a store as long as the block takes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.s3"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        store = process.stdout.readline().strip()
        door = Door(store)
        yield RunningS3(door, store)
        door.shut()
    finally:
        process.stdin.close()
        process.wait(_END_SECONDS)
        process.stdout.close()


@contextmanager
def with_environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set variables of this process for a while; what it starts meanwhile has them too."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _main() -> None:
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - it takes a second

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    print(f"http://{host}:{port}", flush=True)  # noqa: T201 - for whoever started it
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    _main()
