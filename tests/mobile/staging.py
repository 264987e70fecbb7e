"""Stage the app as Flet's packager does for Android, as far as that goes without Flutter.

Read from `flet_cli` 1.0.5 and the `serious_python` it runs:

- Of the app's folder (`[tool.flet.app] path`) everything is copied but what is excluded: `build`, the names
  in `exclude` (compared as they are, no patterns), hidden entries, `__pycache__`. Then it is compiled.
- `[project].dependencies` and those of the platform go to pip with `--only-binary :all:` and a target folder;
  a name in `dev_packages` becomes that folder. No extra and no group is read. Then the folder is compiled
  (`compileall -b`, sources deleted) and files no program needs are deleted, among them every `bin` folder.
- Extension modules are moved out as `lib<dotted-name>.so`, each leaving a `.soref` mark with that name; the
  rest becomes one stored zip, imported where it lies. Folders of modules without an `__init__` get one.

The interpreter is this machine's, so the wheels are too; what differs on a tablet is the processor alone.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

_EXTENSION = re.compile(r"\.(cpython-[^/]+|abi3)\.so$")
_NOT_NEEDED = re.compile(r".*\.(c|h|cpp|hpp|typed|pyi|pxd|pyx|a|pdb|exe|dll)|__pycache__|bin")


@dataclass(frozen=True)
class Staged:
    """What a tablet gets: the app's folder, all pure code in one zip, extension modules by name."""

    app: Path
    zip: Path
    native: Path


def settings() -> dict[str, Any]:
    """Return pyproject.toml, the packager's settings among it."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def requirements(platform: str) -> list[str]:
    """Return what the packager hands to pip for `android` or `ios`."""
    found = settings()
    flet = found["tool"]["flet"]
    places = {**flet.get("dev_packages", {}), **flet.get(platform, {}).get("dev_packages", {})}
    asked = [*found["project"]["dependencies"], *flet.get(platform, {}).get("dependencies", [])]
    return [
        f"{line} @ {(ROOT / places[line]).resolve().as_uri()}" if line in places else line for line in asked
    ]


def app_files() -> Iterator[Path]:
    """Yield the files of the app's folder that the packager copies, relative to it."""
    section = settings()["tool"]["flet"]["app"]
    app, excluded = ROOT / section["path"], {"build", *section.get("exclude", [])}
    for folder, folders, files in os.walk(app):
        here = Path(folder).relative_to(app)
        folders[:] = [name for name in folders if not _left_out(here / name, excluded)]
        yield from (here / name for name in files if not _left_out(here / name, excluded))


def _left_out(path: Path, excluded: set[str]) -> bool:
    hidden = len(path.parts) == 1 and path.name.startswith(".")
    return hidden or path.name == "__pycache__" or path.as_posix() in excluded


def stage(to: Path, pins: Sequence[str] = ()) -> Staged:
    """Stage everything below a folder.

    Args:
        to: an empty folder.
        pins: more requirements for the same installation, such as the versions a platform has wheels of.
    """
    staged = Staged(app=to / "app", zip=to / "sitepackages.zip", native=to / "native")
    app = ROOT / settings()["tool"]["flet"]["app"]["path"]
    for path in app_files():
        (staged.app / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(app / path, staged.app / path)
    packages = to / "packages"
    _uv("pip", "install", "--target", packages, "--only-binary", ":all:", *pins, _wheel(to / "wheel"))
    shutil.rmtree(packages / "flutter", ignore_errors=True)
    for folder in (staged.app, packages):
        _compile(folder)
    _clean(packages)
    _pack(packages, staged)
    return staged


def _wheel(to: Path) -> Path:
    _uv("build", "--wheel", "--out-dir", to, ROOT)
    (wheel,) = to.glob("floorwalk-*.whl")
    return wheel


def _uv(*arguments: str | Path) -> None:
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv, "Staging the app needs uv: run the tests with `uv run pytest`."
    python = ["--python", sys.executable] if arguments[0] == "pip" else []
    command = [uv, *map(str, arguments), *python, "--quiet"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, f"{' '.join(command)}\n{run.stdout}{run.stderr}"


def _compile(folder: Path) -> None:
    command = [sys.executable, "-m", "compileall", "-b", "-q", "-j", "2", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stdout
    for source in folder.rglob("*.py"):
        source.unlink()


def _clean(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if _NOT_NEEDED.fullmatch(path.name) and path.exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _pack(packages: Path, staged: Staged) -> None:
    staged.native.mkdir()
    files = sorted(path for path in packages.rglob("*") if path.is_file())
    with zipfile.ZipFile(staged.zip, "w", zipfile.ZIP_STORED) as packed:
        for path in files:
            name = path.relative_to(packages).as_posix()
            if _EXTENSION.search(name):
                module = _EXTENSION.sub("", name)
                library = f"lib{module.replace('/', '-')}.so"
                shutil.move(path, staged.native / library)
                packed.writestr(f"{module}.soref", library)
            elif ".libs/" in name:
                # What this machine's wheels bring along for their extension modules, found from beside them.
                beside = staged.native.parent / name
                beside.parent.mkdir(exist_ok=True)
                shutil.move(path, beside)
            else:
                packed.write(path, name)
        for folder in _folders_without_init(packed.namelist()):
            packed.writestr(f"{folder}/__init__.py", "")


def _folders_without_init(names: list[str]) -> set[str]:
    modules = {name.rpartition("/")[0] for name in names if name.endswith((".pyc", ".soref")) and "/" in name}
    return {folder for folder in modules if f"{folder}/__init__.pyc" not in names}
