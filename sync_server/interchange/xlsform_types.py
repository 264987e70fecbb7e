"""What the types and limits of a form mean for a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sync_server.interchange.sheet import Value, text_of

_BEGIN = re.compile(r"begin[ _](group|repeat)", re.IGNORECASE)
_END = re.compile(r"end[ _](group|repeat)", re.IGNORECASE)
_SELECT = re.compile(
    r"(?P<one>select[ _]one(?:[ _]from)?|select1)\s+(?P<list>.+)"
    r"|(?P<many>select[ _]multiple(?:[ _]from)?|select all that apply(?: from)?)\s+(?P<lists>.+)",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\s+or[ _](specify[ _])?other$", re.IGNORECASE)
_PLAIN = {
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "text": "text",
    "string": "text",
    "phone number": "text",
    "date": "date",
    "image": "photo",
    "photo": "photo",
}
WHOLE = frozenset({"integer", "int"})
# What a form notes by itself; so does a visit.
NOTED_BY_ITSELF = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
        "start-geopoint",
        "imei",
        *(f"get {one}" for one in ("start time", "end time", "today")),
        *(f"get {one}" for one in ("device id", "subscriber id", "sim id")),
        *(f"uri:{one}" for one in ("deviceid", "subscriberid", "simserial", "phonenumber", "username")),
    }
)
_TYPES_REMEDY = "use text, integer, decimal, date, image, select_one or select_multiple, or take the row out"
# What to do instead, by how a type begins.
_INSTEAD = (
    (r"note", "put its words beside the question they belong to"),
    (r"calculate", "take the row out"),
    (r"hidden|xml-external|csv-external|background-|start-", "take the row out"),
    (r"(select|rank).*(from_file|external)", "put its answers on the sheet “choices”, and name their list"),
    (r"rank\b", "use select_multiple, or take the row out"),
    (r"range\b", "use integer or decimal with a constraint such as . >= 0 and . <= 10"),
    (r"(date)?time\b", "use date, or text for the time"),
    (r"geo|gps|osm", "take the row out: a visit has its area, and an answer its note"),
    (r"audio|video|file", "use image, or take the row out"),
    (r"barcode", "use text"),
    (r"acknowledge|trigger", "use select_one with yes and no"),
    (r"(begin|end)[ _]loop", "use begin_repeat and end_repeat"),
)
_BOUND = re.compile(r"\.\s*(?P<sign><=|>=|<|>)\s*(?P<number>-?[0-9]+(?:\.[0-9]+)?)")
_TURNED = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*(<=|>=|<|>)\s*\.")
_TURNED_SIGNS = str.maketrans("<>", "><")
_YES = frozenset({"yes", "true", "true()", "1"})
_NO = frozenset({"", "no", "false", "false()", "0"})


@dataclass(frozen=True, slots=True)
class Selected:
    """A question with a list: its name, whether several may be chosen, whether others may be added."""

    list: str
    several: bool
    or_other: bool


def begins(form_type: str) -> str | None:
    """Return `group` or `repeat` where a row begins one."""
    found = _BEGIN.fullmatch(form_type)
    return found[1].lower() if found else None


def ends(form_type: str) -> bool:
    """Say whether a row ends a group or a repeat."""
    return _END.fullmatch(form_type) is not None


def selected(form_type: str) -> Selected | None:
    """Return what a type such as `select_one colours` says, None for any other."""
    found = _SELECT.fullmatch(form_type)
    if found is None:
        return None
    name = found["list"] or found["lists"]
    bare = _OTHER.sub("", name).strip()
    return Selected(bare, found["one"] is None, bare != name.strip())


def plain_type(form_type: str) -> str | None:
    """Return the type of a question, None for what maps to none."""
    return _PLAIN.get(form_type.lower())


def instead_of(form_type: str) -> str:
    """Return what to do about a type that maps to none."""
    found = (remedy for start, remedy in _INSTEAD if re.match(start, form_type, re.IGNORECASE))
    return next(found, _TYPES_REMEDY)


def is_yes(said: str) -> bool | None:
    """Return what `yes`, `true()` or nothing says, None for anything else."""
    word = said.lower()
    return True if word in _YES else False if word in _NO else None


def limits_of(constraint: str, *, whole: bool) -> dict[str, float] | None:
    """Return `lowest` and `highest` of a constraint such as `. >= 0 and . <= 120`; None for any other.

    Args:
        constraint: as the form writes it.
        whole: whether the question takes whole numbers only, where more than 3 is 4 and up.
    """
    found: dict[str, float] = {}
    for part in re.split(r"\s+and\s+", constraint.strip().removeprefix("(").removesuffix(")")):
        said = part.strip(" ()")
        if turned := _TURNED.fullmatch(said):  # 8 >= .
            said = f". {turned[2].translate(_TURNED_SIGNS)} {turned[1]}"
        bound = _BOUND.fullmatch(said)
        if bound is None:
            return None
        number = as_number(bound["number"])
        if not isinstance(number, int | float) or (
            len(bound["sign"]) == 1 and not (whole and float(number).is_integer())
        ):
            return None
        name = "lowest" if ">" in bound["sign"] else "highest"
        if name in found:
            return None
        step = 0 if len(bound["sign"]) > 1 else 1
        found[name] = number + step if name == "lowest" else number - step
    return found


def as_number(value: Value) -> Any:  # noqa: ANN401 - a number where it is one, else what it is
    """Return the number that a cell holds, even as text; what is none comes back as it is."""
    text = text_of(value).strip()
    if isinstance(value, bool) or len(text) > 40:  # noqa: PLR2004 - digits that nobody reads
        return value
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    if re.fullmatch(r"-?[0-9]+(?:[.,][0-9]+)?(?:e-?[0-9]{1,3})?", text):
        return float(text.replace(",", "."))
    return value
