"""What each field of a checklist that is being written can hold; unfinished is fine, another shape is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr, TypeAdapter

from checklists.form.checklist import VisitKind
from checklists.form.frozen import is_unset
from checklists.form.question import Outcome, QuestionType
from checklists.ids import is_slug
from checklists.lint.rules import NAMES
from checklists.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

# Room to write more than fits, and to be told so.
_TEXT = Annotated[StrictStr, Field(max_length=2_000)]
_LIST = Annotated[list[_TEXT], Field(max_length=60)]
_NUMBER = (
    Annotated[StrictInt, Field(ge=-(10**12), le=10**12)]
    | Annotated[StrictFloat, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Choice(_Part):
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    text: _TEXT = ""
    finding: StrictBool = Field(default=False, exclude_if=is_unset)


class _Sample(_Part):
    what: _TEXT = Field(default="", exclude_if=is_unset)
    of: _NUMBER | None = None
    holds: _TEXT = Field(default="", exclude_if=is_unset)


class _Repeat(_Part):
    what: _TEXT = Field(default="", exclude_if=is_unset)
    most: _NUMBER | None = None


class _Subset(_Part):
    tag: _TEXT = Field(default="", exclude_if=is_unset)
    ask: _NUMBER | None = None


def _one_of(words: Iterable[str]) -> TypeAdapter[Any]:
    return TypeAdapter(Annotated[StrictStr, Field(pattern=f"^({'|'.join(words)})$")])


_TEXTS: Final[TypeAdapter[Any]] = TypeAdapter(_TEXT)
_LISTS: Final[TypeAdapter[Any]] = TypeAdapter(_LIST)
_NUMBERS: Final[TypeAdapter[Any]] = TypeAdapter(_NUMBER)

_WHOLE: Final[dict[str, TypeAdapter[Any]]] = {
    "title": _TEXTS,
    "kind": _one_of(VisitKind),
    "purpose": _TEXTS,
    "minutes": _NUMBERS,
    "language": _TEXTS,
    "subsets": TypeAdapter(Annotated[list[_Subset], Field(max_length=20)]),
}
_SECTION: Final[dict[str, TypeAdapter[Any]]] = {
    "title": _TEXTS,
    "when": _TEXTS,
    "repeat": TypeAdapter(_Repeat),
}
_QUESTION: Final[dict[str, TypeAdapter[Any]]] = {
    **dict.fromkeys(("text", "why", "ask", "unit", "when"), _TEXTS),
    **dict.fromkeys(("look_for", "clauses", "tags"), _LISTS),
    **dict.fromkeys(("lowest", "highest", "decimals", "weight"), _NUMBERS),
    "outcome": _one_of(Outcome),
    "type": _one_of(QuestionType),
    "choices": TypeAdapter(Annotated[list[_Choice], Field(max_length=60)]),
    "finding_if": _one_of(("yes", "no")),
    "sample": TypeAdapter(_Sample),
    "required": TypeAdapter(StrictBool),
}
_WORDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "section": {"title": (), "repeat": ("what",)},
    "question": {"text": (), "why": (), "ask": (), "unit": (), "look_for": (), "sample": ("what", "holds")},
}


class NoSuchFieldError(ValueError):
    """A draft has no such field."""


def checked(at: list[str], value: object) -> Any:  # noqa: ANN401 - a draft holds anything
    """Return a value as the draft keeps it; None where it says nothing.

    Raises:
        NoSuchFieldError: a draft has no field at this place.
        ValidationError: the field can't hold such a value.
    """
    adapter = _adapter(at)
    if value is None:
        return None
    return adapter.dump_python(adapter.validate_python(cleaned(value)), exclude_none=True)


def _adapter(at: list[str]) -> TypeAdapter[Any]:
    match at:
        case ["checklist", name] if name in _WHOLE:
            return _WHOLE[name]
        case ["section", _, name] if name in _SECTION:
            return _SECTION[name]
        case ["question", _, name] if name in _QUESTION:
            return _QUESTION[name]
        case ["off", rule] if rule in NAMES:
            return _TEXTS
        case ["words", _, "title" | "purpose"]:
            return _TEXTS
        case ["words", _, "section" | "question" as kind, _, name, *inner] if _has_words(kind, name, inner):
            return _LISTS if name == "look_for" else _TEXTS
        case _:
            raise NoSuchFieldError


def _has_words(kind: str, name: str, inner: list[str]) -> bool:
    if (kind, name) == ("question", "choices"):
        return len(inner) == 1 and is_slug(inner[0])
    known = _WORDS[kind].get(name)
    return known is not None and (
        tuple(inner) == () if known == () else len(inner) == 1 and inner[0] in known
    )


def cleaned(value: Any) -> Any:  # noqa: ANN401 - a draft holds anything
    """Return a value with its texts cleaned of what can't be stored."""
    match value:
        case str():
            return clean(value)
        case list():
            return [cleaned(one) for one in value]
        case dict():
            return {name: cleaned(one) for name, one in value.items()}
        case _:
            return value
