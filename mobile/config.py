"""How the tablet app is set up, read once from the environment.

FLOORWALK_TABLET_DATA   the folder for everything it keeps (see mobile/locations.py)
FLOORWALK_TABLET_HOST   where the app listens when shown in a browser
FLOORWALK_TABLET_PORT   the port for that; 0 picks a free one
FLOORWALK_TABLET_NAME   what this tablet is called
FLOORWALK_TABLET_ENROL  "<server address> <code>": enrol by itself on the first start
FLOORWALK_TABLET_SERVER where its server is reached now, for a tablet that is enrolled there already
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mobile.errors import SettingsError
from mobile.locations import data_folder

_LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Where to enrol by itself, and with which code."""

    server_url: str
    code: str


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one start of the app.

    Attributes:
        data: the folder for everything it keeps.
        host: where it listens when shown in a browser.
        port: the port for that; 0 picks a free one.
        name: what this tablet is called.
        enrol: enrol by itself on the first start.
        server: where its server is reached now; empty if that has not changed since it was enrolled.
    """

    data: Path
    host: str
    port: int
    name: str
    enrol: Enrolment | None
    server: str = ""


def read_config(environ: Mapping[str, str] = os.environ) -> Config:
    """Return the settings.

    Raises:
        SettingsError: one of them can't be used; the sentence names it.
    """
    return Config(
        data=data_folder(environ),
        host=environ.get("FLOORWALK_TABLET_HOST") or "127.0.0.1",
        port=_port(environ.get("FLOORWALK_TABLET_PORT") or "8550"),
        name=environ.get("FLOORWALK_TABLET_NAME") or "Tablet",
        enrol=_enrolment(environ.get("FLOORWALK_TABLET_ENROL", "")),
        server=environ.get("FLOORWALK_TABLET_SERVER", "").strip(),
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _LAST_PORT):
        raise SettingsError(f"FLOORWALK_TABLET_PORT is “{text}”; write a number from 0 to {_LAST_PORT}.")
    return int(text)


def _enrolment(text: str) -> Enrolment | None:
    parts = text.split()
    if not parts:
        return None
    if len(parts) != 2:  # noqa: PLR2004 - an address and a code
        raise SettingsError(
            f"FLOORWALK_TABLET_ENROL is “{text}”; write the server's address, a space and the code."
        )
    return Enrolment(*parts)
