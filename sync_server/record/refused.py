"""What was stored but not applied: its numbers, and what to tell the people who wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from checklists.protocol.messages import RefusedOp
from checklists.protocol.refusals import CATALOGUE
from sync_server.record import schema
from sync_server.record.rows import in_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklists.journal.chain import Link
    from sync_server.record.chains import Source


def refused_among(connection: Connection, source: Source, links: Sequence[Link]) -> list[RefusedOp]:
    """Return those of some stored ops that were not applied, in their order."""
    if not links:
        return []
    kept = _kept(connection, source, links)
    refused = _refused(connection, [one.op_id for one in links if one.n not in kept])
    numbers = [(one.op_id, kept.get(one.n, refused.get(one.op_id))) for one in links]
    return [with_words(op_id, number) for op_id, number in numbers if number is not None]


def refused_in(connection: Connection, source: Source) -> dict[str, int]:
    """Return the ops of a chain that were not applied, each with the number of the reason."""
    link, op, kept = schema.link, schema.op, schema.kept
    aside = select(kept.c.n, kept.c.op_id, kept.c.refusal).where(source.rows_of(kept))
    found = {row.n: (row.op_id, row.refusal) for row in connection.execute(aside)}
    refused = (
        select(link.c.n, op.c.op_id, op.c.refusal)
        .select_from(link.join(op, op.c.op_id == link.c.op_id))
        .where(source.rows_of(link), op.c.refusal.is_not(None))
    )
    for row in connection.execute(refused):
        found.setdefault(row.n, (row.op_id, row.refusal))
    return dict(found.values())


def _kept(connection: Connection, source: Source, links: Sequence[Link]) -> dict[int, int]:
    table = schema.kept
    found: dict[int, int] = {}
    for part in in_parts([one.n for one in links]):
        query = select(table.c.n, table.c.refusal).where(source.rows_of(table), table.c.n.in_(part))
        found.update((row.n, row.refusal) for row in connection.execute(query))
    return found


def _refused(connection: Connection, op_ids: Sequence[str]) -> dict[str, int]:
    table = schema.op
    found: dict[str, int] = {}
    for part in in_parts(op_ids):
        query = select(table.c.op_id, table.c.refusal).where(
            table.c.op_id.in_(part), table.c.refusal.is_not(None)
        )
        found.update((row.op_id, row.refusal) for row in connection.execute(query))
    return found


def with_words(op_id: str, number: int) -> RefusedOp:
    """Return what to tell the author of an op that was not applied."""
    refusal = CATALOGUE[number]
    return RefusedOp(op_id=op_id, number=number, sentence=refusal.sentence, advice=refusal.advice)
