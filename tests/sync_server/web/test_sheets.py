"""The sheets of the pages: each is served, says nothing twice, and dresses only what there is."""

import re
from collections import Counter
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from checklists.form.compare import How
from sync_server.web.static_files import SHEETS, address_of
from tests.sync_server.web.plant import Plant
from tests.sync_server.web.sheets import STATIC, paths, rules, text_of

WEB = files("sync_server.web")

# Fewer declarations than these may well be said of two things that have nothing to do with each other.
FEW = 2

# Where a class is given: in a template, also by what is filled in; by a script; by a name.
GIVEN = {
    ".html": r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"',
    ".js": r"class(?:List|Name)?\W[^;\n]*",
    ".py": r'"([a-z-]+)"',
}


def every_file(folder: Traversable, *kinds: str) -> list[Traversable]:
    found: list[Traversable] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += every_file(one, *kinds)
        elif one.name.endswith(kinds):
            found.append(one)
    return found


@pytest.mark.parametrize("served", SHEETS)
def test_every_sheet_is_served_whole_and_in_order(shared: Plant, served: str) -> None:
    text = shared.client().get(address_of(served)).text
    assert re.sub(r"\?[0-9a-f]{12}\b", "", text) == text_of(served)


def test_no_sheet_lies_about() -> None:
    known = {STATIC.joinpath(path).read_text() for served in SHEETS for path in paths(served)}
    assert {one.read_text() for one in every_file(STATIC, ".css")} == known


@pytest.mark.parametrize("served", SHEETS)
def test_nothing_is_said_of_the_same_twice(served: str) -> None:
    found = Counter((rule.where, rule.selectors) for rule in rules(text_of(served)))
    assert [one for one, times in found.items() if times > 1] == []


@pytest.mark.parametrize("path", [path for served in SHEETS for path in paths(served)])
def test_what_looks_the_same_is_said_once(path: str) -> None:
    found = Counter((rule.where, rule.said) for rule in rules(STATIC.joinpath(path).read_text()))
    assert [one for one, times in found.items() if times > 1 and one[1].count(";") > FEW] == []


def test_pages_of_checklists_dress_nothing_of_the_others_anew() -> None:
    others = {one for rule in rules(text_of("floorwalk.css")) for one in rule.selectors if not rule.where}
    here = {one for rule in rules(text_of("checklists.css")) for one in rule.selectors if not rule.where}
    assert others & here == set()


def test_every_class_that_is_dressed_is_given_to_something() -> None:
    given: set[str] = {*How}
    for kind, form in GIVEN.items():
        for one in every_file(WEB, kind):
            for found in re.findall(form, one.read_text()):
                given |= set(re.findall(r"[a-z][\w-]*", found))
    for served in SHEETS:
        for rule in rules(text_of(served)):
            for one in rule.selectors:
                assert set(re.findall(r"\.([a-z][\w-]*)", one)) <= given, one
