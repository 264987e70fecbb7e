"""Speaks with the server: one method for each message, every trouble turned into one of our errors.

The only module that knows HTTP.
"""

import base64
import json
from dataclasses import dataclass
from typing import Self, TypeVar

import httpx
from pydantic import ValidationError

from checklists.protocol import routes
from checklists.protocol.messages import (
    AskBackedUp,
    BackedUp,
    Compare,
    CompareReply,
    Enrol,
    EnrolReply,
    Hello,
    HelloReply,
    Message,
    Page,
    Problem,
    Pull,
    Pulse,
    Push,
    PushReply,
    Reference,
    Relay,
    RelayReply,
    Unnamed,
    UnnamedReply,
)
from mobile.errors import AnswerNotRead, NotTheServer, ServerRefused, ServerTrouble, ServerUnreachable
from mobile.sync import patience
from mobile.sync.lists import readable

# A server that is there answers within a second; a full push to a busy one may take a few.
_TIMEOUT = httpx.Timeout(30.0, connect=5.0)

# A thumbnail is some 20 KB; what is far larger is none and is not read to its end.
_THUMBNAIL_BYTES = 500_000

_TUS = {"Tus-Resumable": "1.0.0"}
_PART_TYPE = "application/offset+octet-stream"

_M = TypeVar("_M", bound=Message)


@dataclass(frozen=True, slots=True)
class UploadPlace:
    """Where an upload goes on.

    Attributes:
        address: its path on the server.
        offset: bytes the server has for good.
    """

    address: str
    offset: int


@dataclass(frozen=True, slots=True)
class NewReference:
    """The office's lists and the server's mark of this state of them.

    Attributes:
        reference: what of them this version can read.
        etag: the mark.
        too_new: what of them it can't read, by their titles or names.
    """

    reference: Reference
    etag: str
    too_new: tuple[str, ...] = ()


class ServerClient:
    """A connection to one server; any method may raise any of the errors below.

    Raises:
        ServerUnreachable: there was no answer, or it was cut short.
        ServerTrouble: the server has trouble of its own.
        ServerRefused: the server refused the message, with its `Problem`.
        NotTheServer: something else answered: another program, the network's sign-in page.
        AnswerNotRead: the answer is in a form this version does not know.
    """

    def __init__(self, base_url: str, token: str = "", transport: httpx.BaseTransport | None = None) -> None:
        """Prepare to speak; nothing is sent yet.

        Args:
            base_url: with its scheme, without a slash at the end.
            token: the tablet's secret, empty to enrol.
            transport: what carries the requests, in tests.
        """
        headers = {"Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(
            base_url=base_url,
            headers=headers,
            timeout=_TIMEOUT,
            transport=transport,
            # A redirect here is a network's sign-in page; the token must not follow it.
            follow_redirects=False,
            # A tablet speaks with its server directly, whatever a developer's machine is set to.
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def enrol(self, message: Enrol) -> EnrolReply:
        """Ask to be let in."""
        return _read(self._post(routes.ENROL, message), EnrolReply)

    def hello(self, message: Hello) -> HelloReply:
        """Ask how far the server has this tablet's chain, and whether it knows the places it has read to."""
        return _read(self._post(routes.HELLO, message), HelloReply)

    def push(self, message: Push) -> PushReply:
        """Send what follows in the chain."""
        return _read(self._post(routes.PUSH, message), PushReply)

    def relay(self, message: Relay) -> RelayReply:
        """Offer entries to a server that has forgotten them."""
        return _read(self._post(routes.RELAY, message), RelayReply)

    def pull(self, message: Pull) -> Page:
        """Ask for what follows a place in a stream of the feed."""
        return _read(self._post(routes.PULL, message), Page)

    def compare(self, message: Compare) -> CompareReply:
        """Ask what this tablet ought to hold."""
        return _read(self._post(routes.COMPARE, message), CompareReply)

    def reference(self, etag: str | None) -> NewReference | None:
        """Ask for the office's lists; None if those marked `etag` are still the newest."""
        headers = {"If-None-Match": etag} if etag else {}
        answer = self._ask("GET", routes.REFERENCE, headers=headers)
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return None
        lists, too_new = readable(_json(answer))
        return NewReference(_formed(lists, Reference), answer.headers.get("ETag", ""), too_new)

    def backed_up(self, message: AskBackedUp) -> BackedUp:
        """Ask what of this tablet's own is inside a verified backup."""
        return _read(self._post(routes.BACKED_UP, message), BackedUp)

    def unnamed(self, message: Unnamed) -> UnnamedReply:
        """Hand over something raised without a name."""
        return _read(self._post(routes.UNNAMED, message), UnnamedReply)

    def pulse(self, message: Pulse) -> None:
        """Hand over one answer of an auditee."""
        self._post(routes.PULSE, message)

    def begin_upload(self, sha: str, length: int, data: bytes = b"") -> UploadPlace:
        """Announce a photo's bytes, or find the upload of them that is under way.

        Args:
            sha: the photo's name.
            length: bytes in all.
            data: all of them, to have them taken at once in place of whatever the server has of them; a
                server that can't do that is then at their beginning.
        """
        name = base64.b64encode(sha.encode()).decode()
        headers = {**_TUS, "Upload-Length": str(length), "Upload-Metadata": f"sha256 {name}"}
        headers |= {"Content-Type": _PART_TYPE} if data else {}
        asked = self._ask("POST", routes.UPLOADS, headers=headers, content=data or None)
        answer = _expected(asked, httpx.codes.CREATED)
        address = answer.headers.get("Location", "")
        if not address.startswith(routes.UPLOADS):
            raise AnswerNotRead(f"Location: {address}")
        # The offset is our server's addition; any other tus server starts a new upload at its beginning.
        return UploadPlace(address, _number(answer, "Upload-Offset", missing=0))

    def upload_offset(self, address: str) -> int | None:
        """Ask how many bytes of an upload the server has for good; None if it does not know the upload."""
        answer = self._send("HEAD", address, headers=_TUS)
        # An answer to HEAD has no body, so its status has to do.
        if answer.status_code in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
            return None
        found = _expected(_without_trouble(answer), httpx.codes.OK, httpx.codes.NO_CONTENT)
        return _number(found, "Upload-Offset")

    def send_part(self, address: str, offset: int, part: bytes) -> int:
        """Send bytes from an offset on; return how many the server has now."""
        headers = {**_TUS, "Upload-Offset": str(offset), "Content-Type": _PART_TYPE}
        answer = self._ask("PATCH", address, headers=headers, content=part)
        return _number(_expected(answer, httpx.codes.NO_CONTENT), "Upload-Offset")

    def thumbnail(self, sha: str) -> bytes:
        """Ask for the thumbnail of a photo."""
        answer = _expected(self._ask("GET", routes.thumbnail(sha)), httpx.codes.OK)
        if not answer.headers.get("Content-Type", "").startswith("image/"):
            raise NotTheServer(_describe(answer))
        if len(answer.content) > _THUMBNAIL_BYTES:
            raise AnswerNotRead(f"a thumbnail of {len(answer.content)} bytes")
        return answer.content

    def _post(self, path: str, message: Message) -> httpx.Response:
        # Escaped to ASCII: half a character in an old text must not stop the rest.
        body = json.dumps(message.model_dump(mode="json"), separators=(",", ":")).encode()
        return self._ask("POST", path, content=body, headers={"Content-Type": "application/json"})

    def _ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, content: bytes | None = None
    ) -> httpx.Response:
        return _without_trouble(self._send(method, path, headers=headers, content=content))

    def _send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, content: bytes | None = None
    ) -> httpx.Response:
        try:
            return self._http.request(method, path, headers=headers, content=content)
        except httpx.DecodingError as error:
            raise NotTheServer(str(error)) from error
        except httpx.RequestError as error:
            raise ServerUnreachable(str(error) or type(error).__name__) from error


def _without_trouble(answer: httpx.Response) -> httpx.Response:
    """Return an answer that carries what was asked for; raise what any other one means."""
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or _is_too_much(answer):
        raise ServerTrouble(_describe(answer), patience.asked_for(answer.headers))
    if answer.is_client_error:
        problem = _problem(answer)
        if problem is None:
            raise NotTheServer(_describe(answer))
        raise ServerRefused(problem)
    if answer.is_success or answer.status_code == httpx.codes.NOT_MODIFIED:
        return answer
    raise NotTheServer(_describe(answer))


def _is_too_much(answer: httpx.Response) -> bool:
    """Say whether the server has too much to do.

    Too many codes that were tried are a person's matter; too much without a name is that of one message.
    """
    busy = answer.status_code == httpx.codes.TOO_MANY_REQUESTS
    return busy and answer.request.url.path not in {routes.ENROL, routes.UNNAMED, routes.PULSE}


def _problem(answer: httpx.Response) -> Problem | None:
    try:
        return Problem.model_validate_json(answer.content)
    except ValidationError:
        return None


def _expected(answer: httpx.Response, *codes: int) -> httpx.Response:
    if answer.status_code not in codes:
        raise NotTheServer(_describe(answer))
    return answer


def _read(answer: httpx.Response, form: type[_M]) -> _M:
    _require_json(answer)
    try:
        return form.model_validate_json(answer.content)
    except ValidationError:
        # Python's own reader takes half a character in an old text, and says what else there is.
        return _formed(_json(answer), form)


def _json(answer: httpx.Response) -> object:
    _require_json(answer)
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise AnswerNotRead(str(error)) from error


def _formed(said: object, form: type[_M]) -> _M:
    try:
        return form.model_validate(said)
    except (ValueError, RecursionError) as error:
        raise AnswerNotRead(f"{form.__name__}: {error}") from error


def _require_json(answer: httpx.Response) -> None:
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        raise NotTheServer(_describe(answer))


def _number(answer: httpx.Response, header: str, missing: int | None = None) -> int:
    text = answer.headers.get(header, "")
    if text.isascii() and text.isdecimal():
        return int(text)
    if missing is None or text:
        raise NotTheServer(f"{header}: {text}")
    return missing


def _describe(answer: httpx.Response) -> str:
    kind = answer.headers.get("Content-Type", "no type")
    return f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {kind}"
