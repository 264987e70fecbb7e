"""The demo as a person runs it, with something small in the place of the tablets."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sync_server.demo.folder import DemoFolder, Place
from sync_server.demo.guide import guide
from sync_server.demo.ports import is_floorwalk
from sync_server.demo.run import DemoOptions, tablets
from sync_server.errors import CannotGoOn
from sync_server.lock import lock
from tests.support.server import sample_organisation

if TYPE_CHECKING:
    from collections.abc import Iterator

# Answers at the port it is given, and writes what else it was given to its log.
TABLET = """
import os, http.server
print({name: value for name, value in os.environ.items() if name.startswith("FLOORWALK_TABLET")}, flush=True)
address = (os.environ["FLOORWALK_TABLET_HOST"], int(os.environ["FLOORWALK_TABLET_PORT"]))
http.server.HTTPServer(address, http.server.SimpleHTTPRequestHandler).serve_forever()
"""
SECONDS = 90.0


class Demo:
    """A demo process, its folder, and everything it has said so far."""

    def __init__(
        self, folder: Path, *options: str, tablet: str = TABLET, keyboard: int = subprocess.DEVNULL
    ) -> None:
        self.folder = DemoFolder(folder)
        script = folder.parent / "tablet.py"
        script.write_text(tablet)
        command = [sys.executable, "-m", "sync_server", "demo", "--folder", str(folder), "--no-browser"]
        self.process = subprocess.Popen(
            [*command, "--tablet-command", f"{sys.executable} {script}", *options],
            stdin=keyboard,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "FLOORWALK_ADDRESS": "http://elsewhere.invalid"},
        )
        self.said = ""

    def until(self, words: str) -> None:
        """Read on until it has said something."""
        assert self.process.stdout is not None
        while words not in self.said:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal, and return the exit code after everything has been said."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=SECONDS)
        self.said += rest
        return self.process.returncode

    @property
    def place(self) -> Place:
        place = self.folder.last_place()
        assert place is not None
        return place


def choose_ports(folder: DemoFolder) -> Place:
    """Give a demo ports of its own: it prefers those it had before."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        first = min(one.getsockname()[1], 60_000)
    with folder.held(reset=False):
        folder.note_place(Place(first, [first + 1, first + 2]))
    return Place(first, [first + 1, first + 2])


@contextmanager
def running(path: Path, *options: str, keyboard: int = subprocess.DEVNULL) -> Iterator[Demo]:
    demo = Demo(path, *options, keyboard=keyboard)
    try:
        demo.until("Ctrl-C stops the demo")
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that runs; look at it only."""
    folder = tmp_path_factory.mktemp("shared") / "demo"
    choose_ports(DemoFolder(folder))
    with running(folder) as demo:
        yield demo


@pytest.fixture
def folder(tmp_path: Path) -> DemoFolder:
    """A demo's folder in which nothing has happened yet."""
    folder = DemoFolder(tmp_path / "demo")
    choose_ports(folder)
    return folder


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def wait_until_silent(place: Place) -> None:
    end = time.monotonic() + SECONDS
    while any(map(answers, (place.server, *place.tablets))):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_demo_starts_everything_and_says_where(shared: Demo) -> None:
    place = shared.place
    assert is_floorwalk(place.server)
    for port in (place.server, *place.tablets):
        assert f"http://127.0.0.1:{port}\n" in shared.said
    assert "Ana Horvat     Quality manager  PIN 1111      office password floorwalk" in shared.said


def test_tablets_are_told_where_they_are_and_how_to_enrol(shared: Demo) -> None:
    said = shared.folder.log("tablet-2").read_text()
    assert f"'FLOORWALK_TABLET_DATA': '{shared.folder.tablet(2)}'" in said
    assert f"'FLOORWALK_TABLET_PORT': '{shared.place.tablets[1]}'" in said
    assert "'FLOORWALK_TABLET_NAME': 'Tablet 2'" in said
    assert f"'FLOORWALK_TABLET_ENROL': 'http://127.0.0.1:{shared.place.server} " in said
    assert f"'FLOORWALK_TABLET_SERVER': 'http://127.0.0.1:{shared.place.server}'" in said


def test_photos_of_the_sample_plant_are_there(shared: Demo) -> None:
    photos = [path for path in (shared.folder.server / "photos").rglob("*") if path.is_file()]
    assert len(photos) == 6


def test_second_start_says_where_the_demo_runs(shared: Demo) -> None:
    second = Demo(shared.folder.path)
    said, _ = second.process.communicate(timeout=SECONDS)
    assert second.process.returncode == 2
    assert f"The demo is running already: http://127.0.0.1:{shared.place.tablets[0]}" in said
    assert is_floorwalk(shared.place.server)


def test_port_that_is_taken_is_left_to_who_has_it(folder: DemoFolder) -> None:
    before = folder.last_place()
    assert before is not None
    with socket.create_server(("127.0.0.1", before.tablets[0])), running(folder.path) as demo:
        assert f"Port {before.tablets[0]} is taken by another program; using " in demo.said
        assert demo.place.tablets[0] not in {before.server, *before.tablets}


def test_ctrl_c_ends_everything_and_nothing_is_forgotten(folder: DemoFolder) -> None:
    record = folder.server / "record.db"
    with running(folder.path) as demo:
        place = demo.place
        made = record.stat().st_ino
        assert demo.end() == 0
    assert "Everything you entered is kept" in demo.said
    assert not any(map(answers, (place.server, *place.tablets)))
    with running(folder.path) as demo:
        assert demo.place == place
        assert record.stat().st_ino == made


def kill_server(place: Place) -> None:
    """End the server's process the hard way."""
    command = "".join(f"{one}\0" for one in ("serve", "--folder"))
    for found in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            text = found.read_text()
            if command in text and f"\0--port\0{place.server}\0" in text:
                os.kill(int(found.parent.name), signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="it looks for the server in /proc")
def test_tablets_go_on_when_the_server_is_killed(folder: DemoFolder) -> None:
    with running(folder.path) as demo:
        assert "press Enter" not in demo.said
        kill_server(demo.place)
        demo.until("To turn it on again: Run this:\n")
        demo.until(f"  uv run floorwalk serve --folder {folder.server} --port {demo.place.server}\n")
        assert "The server has stopped; both tablets go on working" in demo.said
        assert all(map(answers, demo.place.tablets))
        assert not answers(demo.place.server)
        assert demo.end() == 0
    assert not any(map(answers, demo.place.tablets))


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no made-up terminals here")
def test_enter_turns_the_server_off_and_on_again(folder: DemoFolder) -> None:
    person, terminal = os.openpty()
    with os.fdopen(person, "wb", buffering=0) as keys, running(folder.path, keyboard=terminal) as demo:
        os.close(terminal)
        assert "To try it without the server: press Enter here" in demo.said
        keys.write(b"\n")
        demo.until("The server is off; both tablets go on working")
        demo.until(f"--port {demo.place.server}\n")
        assert not answers(demo.place.server)
        assert all(map(answers, demo.place.tablets))
        with socket.create_server(("127.0.0.1", demo.place.server)):
            keys.write(b"s\n")
            demo.until("The server has stopped (exit code")
            demo.until("Both tablets go on working")
            demo.until("To turn it on again")
            demo.until(f"--port {demo.place.server}\n")
        keys.write(b"\n")
        demo.until("The server is on again")
        assert is_floorwalk(demo.place.server)
        assert all(map(answers, demo.place.tablets))
        assert demo.end() == 0
    assert not any(map(answers, (demo.place.server, *demo.place.tablets)))


def test_killed_demo_leaves_nothing_running(folder: DemoFolder) -> None:
    with running(folder.path) as demo:
        place = demo.place
        demo.end(signal.SIGKILL)
    wait_until_silent(place)
    with folder.held(reset=False):
        assert folder.last_place() == place


def test_tablet_that_dies_at_the_start_is_named_with_its_log(folder: DemoFolder) -> None:
    demo = Demo(folder.path, tablet="raise SystemExit('there is no screen here')")
    said, _ = demo.process.communicate(timeout=SECONDS)
    assert demo.process.returncode == 2
    assert "Tablet 1 has stopped (exit code 1)" in said
    assert "there is no screen here" in said
    assert "Traceback" not in said
    assert not answers(demo.place.server)


def test_reset_forgets_everything(folder: DemoFolder) -> None:
    mine = folder.tablet(1) / "mine"
    mine.parent.mkdir()
    mine.write_text("x")
    with folder.held(reset=False):
        assert mine.exists()
    with folder.held(reset=True):
        assert not mine.parent.exists()


def test_reset_touches_no_folder_the_demo_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with (
        pytest.raises(CannotGoOn, match=r"did not make\. Nothing was touched"),
        DemoFolder(tmp_path).held(reset=True),
    ):
        pass
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_reset_touches_no_demo_that_is_running(folder: DemoFolder) -> None:
    with folder.held(reset=False):
        folder.tablet(1).mkdir()
        with pytest.raises(CannotGoOn, match="running already"), folder.held(reset=True):
            pass
        assert folder.tablet(1).exists()


def test_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(CannotGoOn, match="can't use "),
        DemoFolder(tmp_path / "file" / "x").held(reset=False),
    ):
        pass


def test_lock_is_free_when_its_file_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text("")
    with path.open("r+b") as first, path.open("r+b") as second:
        assert lock(first)
        assert not lock(second)
    with path.open("r+b") as again:
        assert lock(again)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"server": "x", "tablets": []}', '{"server": 1}'])
def test_spoilt_note_of_the_last_place_is_passed_over(folder: DemoFolder, text: str) -> None:
    (folder.path / "running.json").write_text(text)
    assert folder.last_place() is None


def test_bare_demo_leaves_the_enrolment_to_the_person(folder: DemoFolder) -> None:
    place = Place(1, [2, 3])
    for bare, told in ((True, ""), (False, "http://127.0.0.1:1 AAAA-AAAA")):
        options = DemoOptions(folder=folder.path, bare=bare)
        _, settings = next(iter(tablets(options, folder, place, ["AAAA-AAAA", "BBBB-BBBB"])))
        assert settings["FLOORWALK_TABLET_ENROL"] == told
        assert settings["FLOORWALK_TABLET_SERVER"] == "http://127.0.0.1:1"
    text = guide(
        sample_organisation(), "http://127.0.0.1:1", ["http://127.0.0.1:2"], folder.path, ["AAAA-AAAA"]
    )
    assert "The tablets are not enrolled yet: give them http://127.0.0.1:1" in text
    assert "AAAA-AAAA" in text
