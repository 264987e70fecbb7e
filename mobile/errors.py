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


class TabletError(Exception):
    """Anything the tablet can't do right now; its text is for the person who holds it."""

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
        super().__init__(
            "Everything on this tablet is safe. It was last used with a newer version of the app; "
            "update the app to open it."
        )


class StoreDamaged(StoreError):  # noqa: N818 - named by what was found
    """Part of the file can't be read; the next start puts it right."""

    def __init__(self, path: object) -> None:
        super().__init__(
            "What the server has received is safe. Part of the database on this tablet can't be read. Close "
            "the app and open it again: it is built anew then, from everything that can be read, and the "
            f"damaged file at {path} is kept. Show this to whoever looks after the tablets if it comes again."
        )


class StoreFull(StoreError):  # noqa: N818 - named by what was found
    """No space is left for this change.

    Attributes:
        made_room: whether the tablet's reserve was given up for it, so that the next try fits.
    """

    def __init__(self, *, made_room: bool = False) -> None:
        self.made_room = made_room
        what_next = (
            "a small reserve was given up for it, so do it once more now, and free some space soon."
            if made_room
            else "free some space and try again."
        )
        super().__init__(
            "What you saved before is safe. The last change is not saved yet, because the tablet has no "
            f"space left; {what_next}"
        )


class StoreBusy(StoreError):  # noqa: N818 - named by what was found
    """Another program has kept the file for too long."""

    def __init__(self) -> None:
        super().__init__(
            "What you saved before is safe. The last change is not saved yet, because the tablet is busy; "
            "try again in a moment."
        )


class StoreUnreachable(StoreError):  # noqa: N818 - named by what was found
    """The file or its folder can't be opened or written."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"What you saved before is safe. The tablet can't open or write its database at {path}; "
            "restart the tablet, and show this to whoever looks after it if it stays."
        )


class EntryError(TabletError):
    """One thing a person entered."""


class TextTooLong(EntryError):  # noqa: N818 - named by what was found
    """A text has more characters than a field holds."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"What you saved before is safe. This text has {length:,} characters and {limit:,} fit; "
            "shorten it, or put the rest in a note elsewhere."
        )


class ValueNotTaken(EntryError):  # noqa: N818 - named by what was found
    """A value does not fit its field."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"What you saved before is safe. This entry can't be saved as it is: {problem}")


class RecordUnknown(EntryError):  # noqa: N818 - named by what was found
    """The record is not on this tablet."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"Nothing was changed. This {kind} is not on this tablet; go back and choose it again."
        )


class VisitSealed(EntryError):  # noqa: N818 - named by what was found
    """The visit was completed, so only an addendum can be added."""

    def __init__(self) -> None:
        super().__init__(
            "This visit is complete and stays as it was signed. Add what is missing as an addendum."
        )


class VisitNotSealed(EntryError):  # noqa: N818 - named by what was found
    """The visit is a draft, so it can be changed itself."""

    def __init__(self) -> None:
        super().__init__("Nothing was changed. This visit is still a draft; write what is missing into it.")


class VisitSetAside(EntryError):  # noqa: N818 - named by what was found
    """The beginning of the visit was not taken into the record."""

    def __init__(self) -> None:
        super().__init__(
            "Everything you recorded is kept on this tablet. The beginning of this visit was not taken into "
            "the record, so it can't be completed; the page about this tablet says why and what to do."
        )


class NotSigned(EntryError):  # noqa: N818 - named by what was found
    """The visit can't be completed before both have signed."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"Everything is saved. Before the visit can be completed, the {missing} signs.")


class PinWait(EntryError):  # noqa: N818 - named by what happens
    """Too many PINs that do not fit; there is a wait.

    Attributes:
        seconds: how long until the next try.
    """

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        unit = "second" if seconds == 1 else "seconds"
        super().__init__(f"That PIN did not fit several times. Try again in {seconds} {unit}.")


class SyncError(TabletError):
    """Talking to the server."""


class EnrolmentError(SyncError):
    """The server address or the code can't be used as typed."""


class ServerUnreachable(SyncError):  # noqa: N818 - named by what was found
    """No answer; it is tried again."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__("Everything is on this tablet. The server can't be reached.")


class ServerTrouble(ServerUnreachable):
    """The server answers that it has trouble of its own; it is tried again.

    Attributes:
        retry_seconds: how long it asks to be left alone, None if it did not say.
    """

    def __init__(self, detail: str = "", retry_seconds: float | None = None) -> None:
        super().__init__(detail)
        self.retry_seconds = retry_seconds
        self.args = ("Everything is on this tablet. The server has trouble of its own right now.",)


class AnswerNotRead(SyncError):  # noqa: N818 - named by what was found
    """The server's answer is in a form this version of the app does not know."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(
            "Everything is on this tablet. The server's answer can't be read by this version of the app; "
            "update the app."
        )


class NotTheServer(SyncError):  # noqa: N818 - named by what was found
    """Something answered that is not the Floorwalk server: a sign-in page of the network, another program."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(
            "Everything is on this tablet. Something else answers in place of the Floorwalk server, "
            "perhaps the network's sign-in page; open the browser, sign in to the network and try again."
        )


class ServerRefused(SyncError):  # noqa: N818 - named by what was found
    """The server refused a message.

    Attributes:
        problem: the catalogue entry the server named, with the details.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(f"{problem.sentence} {problem.advice}")


class ReferenceEmpty(SyncError):  # noqa: N818 - named by what was found
    """The server sent an empty list where there were entries before."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The {what} on this tablet stay as they are. The server sent an empty list of {what}; "
            "ask whoever looks after the server to check it."
        )


class ListsTooNew(SyncError):  # noqa: N818 - named by what was found
    """Some of the server's lists are for a newer version of the app."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Everything else is up to date. {what} can't be read by this version of the app; update the app "
            "to use it."
        )


class NotTheSame(SyncError):  # noqa: N818 - named by what was found
    """Tablet and server count differently what the tablet ought to hold.

    Attributes:
        detail: what exactly, for somebody who looks into it.
    """

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(
            "Everything you recorded is safe. This tablet and the server don't hold the same yet, and "
            "comparing again did not settle it; show this to whoever runs the server if it stays for a day."
        )
