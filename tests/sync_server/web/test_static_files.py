"""The scripts and sheets a page asks for: what imports what is found, and is never half old and half new."""

import re
from importlib.resources import files

import pytest

from sync_server.web.static_files import address_of, marked_together
from tests.sync_server.web.plant import Plant, form_token

FOLDER = files("sync_server.web").joinpath("static/checklists")
MODULES = {one.name: one.read_text() for one in FOLDER.iterdir() if one.name.endswith(".js")}
BEGINNING = "editor.js"


def imports(source: str) -> dict[str, list[str]]:
    """Return what a module asks for, and the names it wants of each."""
    found = re.findall(r'^import (?:\{([^}]*)\} from )?"([^"]*)";$', source, re.MULTILINE)
    return {address: [name for name in names.strip().split(", ") if name] for names, address in found}


def exports(source: str) -> set[str]:
    return set(re.findall(r"^export (?:async )?(?:function|const|let) (\w+)", source, re.MULTILINE))


@pytest.mark.parametrize("name", sorted(MODULES))
def test_what_a_module_imports_is_there_and_used(name: str) -> None:
    wanted = imports(MODULES[name])
    assert len(wanted) == len(re.findall(r"\bimport\b", MODULES[name]))
    for address, names in wanted.items():
        assert set(names) <= exports(MODULES[address.removeprefix("./")])
        assert [one for one in names if len(re.findall(rf"\b{one}\b", MODULES[name])) == 1] == []


@pytest.mark.parametrize("name", sorted(MODULES))
def test_what_a_module_exports_is_imported_by_another(name: str) -> None:
    taken = {one for source in MODULES.values() for one in imports(source).get(f"./{name}", [])}
    assert exports(MODULES[name]) == taken


def test_editor_reaches_each_of_its_modules_at_an_address_that_may_be_kept(shared: Plant) -> None:
    client = shared.client()
    seen: set[str] = set()
    ahead = [address_of(f"checklists/{BEGINNING}")]
    while ahead:
        address = ahead.pop()
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert "immutable" in answer.headers["Cache-Control"], address
        seen.add(address)
        found = [address.rpartition("/")[0] + one.removeprefix(".") for one in imports(answer.text)]
        ahead.extend(one for one in set(found) - seen if one not in ahead)
    assert seen == {address_of(f"checklists/{name}") for name in MODULES}


@pytest.mark.parametrize("page", ["", "/translate?language=de"])
def test_page_of_the_editor_asks_for_its_beginning(plant: Plant, page: str) -> None:
    office = plant.office()
    draft = "/checklists/purchasing/draft"
    office.post(draft, data={"token": form_token(office.get("/checklists").text)})
    assert f'type="module" src="{address_of(f"checklists/{BEGINNING}")}"' in office.get(draft + page).text


def test_one_changed_module_gives_all_of_them_another_address() -> None:
    before = {"editor.js": b'import { a } from "./other.js";\n', "other.js": b'import "./editor.js";\n'}
    texts, mark = marked_together(before)
    again, same = marked_together(dict(reversed(before.items())))
    changed, other = marked_together({**before, "other.js": b'import "./editor.js";\n// more\n'})
    assert (texts, mark) == (again, same)
    assert mark != other
    assert texts["editor.js"].decode() == f'import {{ a }} from "./other.js?{mark}";\n'
    assert texts["other.js"].decode() == f'import "./editor.js?{mark}";\n'
    assert f"./other.js?{other}".encode() in changed["editor.js"]


def test_words_that_look_like_an_import_stay_as_they_are() -> None:
    source = b'const said = "see ./other.js";\n'
    assert marked_together({"editor.js": source})[0]["editor.js"] == source
