"""What the documents say is so: paths exist, commands are the ones that run, refusals are the catalogue's."""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from checklists.protocol.refusals import CATALOGUE

ROOT = Path(__file__).parent.parent
README, CONTRIBUTING = "README.md", "CONTRIBUTING.md"
RUNNING = "sync_server/README.md"
PACKAGES = ("checklists", "mobile", "sync_server")

DEMO = "pip install uv && uv run floorwalk demo"
TESTS = "pip install uv && uv run pytest -n 2"

# Every address the tree may name, and why. None of them is ever fetched.
ADDRESSES = {
    "http://127.0.0.1": "this machine",
    "http://localhost": "this machine",
    "https://8.8.8.8": "a public address as somebody types it",
    "http://www.apache.org/licenses/": "the licence's own text",
    "https://www.apache.org/licenses/": "the licence's own text",
    "http://www.w3.org/": "names of XML vocabularies",
    "https://json-schema.org/draft/": "the name of a schema's own language",
    "https://openfontlicense.org": "the fonts' licence",
    "https://scripts.sil.org/OFL": "the fonts' licence",
    "https://github.com/googlefonts/": "the fonts' copyright line",
    "https://github.com/notofonts/": "the fonts' copyright line",
    "https://tus.io/protocols/": "the upload protocol's text",
    "https://www.rfc-editor.org/rfc/": "a protocol's text",
}
# Names kept for examples, and addresses inside a house.
NOBODYS = re.compile(
    r"https?://("
    r"([^\s./:]+\.)*(example(\.(org|com|net))?|test|invalid|local)(?!-|\.?\w)"  # kept for examples
    r"|(10|192\.168)(\.\d+){2,3}(?!-|\.?\w)"  # inside a house
    r"|[A-Za-z0-9-]+(?!-|\.?\w)"  # a machine's own name, without a domain
    r")"
)

# In parts, so that this file does not name what it looks for.
HOSTS = [
    "".join(parts)
    for parts in (
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("registry.", "npmjs"),
        ("npmjs", ".com"),
        ("jsdelivr", ".net"),
        ("unpkg", ".com"),
        ("deb.", "debian.org"),
        ("raw.github", "usercontent"),
        ("/releases/", "download"),
        ("storage.", "googleapis"),
        ("gstatic", ".com"),
        ("pypi.", "flet.dev"),
    )
]
LOCKS = re.compile(r"(.*\.lock|(.*[-_.])?lock\.(json|ya?ml|toml)|.*lockfile.*|pnpm-lock\..*)", re.IGNORECASE)


@cache
def tree() -> tuple[str, ...]:
    """Return every file that is, or would be, committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


def text_of(name: str) -> str:
    """Return a file's text; of a picture or a font, whatever of it reads as text."""
    return (ROOT / name).read_bytes().decode(errors="ignore")


def blocks(markdown: str, kind: str = "") -> list[str]:
    """Return the fenced blocks of a document that are marked with this kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", markdown, re.MULTILINE | re.DOTALL)


def section(markdown: str, title: str) -> str:
    """Return what stands under a second-level heading, empty where there is none."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", markdown, re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


def drawn_paths(drawing: str) -> Iterator[str]:
    """Yield the path on each line of a drawn tree: the first word, below the lines it is indented under.

    Lines of box characters count as indentation. A name may itself hold slashes.
    """
    above: list[tuple[int, str]] = []
    for line in drawing.splitlines():
        plain = re.sub("[│├└─]", " ", line)
        if not plain.strip():
            continue
        depth, name = len(plain) - len(plain.lstrip()), plain.split()[0]
        above = [(other, path) for other, path in above if other < depth]
        path = f"{above[-1][1].rstrip('/')}/{name}" if above else name
        if name.endswith("/"):
            above.append((depth, path))
        yield path


def listed_paths(markdown: str) -> list[str]:
    """Return the paths that the items of a list begin with: - `mobile/store/` what lives there."""
    return re.findall(r"^- `([^`]+)`", markdown, re.MULTILINE)


def exists(path: str) -> bool:
    """Say whether a path of a document is there; one that ends with a slash is to be a folder."""
    return (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).exists()


def package_folders() -> set[str]:
    """Return the folders of the three packages that hold code, one level below each package at most."""
    parents = {PurePosixPath(name).parent for name in tree() if name.endswith(".py")}
    return {
        f"{path}/"
        for path in parents
        if path.parts[:1] and path.parts[0] in PACKAGES and len(path.parts) <= 2
    }


def readme_tree() -> list[str]:
    drawings = blocks(section(text_of(README), "Where things live"), "(?:text)?")
    return [path for drawing in drawings for path in drawn_paths(drawing)]


def contributing_list() -> list[str]:
    return listed_paths(section(text_of(CONTRIBUTING), "What lives where"))


def test_readme_draws_the_tree_as_it_is() -> None:
    drawn = readme_tree()
    assert drawn, "README.md has no tree in a fenced block under “Where things live”."
    assert [path for path in drawn if not exists(path)] == []
    assert {f"{package}/" for package in PACKAGES} <= set(drawn)


def test_contributing_lists_each_folder_of_code_and_no_other() -> None:
    listed = contributing_list()
    assert [path for path in listed if not exists(path)] == []
    assert package_folders() - set(listed) == set()


@pytest.mark.parametrize("name", [README, CONTRIBUTING, RUNNING])
def test_paths_that_a_document_mentions_exist(name: str) -> None:
    in_code = re.findall(
        r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text_of(name), flags=re.MULTILINE | re.DOTALL)
    )
    tops = "|".join([*PACKAGES, "tests", r"\.ci"])
    paths = [code for code in in_code if re.fullmatch(rf"({tops})/[\w./-]*", code)]
    assert [path for path in paths if not exists(path)] == []


@pytest.mark.parametrize("name", [README, CONTRIBUTING, RUNNING])
def test_links_and_pictures_of_a_document_exist(name: str) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text_of(name))
    local = [one or other for one, other in targets if "://" not in (one or other)]
    folder = PurePosixPath(name).parent
    assert [
        link
        for link in local
        if not link.startswith("#") and not exists(str(folder / link.partition("#")[0]))
    ] == []


def test_readme_has_its_two_commands() -> None:
    commands = [line.strip() for block in blocks(text_of(README), "sh") for line in block.splitlines()]
    assert DEMO in commands
    assert TESTS in commands


def test_contributing_names_the_same_commands() -> None:
    commands = [line.strip() for block in blocks(text_of(CONTRIBUTING), "sh") for line in block.splitlines()]
    assert DEMO in commands
    assert TESTS in commands


def test_ci_runs_the_readme_test_command_last_and_stops_at_the_first_trouble() -> None:
    script = text_of(".ci/run").splitlines()
    assert script[0] == "#!/usr/bin/env bash"
    assert script[-1] == TESTS
    assert "set -euo pipefail" in script
    assert "export CI=true" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_pytest_leaves_nothing_out_by_itself() -> None:
    options = re.search(r'^addopts = "(.*)"$', text_of("pyproject.toml"), re.MULTILINE)
    assert options
    assert not re.search(r"(^| )(-k|-m|--ignore|--deselect|-x|--maxfail|--co)", options.group(1))


def test_tree_names_no_registry_and_no_place_to_download_from() -> None:
    found = {f"{name}: {host}" for name in tree() for host in HOSTS if host in text_of(name)}
    assert found == set()


def test_tree_names_no_address_but_those_with_a_reason() -> None:
    found = {f"{name}: {address}" for name in tree() for address in addresses(text_of(name))}
    assert found == set()


def addresses(text: str) -> Iterator[str]:
    """Yield the addresses on the internet that a text names without a reason known here."""
    for address in re.findall(r"https?://[A-Za-z0-9][^\s\"'`<>)\]}]*", text):
        if not address.startswith(tuple(ADDRESSES)) and not NOBODYS.match(address):
            yield address


def test_no_lock_file_is_kept() -> None:
    assert [name for name in tree() if LOCKS.fullmatch(PurePosixPath(name).name)] == []


DOCUMENTS = [name for name in tree() if name.endswith(".md")]
# From here on a document that names refusals is taken for a list of them.
A_LIST = 5


@pytest.mark.parametrize("name", DOCUMENTS)
def test_refusals_of_a_document_are_in_the_catalogue_and_a_list_has_them_all(name: str) -> None:
    numbers = {int(number) for number in re.findall(r"\bFW-(\d{3})\b", text_of(name))}
    assert numbers - set(CATALOGUE) == set()
    if len(numbers) >= A_LIST:
        assert numbers == set(CATALOGUE)


def test_refusals_named_in_code_are_in_the_catalogue() -> None:
    code = [name for name in tree() if name.startswith(PACKAGES)]
    named = {int(number) for name in code for number in re.findall(r"\bFW-(\d{3})\b", text_of(name))}
    assert named - set(CATALOGUE) == set()


@pytest.mark.parametrize(
    "drawing",
    [
        "checklists/   what a walk is\n  journal/  how it changes\n    op.py\n  ids.py\ntests/\n  sync/  x\n",
        ".\n├── checklists/\n│   ├── journal/\n│   │   └── op.py\n│   └── ids.py\n└── tests/\n    └── sync/",
        "checklists/\nchecklists/journal/\nchecklists/journal/op.py\nchecklists/ids.py\ntests/\ntests/sync/\n",
    ],
)
def test_drawn_tree_is_read_by_its_indentation(drawing: str) -> None:
    expected = ["checklists/", "checklists/journal/", "checklists/journal/op.py", "checklists/ids.py"]
    assert [path for path in drawn_paths(drawing) if path != "."] == [*expected, "tests/", "tests/sync/"]


def test_address_without_a_reason_is_noticed() -> None:
    # Apart from the scheme, so that this file names none.
    hosts = [
        "download.acme.io/x.tar.gz",
        "127.0.0.1:8000/",
        "audits.example.org.",
        "192.168.1.20",
        "10.acme.io",
    ]
    scheme = "http"
    found = list(addresses(" ".join(f"{scheme}://{host}" for host in hosts)))
    assert [address.partition("//")[2] for address in found] == ["download.acme.io/x.tar.gz", "10.acme.io"]


@pytest.mark.parametrize(
    "name", ["uv.lock", "package-lock.json", "poetry.lock", "pnpm-lock.yaml", "Cargo.lock"]
)
def test_lock_file_is_noticed(name: str) -> None:
    assert LOCKS.fullmatch(name)
