"""Messages are open to what a newer version adds, and closed to what cannot be kept."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from checklists.journal.canonical import as_text
from checklists.journal.chain import START, make_link
from checklists.journal.op import OP_BYTES_LIMIT
from checklists.protocol import messages
from checklists.protocol.limits import (
    BODY_BYTES,
    PHOTO_BYTES,
    PULL_AREAS,
    PULL_OPS,
    PUSH_BYTES,
    PUSH_OPS,
    UPLOAD_CHUNK,
)
from checklists.protocol.messages import (
    Cursor,
    Enrol,
    Entry,
    Hello,
    HelloReply,
    Message,
    Pull,
    Push,
    Relay,
    Scope,
    SentOp,
)
from checklists.text import TEXT_LIMIT
from tests.checklists.records.samples import AT, changes

DEVICE, INCARNATION = "d" * 32, "1" * 32


def sent(number: int = 1) -> SentOp:
    op = changes("finding", {"statement": "Label the racks."}, number)
    link = make_link(DEVICE, INCARNATION, None, op.op_id, op.body_hash())
    return SentOp(link=link, body=as_text(op.body()))


def test_push_comes_back_from_the_wire_as_it_was() -> None:
    push = Push(incarnation=INCARNATION, ops=[sent(1), sent(2)])
    assert Push.model_validate_json(push.model_dump_json()) == push


@pytest.mark.parametrize("body", ["", "no JSON", '{"op_id":7}', "half a \ud83d character", '{"n":NaN}'])
def test_op_nobody_can_read_does_not_stop_the_push_from_being_read(body: str) -> None:
    odd = {"link": sent().link.model_dump(), "body": body}
    push = Push.model_validate({"incarnation": INCARNATION, "ops": [sent().model_dump(), odd]})
    assert push.ops[1].body == body
    again = Push.model_validate(json.loads(json.dumps(push.model_dump())))
    assert again == push


def test_body_comes_back_from_the_wire_byte_for_byte() -> None:
    body = '{ "spaces" : 1, "z":"é", "a":"\\u00e9" }'
    entry = Entry(seq=1, hash=START, countersign="c", body=body)
    assert Entry.model_validate_json(entry.model_dump_json()).body == body


@pytest.mark.parametrize("body", [None, 7, {"op_id": 1}, ["a"]])
def test_body_is_a_text(body: object) -> None:
    with pytest.raises(ValidationError, match="a text"):
        Entry.model_validate({"seq": 1, "hash": START, "countersign": "c", "body": body})


def test_pull_asks_for_everything_unless_it_says_otherwise() -> None:
    cursor = {"seq": 0, "hash": START}
    pull = Pull.model_validate({"cursor": cursor, "stream": "shared"})
    assert (pull.scope.areas, pull.scope.since, pull.people) == (None, None, [])
    narrow = {"cursor": cursor, "stream": "shared", "scope": {"areas": ["dock-2"], "since": "2026-03"}}
    assert Pull.model_validate(narrow).scope == Scope(areas=["dock-2"], since="2026-03")


def test_push_takes_its_limit_and_no_more() -> None:
    Push(incarnation=INCARNATION, ops=[sent()] * PUSH_OPS)
    with pytest.raises(ValidationError):
        Push(incarnation=INCARNATION, ops=[sent()] * (PUSH_OPS + 1))


def test_what_a_newer_version_adds_is_passed_over() -> None:
    reply = HelloReply.model_validate({"n": 0, "hash": START, "server_time": AT, "mood": "calm"})
    assert "mood" not in reply.model_dump()


@pytest.mark.parametrize(
    ("message", "given"),
    [
        (Enrol, {"code": "", "name": "Tablet"}),
        (Enrol, {"code": "x" * 41, "name": "Tablet"}),
        (Enrol, {"code": "ABCD", "name": ""}),
        (Enrol, {"code": "ABCD", "name": "\ud800"}),
        (Cursor, {"seq": -1, "hash": START}),
        (Cursor, {"seq": 0, "hash": "start"}),
        (Push, {"incarnation": "first", "ops": []}),
        (Push, {"incarnation": INCARNATION}),
        (Push, {"incarnation": INCARNATION, "ops": [], "sent_at": "now"}),
        (Pull, {"cursor": {"seq": 0, "hash": START}, "stream": "all"}),
        (Pull, {"cursor": {"seq": 0, "hash": START}, "stream": "own", "people": ["Ana"]}),
        (Scope, {"areas": ["Dock 2"]}),
        (Scope, {"areas": ["dock"] * (PULL_AREAS + 1)}),
        (Scope, {"since": "2026-13"}),
        (Hello, {"incarnation": INCARNATION, "shared": {"seq": 0}}),
        (Relay, {"entries": [{"body": "{}", "countersign": "c" * 65}]}),
    ],
)
def test_message_that_cannot_be_used_is_refused(message: type[Message], given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        message.model_validate(given)


# A server that is being tested in the same process has messages of its own.
OURS = [one for one in Message.__subclasses__() if one.__module__.partition(".")[0] == "checklists"]


@pytest.mark.parametrize("message", OURS, ids=lambda one: one.__name__)
def test_messages_are_frozen_and_say_what_they_are(message: type[Message]) -> None:
    assert message.model_config["frozen"]
    assert message.__doc__
    assert message.__module__ == messages.__name__


def test_largest_op_fits_a_push_and_the_largest_push_fits_what_the_server_reads() -> None:
    assert OP_BYTES_LIMIT < PUSH_BYTES
    assert 6 * PUSH_BYTES < BODY_BYTES
    assert TEXT_LIMIT * 4 < OP_BYTES_LIMIT
    assert UPLOAD_CHUNK < PHOTO_BYTES
    assert PUSH_OPS < PULL_OPS


def test_longest_text_fits_one_op() -> None:
    op = changes("finding", {"statement": "\U0001f600" * TEXT_LIMIT})
    assert len(op.body()) < OP_BYTES_LIMIT
