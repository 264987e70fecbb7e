"""An op sets some fields of one record; it is the only way anything in the record changes."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from checklists.ids import Id
from checklists.journal.canonical import canonical, digest
from checklists.journal.stamp import Stamp
from checklists.moments import Moment

# The version of the field vocabulary this code writes. Changes are additive.
OP_VERSION = 1

# One op: a text of the greatest length in four-byte characters, with room for the rest of it.
OP_BYTES_LIMIT = 600_000

# One op that answers a whole section at once still fits.
OP_FIELDS_LIMIT = 200

FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*(/[A-Za-z0-9_-]{1,80}){0,3}$")]
"""A field's path in its record: `statement`, `answer/choose-1/note`, `photo/<sha256>`."""

Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]

Change = tuple[JsonValue, list[Id]]
"""A field's new value and the ops whose values it replaces."""


class Op(BaseModel):
    """What one person said about one record at one moment.

    Attributes:
        op_id: random; the op's identity on every device, so that it never counts twice.
        device: the tablet (or server) it was said on.
        person: who said it.
        stamp: hybrid logical clock, for order among ops.
        at: the tablet's wall clock, shown to people, deciding nothing.
        record: the record it is about.
        kind: the record's kind.
        version: the vocabulary it was written with.
        set: field path to (value, ids of the ops this value replaces).
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    # Fields of a newer version: kept as they came.
    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    op_id: Id
    device: Id
    person: Id
    stamp: Stamp
    at: Moment
    record: Id
    kind: Kind
    version: Annotated[int, Field(strict=True, ge=1)]
    set: Annotated[dict[FieldName, Change], Field(min_length=1, max_length=OP_FIELDS_LIMIT)]

    @model_validator(mode="after")
    def _has_a_body(self) -> Self:
        # Readers of JSON take NaN and infinity, its writer doesn't: noticed here, not when the op is stored.
        self.body()
        return self

    def body(self) -> bytes:
        """Return the canonical bytes, which are what is stored, sent and hashed."""
        return canonical(self.model_dump(mode="json"))

    def body_hash(self) -> str:
        """Return the SHA-256 of the canonical bytes."""
        return digest(self.body())

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Return the op whose canonical bytes are given.

        Raises:
            pydantic.ValidationError: the bytes are not an op.
        """
        return cls.model_validate_json(body)
