"""Runs the demo from preparing its folder to ending its last part."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import sys
import webbrowser
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from sync_server.config import config_for
from sync_server.demo.folder import DemoFolder, Place
from sync_server.demo.guide import guide
from sync_server.demo.parts import Parts
from sync_server.demo.ports import HOST, address, answers, free_port, is_floorwalk
from sync_server.keys import open_keys
from sync_server.objects.store import ObjectStore
from sync_server.organisation import Organisation, read_organisation
from sync_server.record.database import reading, writing
from sync_server.record.devices import mint_code
from sync_server.record.office_data import load
from sync_server.record.records import is_empty
from sync_server.record.start import start_record
from sync_server.sample.history import load_history
from sync_server.sample.walks import sample_organisation_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

DEFAULT_FOLDER = "floorwalk-demo"

SERVER_PORT = 8400
TABLET_PORTS = [8401, 8402]

# What a person has set for a server of their own is not meant for the demo's.
_SERVER_SETTINGS = {"FLOORWALK_NAME": "Lindholm Pumps (demo)", "FLOORWALK_ADDRESS": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What the person who starts the demo may choose.

    Attributes:
        folder: where everything is kept.
        browser: whether to open one.
        bare: whether the tablets are left to be enrolled by hand.
        reset: whether everything done before is forgotten first.
        tablet_command: what to start instead of a tablet; for tests.
    """

    folder: Path
    browser: bool = True
    bare: bool = False
    reset: bool = False
    tablet_command: str | None = None


def run_demo(options: DemoOptions) -> None:
    """Run the demo until Ctrl-C.

    Raises:
        CannotGoOn: it runs already, its folder can't be used, or one of its parts has ended.
    """
    folder = DemoFolder(options.folder.absolute())
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    with contextlib.suppress(KeyboardInterrupt), folder.held(reset=options.reset):
        _run(folder, options)
    _say("The demo has stopped. Everything you entered is kept.")


def _run(folder: DemoFolder, options: DemoOptions) -> None:
    organisation, codes = _prepare(folder)
    place = _choose_ports(folder.last_place())
    folder.note_place(place)
    with Parts() as parts:
        _start(parts, options, folder, place, codes)
        addresses = [address(port) for port in place.tablets]
        hand_codes = codes if options.bare else []
        _say(guide(organisation, address(place.server), addresses, folder.path, hand_codes))
        if options.browser:
            _open_browser(addresses[0])
        parts.watch()


def _prepare(folder: DemoFolder) -> tuple[Organisation, list[str]]:
    """Load the sample plant where there is none yet, and make a code for each tablet."""
    config = config_for(folder.server)
    keys = open_keys(config.folder)
    engine = start_record(config.database_url, keys)
    now = datetime.now(UTC)
    organisation = read_organisation(sample_organisation_file(), "organisation.toml", now.date())
    with reading(engine) as connection:
        is_new = is_empty(connection)
    if is_new:
        load(engine, organisation)
        load_history(engine, keys, ObjectStore(config.folder), organisation, now)
    with writing(engine) as connection:
        codes = [mint_code(connection, None, now) for _ in TABLET_PORTS]
    engine.dispose()
    return organisation, codes


def _choose_ports(last: Place | None) -> Place:
    wanted = [last.server, *last.tablets] if last else [SERVER_PORT, *TABLET_PORTS]
    chosen: list[int] = []
    for port in wanted:
        # What a demo left behind that was killed is ending right now.
        free = free_port(port, {*wanted, *chosen} - {port}, patient=last is not None)
        if free != port:
            _say(f"Port {port} is taken by another program; using {free} instead.")
        chosen.append(free)
    return Place(server=chosen[0], tablets=chosen[1:])


def _start(parts: Parts, options: DemoOptions, folder: DemoFolder, place: Place, codes: list[str]) -> None:
    _say("Starting the server and two tablets …")
    server = parts.start("The server", _server_command(folder, place), folder.log("server"), _SERVER_SETTINGS)
    parts.wait_until(server, partial(is_floorwalk, place.server))
    command = shlex.split(options.tablet_command or "") or [sys.executable, "-m", "mobile"]
    started = [
        (parts.start(f"Tablet {number}", command, folder.log(f"tablet-{number}"), settings), port)
        for number, (port, settings) in enumerate(tablets(options, folder, place, codes), 1)
    ]
    for tablet, port in started:
        parts.wait_until(tablet, partial(answers, port))


def _server_command(folder: DemoFolder, place: Place) -> list[str]:
    where = ["--folder", str(folder.server), "--host", HOST, "--port", str(place.server)]
    return [sys.executable, "-m", "sync_server", "serve", *where]


def tablets(
    options: DemoOptions, folder: DemoFolder, place: Place, codes: list[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each tablet's port and its settings."""
    for number, (port, code) in enumerate(zip(place.tablets, codes, strict=True), 1):
        yield (
            port,
            {
                "FLOORWALK_TABLET_DATA": str(folder.tablet(number)),
                "FLOORWALK_TABLET_HOST": HOST,
                "FLOORWALK_TABLET_PORT": str(port),
                "FLOORWALK_TABLET_NAME": f"Tablet {number}",
                # Of a tablet that was enrolled when the server had another port.
                "FLOORWALK_TABLET_SERVER": address(place.server),
                "FLOORWALK_TABLET_ENROL": "" if options.bare else f"{address(place.server)} {code}",
            },
        )


def _open_browser(at: str) -> None:
    # Without a display Python would open a browser for text, in the terminal this is running in.
    has_display = sys.platform in {"win32", "darwin"} or any(
        map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))
    )
    try:
        opened = has_display and webbrowser.open(at)
    except webbrowser.Error:
        opened = False
    if not opened:
        _say(f"There is no browser here. Open {at} in one that reaches this machine.")


def _as_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the demo talks to the person who started it
