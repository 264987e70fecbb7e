"""A tablet's uploads over sockets of their own, in all the ways they can go, also those nobody means."""

from __future__ import annotations

import base64
import hashlib
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checklists.protocol import routes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

_SECONDS: Final = 30.0
_PART: Final = "application/offset+octet-stream"


class Photo:
    """Bytes that begin as a JPEG does; the same for the same seed and number."""

    def __init__(self, chance: Random, largest: int) -> None:
        size = chance.choice((chance.randint(5, 2_000), chance.randint(2_000, largest), largest))
        self.data = b"\xff\xd8\xff\xe0" + chance.randbytes(size - 4)
        self.sha256 = hashlib.sha256(self.data).hexdigest()

    def __len__(self) -> int:
        return len(self.data)

    @property
    def address(self) -> str:
        """Where its upload is."""
        return routes.upload(f"{self.sha256}-{len(self)}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said.

    Attributes:
        status: of HTTP.
        offset: how many bytes it says it has; None where it says nothing of that.
    """

    status: int
    offset: int | None


class Line:
    """A tablet's connection, opened when it is needed; whatever breaks it is an `OSError`."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._token = token
        self._socket: socket.socket | None = None

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def begin(self, photo: Photo, data: bytes | None = None, *, checksum: bytes | None = None) -> Answer:
        """Announce a photo, with its first bytes or without any."""
        name = base64.b64encode(photo.sha256.encode()).decode()
        headers = {"Upload-Length": str(len(photo)), "Upload-Metadata": f"sha256 {name}"}
        if data is not None:
            headers |= {"Content-Type": _PART, **_checksum(checksum)}
        return self._ask("POST", routes.UPLOADS, headers, data or b"")

    def where(self, photo: Photo) -> Answer:
        """Ask how far a photo is."""
        return self._ask("HEAD", photo.address, {}, b"")

    def end(self, photo: Photo) -> Answer:
        """Let go of what was sent of a photo."""
        return self._ask("DELETE", photo.address, {}, b"")

    def send(self, photo: Photo, offset: int, data: bytes, *, checksum: bytes | None = None) -> Answer:
        """Send bytes from an offset on."""
        headers = {"Upload-Offset": str(offset), "Content-Type": _PART, **_checksum(checksum)}
        return self._ask("PATCH", photo.address, headers, data)

    def vanish(self, photo: Photo, offset: int, data: bytes, promised: int) -> None:
        """Promise bytes, send some of them, and be gone."""
        headers = {"Upload-Offset": str(offset), "Content-Type": _PART}
        self._write("PATCH", photo.address, headers, promised, data)
        self.close()

    def _ask(self, method: str, path: str, headers: Mapping[str, str], data: bytes) -> Answer:
        try:
            self._write(method, path, headers, len(data), data)
            return self._read(method)
        except OSError:
            self.close()
            raise

    def _write(self, method: str, path: str, headers: Mapping[str, str], length: int, data: bytes) -> None:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), _SECONDS)
        given = {
            "Host": "x",
            "Tus-Resumable": "1.0.0",
            "Authorization": f"Bearer {self._token}",
            "Content-Length": str(length),
            **headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        self._socket.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + data)

    def _read(self, method: str) -> Answer:
        head, _, body = self._until(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
        }
        if method != "HEAD":
            self._skip(int(headers.get("content-length", 0)) - len(body))
        if headers.get("connection") == "close":
            self.close()
        offset = headers.get("upload-offset")
        return Answer(int(lines[0].split()[1]), None if offset is None else int(offset))

    def _until(self, mark: bytes) -> tuple[bytes, bytes, bytes]:
        data = b""
        while mark not in data:
            data += self._receive()
        return data.partition(mark)

    def _skip(self, left: int) -> None:
        while left > 0:
            left -= len(self._receive())

    def _receive(self) -> bytes:
        if self._socket is None:
            raise ConnectionError("It was hung up.")
        data = self._socket.recv(65_536)
        if not data:
            raise ConnectionError("The server has hung up.")
        return data


def sha1(data: bytes) -> bytes:
    """Return what a part adds up to."""
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _checksum(digest: bytes | None) -> dict[str, str]:
    return {} if digest is None else {"Upload-Checksum": f"sha1 {base64.b64encode(digest).decode()}"}
