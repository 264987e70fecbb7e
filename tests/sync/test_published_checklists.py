"""What the office publishes and retires reaches tablets at their next sync; visits keep their version."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from checklists.form.checklist import Checklist
from checklists.records.person import Role
from mobile.store import checklists, visits
from sync_server.config import config_for
from sync_server.record.checklists import current_checklists, offer_again, publish, retire
from sync_server.record.database import Connection, open_record, writing
from tests.sync.works import Office, Tablet

OpenTablet = Callable[[str], Tablet]


@contextmanager
def record_of(office: Office) -> Iterator[Connection]:
    """Write to the office's record, as its pages do."""
    engine = open_record(config_for(office.running.folder).database_url)
    with writing(engine) as connection:
        yield connection
    engine.dispose()


def offered(tablet: Tablet) -> dict[str, int]:
    return {one.id: one.version for one in checklists.checklists(tablet.store)}


def purchasing(connection: Connection) -> Checklist:
    return next(one for one in current_checklists(connection) if one.id == "purchasing")


def test_new_version_is_offered_after_the_next_sync_and_a_begun_visit_keeps_its_own(
    office: Office, open_tablet: OpenTablet
) -> None:
    tablet = open_tablet("one")
    begun = tablet.start_visit(tablet.somebody(Role.AUDITOR))
    before = offered(tablet)["purchasing"]
    with record_of(office) as connection:
        old = purchasing(connection)
        newer = old.model_copy(update={"version": old.version + 1, "title": "Buying"})
        publish(connection, newer, datetime.now(UTC))
    tablet.sync.sync_now()
    assert offered(tablet)["purchasing"] == before + 1
    kept = visits.get(tablet.store, begun.id)
    assert kept is not None
    version = kept.state.value("checklist_version")
    assert version == before
    assert checklists.checklist(tablet.store, "purchasing", before) == old


def test_retired_checklist_is_offered_no_more_and_can_still_be_read(
    office: Office, open_tablet: OpenTablet
) -> None:
    tablet = open_tablet("one")
    version = offered(tablet)["purchasing"]
    with record_of(office) as connection:
        assert retire(connection, "purchasing", "a" * 32, datetime.now(UTC))
    tablet.sync.sync_now()
    assert "purchasing" not in offered(tablet)
    assert checklists.checklist(tablet.store, "purchasing", version) is not None
    late = open_tablet("two")
    assert "purchasing" not in offered(late)
    assert checklists.checklist(late.store, "purchasing", version) is not None
    with record_of(office) as connection:
        offer_again(connection, "purchasing")
    tablet.sync.sync_now()
    assert offered(tablet)["purchasing"] == version
