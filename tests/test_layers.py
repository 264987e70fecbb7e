"""The rules of the tree: who may import what, and what every module looks like."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("checklists", "mobile", "sync_server")

# Which of our packages each may import.
LAYERS = {
    "checklists": {"checklists"},
    "mobile": {"checklists", "mobile"},
    "sync_server": {"checklists", "sync_server"},
}

_SCREENS = (
    "mobile/views",
    "mobile/components",
    "mobile/state",
    "mobile/theme.py",
    "mobile/app.py",
    "mobile/main.py",
)
_PAGES = ("sync_server/api", "sync_server/web", "sync_server/app.py")
_PICTURES = ("mobile/photos", "sync_server/objects")

# Where each library may be imported; one that is not here may be imported wherever its package may.
HOMES = {
    "flet": _SCREENS,
    "flet_camera": _SCREENS,
    "flet_web": ("mobile/main.py",),
    "httpx": ("mobile/sync/client.py",),
    "sqlite_utils": ("mobile/store",),
    "PIL": _PICTURES,
    "obstore": ("sync_server/objects",),
    "sqlalchemy": ("sync_server/record",),
    "alembic": ("sync_server/record",),
    "fastapi": _PAGES,
    "starlette": _PAGES,
    "jinja2": _PAGES,
    "markupsafe": _PAGES,
    "uvicorn": ("sync_server/connections.py", "sync_server/serve.py", "sync_server/demo", "mobile/main.py"),
}

# What a declared library is made of and hands to its users; it needs no line of its own in pyproject.toml.
COMES_WITH = {"pydantic_core": "pydantic", "starlette": "fastapi", "markupsafe": "jinja2"}

LINES_LIMIT = 400
# Names that say nothing of what is inside.
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "base", "lib"}


def imports(source: str, module: PurePosixPath) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted name of everything a module imports, wherever in it and however."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name) for alias in node.names)
            case ast.ImportFrom(level=0, module=str(name)):
                yield node.lineno, name
            case ast.ImportFrom():
                # `from . import x`: one dot is the module's own folder.
                folder = module.parents[node.level - 1].parts
                yield node.lineno, ".".join([*folder, *([node.module] if node.module else [])])
            case ast.Call(args=[ast.Constant(value=str(name)), *_]) if _imports_by_name(node.func):
                yield node.lineno, name


def _imports_by_name(function: ast.expr) -> bool:
    return ast.unparse(function) in {"__import__", "import_module", "importlib.import_module"}


def import_problems(module: PurePosixPath, source: str, libraries: dict[str, set[str]]) -> list[str]:
    """Return a sentence for each import that the layer rule does not allow.

    `libraries` says which third-party modules each package may use at all.
    """
    package = module.parts[0]
    problems = []
    for line, name in imports(source, module):
        top = name.partition(".")[0]
        if top in PACKAGES:
            allowed = top in LAYERS[package]
        elif top in sys.stdlib_module_names:
            allowed = True
        else:
            homes = HOMES.get(top, (package,))
            allowed = top in libraries[package] and any(module.is_relative_to(home) for home in homes)
        if not allowed:
            problems.append(f"{module}:{line} may not import {name}.")
    return problems


def form_problems(module: PurePosixPath, source: str) -> list[str]:
    """Return a sentence for each thing in which a module does not look as modules do here."""
    problems = []
    opening = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    if not re.fullmatch(r"[A-Z0-9`“].*[.?]", opening) or re.search(r"[.?!] [A-Z]", opening):
        problems.append(f"{module} does not open with one sentence that says what it is for.")
    if (lines := len(source.splitlines())) > LINES_LIMIT:
        problems.append(f"{module} has {lines} lines; past {LINES_LIMIT} something wants to be two things.")
    return problems + name_problems(module)


def name_problems(module: PurePosixPath) -> list[str]:
    """Return a sentence for each part of a path that says nothing of what is inside."""
    parts = [*module.parts[:-1], module.stem]
    vague = [part for part in parts if part in VAGUE_NAMES or re.fullmatch(r".*part_?\d", part)]
    return [f"{module}: “{part}” says nothing of what is inside." for part in vague]


def modules() -> list[PurePosixPath]:
    """Return every module of the three packages, relative to the root."""
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(PurePosixPath(path.relative_to(ROOT).as_posix()) for path in found)


@cache
def libraries() -> dict[str, set[str]]:
    """Return, for each package, the modules of the third-party libraries it may use.

    On a tablet these are the project's own dependencies: its packager installs no extra. Pydantic alone
    for the rules both sides share. The server may use whatever is declared.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    tablet = _modules_of(project["dependencies"])
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return {
        "checklists": _with_parts({"pydantic"}),
        # The tablet as a page in a browser is an extra of its own, asked for by its entry alone.
        "mobile": _with_parts(tablet | {"flet_web", "uvicorn"}),
        "sync_server": _with_parts(tablet | _modules_of(extras)),
    }


def _modules_of(requirements: list[str]) -> set[str]:
    names = {
        re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0].lower().replace("_", "-") for line in requirements
    }
    return {
        module
        for module, distributions in packages_distributions().items()
        if names & {one.lower().replace("_", "-") for one in distributions}
    }


def _with_parts(libraries: set[str]) -> set[str]:
    return libraries | {part for part, whole in COMES_WITH.items() if whole in libraries}


def read(module: PurePosixPath) -> str:
    return (ROOT / module).read_text()


ALL = modules()
every_module = pytest.mark.parametrize("module", ALL, ids=str)


def test_there_are_modules_to_look_at() -> None:
    assert {module.parts[0] for module in ALL} == set(PACKAGES)


@every_module
def test_module_imports_what_its_place_allows(module: PurePosixPath) -> None:
    assert import_problems(module, read(module), libraries()) == []


@every_module
def test_module_looks_as_modules_do_here(module: PurePosixPath) -> None:
    assert form_problems(module, read(module)) == []


@pytest.mark.parametrize("home", sorted({home for homes in HOMES.values() for home in homes}))
def test_home_of_a_library_is_in_the_tree(home: str) -> None:
    assert (ROOT / home).exists()


TESTS = sorted((ROOT / "tests").rglob("*.py"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_tests_are_short_files_named_for_what_is_tested(path: Path) -> None:
    module = PurePosixPath(path.relative_to(ROOT).as_posix())
    assert path.name != "__init__.py"
    assert name_problems(module) == []
    assert len(path.read_text().splitlines()) <= LINES_LIMIT


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_names_of_tests_state_the_outcome(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [name for name in names if name.startswith("test_") and "should" in name.split("_")] == []


LIBRARIES = {
    "checklists": {"pydantic"},
    "mobile": {"pydantic", "flet", "httpx", "sqlite_utils", "PIL", "flet_web"},
    "sync_server": {
        "pydantic",
        "flet",
        "fastapi",
        "sqlalchemy",
        "PIL",
        "segno",
        "uvicorn",
        "jinja2",
        "httpx",
    },
}

NOT_ALLOWED = [
    ("checklists/records/visit.py", "import mobile.store"),
    ("checklists/files/catalog.py", "from sync_server.record import schema"),
    ("checklists/files/catalog.py", "import flet as ft"),
    ("checklists/files/catalog.py", "import httpx"),
    ("mobile/views/today.py", "from sync_server.config import Config"),
    ("sync_server/api/push.py", "import mobile"),
    ("mobile/store/visits.py", "import flet"),
    ("mobile/store/visits.py", "from flet.controls import page"),
    ("mobile/photos/vault.py", "if True:\n    from flet import Image"),
    ("mobile/sync/push.py", "def send():\n    import httpx"),
    ("mobile/views/today.py", "import sqlite_utils"),
    ("mobile/storefront.py", "import sqlite_utils"),
    ("mobile/views/photo.py", "from PIL import Image"),
    ("mobile/views/photo.py", "import segno"),
    ("mobile/views/today.py", "import flet_web.fastapi"),
    ("sync_server/web/pages.py", "import sqlalchemy as sa"),
    ("sync_server/record/merge.py", "from fastapi import HTTPException"),
    ("sync_server/record/merge.py", "from jinja2 import Environment"),
    ("sync_server/app.py", "import uvicorn"),
    ("sync_server/app.py", "import flet"),
    ("sync_server/app.py", "import requests"),
    ("mobile/store/visits.py", "import importlib\nflet = importlib.import_module('flet')"),
    ("mobile/store/visits.py", "flet = __import__('flet')"),
    ("mobile/store/visits.py", "from ...sync_server import config"),
]

ALLOWED = [
    (
        "checklists/records/visit.py",
        "import json\nfrom pydantic import BaseModel\nfrom checklists.ids import Id",
    ),
    (
        "mobile/views/today.py",
        "import flet as ft\nfrom checklists.records.visit import Visit\nfrom . import walk",
    ),
    ("mobile/theme.py", "import flet"),
    ("mobile/sync/client.py", "import httpx"),
    ("mobile/store/visits.py", "import sqlite_utils\nfrom ..sync import push"),
    ("mobile/photos/downscale.py", "from PIL import Image"),
    ("mobile/main.py", "import flet_web"),
    ("sync_server/record/merge.py", "import sqlalchemy as sa"),
    ("sync_server/api/push.py", "from fastapi import APIRouter\nfrom sync_server.record import merge"),
    ("sync_server/serve.py", "import uvicorn"),
    ("sync_server/web/qr.py", "import segno"),
]


@pytest.mark.parametrize(("module", "source"), NOT_ALLOWED)
def test_layer_rule_notices(module: str, source: str) -> None:
    (problem,) = import_problems(PurePosixPath(module), source, LIBRARIES)
    assert problem.startswith(f"{module}:")
    assert "may not import" in problem


@pytest.mark.parametrize(("module", "source"), ALLOWED)
def test_layer_rule_lets_through(module: str, source: str) -> None:
    assert import_problems(PurePosixPath(module), source, LIBRARIES) == []


def test_missing_or_rambling_opening_is_noticed() -> None:
    module = PurePosixPath("mobile/app.py")
    for source in (
        "",
        "import json",
        '"""what this is."""',
        '"""What this is"""',
        '"""One thing. And another."""',
    ):
        assert form_problems(module, source) != []
    for source in (
        '"""What this is for."""',
        '"""What it is for, one op at a time.\n\nA rule to know. Or two.\n"""',
    ):
        assert form_problems(module, source) == []


def test_module_that_grew_too_long_is_noticed() -> None:
    source = '"""What this is for."""\n'
    assert form_problems(PurePosixPath("mobile/app.py"), source + "x = 1\n" * (LINES_LIMIT - 1)) == []
    (problem,) = form_problems(PurePosixPath("mobile/app.py"), source + "x = 1\n" * LINES_LIMIT)
    assert "401 lines" in problem


@pytest.mark.parametrize(
    "name", ["mobile/utils.py", "mobile/helpers/text.py", "mobile/common.py", "mobile/visit_part2.py"]
)
def test_name_that_says_nothing_is_noticed(name: str) -> None:
    (problem,) = name_problems(PurePosixPath(name))
    assert "says nothing" in problem
    assert name_problems(PurePosixPath("mobile/store/visits.py")) == []
