"""The server's settings, read from the environment once and never changed after."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sync_server.errors import CannotGoOn

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_FOLDER = "floorwalk-data"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8400
DEFAULT_NAME = "Floorwalk"

_LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Config:
    """Where the server keeps what it knows, and where it is reached.

    Attributes:
        folder: holds the database, the photos and the server's key.
        database_url: of the central record; an SQLite file in the folder unless said otherwise.
        host: the address it listens on.
        port: the port it listens on; 0 lets the system choose one.
        server_name: what tablets and pages call this server.
        public_address: how people and tablets reach it, without a slash at the end; empty when it is
            reached as it listens.
        photos: where photos are kept: a folder, or `s3://bucket/prefix`; empty for the data folder.
        photos_plain_http: whether a photo store elsewhere may be spoken to without encryption.
    """

    folder: Path
    database_url: str
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    server_name: str = DEFAULT_NAME
    public_address: str = ""
    photos: str = ""
    photos_plain_http: bool = False

    @property
    def address(self) -> str:
        """The address to show to people."""
        return self.public_address or f"http://{address_host(self.host)}:{self.port}"

    @property
    def database_file(self) -> Path | None:
        """The file of an SQLite database, None for a database server."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme.startswith("sqlite") and path else None


def address_host(host: str) -> str:
    """Return how a host is written in an address; a server that listens everywhere is reached here."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - it is recognised here, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def config_for(folder: Path, **settings: str | int) -> Config:
    """Return the settings of a server whose data is in a folder.

    Args:
        folder: need not exist yet.
        settings: fields of `Config` that differ from their defaults.
    """
    settings.setdefault("database_url", f"sqlite:///{folder.absolute() / 'record.db'}")
    return Config(folder=folder.absolute(), **settings)  # type: ignore[arg-type]  # mixed, named by the caller


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Return the settings the environment gives.

    Read are FLOORWALK_DATA, DATABASE_URL, FLOORWALK_HOST, FLOORWALK_PORT, FLOORWALK_NAME, FLOORWALK_ADDRESS,
    FLOORWALK_PHOTOS and FLOORWALK_PHOTOS_PLAIN_HTTP; an empty one counts as not given. The address of an S3
    store and what it asks for are read by its library, from the variables all such programs know (AWS_…).

    Raises:
        CannotGoOn: a setting can't be used; the sentence names it.
    """
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    settings: dict[str, str | int] = {
        "host": given.get("FLOORWALK_HOST", DEFAULT_HOST),
        "port": read_port(given.get("FLOORWALK_PORT", str(DEFAULT_PORT)), "FLOORWALK_PORT"),
        "server_name": given.get("FLOORWALK_NAME", DEFAULT_NAME),
        "public_address": _read_address(given.get("FLOORWALK_ADDRESS", "")),
        "photos": given.get("FLOORWALK_PHOTOS", ""),
        "photos_plain_http": _read_yes(given, "FLOORWALK_PHOTOS_PLAIN_HTTP"),
    }
    if "DATABASE_URL" in given:
        settings["database_url"] = given["DATABASE_URL"]
    return config_for(Path(given.get("FLOORWALK_DATA", DEFAULT_FOLDER)).expanduser(), **settings)


def read_port(text: str, setting: str) -> int:
    """Return a port number.

    Raises:
        CannotGoOn: the text is not one.
    """
    if not (re.fullmatch("[0-9]{1,5}", text) and int(text) <= _LAST_PORT):
        raise CannotGoOn(
            f"{setting} is “{text}”. A port is a number from 0 to {_LAST_PORT}; try {DEFAULT_PORT}."
        )
    return int(text)


def _read_yes(given: Mapping[str, str], setting: str) -> bool:
    text = given.get(setting, "no")
    if text not in {"yes", "no"}:
        raise CannotGoOn(f"{setting} is “{text}”. Write yes or no.")
    return text == "yes"


def _read_address(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise CannotGoOn(f"FLOORWALK_ADDRESS is “{text}”. Write it with http:// or https:// in front.")
    return text.rstrip("/")
