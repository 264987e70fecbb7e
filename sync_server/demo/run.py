"""Runs the demo from preparing its folder to ending its last part."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import threading
import webbrowser
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from sync_server.config import config_for
from sync_server.demo.folder import DemoFolder, Place
from sync_server.demo.guide import guide
from sync_server.demo.parts import Part, Parts
from sync_server.demo.ports import HOST, address, answers, free_port, is_floorwalk
from sync_server.errors import CannotGoOn
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
# Empty ones count as not given: the demo never opens a record of somebody's own.
_SERVER_SETTINGS = {"FLOORWALK_NAME": "Lindholm Pumps (demo)", "FLOORWALK_ADDRESS": "", "DATABASE_URL": ""}

_GO_ON = "both tablets go on working, and everything entered on them is kept there until it is back."


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
        server = _Server(parts, folder, place.server)
        _say("Starting the server and two tablets …")
        server.start()
        _start_tablets(parts, options, folder, place, codes)
        pressed = _enter_pressed()
        addresses = [address(port) for port in place.tablets]
        hand_codes = codes if options.bare else []
        has_keyboard = pressed is not None
        at = address(place.server)
        _say(guide(organisation, at, addresses, folder.path, hand_codes, has_keyboard=has_keyboard))
        if options.browser:
            _open_browser(addresses[0])
        parts.watch(partial(server.look, pressed))


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


class _Server:
    """The demo's server, which the tablets do without for as long as it is off."""

    def __init__(self, parts: Parts, folder: DemoFolder, port: int) -> None:
        self._parts = parts
        self._log = folder.log("server")
        self._port = port
        self._command = ["serve", "--folder", str(folder.server), "--port", str(port)]
        self._part: Part | None = None

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            CannotGoOn: it has ended, or does not answer in time.
        """
        command = [sys.executable, "-m", "sync_server", *self._command, "--host", HOST]
        self._part = self._parts.start("The server", command, self._log, _SERVER_SETTINGS, may_end=True)
        self._parts.wait_until(self._part, partial(is_floorwalk, self._port))

    def look(self, pressed: threading.Event | None) -> None:
        """Say so when it has ended; turn it off or on when Enter was pressed."""
        if self._part is not None and not self._part.is_running:
            self._forget()
            _say(f"The server has stopped; {_GO_ON} Its log is {self._log}.")
            self._say_how(has_keyboard=pressed is not None)
        if pressed is not None and pressed.is_set():
            self._switch()
            # Whoever pressed Enter more than once meanwhile meant the same.
            pressed.clear()

    def _switch(self) -> None:
        if self._part is not None:
            _say("Turning the server off …")
            self._forget()
            _say(f"The server is off; {_GO_ON}")
            self._say_how(has_keyboard=True)
        elif is_floorwalk(self._port):
            _say("The server runs already, started in another terminal; Ctrl-C there stops it.")
        else:
            self._turn_on()

    def _turn_on(self) -> None:
        _say("Turning the server on …")
        try:
            self.start()
        except CannotGoOn as error:
            self._forget()
            _say(f"{error}\n{_GO_ON.capitalize()}")
            self._say_how(has_keyboard=True)
        else:
            _say("The server is on again; the tablets send by themselves what was entered meanwhile.")

    def _forget(self) -> None:
        if self._part is not None:
            self._parts.end(self._part)
            self._part = None

    def _say_how(self, *, has_keyboard: bool) -> None:
        where = "Press Enter here, or run this in another terminal:" if has_keyboard else "Run this:"
        _say(f"To turn it on again: {where}\n  {_shown(['uv', 'run', 'floorwalk', *self._command])}")


def _start_tablets(
    parts: Parts, options: DemoOptions, folder: DemoFolder, place: Place, codes: list[str]
) -> None:
    command = shlex.split(options.tablet_command or "") or [sys.executable, "-m", "mobile"]
    started = [
        (parts.start(f"Tablet {number}", command, folder.log(f"tablet-{number}"), settings), port)
        for number, (port, settings) in enumerate(tablets(options, folder, place, codes), 1)
    ]
    for tablet, port in started:
        parts.wait_until(tablet, partial(answers, port))


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


def _enter_pressed() -> threading.Event | None:
    """Return what is set when somebody presses Enter; None where there is no keyboard to press it on."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    # A demo in the background is not to be stopped by the terminal because it listens.
    if hasattr(signal, "SIGTTIN"):
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    pressed = threading.Event()
    threading.Thread(target=_listen, args=(sys.stdin.fileno(), pressed), daemon=True).start()
    return pressed


def _listen(terminal: int, pressed: threading.Event) -> None:
    # Not through sys.stdin, whose lock would be held while the demo ends.
    with contextlib.suppress(OSError):
        while os.read(terminal, 1024):
            pressed.set()


def _shown(command: list[str]) -> str:
    """Return a command as it is typed here."""
    return subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)


def _as_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the demo talks to the person who started it
