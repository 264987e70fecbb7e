"""Taking on the identity the server gives, with what was written before."""

from checklists.journal.chain import check_chain
from checklists.journal.op import Op
from checklists.protocol.messages import EnrolReply
from mobile.store import enrolment, journal, ops, outbox, visits
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from tests.support.receipts import all_received
from tests.support.tablet_samples import ANA, a_visit, sign_both

REPLY = EnrolReply(device="d" * 32, token="secret", server_name="Works")


def enrol(store: Store, device: str = "d" * 32) -> None:
    reply = REPLY.model_copy(update={"device": device})
    enrolment.enrolled(store, reply, server_url="http://works:8000", name="Dock tablet")


def sent_ops(store: Store) -> list[Op]:
    return [Op.read(one.body) for one in outbox.batch(store, 0)]


def test_tablet_has_an_identity_from_the_first_moment_and_keeps_it(store: Store) -> None:
    me = this_tablet(store)
    assert not me.enrolled
    assert this_tablet(store) == me


def test_enrolled_tablet_knows_its_server(store: Store) -> None:
    enrol(store)
    me = this_tablet(store)
    assert me.enrolled
    assert (me.device, me.token, me.server_name) == ("d" * 32, "secret", "Works")
    assert (me.server_url, me.name) == ("http://works:8000", "Dock tablet")


def test_what_was_written_before_is_said_again_under_the_new_identity(store: Store) -> None:
    visit = a_visit(store)
    visits.note(store, ANA.id, visit.id, "q1", "one")
    visits.note(store, ANA.id, visit.id, "q1", "two")
    before = journal.state(store, "visit", visit.id)
    old = sent_ops(store)
    enrol(store)
    said = sent_ops(store)
    assert [op.device for op in said] == ["d" * 32] * 3
    assert {op.op_id for op in said}.isdisjoint(op.op_id for op in old)
    after = journal.state(store, "visit", visit.id)
    assert (after.values(), after.disagreements) == (before.values(), ())
    me = this_tablet(store)
    check_chain(
        me.device,
        me.incarnation,
        [(sent.link, op.body_hash()) for sent, op in zip(outbox.batch(store, 0), said, strict=True)],
    )


def test_seal_still_fits_after_enrolment(store: Store) -> None:
    visit = a_visit(store)
    sign_both(store, visit.id)
    sealed = visits.seal(store, ANA.id, visit.id)
    enrol(store)
    again = visits.get(store, visit.id)
    assert again is not None
    assert again.seal == sealed.seal


def test_old_op_that_arrived_after_all_stays_replaced(store: Store) -> None:
    visit = a_visit(store)
    (old,) = sent_ops(store)
    enrol(store)
    journal.receive(store, old)
    assert journal.state(store, "visit", visit.id).disagreements == ()
    assert len(journal.state(store, "visit", visit.id).field("title").siblings) == 1


def test_received_changes_stay_as_they_were_said(store: Store) -> None:
    visit = a_visit(store)
    enrol(store)
    all_received(store)
    visits.note(store, ANA.id, visit.id, "q1", "one")
    enrol(store, device="e" * 32)
    assert [op.device for op in sent_ops(store)] == ["e" * 32]
    assert {op.device for op in ops.of_record(store, "visit", visit.id)} == {"d" * 32, "e" * 32}
    assert journal.state(store, "visit", visit.id).value("answer/q1/note") == "one"
