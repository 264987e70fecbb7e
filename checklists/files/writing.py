"""Writes a checklist as a file: TOML in the documented form, which reads back as the same checklist."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklists.form.checklist import Checklist

_BARE = re.compile(r"[A-Za-z0-9_-]+")
# JSON writes everything as TOML reads it, but leaves this letter as it is.
_DELETE = "\x7f"
# A list that fits on one line stays on it.
_LINE_LENGTH = 100

_HEAD = ("id", "version", "title", "kind", "purpose", "minutes", "language")


def write_checklist(checklist: Checklist, off: Mapping[str, str] | None = None) -> str:
    """Return the text of a checklist's file.

    Args:
        checklist: what is written.
        off: rules of the linter that are switched off for it, each with the reason.
    """
    return write_content(checklist.model_dump(mode="json"), off)


def write_content(table: Mapping[str, Any], off: Mapping[str, str] | None = None) -> str:
    """Return the text of the file of a checklist that may not be finished: what is not there is left out.

    Args:
        table: the content with the names of the models, in which a checklist is a JSON object.
        off: rules of the linter that are switched off for it, each with the reason.
    """
    content = copy.deepcopy(dict(table))
    blocks = ["\n".join(_lines({name: content[name] for name in _HEAD if name in content}))]
    if off:
        blocks.append("\n".join(["[lint.off]", *_lines(off)]))
    for section in content["sections"]:
        questions = section.pop("questions")
        blocks.append("\n".join(["[[section]]", *_lines(section)]))
        blocks += ["\n".join(["[[section.question]]", *_lines(question)]) for question in questions]
    blocks += ["\n".join(["[[subset]]", *_lines(subset)]) for subset in content.get("subsets", ())]
    for language, words in content.get("translations", {}).items():
        blocks += _translation(f"translations.{_key(language)}", words)
    return "\n\n".join(blocks) + "\n"


def _translation(path: str, words: dict[str, Any]) -> Iterator[str]:
    inner = {kind: words.pop(kind, {}) for kind in ("section", "question")}
    yield "\n".join([f"[{path}]", *_lines(words)])
    for kind, entries in inner.items():
        for name, entry in entries.items():
            yield "\n".join([f"[{path}.{kind}.{_key(name)}]", *_lines(entry)])


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if value is None:  # TOML has no word for it; what is not there is None
            continue
        line = f"{_key(name)} = {_value(value)}"
        if isinstance(value, list) and len(line) > _LINE_LENGTH:
            line = "\n".join([f"{_key(name)} = [", *(f"    {_value(one)}," for one in value), "]"])
        yield line


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _value(value: object) -> str:
    match value:
        case dict():
            inside = ", ".join(
                f"{_key(name)} = {_value(one)}" for name, one in value.items() if one is not None
            )
            return f"{{{inside}}}"
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case _:
            return json.dumps(value, ensure_ascii=False).replace(_DELETE, "\\u007f")
