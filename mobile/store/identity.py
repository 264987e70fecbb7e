"""Who this tablet is: its device id, the incarnation of its chain, its newest stamp, its server."""

from collections.abc import Iterable
from dataclasses import dataclass

from checklists.journal.stamp import FIRST, next_stamp
from mobile.store.database import Store

# A stamp from elsewhere beyond this (some time in the year 30,000) is a mistake. Following it would
# leave no room for stamps of our own.
_LAST_FOLLOWED = "900000000000000:000000"


@dataclass(frozen=True, slots=True)
class Identity:
    """This tablet.

    Attributes:
        device: its id, the server's once it is enrolled.
        incarnation: names its chain; a new one begins after a copy or a restored backup is noticed.
        stamp: the newest stamp given or seen.
        name: what people call it.
        server_url: empty before it is enrolled.
        server_name: what the server calls itself.
        token: the secret that lets it in, empty before it is enrolled.
        enrolled_at: None before it is enrolled.
    """

    device: str
    incarnation: str
    stamp: str
    name: str
    server_url: str
    server_name: str
    token: str
    enrolled_at: str | None

    @property
    def enrolled(self) -> bool:
        """Whether a server knows it."""
        return self.enrolled_at is not None


def this_tablet(store: Store) -> Identity:
    """Return this tablet's identity, made up on first use."""
    row = store.row("select * from identity")
    if row is None:
        store.execute(
            "insert or ignore into identity(one, device, incarnation, stamp) values (1, ?, ?, ?)",
            (store.new_id(), store.new_id(), FIRST),
        )
        return this_tablet(store)
    return Identity(**{key: row[key] for key in row.keys() if key != "one"})  # noqa: SIM118 - a Row is no dict


def tick(store: Store) -> str:
    """Give the next stamp; part of the transaction that uses it."""
    stamp = next_stamp(this_tablet(store).stamp, _milliseconds(store))
    store.execute("update identity set stamp = ?", (stamp,))
    return stamp


def saw(store: Store, stamp: str) -> None:
    """Note a stamp from elsewhere, so that what is written next sorts after it."""
    saw_all(store, [stamp])


def saw_all(store: Store, stamps: Iterable[str]) -> None:
    """Note stamps from elsewhere, as `saw` does."""
    newest = max((one for one in stamps if one < _LAST_FOLLOWED), default=None)
    if newest is not None:
        this_tablet(store)
        store.execute("update identity set stamp = ? where stamp < ?", (newest, newest))


def _milliseconds(store: Store) -> int:
    return max(0, int(store.now().timestamp() * 1000))
