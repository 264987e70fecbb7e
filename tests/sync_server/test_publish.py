"""An organisation publishes checklists of its own: all of them or none, and tablets get them at once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from checklists.files.catalog import LARGEST_FILE, shipped
from checklists.protocol import routes
from checklists.protocol.messages import Reference
from sync_server.config import config_for
from sync_server.record.checklists import current_checklists
from sync_server.record.database import open_record, reading
from tests.support.sending import Tablet
from tests.support.server import start_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.server import RunningServer
    from tests.sync_server.conftest import Run

DOCK = (Path(__file__).parent.parent / "checklists" / "files" / "broken" / "dock.toml").read_text("utf-8")
SHIPPED = {(one.id, one.version) for one in shipped()}


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    """The data of a server, where the command looks for it."""
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    return folder


def written(tmp_path: Path, name: str = "dock.toml", **changes: str) -> str:
    """Write a sound checklist file with some values changed: `version="2"`."""
    text = DOCK
    for key, value in changes.items():
        before = next(line for line in text.splitlines() if line.startswith(f"{key} = "))
        text = text.replace(before, f"{key} = {value}", 1)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return str(path)


def published(folder: Path) -> set[tuple[str, int]]:
    """Return id and version of what tablets get, apart from what is shipped."""
    engine = open_record(config_for(folder).database_url)
    with reading(engine) as connection:
        found = {(one.id, one.version) for one in current_checklists(connection)}
    engine.dispose()
    return found - SHIPPED


def test_checklist_is_published_and_it_says_so(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("publish", written(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Published: “Dock”, version 1, from dock.toml.",
        "Tablets get what is new at their next sync.",
    ]
    assert published(folder) == {("dock", 1)}


def test_second_time_nothing_is_new(run: Run, folder: Path, tmp_path: Path) -> None:
    run("publish", written(tmp_path))
    done = run("publish", written(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Published before, and the same: “Dock”, version 1, from dock.toml.\n"


def test_edited_checklist_asks_for_the_next_version(run: Run, folder: Path, tmp_path: Path) -> None:
    run("publish", written(tmp_path), written(tmp_path, "newer.toml", version="2"))
    done = run("publish", written(tmp_path, title='"Dock, edited"'))
    done.assert_refused("Nothing has been published.\nVersion 1 of the checklist “dock” was published with")
    assert "Raise the version to 3, or give the checklist an id of its own." in done.stderr
    assert run("publish", written(tmp_path, title='"Dock, edited"', version="3")).returncode == 0
    assert published(folder) == {("dock", 3)}


def test_version_nobody_would_see_is_not_published(run: Run, folder: Path, tmp_path: Path) -> None:
    run("publish", written(tmp_path, version="4"))
    run("publish", written(tmp_path, version="2")).assert_refused("nobody would see version 2. Raise the")
    assert published(folder) == {("dock", 4)}


def test_two_versions_come_together_in_any_order(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("publish", written(tmp_path, "two.toml", version="2"), written(tmp_path, "one.toml"))
    assert done.returncode == 0, done.stderr
    assert published(folder) == {("dock", 2)}


def test_everything_to_put_right_in_all_files_is_said_and_nothing_published(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    sound = written(tmp_path, "sound.toml", id='"sound"')
    late = written(tmp_path, "late.toml", version="0", why='" "')
    other = tmp_path / "other.toml"
    other.write_text("title Purchasing")
    done = run("publish", sound, late, str(other), "/nowhere/away.toml")
    done.assert_refused("Nothing has been published. There are 4 things to put right first:\n")
    assert [line.partition("; ")[0] for line in done.stderr.splitlines()[1:]] == [
        '- In late.toml, line 3, "version" is 0',
        '- In late.toml, line 17, section 1 "goods-in", question 1 "match", "why" is blank',
        "- In other.toml, line 1, column 7 has a name with no equals sign after it",
        "- /nowhere/away.toml can't be read: No such file or directory.",
    ]
    assert all("; " in line for line in done.stderr.splitlines()[1:4])
    assert published(folder) == set()


def test_one_file_in_the_way_holds_back_the_others(run: Run, folder: Path, tmp_path: Path) -> None:
    run("publish", written(tmp_path))
    new = written(tmp_path, "new.toml", id='"new"')
    edited = written(tmp_path, title='"Edited"')
    run("publish", new, edited).assert_refused("Nothing has been published.")
    run("publish", edited, new).assert_refused("Nothing has been published.")
    assert published(folder) == {("dock", 1)}


def test_files_that_contradict_each_other_are_named(run: Run, folder: Path, tmp_path: Path) -> None:
    first = written(tmp_path, "north/audit.toml")
    second = written(tmp_path, "south/audit.toml", title='"South"')
    run("publish", first, second).assert_refused(
        f"- {first} and {second} are both version 1 of the checklist “dock”, with different content; raise"
    )
    assert published(folder) == set()


def test_file_that_is_too_large_is_not_read_to_its_end(run: Run, folder: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    with large.open("wb") as file:
        file.truncate(200 * LARGEST_FILE)
    run("publish", str(large)).assert_refused("is larger than 2 MB, the most there can be; make two")
    run("publish", str(tmp_path)).assert_refused("can't be read: Is a directory")


def test_wrong_folder_gets_no_record_of_its_own(run: Run, tmp_path: Path) -> None:
    away = tmp_path / "away"
    run("publish", written(tmp_path), "--folder", str(away)).assert_refused("There is no record in")
    assert not away.exists()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    server = start_server(tmp_path / "data")
    yield server
    server.kill()


def test_running_server_hands_it_to_tablets_at_the_next_sync(
    server: RunningServer, run: Run, tmp_path: Path
) -> None:
    with httpx.Client(base_url=server.url, timeout=60) as client:
        tablet = Tablet.enrolled(client, server.code())
        tag = client.get(routes.REFERENCE, headers=tablet.headers).headers["ETag"]
        headers = {**tablet.headers, "If-None-Match": tag}
        assert client.get(routes.REFERENCE, headers=headers).status_code == 304

        assert run("publish", written(tmp_path)).returncode == 0

        answer = client.get(routes.REFERENCE, headers=headers)
        assert answer.status_code == 200
        found = Reference.model_validate(answer.json()).checklists
        assert {(one.id, one.version) for one in found} - SHIPPED == {("dock", 1)}
        again = {**tablet.headers, "If-None-Match": answer.headers["ETag"]}
        assert client.get(routes.REFERENCE, headers=again).status_code == 304
