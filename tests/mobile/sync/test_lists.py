"""Lists from a newer server: what can't be read is left out and said, the rest is taken."""

import json

from checklists.protocol import routes
from mobile.errors import ListsTooNew
from mobile.store import checklists, people, reference
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.lists import readable
from mobile.sync.schedule import Sync
from mobile.sync.session import exchange
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import ANA, a_reference


def lists(**other: object) -> dict[str, object]:
    return {**json.loads(a_reference().model_dump_json()), **other}


def test_lists_that_can_be_read_are_taken_as_they_are() -> None:
    assert readable(lists()) == (lists(), ())


def test_entry_of_a_newer_version_is_left_out_and_named() -> None:
    one = lists()["checklists"][0]
    newer = {**one, "id": "calibration", "title": "Calibration", "sections": [{"branches": []}]}
    taken, left_out = readable(lists(checklists=[newer, one], people=[ANA.model_dump(mode="json"), {}, 7]))
    assert taken["checklists"] == [one]
    assert len(taken["people"]) == 1
    assert left_out == ("“…”", "“…”", "“Calibration”")


def test_what_is_no_list_is_left_to_the_message_to_refuse() -> None:
    for odd in (None, [], "x", {"people": 3}):
        assert readable(odd) == (odd, ())


def test_unreadable_checklist_is_said_until_the_app_was_updated(
    store: Store, server: FakeServer, client: ServerClient, vault: MemoryVault
) -> None:
    one = lists()["checklists"][0]
    newer = lists(
        checklists=[one, {**one, "id": "other", "title": "Other", "minutes": "many"}], holidays=["new"]
    )

    def newer_server(request: object, _answer: fake_server.Answer) -> object:
        return fake_server.httpx.Response(200, json=newer, headers={"ETag": '"new"'})

    server.fault(routes.REFERENCE, newer_server)
    done = exchange(store, vault, client, lambda _count: None)
    assert isinstance(done.trouble, ListsTooNew)
    assert "“Other” can't be read by this version" in done.trouble.sentence
    assert [found.id for found in checklists.checklists(store)] == ["purchasing"]
    assert len(people.people(store)) == 2
    assert reference.etag(store) == '"new"'
    # The app is started again, perhaps as a newer version: it asks for everything once more.
    sync = Sync(store, vault, connect=server.connect)
    assert not reference.etag(store)
    sync.stop()
    assert exchange(store, vault, client, lambda _count: None).trouble is None
    assert reference.too_new(store) == ""
