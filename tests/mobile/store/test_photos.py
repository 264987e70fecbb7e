"""Photos on their way out, thumbnails on their way in."""

import pytest

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


def an_op(record_kind: str, at: str, **values: object) -> Op:
    return Op.model_validate(
        {
            "op_id": new_id(),
            "device": "d" * 32,
            "person": BEN.id,
            "stamp": "000000000000001:000000",
            "at": at,
            "record": new_id(),
            "kind": record_kind,
            "version": 1,
            "set": {name: [value, []] for name, value in values.items()},
        }
    )


def test_thumbnails_of_what_was_done_and_looked_at_elsewhere_are_wanted(store: Store) -> None:
    photo = a_photo().model_dump(mode="json")
    done = an_op("action", "2026-03-02T12:00:00.000Z", **{f"done/photo/{'1' * 64}": photo})
    seen = an_op("action", "2026-03-03T12:00:00.000Z", **{f"verified/photo/{'2' * 64}": photo})
    emptied = an_op("action", "2026-03-03T12:00:00.000Z", **{f"done/photo/{'3' * 64}": None})
    for op in (done, seen, emptied):
        journal.receive(store, op)
    assert photos.to_fetch(store) == ["2" * 64, "1" * 64]


def test_thumbnails_of_findings_elsewhere_and_of_how_they_were_put_right_are_wanted(store: Store) -> None:
    photo = a_photo().model_dump(mode="json")
    fields = {"kind": "opportunity", "raised_at": "2026-03-02T12:00:00.000Z"}
    pictures = {f"photo/{'1' * 64}": photo, f"corrected/photo/{'2' * 64}": photo}
    journal.receive(store, an_op("finding", "2026-03-02T12:00:00.000Z", **fields, **pictures))
    assert photos.to_fetch(store) == ["1" * 64, "2" * 64]


def test_newest_pictures_are_kept_and_older_ones_are_not_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = a_photo().model_dump(mode="json")
    for day in range(1, 6):
        at = f"2026-02-{day:02d}T12:00:00.000Z"
        journal.receive(store, an_op("action", at, **{f"done/photo/{str(day) * 64}": photo}))
    few = photos._TO_FETCH.replace(f"limit {photos.PICTURES_KEPT}", "limit 2")
    monkeypatch.setattr(photos, "_TO_FETCH", few)
    assert photos.to_fetch(store) == ["5" * 64, "4" * 64]
