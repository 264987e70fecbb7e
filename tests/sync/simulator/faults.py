"""What may happen to a message on its way, and to a tablet in the middle of a write."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from random import Random
from typing import TypeVar

from mobile.store.database import Parameters, Store
from sync_server.errors import Refused
from sync_server.objects.errors import UploadRefusedError
from tests.sync.simulator.office import Cut, Office

T = TypeVar("T")

# A push of this history's sizes runs some thirty statements; beyond its last one the server dies after it
# has answered.
_STATEMENTS = 40


class Dead(BaseException):
    """The tablet's process ended; nothing of ours may catch it."""


class MortalStore(Store):
    """A tablet's real database whose process can be made to end at any write, or just before a commit.

    Attributes:
        writes_left: how many more writes the process lives, 0 for ever.
    """

    writes_left = 0

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        self._live()
        return super().execute(sql, parameters)

    def execute_many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        self._live()
        super().execute_many(sql, parameters)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with super().transaction():
            yield
            self._live()

    def _live(self) -> None:
        if self.writes_left:
            self.writes_left -= 1
            if not self.writes_left:
                raise Dead


class Fate(StrEnum):
    """What happens to one message."""

    ARRIVES = "arrives"
    NO_CONNECTION = "no connection"
    LOST_REPLY = "lost reply"
    TWICE = "twice"
    AGAIN_LATER = "again later"
    OTHER_ANSWER = "other answer"
    HALVED = "halved"
    SERVER_DIES = "server dies"


# As often as they are named.
_FATES = [
    *(Fate.NO_CONNECTION, Fate.LOST_REPLY, Fate.LOST_REPLY, Fate.TWICE, Fate.AGAIN_LATER),
    *(Fate.OTHER_ANSWER, Fate.HALVED, Fate.SERVER_DIES, Fate.SERVER_DIES),
]


class OtherAnswer(Exception):  # noqa: N818 - it says what happened
    """Something between the tablet and the server has answered.

    Attributes:
        is_gateway: whether it says that the server has trouble; else it is a network's sign-in page.
    """

    def __init__(self, *, is_gateway: bool) -> None:
        super().__init__()
        self.is_gateway = is_gateway


class Line:
    """The way of one tablet's messages to the office and back.

    Attributes:
        rate: the share of messages to which something happens.
        photo_rate: the same of those about photos: a poor line lets short messages through.
    """

    def __init__(
        self,
        random: Random,
        office: Office,
        rate: float,
        photo_rate: float,
        more: Sequence[Fate] = (),
    ) -> None:
        """Begin without anything under way.

        Args:
            random: decides.
            office: where it leads.
            rate: as below.
            photo_rate: as below.
            more: what happens more often than elsewhere.
        """
        self._fates = [*_FATES, *more]
        self._random = random
        self._office = office
        self._late: list[Callable[[], object]] = []
        self.rate = rate
        self.photo_rate = photo_rate

    def carry(self, answer: Callable[[], T], halved: Callable[[], object], *, photo: bool = False) -> T:
        """Carry one message, or not.

        Args:
            answer: what the server makes of it.
            halved: what it makes of its first half.
            photo: whether it is about a photo.

        Raises:
            Cut: no answer came.
            OtherAnswer: it came from somewhere else.
        """
        self._deliver_late()
        match self._fate(self.photo_rate if photo else self.rate):
            case Fate.ARRIVES:
                return self._office.answer(answer)
            case Fate.NO_CONNECTION:
                raise Cut
            case Fate.LOST_REPLY:
                self._unheard(answer)
                raise Cut
            case Fate.TWICE:
                self._unheard(answer)
                return self._office.answer(answer)
            case Fate.AGAIN_LATER:
                self._late.append(answer)
                return self._office.answer(answer)
            case Fate.OTHER_ANSWER:
                raise OtherAnswer(is_gateway=self._random.random() < 0.5)
            case Fate.HALVED:
                self._unheard(halved)
                raise Cut
            case Fate.SERVER_DIES:
                with suppress(Refused, UploadRefusedError):
                    self._office.answer_and_die(answer, self._random.randint(1, _STATEMENTS))
                raise Cut

    def mend(self) -> None:
        """Let everything arrive from now on; what is still under way arrives too."""
        self.rate = self.photo_rate = 0
        self._deliver_late()

    def _fate(self, rate: float) -> Fate:
        return self._random.choice(self._fates) if self._random.random() < rate else Fate.ARRIVES

    def _deliver_late(self) -> None:
        while self._late:
            self._unheard(self._late.pop())

    def _unheard(self, answer: Callable[[], object]) -> None:
        """Let the server answer somebody who does not hear it."""
        with suppress(Refused, UploadRefusedError):
            self._office.answer(answer)
