"""Where people who were apart gave different values: what each of them said, as people think of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue

    from checklists.journal.fold import RecordState
    from checklists.journal.siblings import Sibling

# Said in one breath, and so picked together: an answer and why it does not apply, a kind and its grade.
_COMPANIONS = {"judgement": "reason", "kind": "grade"}

# Sentences can stand below each other; of anything else only one can hold.
_JOINABLE = frozenset({"reason", "note", "statement", "evidence", "correction", "peer_review_reason"})

# Sealed twice: nothing in the visit changes any more, so there is nothing to pick.
_NEVER_PICKED = frozenset({"seal"})


@dataclass(frozen=True, slots=True)
class Said:
    """One of the values a field has, and everybody who gave it.

    Attributes:
        values: field path → value, what picking it writes.
        by: who gave it when, oldest first; never empty.
    """

    values: Mapping[str, JsonValue]
    by: tuple[Sibling, ...]

    @property
    def value(self) -> JsonValue:
        """The value itself."""
        return self.by[0].value


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field of which different values are known.

    Attributes:
        kind: of the record.
        record: its id.
        name: the field's path.
        said: the different values, oldest first.
        shown: the place in `said` of the value that is shown until somebody picks.
    """

    kind: str
    record: str
    name: str
    said: tuple[Said, ...]
    shown: int

    @property
    def part(self) -> str:
        """What kind of field it is, such as `note`, `judgement`, `photo` or `signature`."""
        return part_of(self.name)

    @property
    def question(self) -> str | None:
        """The question whose answer it is part of, None for anything else."""
        head, *rest = self.name.split("/")
        return rest[0] if head == "answer" and rest else None

    @property
    def joined(self) -> dict[str, JsonValue] | None:
        """What *keep both* writes: the texts below each other; None where only one of them can hold."""
        if self.part not in _JOINABLE:
            return None
        texts = _not_within_others([one.value for one in self.said if isinstance(one.value, str)])
        return {self.name: "\n\n".join(texts)} if len(texts) > 1 else None


def part_of(name: str) -> str:
    """Return what kind of field a path names, such as `note`, `judgement`, `photo` or `signature`."""
    match name.split("/"):
        case ["answer", _, part, *_]:
            return part
        case ["signature" | "photo" | "repeat" as part, *_]:
            return part
        # What was put right, and what was done: before `photo/…` stands of what it is a picture.
        case ["corrected" | "done", "photo" as part, _]:
            return part
        case words:
            return words[-1]


def disagreements(state: RecordState) -> tuple[Disagreement, ...]:
    """Return where people disagree in a record, in the order of the fields' names."""
    names = [name for name in state.disagreements if name not in _NEVER_PICKED]
    with_another = {companion for name in names if (companion := _companion(state, name))}
    return tuple(_disagreement(state, name) for name in names if name not in with_another)


def _disagreement(state: RecordState, name: str) -> Disagreement:
    said: list[Said] = []
    for one in state.field(name).in_order:
        values = _values(state, name, one)
        same = next((place for place, other in enumerate(said) if other.values == values), None)
        if same is None:
            said.append(Said(values, (one,)))
        else:
            said[same] = Said(values, (*said[same].by, one))
    return Disagreement(state.kind, state.record, name, tuple(said), _shown(state, name, said))


def _values(state: RecordState, name: str, said: Sibling) -> dict[str, JsonValue]:
    """Return what letting one value hold writes: with its companion, so that both stay of one piece."""
    if name == "grade" and "kind" in state.fields:
        # Only a nonconformity has a grade: who gave one spoke of one, whatever another made of it meanwhile.
        kind = state.value("kind") if said.value is None else "nonconformity"
        return {"kind": kind, "grade": said.value}
    companion = _companion(state, name)
    beside = {companion: _beside(state, companion, said)} if companion else {}
    return {name: said.value, **beside}


def _shown(state: RecordState, name: str, said: Sequence[Said]) -> int:
    """Return the place of what screens show; they show no grade of what is no nonconformity."""
    shown = state.shown(name)
    kind = state.value("kind")
    of_kind = [place for place, one in enumerate(said) if one.values.get("kind", kind) == kind]
    return next((place for place in of_kind if shown in said[place].by), of_kind[0] if of_kind else 0)


def _companion(state: RecordState, name: str) -> str | None:
    head, slash, last = name.rpartition("/")
    companion = f"{head}{slash}{_COMPANIONS.get(last, '')}"
    return companion if last in _COMPANIONS and companion in state.fields else None


def _beside(state: RecordState, name: str, said: Sibling) -> JsonValue:
    """Return what whoever gave a value said of its companion: in the same op, or else at all."""
    given = state.field(name).in_order
    same_op = [one.value for one in given if one.op_id == said.op_id]
    same_place = [one.value for one in given if (one.person, one.device) == (said.person, said.device)]
    same_person = [one.value for one in given if one.person == said.person]
    return next((found[-1] for found in (same_op, same_place, same_person) if found), None)


def _not_within_others(texts: Sequence[str]) -> list[str]:
    return [
        one
        for one in dict.fromkeys(texts)
        if one and not any(one in other and one != other for other in texts)
    ]
