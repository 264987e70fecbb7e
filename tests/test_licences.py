"""Everything that running Floorwalk installs may be passed on with it; what is bundled has its licence."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent

# Licences under which anybody may pass the program on, changed or not.
PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "HPND",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Python-2.0",
    "Unlicense",
    "Zlib",
}
# Their own files stay under their licence; a program that imports them is free.
FILE_OR_LIBRARY = {"LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"}

# What packages wrote before there were licence expressions.
OLD_WORDS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "The Unlicense (Unlicense)": "Unlicense",
}

# Packages whose own words are not enough, each with what was found and why it may stay.
EXCEPTIONS = {
    "click-default-group": "In the public domain by its author's word; no licence text to name.",
    "python-dateutil": "Apache-2.0 for what is new in it, BSD-3-Clause for the rest: its LICENSE file.",
    "psycopg": "LGPL-3.0-only; an extra for PostgreSQL that not every machine installs, used as a library.",
}


def project() -> dict[str, list[str]]:
    """Return what the project declares for running: the tablet's own dependencies and each extra's."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {"tablet": declared["dependencies"], **declared["optional-dependencies"]}


def needed() -> dict[str, Distribution | None]:
    """Return every package that running needs, however far down; None for one that is not installed."""
    found: dict[str, Distribution | None] = {}
    looked_at: set[tuple[str, str]] = set()
    waiting = [Requirement(line) for lines in project().values() for line in lines]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        found.setdefault(name, _installed(name))
        for extra in {"", *requirement.extras} - {extra for seen, extra in looked_at if seen == name}:
            looked_at.add((name, extra))
            waiting += _requires(found[name], extra)
    return found


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _requires(package: Distribution | None, extra: str) -> list[Requirement]:
    lines = (package.requires or []) if package else []
    requirements = [Requirement(line) for line in lines]
    return [one for one in requirements if one.marker is None or one.marker.evaluate({"extra": extra})]


def licences(package: Distribution) -> set[str]:
    """Return the licences a package names, as SPDX ids where they are known; empty where it names none."""
    words = package.metadata
    if "License-Expression" in words:
        return set(re.findall(r"[A-Za-z0-9.+-]+", words["License-Expression"])) - {"AND", "OR", "WITH"}
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in words.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    named = [
        line for line in [*(words.get_all("License") or []), *classifiers] if line and line != "OSI Approved"
    ]
    return {OLD_WORDS.get(line, line) for line in named}


NEEDED = needed()


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_package_may_be_passed_on(name: str) -> None:
    package = NEEDED[name]
    if name in EXCEPTIONS:
        return
    assert package, f"{name} is needed but not installed, so its licence can't be read."
    found = licences(package)
    assert found, f"{name} names no licence."
    assert found <= PERMISSIVE | FILE_OR_LIBRARY


def test_walk_reaches_what_is_needed_further_down() -> None:
    assert {"flet", "pydantic-core", "starlette", "markupsafe", "idna", "msgpack"} <= set(NEEDED)
    assert len(NEEDED) > 40


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_exception_is_still_needed(name: str) -> None:
    assert name in NEEDED


def test_project_itself_is_apache_2_with_the_full_text() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    package = distribution("floorwalk")
    assert package.metadata["License-Expression"] == "Apache-2.0"


# Works of others that are kept in the tree: how their files end, and the licence file beside them.
BUNDLED = {".ttf": "OFL*", ".otf": "OFL*", ".woff2": "OFL*", ".min.js": "LICENSE*"}


def test_work_of_others_in_the_tree_has_its_licence_beside_it() -> None:
    files = [
        path for package in ("checklists", "mobile", "sync_server") for path in (ROOT / package).rglob("*.*")
    ]
    alone = [
        path.relative_to(ROOT).as_posix()
        for path in files
        for ending, licence in BUNDLED.items()
        if path.name.endswith(ending) and not any(path.parent.glob(licence))
    ]
    assert alone == []


def test_licence_that_may_not_be_passed_on_is_noticed() -> None:
    assert not {"GPL-3.0-only"} <= PERMISSIVE | FILE_OR_LIBRARY
    assert not {"AGPL-3.0-only"} <= PERMISSIVE | FILE_OR_LIBRARY
