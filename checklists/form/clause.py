"""A clause: where a standard asks for something."""

import re
from typing import Annotated, Self

from pydantic import Field, model_serializer, model_validator

from checklists.errors import ChecklistValueError
from checklists.form.frozen import Frozen

# The longest name of a standard in use, with its clause, is half of this.
CLAUSE_LENGTH = 80

_CITED = re.compile(
    r"(?P<standard>[A-Z0-9][A-Za-z0-9/.-]*(?: [A-Z0-9][A-Za-z0-9/.-]*)*)"  # ISO 9001, 21 CFR 820
    r":(?P<edition>[12][0-9]{3})"
    r" (?P<number>[A-Z0-9]{1,4}(?:\.[0-9]{1,3})*(?: [a-z]\))?)"  # 8.4.1, A.5.1, 8.4.3 e)
)


class Clause(Frozen):
    """Where a standard asks for something; written, shown and sent as one line, `ISO 9001:2015 8.4.1`."""

    standard: str
    edition: Annotated[int, Field(strict=True)]
    number: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `ISO 9001:2015 8.4.1`. Raises ChecklistValueError when a part is not there."""
        standard, edition, number = _parts(text)
        return cls(standard=standard, edition=edition, number=number)

    @model_validator(mode="before")
    @classmethod
    def _from_one_line(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return dict(zip(cls.model_fields, _parts(value), strict=True))

    @model_validator(mode="after")
    def _reads_back(self) -> Self:
        _parts(str(self))
        return self

    @model_serializer
    def _to_one_line(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"{self.standard}:{self.edition} {self.number}"


def _parts(text: str) -> tuple[str, int, str]:
    cited = _CITED.fullmatch(text) if len(text) <= CLAUSE_LENGTH else None
    if cited is None:
        raise ChecklistValueError(
            "does not name a standard, its year and a clause", 'write it like "ISO 9001:2015 8.4.1"'
        )
    return cited["standard"], int(cited["edition"]), cited["number"]
