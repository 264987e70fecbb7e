"""The app starts from what Flet's packager would put on a tablet, and needs nothing else."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from checklists.files.catalog import shipped
from tests.mobile.staging import ROOT, Staged, app_files, requirements, settings, stage

PLATFORMS = ("android", "ios")
# The compiled packages a tablet can get: each has a recipe among Flet's own wheels.
COMPILED = {"PIL", "msgpack", "pydantic_core"}


@pytest.fixture(scope="module", params=["newest", "android"])
def staged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Staged:
    """The app staged twice: with the newest versions, and with those a platform is pinned to."""
    return stage(tmp_path_factory.mktemp("staged"), pins(request.param))


def pins(platform: str) -> list[str]:
    """Return the versions a platform is pinned to, none for `newest`."""
    return [
        line for line in settings()["tool"]["flet"].get(platform, {}).get("dependencies", []) if "==" in line
    ]


def start(staged: Staged, data: Path) -> dict[str, Any]:
    """Start the staged app in a process that has nothing else, and return what it saw."""
    data.mkdir(exist_ok=True)
    harness = ROOT / "tests" / "support" / "headless.py"
    script = Path(__file__).with_name("staged_start.py")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(data.parent),
        "LC_CTYPE": "C.UTF-8",
        "FLET_PLATFORM": "android",
        "FLET_APP_STORAGE_DATA": str(data),
        "FLET_APP_STORAGE_TEMP": str(data.parent / "temp"),
    }
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-B", script, staged.app, staged.zip, staged.native, harness],
        cwd=data,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, f"{run.stdout}{run.stderr}"
    seen: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return seen


@pytest.fixture(scope="module")
def first_start(staged: Staged, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """What the first start saw, and the data folder it left."""
    data = tmp_path_factory.mktemp("tablet") / "data"
    return start(staged, data), data


def test_packager_copies_the_entry_and_the_assets_alone() -> None:
    copied = {path.as_posix() for path in app_files()}
    others = {path for path in copied if path != "main.py" and not path.startswith("assets/")}
    assert others == set(), "Name these (or their folder) in [tool.flet.app] exclude."
    assert "main.py" in copied
    assert any(path.endswith(".ttf") for path in copied)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_packager_installs_this_project_beside_the_app(platform: str) -> None:
    assert f"floorwalk @ {ROOT.as_uri()}" in requirements(platform)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_versions_a_platform_is_pinned_to_fit_the_dependencies(platform: str) -> None:
    asked = {Requirement(line).name: Requirement(line) for line in settings()["project"]["dependencies"]}
    pinned = {Requirement(line).name: Requirement(line) for line in pins(platform)}
    assert {"msgpack", "pillow", "pydantic", "pydantic-core"} == set(pinned)
    for name in asked.keys() & pinned.keys():
        (version,) = (one.version for one in pinned[name].specifier)
        assert asked[name].specifier.contains(version, prereleases=True)


def test_tablet_depends_on_these_libraries_and_no_other() -> None:
    names = {Requirement(line).name for line in settings()["project"]["dependencies"]}
    flet = {name for name in names if name == "flet" or name.startswith("flet-")}
    assert names - flet == {"httpx", "pillow", "pydantic", "sqlite-utils"}
    pinned = [line for line in settings()["project"]["dependencies"] if line.startswith("flet")]
    assert len({line.partition("==")[2] for line in pinned}) == 1


def test_staged_app_is_compiled_code_and_assets(staged: Staged) -> None:
    files = {path.relative_to(staged.app).as_posix() for path in staged.app.rglob("*") if path.is_file()}
    assert {path for path in files if not path.startswith("assets/")} == {"main.pyc"}


def test_staged_packages_are_the_dependencies_and_ours(staged: Staged) -> None:
    names = zipfile.ZipFile(staged.zip).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {"checklists", "mobile", "flet", "flet_camera", "httpx", "pydantic", "sqlite_utils"} <= tops
    assert not tops & {
        "flet_web",
        "fastapi",
        "starlette",
        "sqlalchemy",
        "uvicorn",
        "alembic",
        "jinja2",
        "hypothesis",
    }
    assert not [name for name in names if re.search(r"\.(py|so)$", name) and not name.endswith("__init__.py")]


def test_compiled_packages_are_those_a_tablet_can_get(staged: Staged) -> None:
    libraries = {path.name.removeprefix("lib").partition("-")[0] for path in staged.native.iterdir()}
    assert libraries == COMPILED


def test_first_screen_asks_to_connect_the_tablet(first_start: tuple[dict[str, Any], Path]) -> None:
    seen, _ = first_start
    assert any("code" in text.lower() for text in seen["texts"])
    assert not any(
        re.search(r"traceback|error|something went wrong", text, re.IGNORECASE) for text in seen["texts"]
    )
    assert seen["identifiers"]


def test_checklists_words_and_fonts_are_read_from_where_they_were_put(
    staged: Staged, first_start: tuple[dict[str, Any], Path]
) -> None:
    seen, _ = first_start
    assert seen["checklists"] == [one.id for one in shipped()]
    assert Path(seen["assets"]) == staged.app / "assets"
    assert seen["fonts"]
    assert all((staged.app / "assets" / font.lstrip("/")).is_file() for font in seen["fonts"])


def test_every_module_comes_from_the_zip_or_python_itself(first_start: tuple[dict[str, Any], Path]) -> None:
    modules: dict[str, str] = first_start[0]["modules"]
    elsewhere = {
        name: place
        for name, place in modules.items()
        if place not in {"zip", "native", "app", "python", "harness"}
    }
    assert elsewhere == {}
    ours = {
        name: place for name, place in modules.items() if name.partition(".")[0] in {"mobile", "checklists"}
    }
    assert len(ours) > 20
    assert set(ours.values()) == {"zip"}


def test_server_is_in_the_wheel_and_never_imported(
    staged: Staged, first_start: tuple[dict[str, Any], Path]
) -> None:
    modules = first_start[0]["modules"]
    assert any(name.startswith("sync_server/") for name in zipfile.ZipFile(staged.zip).namelist())
    assert not [name for name in modules if name.partition(".")[0] == "sync_server"]


def test_store_is_opened_in_the_data_folder_and_nothing_is_written_beside_the_code(
    staged: Staged, first_start: tuple[dict[str, Any], Path]
) -> None:
    _, data = first_start
    assert any(path.read_bytes()[:15] == b"SQLite format 3" for path in data.rglob("*") if path.is_file())
    written = [path for path in staged.app.rglob("*") if path.suffix in {".db", ".sqlite", ".log", ".py"}]
    assert written == []


def test_second_start_opens_the_same_store(staged: Staged, first_start: tuple[dict[str, Any], Path]) -> None:
    seen, data = first_start
    assert start(staged, data)["texts"] == seen["texts"]
