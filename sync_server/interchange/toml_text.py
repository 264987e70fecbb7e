"""Writes the table of a checklist as a checklist file, in the order in which people read one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from checklists.checklist import Checklist, Question, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklists.file_table import Table

_BARE = re.compile(r"[A-Za-z0-9_-]+")
# A list that is longer stands on several lines.
_LINE = 110
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNWRITABLE = re.compile('[\\\\"\x00-\x1f\x7f\ud800-\udfff]')


def toml_text(table: Table) -> str:
    """Return the text of a file that holds this table; read back, it is the same table."""
    lines = list(_settings(table, Checklist.model_fields))
    for subset in _tables(table.get("subset")):
        lines += ["", "[[subset]]", *_settings(subset, ())]
    for section in _tables(table.get("section")):
        lines += ["", "", "[[section]]", *_settings(section, Section.model_fields)]
        for question in _tables(section.get("question")):
            lines += ["", "[[section.question]]", *_settings(question, Question.model_fields)]
    for name in ("lint", "translations"):
        if isinstance(words := table.get(name), Mapping):
            for key, inner in words.items():
                lines += _nested((name, key), inner)
    return "\n".join(lines).lstrip("\n") + "\n"


def _nested(path: tuple[str, ...], table: object) -> Iterator[str]:
    """A table under its own heading, then the tables two below it: translations.de, translations.de.question.q."""
    if not isinstance(table, Mapping):
        return
    inner = {key: value for key, value in table.items() if key in ("section", "question")}
    own = {key: value for key, value in table.items() if key not in inner}
    yield from ("", f"[{'.'.join(map(_key, path))}]", *_settings(own, ()))
    for name, entries in inner.items():
        for key, words in entries.items() if isinstance(entries, Mapping) else ():
            yield from ("", f"[{'.'.join(map(_key, (*path, name, key)))}]", *_settings(words, ()))


def _settings(table: Table, order: Iterable[str]) -> Iterator[str]:
    places = {name: place for place, name in enumerate(order)}
    for name in sorted(table, key=lambda name: places.get(name, len(places))):
        if name not in ("section", "question", "subset", "translations", "lint"):
            yield _setting(name, table[name])


def _setting(name: str, value: object) -> str:
    line = f"{_key(name)} = {_value(value)}"
    if isinstance(value, list | tuple) and len(line) > _LINE:
        entries = "".join(f"  {_value(entry)},\n" for entry in value)
        return f"{_key(name)} = [\n{entries}]"
    return line


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{_key(name)} = {_value(inner)}' for name, inner in value.items())}}}"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    return f'"{_UNWRITABLE.sub(lambda found: _escape(found.group()), text)}"'


def _escape(letter: str) -> str:
    # Half of a pair of surrogates has no place in a text file, nor in a checklist.
    code = 0xFFFD if "\ud800" <= letter <= "\udfff" else ord(letter)
    return _ESCAPED.get(letter, f"\\u{code:04X}")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _tables(value: object) -> Iterator[Table]:
    for entry in value if isinstance(value, list | tuple) else ():
        if isinstance(entry, Mapping):
            yield entry
