"""Letting go of sealed visits of others that fell out of this tablet's scope: the server keeps them."""

import json

from checklists.moments import month_of
from checklists.protocol.messages import Scope, Stream
from mobile.store import ops, people, pulls, whole
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.store.whole import Sealed


def out_of_scope(store: Store, stream: Stream, scope: Scope) -> None:
    """Let go of what did not come again when a stream was read from its beginning; part of reading its end.

    Only a visit that is out of scope by what it says itself goes; anything else that did not come stays, and
    is offered back to the server should it have forgotten it. To be called once it is known that the server
    has what this tablet held, see `pulls.left_at`: this may be the last copy.
    """
    with store.transaction():
        pulls.arrived(store, stream)
        if not pulls.is_leaving(store, stream):
            return
        if stream == "shared":
            gone = [one for one, clock_ms in _not_come_again(store) if _is_outside(one, clock_ms, scope)]
            store.execute_many(
                "delete from entry where op_id = ? and standing <> 'held'", ((one.op_id,) for one in gone)
            )
            whole.forget(store, gone)
        pulls.lose(store, stream)


def _not_come_again(store: Store) -> list[tuple[Sealed, int]]:
    """Return the seals of visits held whole that did not come again and are nobody's who uses this tablet.

    With each comes how far its tablet's clock was off, in milliseconds.
    """
    users = {"device": this_tablet(store).device, "users": json.dumps(people.users(store))}
    rows = store.rows(_NOT_COME_AGAIN, users)
    found = ((whole.read(row["body"]), row["clock_ms"]) for row in rows)
    return [(one, off) for one, off in found if one and all(whole.holds(store, *key) for key in one.keys)]


def _is_outside(sealed: Sealed, clock_ms: int, scope: Scope) -> bool:
    fields = ops.read(sealed.body).set
    if scope.areas is not None and ("area" not in fields or fields["area"][0] not in scope.areas):
        return True
    seal = fields["seal"][0]
    at = seal.get("sealed_at") if isinstance(seal, dict) else None
    return scope.since is not None and isinstance(at, str) and month_of(at, clock_ms) < scope.since


_NOT_COME_AGAIN = """
    select op.body, op.clock_ms
    from op join part on part.kind = op.kind and part.record = op.record and part.op_id = op.op_id
    where part.whole and part.person not in (select value from json_each(:users)) and op.device <> :device
        and op.op_id in (select op_id from entry where standing <> 'held' and standing = 'leaving')
        and op.op_id not in (select op_id from entry where standing = 'held' and op_id is not null)
        and op.op_id not in (select op_id from link)
"""
