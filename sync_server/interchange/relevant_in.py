"""Reads a form's `relevant` as a condition, where it says what a condition can say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sync_server.interchange.xlsform_words import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(
    r"""\s*(?:
      \$\{\s*(?P<name>[^{}\s]+)\s*\}
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?)(?![\w.])
    | "(?P<double>[^"]*)" | '(?P<single>[^']*)'
    | (?P<sign>!=|<=|>=|=|<|>|\(|\)|,)
    | (?P<word>[A-Za-z][\w-]*)
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_SIGNS = ("=", "!=", "<", "<=", ">", ">=")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DEEPEST = 10
# What a word processor makes of straight quotes.
_CURLY = "\u2018\u2019\u201c\u201d"
_REMEDY = (
    "use ${name} with =, !=, <, <=, >, >= and a value, selected(${name}, 'choice'), "
    "and, or, not() and brackets"
)


class RelevantError(ValueError):
    """An expression is none of those that map to a condition."""

    def __init__(self, reason: str, remedy: str = _REMEDY, name: str | None = None) -> None:
        super().__init__(reason, remedy)
        self.reason = reason
        self.remedy = remedy
        # The name that stands for no question.
        self.name = name


@dataclass(frozen=True, slots=True)
class Named:
    """What a name in an expression stands for.

    Attributes:
        question: the id of the question.
        type: its type; `judgement` too where the name is that of the judgement on it.
        choices: the ids of its choices by the names the form gives them.
    """

    question: str
    type: str
    choices: Mapping[str, str]


class _Literal(NamedTuple):
    text: str
    is_number: bool


def condition_of(expression: str, names: Mapping[str, Named | None]) -> str:
    """Return the condition that an expression says.

    Args:
        expression: XPath as forms write it.
        names: what each name stands for; None for a name that two rows have.

    Raises:
        RelevantError: it says something that a condition can't.
    """
    return _Reader(expression, names).whole()


class _Reader:
    """Reads one expression, a token at a time."""

    def __init__(self, text: str, names: Mapping[str, Named | None]) -> None:
        self._text, self._names = text, names
        self._at = self._depth = 0

    def whole(self) -> str:
        found = self._any_of()
        if self._peek()[0] != "end":
            raise self._not_here()
        return found

    def _any_of(self) -> str:
        return self._joined("or")

    def _joined(self, word: str) -> str:
        parts = [self._part(word)]
        while self._took("word", word):
            parts.append(self._part(word))
        return f" {word} ".join(parts)

    def _part(self, word: str) -> str:
        return self._joined("and") if word == "or" else self._one()

    def _one(self) -> str:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RelevantError("has too many brackets inside each other")
        found = self._deeper()
        self._depth -= 1
        return found

    def _deeper(self) -> str:
        if self._took("sign", "("):
            return f"({self._closed()})"
        if self._took("word", "not"):
            self._open()
            return f"not ({self._closed()})"
        if self._took("word", "selected"):
            self._open()
            named = self._name()
            if not self._took("sign", ","):
                raise self._not_here()
            literal = self._literal()
            if not self._took("sign", ")"):
                raise self._not_here()
            return _compared(named, "includes" if named.type == "choices" else "=", literal)
        if self._peek()[0] == "name":
            named = self._name()
            return _compared(named, self._sign(), self._literal())
        literal, sign = self._literal(), self._sign()
        return _compared(self._name(), _TURNED.get(sign, sign), literal)

    def _open(self) -> None:
        if not self._took("sign", "("):
            raise self._not_here()

    def _closed(self) -> str:
        found = self._any_of()
        if not self._took("sign", ")"):
            raise self._not_here()
        return found

    def _sign(self) -> str:
        sort, text, end = self._peek()
        if sort != "sign" or text not in _SIGNS:
            raise self._not_here()
        self._at = end
        return text

    def _name(self) -> Named:
        sort, text, end = self._peek()
        if sort != "name":
            raise self._not_here()
        self._at = end
        if text not in self._names:
            reason = f"names ${{{text}}}, which is no question here"
            raise RelevantError(reason, "name a question of the checklist", text)
        named = self._names[text]
        if named is None:
            raise RelevantError(
                f"names ${{{text}}}, and several rows are called that", "give each its own name"
            )
        return named

    def _literal(self) -> _Literal:
        if self._took("word", "date"):
            self._open()
            found = self._literal()
            if not self._took("sign", ")"):
                raise self._not_here()
            return found
        sort, text, end = self._peek()
        if sort not in ("number", "double", "single"):
            raise self._not_here()
        self._at = end
        return _Literal(text, sort == "number")

    def _took(self, sort: str, text: str) -> bool:
        found = self._peek()
        if found[:2] != (sort, text):
            return False
        self._at = found[2]
        return True

    def _peek(self) -> tuple[str, str, int]:
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            raise self._not_here()
        sort = match.lastgroup or "end"
        return sort, match[sort], match.end()

    def _not_here(self) -> RelevantError:
        rest = self._text[self._at :].lstrip()
        if not rest:
            return RelevantError("ends too early")
        if rest[0] in _CURLY:
            return RelevantError(f"has a curly quote before “{rest[1:30]}”", "write it straight, as in 'yes'")
        shown = rest if len(rest) <= 30 else rest[:29] + "…"  # noqa: PLR2004 - enough to find it
        return RelevantError(f"can't be a condition from “{shown}” on")


def _compared(named: Named, sign: str, literal: _Literal) -> str:
    question = named.question
    if not literal.text and sign in ("=", "!="):
        return f"{question} is {'not ' if sign == '=' else ''}answered"
    word = _word(named, literal)
    return f"{question} {({'=': 'is', '!=': 'is not'}).get(sign, sign)} {word}"


def _word(named: Named, literal: _Literal) -> str:
    text = literal.text
    match named.type:
        case "yes_no" if text.lower() in ("yes", "no"):
            return text.lower()
        case "choice" | "choices" if text in named.choices:
            return named.choices[text]
        case "number" if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
            return text
        case "judgement" if text in ("conforms", "not_applicable"):
            return text
        case "judgement" if text in FINDINGS:
            reason = "tells apart what is worth sharing and what needs attention, and a condition does not"
            raise RelevantError(reason, f"write “{named.question} is finding” in the column “when”")
        case "text" | "date":
            quote = "'" if '"' in text else '"'
            return f"{quote}{text}{quote}"
        case _:
            reason = f"compares ${{{named.question}}} with “{text[:30]}”, which is no answer to it"
            raise RelevantError(reason, "compare it with one of its answers")
