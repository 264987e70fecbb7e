"""No word that a person reads stands in code: all of them are in the catalogues, in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MOBILE = Path(__file__).parents[3] / "mobile"

# What is drawn or carried to where it is drawn. The store's SQL and the wire's headers are no one's reading.
DRAWN = [
    *sorted((MOBILE / "views").glob("*.py")),
    *sorted((MOBILE / "components").glob("*.py")),
    *sorted((MOBILE / "state").glob("*.py")),
    MOBILE / "app.py",
    MOBILE / "errors.py",
    MOBILE / "theme.py",
    MOBILE / "photos" / "errors.py",
    MOBILE / "store" / "naming.py",
    MOBILE / "sync" / "enrolment.py",
    MOBILE / "sync" / "status.py",
]

# A sentence, a word as it begins one, or a word beside a value that is filled in.
WORDS = re.compile(r"[A-Za-z]{2,}[,;.]? [a-z“]|[A-Z][a-z]{2,}|\s[a-z]{2,}(\s|$)")
# Whatever is handed to one of these is read by somebody, down to a single letter.
SHOWN_AS = {
    "label",
    "tooltip",
    "title",
    "subtitle",
    "hint",
    "hint_text",
    "helper",
    "error",
    "semantics_label",
    "dialog_title",
    "prefix",
    "suffix",
    "text",
    "words",
    "sentence",
    "step",
}
SHOWN_BY = {"Text", "TextSpan", "SnackBar", "FilledButton", "OutlinedButton", "TextButton", "notice"}

# What looks like words and is none that anybody reads.
NOT_READ = {
    # Names of fonts, of the product, of keys on a keyboard.
    "Atkinson Hyperlegible Next",
    "Atkinson Hyperlegible Next SemiBold",
    "Atkinson Hyperlegible Next Bold",
    "Noto Sans",
    "Noto Sans Symbols 2",
    "Noto Sans Math",
    "Noto Emoji",
    "Roboto",
    "Floorwalk",
    "Backspace",
    "Numpad ",
    "Escape",
    "Arrow Left",
    "Arrow Right",
    # The number of a refusal, the same in every language.
    "FW-",
    # What a tablet is called on the server until somebody names it.
    "Tablet",
}
# Python's own exceptions are mistakes of ours: logged, and the person reads a sentence of the catalogue.
OUR_MISTAKES = {"LookupError", "RuntimeError", "ValueError", "TypeError", "KeyError", "AssertionError"}


def silent(tree: ast.Module) -> set[int]:
    """Return the constants nobody reads: docstrings, log lines, types, mistakes of ours."""
    quiet: set[int] = set()

    def hush(node: ast.AST | None) -> None:
        quiet.update(id(one) for one in (ast.walk(node) if node else ()))

    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as text):
                quiet.add(id(text))
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
                hush(node)
            case ast.Call(func=ast.Name(id="cast" | "TypeVar" | "say" | "saying"), args=[first, *_]):
                hush(first)
            case ast.Call(func=ast.Name(id=name)) if name in OUR_MISTAKES:
                hush(node)
            case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=annotation):
                hush(annotation)
            case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns):
                hush(returns)
            # A type that has a name: `_Box = tuple[str, "Callable[[str], None]"]`.
            case ast.Assign(value=ast.Subscript() as alias):
                hush(alias)
            case _:
                pass
    return quiet


def handed_over(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield the texts that are handed straight to something that shows them."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [one.value for one in node.keywords if one.arg in SHOWN_AS]
        given += node.args[:1] if name in SHOWN_BY else []
        for one in given:
            parts = one.values if isinstance(one, ast.JoinedStr) else [one]
            parts += [one.body, one.orelse] if isinstance(one, ast.IfExp) else []
            yield from (
                part for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


def words_in(source: str) -> list[str]:
    """Return the words in a module that a person might read."""
    tree = ast.parse(source)
    quiet = silent(tree)
    texts = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet
    ]
    found = [one for one in texts if WORDS.search(one.value)]
    found += [one for one in handed_over(tree) if re.search(r"[^\W\d_]", one.value) and id(one) not in quiet]
    return sorted(
        {
            f"line {one.lineno}: {one.value!r}"
            for one in found
            if one.value not in NOT_READ and not one.value.endswith(".ttf")
        }
    )


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.relative_to(MOBILE).as_posix())
def test_module_holds_no_words_of_its_own(path: Path) -> None:
    assert words_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        'ft.Text("saved")',
        'ft.Text(f"saved {when}")',
        'ft.Icon(label="on")',
        'x = "Not answered yet"',
        'y = f"{n} of {total} digits"',
        'notice("done" if ready else say("part.wait"))',
        'raise TabletError("The tablet is full.")',
    ],
)
def test_words_in_code_are_found(line: str) -> None:
    assert words_in(line)


@pytest.mark.parametrize(
    "line",
    [
        '"""What this is for."""',
        'log.warning("the news are not shown: %s", error)',
        'say("part.saved", when=saved)',
        'ft.Text(f"{done}/{total}")',
        'raise LookupError("Nobody is signed in.")',
        'ft.Semantics(identifier="go-today")',
        'x: "Callable[[Any Thing], None]" = None',
    ],
)
def test_what_nobody_reads_may_stand_in_code(line: str) -> None:
    assert words_in(line) == []
