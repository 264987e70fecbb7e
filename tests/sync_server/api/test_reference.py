"""What the office decides, as tablets get it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from checklists.files.catalog import shipped
from checklists.protocol import routes
from checklists.protocol.messages import Reference
from sync_server.record import schema
from sync_server.record.database import writing
from tests.support.sending import TOMASZ
from tests.support.server import sample_organisation

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central


def test_tablet_gets_people_places_checklists_and_what_is_due(central: Central) -> None:
    reply = central.client.get(routes.REFERENCE, headers=central.tablet().headers)
    reference = Reference.model_validate(reply.json())
    organisation = sample_organisation()
    assert {one.name for one in reference.people} == {one.name for one in organisation.people}
    assert {one.id for one in reference.areas} == {one.id for one in organisation.areas}
    assert {one.id for one in reference.departments} == {one.id for one in organisation.departments}
    assert {one.content_hash() for one in reference.checklists} == {one.content_hash() for one in shipped()}
    assert {one.id for one in reference.planned} == {one.id for one in organisation.planned}
    assert [one.due_on for one in reference.planned] == sorted(one.due_on for one in reference.planned)


def test_pin_can_be_checked_offline_and_is_not_sent(central: Central) -> None:
    reply = central.client.get(routes.REFERENCE, headers=central.tablet().headers)
    tomasz = next(one for one in Reference.model_validate(reply.json()).people if one.id == TOMASZ)
    assert tomasz.pin is not None
    assert tomasz.pin.matches("2222")
    assert not tomasz.pin.matches("2223")
    assert "password" not in reply.text


def test_unchanged_reference_is_not_sent_again(central: Central) -> None:
    headers = central.tablet().headers
    tag = central.client.get(routes.REFERENCE, headers=headers).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        reply = central.client.get(routes.REFERENCE, headers={**headers, "If-None-Match": known})
        assert (reply.status_code, reply.content) == (304, b"")
    with writing(central.app.state.engine) as connection:
        connection.execute(update(schema.person).where(schema.person.c.id == TOMASZ).values(active=False))
    reply = central.client.get(routes.REFERENCE, headers={**headers, "If-None-Match": tag})
    assert reply.status_code == 200


def test_visit_that_was_made_is_no_longer_due(central: Central) -> None:
    tablet = central.tablet()
    record = tablet.visit(planned="purchasing-goods-in")
    tablet.push()

    def due() -> set[str]:
        reply = central.client.get(routes.REFERENCE, headers=tablet.headers)
        return {one.id for one in Reference.model_validate(reply.json()).planned}

    assert "purchasing-goods-in" in due()
    tablet.seal(record)
    tablet.push()
    assert "purchasing-goods-in" not in due()
