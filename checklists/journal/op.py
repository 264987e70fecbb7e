"""An op sets some fields of one record; it is the only way anything in the record changes.

The op that seals a visit holds the whole visit as it was signed: the visit's fields in `set`, its findings'
in `also`. A value its author had not given at the op's own moment has its origin beside it: when they gave
it, or who gave it when. (Version 2 always named the person; most values of a visit are their signer's own.)
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetPydanticSchema,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import core_schema, to_json

from checklists.ids import Id, Sha256
from checklists.journal.canonical import canonical, digest
from checklists.journal.siblings import Sibling
from checklists.journal.stamp import Stamp
from checklists.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

# The version of the field vocabulary this code writes. Changes are additive.
OP_VERSION = 3

# One op: a text of the greatest length in four-byte characters, with room for the rest of it.
OP_BYTES_LIMIT = 600_000

# The seal of a visit with a thousand questions still fits one part.
OP_FIELDS_LIMIT = 5_000

# And a visit on which somebody raised a finding at every other question.
OP_PARTS_LIMIT = 500

# Values that can be no such number, and hold none.
_PLAIN = frozenset({str, int, bool, type(None)})

_FIELD = re.compile(r"[a-z][a-z_]*(/[A-Za-z0-9_~-]{1,80}){0,3}")

Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]


def _change_schema(_source: object, handler: Any) -> core_schema.CoreSchema:  # noqa: ANN401 - pydantic's own
    """Return one schema for two elements or three; a union would read each change twice."""
    return core_schema.tuple_schema(
        [
            core_schema.any_schema(),
            handler.generate_schema(list[Id]),
            core_schema.union_schema(
                [handler.generate_schema(Moment), handler.generate_schema(tuple[Id, Moment])],
                mode="left_to_right",
            ),
        ],
        variadic_item_index=2,
        max_length=3,
    )


# The value is any JSON; that it is, is seen when the op gets its body.
Change = Annotated[
    tuple[Any, list[str]] | tuple[Any, list[str], str | tuple[str, str]], GetPydanticSchema(_change_schema)
]
"""A field's new value, the ops whose values it replaces, and the origin of a value given earlier.

An origin is the moment at which the op's author gave the value, or (person, moment) where that was another.
"""


@lru_cache(maxsize=20_000)
def _is_field(name: str) -> bool:
    # The fields of a checklist's questions come again in every visit.
    return _FIELD.fullmatch(name) is not None


def _have_paths(changes: dict[str, Change]) -> dict[str, Change]:
    if not all(map(_is_field, changes)):
        raise ValueError("A field's path is written like answer/choose-1/note.")
    return changes


Changes = Annotated[
    dict[str, Change], Field(min_length=1, max_length=OP_FIELDS_LIMIT), AfterValidator(_have_paths)
]
"""What an op says of one record, by field: `statement`, `answer/choose-1/note`, `photo/<sha256>`."""


class Part(BaseModel):
    """What an op says of one more record.

    Attributes:
        kind: the record's kind.
        record: the record it is about.
        set: field path to change.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    record: Id
    set: Changes


class DraftMark(BaseModel):
    """What a seal says of the draft history that travels beside it, see `draft_history`.

    Attributes:
        sha256: of the packed history.
        ops: how many ops are in it.
    """

    model_config = ConfigDict(frozen=True)

    sha256: Sha256
    ops: Annotated[int, Field(strict=True, ge=1)]


class Op(BaseModel):
    """What one person said about one record (a seal: about a visit and its findings) at one moment.

    Attributes:
        op_id: random; the op's identity on every device, so that it never counts twice.
        device: the tablet (or server) it was said on.
        person: who said it.
        stamp: hybrid logical clock, for order among ops.
        at: the tablet's wall clock, shown to people, deciding nothing.
        record: the record it is about.
        kind: the record's kind.
        version: the vocabulary it was written with.
        set: field path to (value, ids of the ops this value replaces), and perhaps the value's origin.
        also: what it says of other records; left out of the body where there is nothing.
        draft: the draft history of a sealed visit; left out of the body where there is none.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    # Fields of a newer version: kept as they came.
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    op_id: Id
    device: Id
    person: Id
    stamp: Stamp
    at: Moment
    record: Id
    kind: Kind
    version: Annotated[int, Field(strict=True, ge=1)]
    set: Changes
    also: Annotated[list[Part], Field(max_length=OP_PARTS_LIMIT)] = []
    draft: DraftMark | None = None

    @model_validator(mode="after")
    def _has_a_body(self, info: ValidationInfo) -> Self:
        if any(self.op_id in replaced for replaced in [change[1] for change in self._every() if change[1]]):
            raise ValueError("An op can't replace what it says itself.")
        # Readers of JSON take NaN and infinity, its writer doesn't: noticed here, not when the op is stored.
        if info.mode == "json":
            self._look_at_numbers()
        else:
            self.body()
        return self

    def parts(self) -> Iterator[tuple[str, str, dict[str, Change]]]:
        """Give (kind, record, set) for each record the op is about; its own first."""
        yield self.kind, self.record, self.set
        for part in self.also:
            yield part.kind, part.record, part.set

    def _every(self) -> list[Change]:
        """Return every change; a visit has a hundred of them, which is why they are looked at together."""
        every = [*self.set.values()]
        for part in self.also:
            every += part.set.values()
        return every

    def changes(self) -> Iterator[tuple[str, str, str, Sibling, list[str]]]:
        """Give (kind, record, field, the value with who gave it when, replaced op ids) for each change."""
        for kind, record, fields in self.parts():
            for name, change in fields.items():
                yield kind, record, name, self.sibling(change), change[1]

    def people(self) -> frozenset[str]:
        """Return everybody whose values the op gives."""
        origins = [change[2] for change in self._every() if len(change) > 2]  # noqa: PLR2004 - an origin is third
        return frozenset([self.person, *[origin[0] for origin in origins if not isinstance(origin, str)]])

    def sibling(self, change: Change) -> Sibling:
        """Return the value one of the op's changes gives a field; its origin tells who gave it, and when."""
        person, at = self.origin(change)
        return Sibling(self.op_id, change[0], self.stamp, person, self.device, at)

    def origin(self, change: Change) -> tuple[str, str]:
        """Return who gave the value of one of the op's changes, and when."""
        if len(change) == 2:  # noqa: PLR2004 - an origin would be third
            return self.person, self.at
        return (self.person, change[2]) if isinstance(change[2], str) else change[2]

    def body(self) -> bytes:
        """Return the canonical bytes, which are what is stored, sent and hashed."""
        left_out = {name for name in ("also", "draft") if not getattr(self, name)}
        return canonical(self.model_dump(exclude=left_out))

    def body_hash(self) -> str:
        """Return the SHA-256 of the canonical bytes."""
        return digest(self.body())

    @classmethod
    def read(cls, body: bytes | str) -> Self:
        """Return the op whose body is given.

        Raises:
            pydantic.ValidationError: the bytes are not an op.
        """
        return cls.model_validate_json(body)

    def _look_at_numbers(self) -> None:
        """Look for NaN and infinity only where a number with a point can be: most values are texts."""
        others = [change[0] for change in self._every() if type(change[0]) not in _PLAIN]
        others += (self.__pydantic_extra__ or {}).values()
        written = to_json(others, inf_nan_mode="constants")
        # Also where a text holds the word: then looked at once more, slowly.
        if b"NaN" in written or b"Infinity" in written:
            canonical(others)
