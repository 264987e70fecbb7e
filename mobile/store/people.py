"""Who uses this tablet: chosen by name, confirmed by PIN, offline; wrong PINs cost a growing wait."""

from datetime import datetime
from math import ceil

from checklists.moments import read_moment
from checklists.protocol.limits import PULL_PEOPLE
from checklists.records.person import PIN_FORM, Person
from mobile.errors import PinWait
from mobile.store import memory
from mobile.store.database import Store

# Slips of the finger cost nothing; after that each wrong PIN doubles the wait. Trying out all
# 4-digit PINs at five minutes each takes over a month.
FREE_TRIES = 3
FIRST_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 300

_SIGNED_IN = "signed in"


def people(store: Store) -> list[Person]:
    """Return the people who may use this tablet, by name."""
    rows = store.rows("select document from person where listed")
    found = (Person.model_validate_json(row["document"]) for row in rows)
    return sorted((one for one in found if one.active), key=lambda one: one.name.casefold())


def person(store: Store, person_id: str) -> Person | None:
    """Return a person, also one who has left; None if they never reached this tablet."""
    row = store.row("select document, listed from person where id = ?", (person_id,))
    if row is None:
        return None
    found = Person.model_validate_json(row["document"])
    return found if row["listed"] else found.model_copy(update={"active": False})


def signed_in(store: Store) -> Person | None:
    """Return who uses the tablet now; nobody if they are no longer active."""
    person_id = memory.recall(store, _SIGNED_IN)
    found = person(store, person_id) if person_id else None
    return found if found and found.active else None


def sign_in(store: Store, person_id: str, pin: str) -> bool:
    """Let a person take over the tablet if the PIN is theirs; say whether it is.

    Raises:
        PinWait: too many PINs did not fit; it says for how many seconds to wait.
    """
    # The wrong try is written before the PIN is compared, so that switching off saves nobody a wait.
    with store.transaction():
        wait = wait_seconds(store, person_id)
        if wait:
            raise PinWait(wait)
        store.execute(
            """insert into pin_try(person, wrong, last_at) values (?1, 1, ?2)
                on conflict(person) do update set wrong = wrong + 1, last_at = ?2""",
            (person_id, store.moment()),
        )
    who = person(store, person_id)
    if (
        who is None
        or not who.active
        or who.pin is None
        or not PIN_FORM.fullmatch(pin)
        or not who.pin.matches(pin)
    ):
        return False
    with store.transaction():
        store.execute("delete from pin_try where person = ?", (person_id,))
        memory.remember(store, _SIGNED_IN, person_id)
        store.execute("insert or ignore into signed_in(person) values (?)", (person_id,))
    return True


def sign_out(store: Store) -> None:
    """Leave the tablet for the next person."""
    memory.forget(store, _SIGNED_IN)


def users(store: Store) -> list[str]:
    """Return who has signed in on this tablet, in the order of their ids: their drafts come here.

    Of more people than one may ask for, those who came last.
    """
    newest = "select person from signed_in order by rowid desc limit ?"
    return sorted(row["person"] for row in store.rows(newest, (PULL_PEOPLE,)))


def wait_seconds(store: Store, person_id: str) -> int:
    """Return for how many seconds a person's PIN is not tried, 0 if it is."""
    row = store.row("select wrong, last_at from pin_try where person = ?", (person_id,))
    if row is None or row["wrong"] < FREE_TRIES:
        return 0
    wait: int = min(FIRST_WAIT_SECONDS * 2 ** min(row["wrong"] - FREE_TRIES, 20), LONGEST_WAIT_SECONDS)
    passed = _seconds_since(read_moment(row["last_at"]), store.now())
    # A clock that was set back must not stretch the wait.
    return max(0, min(wait, ceil(wait - passed)))


def _seconds_since(then: datetime, now: datetime) -> float:
    return (now - then).total_seconds()
