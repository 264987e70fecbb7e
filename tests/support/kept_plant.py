"""A server's folder with walks, findings, addenda and photos in it: what backups and bundles are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sync_server.backup.make import Live
from sync_server.config import config_for
from sync_server.objects.opening import open_objects
from sync_server.record.database import open_record, reading, writing
from sync_server.record.received import mark_received
from tests.sync_server.web.plant import PURCHASING, Plant, load_plant, open_plant, photo_ref

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

# Photos are told apart by these bytes; that they begin as a JPEG does is all the server looks at here.
_JPEG = b"\xff\xd8\xff\xe0"


@dataclass
class KeptPlant:
    """A server's folder and the hand of a tablet in it.

    Attributes:
        folder: the server's data.
        plant: the server's app.
        chance: what photos are made of.
    """

    folder: Path
    plant: Plant
    chance: Random

    def walk(
        self, *, photos: int = 2, photo_bytes: int = 3_000, seal: bool = True, whole: bool = False
    ) -> str:
        """Walk a visit with photos and a finding, complete it and add to it; return its id."""
        plant = self.plant
        visit = plant.begin_visit()
        for number, question in enumerate(PURCHASING.questions[:6]):
            values = {
                f"answer/{question.id}/judgement": "conforms",
                f"answer/{question.id}/note": f"Seen, {number}",
            }
            plant.write("visit", visit, values)
        first = PURCHASING.questions[0].id
        for _ in range(photos):
            sha256, data = self.photo(photo_bytes)
            plant.write("visit", visit, {f"answer/{first}/photo/{sha256}": photo_ref(data)})
        sha256, data = self.photo(photo_bytes)
        plant.find(visit=visit, question=first, **{f"photo/{sha256}": photo_ref(data)})
        if seal:
            mark = plant.seal(visit, whole=whole).mark
            plant.add(visit, mark, "One more thing came to mind")
        assert plant.push().refused == []
        self.receive()
        return visit

    def photo(self, size: int) -> tuple[str, bytes]:
        """Put a photo nobody has seen before into the store; return its name and its bytes."""
        data = _JPEG + self.chance.randbytes(size)
        return self.plant.keep_photo(data), data

    def receive(self) -> None:
        """Mark every photo received whose bytes are here."""
        with writing(self.plant.app.state.engine) as connection:
            names = list(self.plant.app.state.objects.names())
            mark_received(connection, names, datetime.now(UTC))

    @property
    def live(self) -> Live:
        """What a backup is made of."""
        state = self.plant.app.state
        return Live(self.folder, state.engine, state.objects)


def kept_plant(folder: Path, chance: Random, *, walks: int = 3, **settings: str) -> KeptPlant:
    """Make a server's folder with some walks in it."""
    load_plant(folder, **settings)
    kept = KeptPlant(folder, open_plant(folder, **settings), chance)
    for _ in range(walks):
        kept.walk()
    return kept


def live_in(folder: Path, **settings: str) -> Live:
    """Open what a server keeps, with connections of its own."""
    config = config_for(folder, **settings)
    return Live(folder, open_record(config.database_url), open_objects(config))


def rows_in(live: Live) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of a record by table, but those that say how safe it is."""
    from sqlalchemy import select  # noqa: PLC0415 - a worker that forks does without

    from sync_server.record.schema import metadata  # noqa: PLC0415

    with reading(live.engine) as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(select(table)))
            for table in metadata.sorted_tables
            if table.name not in {"backup", "backed_up"}
        }
