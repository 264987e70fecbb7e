"""The office's lists from a server newer than this app: what can't be read is left out, the rest is taken."""

from typing import Final

from pydantic import BaseModel, ValidationError

from checklists.form.checklist import Checklist
from checklists.records.person import Person
from checklists.records.place import Area, Department
from checklists.records.programme import PlannedVisit
from checklists.records.pulse import FeltInMonth

_FORMS: Final[dict[str, type[BaseModel]]] = {
    "people": Person,
    "departments": Department,
    "areas": Area,
    "planned": PlannedVisit,
    "checklists": Checklist,
    "retired": Checklist,
    "felt": FeltInMonth,
}


def readable(said: object) -> tuple[object, tuple[str, ...]]:
    """Return the lists with what this version can read, and the names of what it left out.

    Args:
        said: the message as JSON; what is no message is returned as it is.
    """
    if not isinstance(said, dict):
        return said, ()
    taken, left_out = {**said}, []
    for name, form in _FORMS.items():
        entries = said.get(name)
        if isinstance(entries, list):
            looked_at = [(one, _fits(form, one)) for one in entries]
            taken[name] = [one for one, fits in looked_at if fits]
            left_out += [_called(one) for one, fits in looked_at if not fits]
    return taken, tuple(left_out)


def _fits(form: type[BaseModel], one: object) -> bool:
    try:
        form.model_validate(one)
    except ValidationError:
        return False
    return True


def _called(one: object) -> str:
    names = [one.get(key) for key in ("title", "name", "id")] if isinstance(one, dict) else []
    return next((f"“{name}”" for name in names if isinstance(name, str) and name), "“…”")
