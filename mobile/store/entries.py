"""What a person enters, made fit to be kept: texts cleaned and measured, values compared with fields."""

from collections.abc import Mapping

from pydantic import JsonValue

from checklists.journal.op import Op
from checklists.records.vocabulary import VOCABULARIES
from checklists.text import TEXT_LIMIT, clean
from mobile.errors import TextTooLong, ValueNotTaken


def cleaned(values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the values as they are kept; an empty text empties its field.

    Raises:
        TextTooLong: a text is longer than a field holds.
    """
    return {name: None if value == "" else _cleaned(value) for name, value in values.items()}


def check(op: Op) -> None:
    """Compare an op with the fields of its kind before it is kept, with the same rules as the server.

    Raises:
        ValueNotTaken: a value does not fit its field.
    """
    for kind, _, changes in op.parts():
        problems = VOCABULARIES[kind].problems(changes) if kind in VOCABULARIES else []
        if problems:
            raise ValueNotTaken(problems[0])


def _cleaned(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        if len(value) > TEXT_LIMIT:
            raise TextTooLong(len(value), TEXT_LIMIT)
        # `str`: a value may be a member of an enum, and is kept as plain text.
        return str(clean(value))
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {clean(key): _cleaned(one) for key, one in value.items()}
    return value
