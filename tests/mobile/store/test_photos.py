"""Photos on their way out, thumbnails on their way in."""

from checklists.ids import new_id
from checklists.journal.op import Op
from checklists.protocol.messages import RefusedOp
from mobile.store import findings, journal, ops, outbox, photos, visits
from mobile.store.database import Store
from mobile.store.photos import PhotoState
from tests.support.receipts import all_received
from tests.support.tablet_samples import ANA, BEN, Clock, a_photo, a_visit

SHA = "5" * 64


def to_send(store: Store) -> list[str]:
    return [one.sha for one in photos.to_send(store)]


def a_good_practice_from_elsewhere(*shas: str, raised_at: str = "2026-03-03T12:00:00.000Z") -> Op:
    photo = a_photo().model_dump(mode="json")
    return Op.model_validate(
        {
            "op_id": new_id(),
            "device": "d" * 32,
            "person": BEN.id,
            "stamp": "000000000000001:000000",
            "at": raised_at,
            "record": new_id(),
            "kind": "finding",
            "version": 1,
            "set": {
                "kind": ["good_practice", []],
                "raised_at": [raised_at, []],
                **{f"photo/{sha}": [photo, []] for sha in shas},
            },
        }
    )


def test_photo_is_sent_once_the_server_has_heard_of_it(store: Store) -> None:
    visit = a_visit(store)
    visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo())
    assert (to_send(store), photos.count_to_send(store)) == ([], 1)
    all_received(store)
    assert to_send(store) == [SHA]


def test_photo_goes_from_waiting_to_received(store: Store) -> None:
    visit = a_visit(store)
    visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo(1000))
    all_received(store)
    photos.mark_sending(store, SHA, upload="/api/v1/uploads/x", sent=400)
    (photo,) = photos.to_send(store)
    assert (photo.state, photo.sent, photo.upload) == (PhotoState.SENDING, 400, "/api/v1/uploads/x")
    photos.mark_waiting(store, SHA)
    (photo,) = photos.to_send(store)
    assert (photo.state, photo.sent, photo.upload) == (PhotoState.WAITING, 0, "")
    photos.mark_received(store, SHA)
    received = photos.photo(store, SHA)
    assert received is not None
    assert (received.state, received.sent) == (PhotoState.RECEIVED, 1000)
    assert (to_send(store), photos.count_to_send(store)) == ([], 0)


def test_removed_photo_is_not_sent(store: Store) -> None:
    visit = a_visit(store)
    visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo())
    visits.remove_photo(store, ANA.id, visit.id, "q1", SHA)
    all_received(store)
    assert (to_send(store), photos.count_to_send(store)) == ([], 0)


def test_photo_used_twice_is_sent_once_and_as_long_as_one_use_is_left(store: Store) -> None:
    visit = a_visit(store)
    visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo())
    visits.add_photo(store, ANA.id, visit.id, "q2", SHA, a_photo())
    visits.remove_photo(store, ANA.id, visit.id, "q1", SHA)
    all_received(store)
    assert to_send(store) == [SHA]


def test_photo_whose_change_was_refused_is_not_sent(store: Store) -> None:
    visit = a_visit(store)
    visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo())
    all_received(store)
    op = ops.of_record(store, "visit", visit.id)[-1]
    journal.refuse(store, RefusedOp(op_id=op.op_id, number=206, sentence="Kept.", advice="Ask."))
    assert (to_send(store), photos.count_to_send(store)) == ([], 0)


def test_photo_that_was_held_back_waits_ever_longer(store: Store, clock: Clock) -> None:
    visit = a_visit(store)
    visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo())
    all_received(store)
    for wait in (30, 60, 120):
        photos.mark_trouble(store, SHA, "The photo stays on the tablet.")
        clock.tick(seconds=wait - 1)
        assert to_send(store) == []
        clock.tick(seconds=1)
        assert to_send(store) == [SHA]
    photos.mark_trouble(store, SHA, "The photo stays on the tablet.")
    (item,) = outbox.waiting(store)
    assert (item.photos, item.trouble) == (1, "The photo stays on the tablet.")
    photos.hurry(store)
    assert to_send(store) == [SHA]


def test_clock_put_right_makes_no_photo_wait_longer(store: Store, clock: Clock) -> None:
    visit = a_visit(store)
    visits.add_photo(store, ANA.id, visit.id, "q1", SHA, a_photo())
    all_received(store)
    journal.receive(store, a_good_practice_from_elsewhere("1" * 64))
    clock.tick(days=400)
    photos.mark_trouble(store, SHA, "The photo stays on the tablet.")
    photos.mark_absent(store, "1" * 64)
    clock.tick(days=-400)
    assert to_send(store) == [SHA]
    assert photos.to_fetch(store) == ["1" * 64]


def test_thumbnails_of_others_good_practices_are_wanted_newest_first(store: Store) -> None:
    mine = findings.raise_finding(store, ANA.id, values={"kind": "good_practice"})
    findings.add_photo(store, ANA.id, mine.id, SHA, a_photo())
    journal.receive(store, a_good_practice_from_elsewhere("1" * 64))
    journal.receive(
        store, a_good_practice_from_elsewhere("2" * 64, SHA, raised_at="2026-03-04T12:00:00.000Z")
    )
    assert photos.to_fetch(store) == ["2" * 64, "1" * 64]
    photos.mark_fetched(store, "2" * 64)
    assert photos.to_fetch(store) == ["1" * 64]


def test_thumbnail_that_is_not_there_is_asked_for_later(store: Store, clock: Clock) -> None:
    journal.receive(store, a_good_practice_from_elsewhere("1" * 64))
    for wait in (30, 60):
        photos.mark_absent(store, "1" * 64)
        clock.tick(seconds=wait - 1)
        assert photos.to_fetch(store) == []
        clock.tick(seconds=1)
        assert photos.to_fetch(store) == ["1" * 64]
    photos.mark_fetched(store, "1" * 64)
    assert photos.to_fetch(store) == []
