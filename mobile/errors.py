"""What the tablet says when something can't be done: one base, each error a sentence, what is safe first.

    TabletError
    ├── SettingsError             a setting the app was started with can't be used
    ├── StoreError                the tablet's database
    │   ├── StoreTooNew           the file was written by a newer version of the app
    │   ├── StoreDamaged          part of the file can't be read; the next start puts it right
    │   ├── StoreFull             no space is left for this change
    │   ├── StoreBusy             another program has kept the file for too long
    │   └── StoreUnreachable      the file or its folder can't be opened or written
    ├── EntryError                one thing a person entered
    │   ├── TextTooLong           a text has more characters than a field holds
    │   ├── ValueNotTaken         a value does not fit its field
    │   ├── NotANumber            what is typed where a number goes is none
    │   ├── RecordUnknown         the record is not on this tablet
    │   ├── VisitSealed           the visit was completed, so only an addendum can be added
    │   ├── VisitNotSealed        the visit is a draft, so it can be changed itself
    │   ├── VisitSetAside         the beginning of the visit was not taken into the record
    │   ├── NotSigned             the visit can't be completed before both have signed
    │   └── PinWait               too many PINs that do not fit; there is a wait
    └── SyncError                 talking to the server
        ├── EnrolmentError        the server address or the code can't be used as typed
        ├── ServerUnreachable     no answer; it is tried again
        │   └── ServerTrouble     the server answers that it has trouble of its own; it is tried again
        ├── NotTheServer          something answered that is not the Floorwalk server
        ├── AnswerNotRead         the server's answer is in a form this version of the app does not know
        ├── ServerRefused         the server refused a message; carries its `Problem`
        ├── ReferenceEmpty        the server sent an empty list where there were entries before
        ├── ListsTooNew           some of the server's lists are for a newer version of the app
        └── NotTheSame            tablet and server count differently what the tablet ought to hold

mobile/photos adds its own branch below `TabletError`.
"""

from checklists.protocol.messages import Problem
from mobile.text import saying
from mobile.text.numbers import number
from mobile.text.sent import sent


class TabletError(Exception):
    """Anything the tablet can't do right now; its text is for the person who holds it.

    Most carry a saying rather than words: it is read in the language of whoever reads it, which may be
    another one than was spoken where it was raised.
    """

    @property
    def sentence(self) -> str:
        """The words to show."""
        return str(self)


class SettingsError(TabletError):
    """A setting the app was started with can't be used."""


class StoreError(TabletError):
    """The tablet's database."""


class StoreTooNew(StoreError):  # noqa: N818 - errors here are named by what was found
    """The file was written by a newer version of the app."""

    def __init__(self) -> None:
        super().__init__(saying("error.store_too_new"))


class StoreDamaged(StoreError):  # noqa: N818 - named by what was found
    """Part of the file can't be read; the next start puts it right."""

    def __init__(self, path: object) -> None:
        super().__init__(saying("error.store_damaged", path=path))


class StoreFull(StoreError):  # noqa: N818 - named by what was found
    """No space is left for this change.

    Attributes:
        made_room: whether the tablet's reserve was given up for it, so that the next try fits.
    """

    def __init__(self, *, made_room: bool = False) -> None:
        self.made_room = made_room
        super().__init__(saying("error.store_full_made_room" if made_room else "error.store_full"))


class StoreBusy(StoreError):  # noqa: N818 - named by what was found
    """Another program has kept the file for too long."""

    def __init__(self) -> None:
        super().__init__(saying("error.store_busy"))


class StoreUnreachable(StoreError):  # noqa: N818 - named by what was found
    """The file or its folder can't be opened or written."""

    def __init__(self, path: object) -> None:
        super().__init__(saying("error.store_unreachable", path=path))


class EntryError(TabletError):
    """One thing a person entered."""


class TextTooLong(EntryError):  # noqa: N818 - named by what was found
    """A text has more characters than a field holds."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(saying("error.text_too_long", length=number(length), limit=number(limit)))


class ValueNotTaken(EntryError):  # noqa: N818 - named by what was found
    """A value does not fit its field."""

    def __init__(self, problem: str) -> None:
        super().__init__(saying("error.value_not_taken", problem=problem))


class NotANumber(EntryError):  # noqa: N818 - named by what was found
    """What is typed where a number goes is none, or is beyond what can be measured."""

    def __init__(self, example: float) -> None:
        super().__init__(saying("typed.not_a_number", example=number(example)))


class RecordUnknown(EntryError):  # noqa: N818 - named by what was found
    """The record is not on this tablet.

    Attributes:
        kind: of the record.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(saying("error.record_unknown"))


class VisitSealed(EntryError):  # noqa: N818 - named by what was found
    """The visit was completed, so only an addendum can be added."""

    def __init__(self) -> None:
        super().__init__(saying("error.visit_sealed"))


class VisitNotSealed(EntryError):  # noqa: N818 - named by what was found
    """The visit is a draft, so it can be changed itself."""

    def __init__(self) -> None:
        super().__init__(saying("error.visit_not_sealed"))


class VisitSetAside(EntryError):  # noqa: N818 - named by what was found
    """The beginning of the visit was not taken into the record."""

    def __init__(self) -> None:
        super().__init__(saying("error.visit_set_aside"))


class NotSigned(EntryError):  # noqa: N818 - named by what was found
    """The visit can't be completed before both have signed."""

    def __init__(self, missing: str) -> None:
        super().__init__(saying(f"error.not_signed_{missing}"))


class PinWait(EntryError):  # noqa: N818 - named by what happens
    """Too many PINs that do not fit; there is a wait.

    Attributes:
        seconds: how long until the next try.
    """

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(saying("error.pin_wait", n=seconds))


class SyncError(TabletError):
    """Talking to the server."""


class EnrolmentError(SyncError):
    """The server address or the code can't be used as typed."""


class ServerUnreachable(SyncError):  # noqa: N818 - named by what was found
    """No answer; it is tried again."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(saying("error.server_unreachable"))


class ServerTrouble(ServerUnreachable):
    """The server answers that it has trouble of its own; it is tried again.

    Attributes:
        retry_seconds: how long it asks to be left alone, None if it did not say.
    """

    def __init__(self, detail: str = "", retry_seconds: float | None = None) -> None:
        super().__init__(detail)
        self.retry_seconds = retry_seconds
        self.args = (saying("error.server_trouble"),)


class AnswerNotRead(SyncError):  # noqa: N818 - named by what was found
    """The server's answer is in a form this version of the app does not know."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(saying("error.answer_not_read"))


class NotTheServer(SyncError):  # noqa: N818 - named by what was found
    """Something answered that is not the Floorwalk server: a sign-in page of the network, another program."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(saying("error.not_the_server"))


class ServerRefused(SyncError):  # noqa: N818 - named by what was found
    """The server refused a message.

    Attributes:
        problem: the catalogue entry the server named, with the details.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(sent(f"{problem.sentence} {problem.advice}"))


class ReferenceEmpty(SyncError):  # noqa: N818 - named by what was found
    """The server sent an empty list where there were entries before."""

    def __init__(self, what: str) -> None:
        super().__init__(saying("error.reference_empty", what=saying(f"error.list_{what}")))


class ListsTooNew(SyncError):  # noqa: N818 - named by what was found
    """Some of the server's lists are for a newer version of the app."""

    def __init__(self, what: str) -> None:
        super().__init__(saying("error.lists_too_new", what=what))


class NotTheSame(SyncError):  # noqa: N818 - named by what was found
    """Tablet and server count differently what the tablet ought to hold.

    Attributes:
        detail: what exactly, for somebody who looks into it.
    """

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(saying("error.not_the_same"))
