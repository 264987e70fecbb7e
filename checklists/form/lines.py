"""What may stand in a checklist's lines: one line each, short enough for a tablet, with nothing hidden."""

from __future__ import annotations

import math
import re
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from checklists.errors import ChecklistValueError

# One line of a list or a heading on a tablet held upright, wrapped at most twice.
TITLE_LENGTH = 120
# At 20 px this already fills the height of a tablet; beyond it nobody reads while walking.
TEXT_LENGTH = 500
# What fits on a button or behind a number.
SHORT_LENGTH = 40
# No gauge reads further, and every program that a record is sent to holds such numbers exactly.
LARGEST_NUMBER = 10**12

_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_LINE_BREAK = re.compile("[\n\v\f\r\x85\u2028\u2029]")
# Control characters draw nothing and upset exports; half of a surrogate pair can't be stored as UTF-8.
UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _one_line(text: str) -> str:
    if not text.strip():
        raise ChecklistValueError("is blank", "write the words, or take the line out if it isn't needed")
    if _LINE_BREAK.search(text):
        raise ChecklistValueError("has a line break in it", "write it as one line")
    if hidden := UNSHOWABLE.search(text):
        code = f"U+{ord(hidden.group()):04X}"
        raise ChecklistValueError(
            f"has a hidden character ({code}) in it", "delete what was pasted and type it again"
        )
    return text


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ChecklistValueError("is not a number", "write a number such as 8 or 2.5, without quotes")
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        most = f"{LARGEST_NUMBER:,}"
        raise ChecklistValueError("is beyond what anybody measures", f"write a number up to {most}")
    # 8 and 8.0 are one limit, and one hash.
    return int(value) if float(value).is_integer() else value


def _as_it_is(value: float) -> object:
    # Left to itself, the model would write the whole number 8 as 8.0.
    return value


Title = Annotated[str, Field(max_length=TITLE_LENGTH), AfterValidator(_one_line)]
Text = Annotated[str, Field(max_length=TEXT_LENGTH), AfterValidator(_one_line)]
Short = Annotated[str, Field(max_length=SHORT_LENGTH), AfterValidator(_one_line)]
Number = Annotated[
    float, PlainValidator(_number), PlainSerializer(_as_it_is), WithJsonSchema({"type": "number"})
]
Language = Annotated[str, Field(max_length=35, pattern=_LANGUAGE)]

ID_HINT = 'lower-case letters, digits and hyphens, at most 60, such as "goods-in"'
LANGUAGE_HINT = 'a language code such as "en" or "pt-BR"'
