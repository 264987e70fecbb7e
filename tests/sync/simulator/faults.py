"""What may happen to a message on its way, and to a tablet in the middle of a write."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import httpx

from mobile.store.database import Parameters, Store
from tests.support.fake_server import (
    Answer,
    gateway,
    lost_reply,
    lost_request,
    no_connection,
    sign_in_page,
    twice,
)
from tests.sync.simulator.office import Office, is_push

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


class Wire(httpx.BaseTransport):
    """Carries a tablet's requests to the office, or not.

    Attributes:
        rate: the share of requests to which something happens.
    """

    def __init__(self, random: Random, office: Office, rate: float) -> None:
        self._random = random
        self._office = office
        self.rate = rate

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        response = self._carry(request)
        if is_push(request) and response.status_code == httpx.codes.OK and _is_json(response):
            self._office.acknowledged |= {one["link"]["op_id"] for one in json.loads(request.content)["ops"]}
        return response

    def _carry(self, request: httpx.Request) -> httpx.Response:
        if self._random.random() >= self.rate:
            return self._office.answer(request)
        return self._random.choice(self._faults)(request, self._office.answer)

    @property
    def _faults(self) -> list[Answer]:
        ways = [no_connection, lost_request, lost_reply, lost_reply, twice, gateway, sign_in_page]
        return [*ways, self._dies, self._dies, self._halved]

    def _dies(self, request: httpx.Request, _answer: Answer) -> httpx.Response:
        return self._office.answer_and_die(request, self._random.randint(1, _STATEMENTS))

    def _halved(self, request: httpx.Request, answer: Answer) -> httpx.Response:
        """Let only the beginning of what is sent arrive."""
        headers = {key: value for key, value in request.headers.items() if key.lower() != "content-length"}
        half = request.content[: len(request.content) // 2]
        answer(httpx.Request(request.method, request.url, headers=headers, content=half))
        raise httpx.WriteError("cut", request=request)


def _is_json(response: httpx.Response) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")
