"""The `floorwalk` command as people run it: what it says, and its exit code."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sync_server.sample.walks import sample_organisation_file
from tests.support.server import start_server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.postgresql import PostgreSQL
    from tests.sync_server.conftest import Run


def test_organisation_is_loaded_and_people_are_listed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "organisation.toml"
    file.write_bytes(sample_organisation_file())
    done = run("load", str(file))
    assert done.returncode == 0, done.stderr
    assert (
        done.stdout
        == "Loaded 6 departments, 14 areas, 9 people and 10 planned visits from organisation.toml.\n"
    )
    listed = run("people").stdout.splitlines()
    assert len(listed) == 9
    assert "Ana Horvat, quality manager" in listed


def test_code_is_printed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "organisation.toml"
    file.write_text("")
    run("load", str(file))
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}\n", run("code").stdout)


def test_record_is_not_made_by_asking_for_a_code_in_the_wrong_folder(run: Run, tmp_path: Path) -> None:
    for command in ("code", "people"):
        run(command).assert_refused("There is no record in")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "can't be read: No such file"),
        (b"\xff", "not text in UTF-8"),
        (b"[[person]]", "person 1: write id as "),
        (
            (
                b'[[department]]\nid="a"\nname="A"\n[[area]]\nid="a"\nname="A"\ndepartment="a"\n'
                b'[[person]]\nid="a"\nname="A"\nrole="leader"\n'
                b'[[planned]]\nid="a"\nchecklist="none"\narea="a"\nperson="a"\ndue_in_days=1\n'
            ),
            "names the checklist “none”",
        ),
    ],
)
def test_file_that_cannot_be_used_is_said_so(
    run: Run, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "plant.toml"
    if content is not None:
        file.write_bytes(content)
    run("load", str(file)).assert_refused(said)


def test_record_is_in_postgresql_where_the_setting_says_so(
    run: Run, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    file = tmp_path / "organisation.toml"
    file.write_bytes(sample_organisation_file())
    address = postgresql.new_database()
    # Also with a folder of its own, which then holds the key and the photos.
    assert run("load", str(file), "--folder", str(tmp_path / "a"), DATABASE_URL=address).returncode == 0
    assert len(run("people", "--folder", str(tmp_path / "a"), DATABASE_URL=address).stdout.splitlines()) == 9
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["server.key"]
    run("people", "--folder", str(tmp_path / "a")).assert_refused("There is no record in")


def test_setting_that_cannot_be_used_is_said_so(run: Run, tmp_path: Path) -> None:
    run("serve", FLOORWALK_PORT="x").assert_refused("FLOORWALK_PORT is “x”")
    run("serve", "--port", "99999").assert_refused("--port is “99999”")
    run("serve", "--host", "nowhere.invalid", "--port", "0").assert_refused("can't listen at nowhere.invalid")
    run("serve", "--port", "0", DATABASE_URL="nonsense").assert_refused("DATABASE_URL is not")
    # Port 1 is nobody's: whoever calls there is turned away at once.
    nobody = run("serve", "--port", "0", DATABASE_URL="postgresql://a:secret@127.0.0.1:1/b")
    nobody.assert_refused("See that PostgreSQL is running there")
    assert "secret" not in nobody.stderr
    (tmp_path / "file").write_text("a file where a folder is meant")
    done = run("serve", "--port", "0", "--folder", str(tmp_path / "file"))
    done.assert_refused(f"The server can't keep its data in {tmp_path / 'file'}")


def test_command_nobody_knows_is_said_so(run: Run) -> None:
    run("dance").assert_refused("dance")


def test_port_that_is_taken_is_said_so(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run("serve", "--port", str(port)).assert_refused(f"Port {port} is taken by another program")


def test_server_stops_calmly_and_comes_back_at_its_address(tmp_path: Path) -> None:
    first = start_server(tmp_path / "data", sample=False)
    first.stop()
    assert first.process.returncode == 0
    assert "Traceback" not in (tmp_path / "data" / "server.log").read_text()
    again = start_server(tmp_path / "data", sample=False, port=first.port)
    again.stop()
    assert again.url == first.url


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in (
        "serve",
        "demo",
        "load",
        "publish",
        "code",
        "people",
        "backup",
        "restore",
        "verify",
        "export",
    ):
        assert re.search(rf"^ *{command}\b", done.stdout, re.MULTILINE)


def test_module_runs_as_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sync_server", "load", "/nowhere/plant.toml"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "/nowhere/plant.toml can't be read: No such file or directory. Nothing has been changed.\n"
    )
