"""What completed visits show of a checklist's questions: how often each found something, and how quickly."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import select

from checklists.ids import parts_of_key
from checklists.lint.seen import Seen
from checklists.moments import read_moment
from checklists.records import visit
from checklists.records.visit import Visit
from sync_server.record import schema
from sync_server.record.states import read_states

if TYPE_CHECKING:
    from sqlalchemy import Connection

# What a checklist was like years ago says little of it, and folding takes time.
_MOST_VISITS = 200


def seen(connection: Connection, checklist: str) -> tuple[Seen, ...]:
    """Return what the latest completed visits with a checklist show, of any of its versions."""
    c = schema.visit.c
    wanted = select(c.id).where(c.checklist == checklist, c.sealed_at.is_not(None), ~c.discarded)
    ids = connection.execute(wanted.order_by(c.sealed_at.desc(), c.id).limit(_MOST_VISITS)).scalars().all()
    found = _found(connection, list(ids))
    answered: dict[str, set[str]] = defaultdict(set)
    hits: dict[str, set[str]] = defaultdict(set)
    seconds: dict[str, list[float]] = defaultdict(list)
    states = read_states(connection, [(visit.KIND, one) for one in ids])
    for state in states.values():
        one = Visit(state)
        for question, took, hit in _answers(one):
            answered[question].add(state.record)
            if took is not None:
                seconds[question].append(took)
            if hit or (state.record, question) in found:
                hits[question].add(state.record)
    return tuple(
        Seen(
            question,
            len(visits),
            len(hits[question]),
            median(seconds[question]) if seconds[question] else None,
        )
        for question, visits in sorted(answered.items())
    )


def last_sealed(connection: Connection, checklist: str) -> str:
    """Return when a visit with a checklist was last completed, empty for never: `seen` changes with it."""
    c = schema.visit.c
    wanted = select(c.sealed_at).where(c.checklist == checklist, c.sealed_at.is_not(None))
    return connection.execute(wanted.order_by(c.sealed_at.desc()).limit(1)).scalar_one_or_none() or ""


def _found(connection: Connection, visits: list[str]) -> set[tuple[str, str]]:
    c = schema.finding.c
    wanted = select(c.visit, c.question).where(c.visit.in_(visits), ~c.withdrawn, c.question.is_not(None))
    return {(row.visit, parts_of_key(row.question)[0]) for row in connection.execute(wanted)}


def _answers(one: Visit) -> list[tuple[str, float | None, bool]]:
    """Return a visit's answers in the order they were given: question, seconds, whether it is a finding."""
    keys = {name.split("/")[1] for name in one.state.values() if name.startswith("answer/")}
    given = [one.answer(key) for key in keys]
    in_order = sorted(
        ((read_moment(said.recorded_at), said.question, said) for said in given if said.recorded_at),
        key=lambda each: each[:2],
    )
    took = [None, *((later[0] - earlier[0]).total_seconds() for earlier, later in pairwise(in_order))]
    return [
        (parts_of_key(key)[0], seconds, said.judgement == "finding")
        for (_, key, said), seconds in zip(in_order, took, strict=False)
    ]
