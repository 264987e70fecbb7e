"""backup, restore, verify and export as people run them: what they say, and their exit codes."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.server import start_server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.kept_plant import KeptPlant
    from tests.sync_server.conftest import Done, Run


def floorwalk(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "sync_server", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_newcomer_backs_up_a_running_server_loses_it_and_goes_on(kept: KeptPlant, tmp_path: Path) -> None:
    visit = kept.walk()
    data, backups, new = kept.folder, tmp_path / "other disk", tmp_path / "new"
    backups.mkdir()
    running = start_server(data, sample=False)
    try:
        made = floorwalk("backup", "--folder", data, "--to", backups)
        assert made.returncode == 0, made.stderr
        assert re.match(
            r"Backed up \d+ changes and 9 photos, 9 of them new, to .*Z\. It was restored", made.stdout
        )
        again = floorwalk("backup", "--folder", data, "--to", backups)
        assert "9 photos, 0 of them new" in again.stdout
    finally:
        running.stop()
    assert floorwalk("verify", backups).stdout == f"{backups} is whole: it was restored and verified.\n"
    put_back = floorwalk("restore", backups, "--to", new)
    assert put_back.returncode == 0, put_back.stderr
    assert f"Everything in {new} was verified." in put_back.stdout
    whole = floorwalk("verify", "--record", "--folder", new)
    assert (whole.returncode, whole.stdout) == (0, "The record is whole, and so are its photos.\n")
    written = floorwalk("export", visit, "--to", tmp_path / "visit.zip", "--folder", new)
    assert written.returncode == 0, written.stderr
    shown = floorwalk("verify", tmp_path / "visit.zip", "--with", data)
    assert shown.returncode == 0, shown.stdout
    assert "This server countersigned every one of these changes when it received them." in shown.stdout
    back = start_server(new, sample=False)
    back.stop()


@pytest.fixture
def data(kept: KeptPlant) -> str:
    """The folder of a server with walks in it."""
    return str(kept.folder)


def ended_in_words(done: Done, said: str) -> None:
    assert done.returncode == 1, done
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_folder_that_is_not_there_is_not_made(run: Run, data: str, tmp_path: Path) -> None:
    done = run("backup", "--folder", data, "--to", str(tmp_path / "not mounted"))
    ended_in_words(done, f"There is no folder {tmp_path / 'not mounted'}. Nothing was changed.")
    assert not (tmp_path / "not mounted").exists()


def test_backups_do_not_go_into_the_server_s_own_folder(run: Run, data: str) -> None:
    ended_in_words(run("backup", "--folder", data, "--to", data), "is the folder of a server")


def test_backup_without_a_place_goes_beside_the_data_and_says_what_that_is_worth(run: Run, data: str) -> None:
    done = run("backup", "--folder", data)
    assert done.returncode == 0, done.stderr
    assert f"{data}-backups" in done.stdout
    assert "give a folder on another one with --to" in done.stdout


def test_number_to_keep_is_at_least_one(run: Run, data: str) -> None:
    assert run("backup", "--folder", data, "--keep", "0").returncode == 2


def test_folder_that_can_not_be_written_is_said(run: Run, data: str, tmp_path: Path) -> None:
    # A file where the folder of photos belongs: root may write anywhere else.
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "photos").write_text("")
    done = run("backup", "--folder", data, "--to", str(tmp_path / "full"))
    ended_in_words(done, "could not be written to")
    assert "The record is untouched" in done.stderr


def test_nothing_to_back_up_is_said(run: Run, tmp_path: Path) -> None:
    run("backup", "--folder", str(tmp_path / "none")).assert_refused("There is no record in")
    assert not (tmp_path / "none").exists()


def test_photo_lost_on_the_server_is_said_and_costs_the_exit_code(
    run: Run, kept: KeptPlant, data: str
) -> None:
    lost = next((kept.folder / "photos").glob("*/*"))
    lost.unlink()
    done = run("backup", "--folder", data)
    ended_in_words(done, f"Photo {lost.name} was received and is no longer whole on the server.")
    assert "Backed up" in done.stdout


def test_damage_is_said_all_of_it_with_exit_code_1(run: Run, kept: KeptPlant, data: str) -> None:
    run("backup", "--folder", data)
    folder = kept.folder.with_name("data-backups")
    first, second = sorted(folder.glob("photos/*/*"))[:2]
    first.write_bytes(b"other")
    second.unlink()
    done = run("verify", str(folder))
    assert done.returncode == 1
    said = f"Photo {first.name}, of (visit|finding) [0-9a-f]{{32}}, is damaged: its bytes are no longer those"
    assert re.search(said, done.stdout)
    assert re.search(f"Photo {second.name}, of (visit|finding) [0-9a-f]{{32}}, is missing.", done.stdout)
    assert done.stdout.endswith("Found: 2. Nothing was changed.\n")


def test_what_is_there_is_not_overwritten_by_a_restore(run: Run, data: str) -> None:
    run("backup", "--folder", data)
    done = run("restore", f"{data}-backups", "--to", data)
    ended_in_words(done, "There is a record in")
    replaced = run("restore", f"{data}-backups", "--to", data, "--replace")
    assert replaced.returncode == 0, replaced.stderr
    assert "What was there before is kept in" in replaced.stdout


def test_visit_nobody_knows_is_not_exported_and_no_file_is_overwritten(
    run: Run, kept: KeptPlant, data: str, tmp_path: Path
) -> None:
    visit, file = kept.walk(), tmp_path / "visit.zip"
    for name in ("0" * 32, "nonsense", visit[:8]):
        run("export", name, "--to", str(file), "--folder", data).assert_refused("There is no visit")
    assert not file.exists()
    assert run("export", visit, "--to", str(file), "--folder", data).returncode == 0
    again = run("export", visit, "--to", str(file), "--folder", data)
    again.assert_refused("already. It was not touched.")
    nowhere = run("export", visit, "--to", str(tmp_path / "none" / "visit.zip"), "--folder", data)
    nowhere.assert_refused("can't be written")


def test_file_that_is_no_bundle_is_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "visit.zip"
    file.write_bytes(b"PK")
    done = run("verify", str(file))
    assert done.returncode == 1
    assert "It is no exported visit, or only a part of one" in done.stdout


def test_key_of_another_server_does_not_confirm_a_bundle(
    run: Run, kept: KeptPlant, data: str, tmp_path: Path
) -> None:
    file = tmp_path / "visit.zip"
    run("export", kept.walk(), "--to", str(file), "--folder", data)
    run("verify", str(file), "--with", str(tmp_path)).assert_refused("There is no server.key in")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "server.key").write_bytes(b"k" * 32)
    done = run("verify", str(file), "--with", str(tmp_path / "other"))
    assert done.returncode == 1
    assert "This server did not countersign change" in done.stdout
