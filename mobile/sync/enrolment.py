"""Enrolment: with a one-time code this tablet becomes one the server knows."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from checklists.protocol.messages import Enrol, Hello
from checklists.text import LINE_LIMIT, clean
from mobile.errors import EnrolmentError
from mobile.store import enrolment
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient
from mobile.text import saying

# As long as the server reads; a code has eight letters and a dash.
_CODE_LIMIT = 40

_EXAMPLE = saying("error.address_example")


Connect = Callable[[str, str], ServerClient]
"""Returns a client for a server's address and a token."""


def enrol(store: Store, server_url: str, code: str, name: str, *, connect: Connect = ServerClient) -> None:
    """Make this tablet known to a server and take on the identity it gives.

    Args:
        store: the tablet's database.
        server_url: as typed, see `server_address`.
        code: as typed or read from the QR code.
        name: what people will call this tablet.
        connect: makes the connection to the server, in tests.

    Raises:
        EnrolmentError: the address or the code can't be used as typed.
        SyncError: the server can't be reached or refused; nothing is changed.
    """
    address = server_address(server_url)
    typed = clean(code).strip()
    if not typed or len(typed) > _CODE_LIMIT:
        raise EnrolmentError(saying("error.code_missing"))
    called = clean(name).strip()[:LINE_LIMIT] or "Tablet"
    with connect(address, "") as client:
        reply = client.enrol(Enrol(code=typed, name=called, app_version=_app_version()))
    enrolment.enrolled(store, reply, server_url=address, name=called)


def follow(store: Store, server_url: str, *, connect: Connect = ServerClient) -> bool:
    """Go on at another address if this tablet's server answers there, and say whether it did.

    Args:
        store: the tablet's database.
        server_url: as typed, see `server_address`.
        connect: makes the connection to the server, in tests.

    Raises:
        EnrolmentError: the address can't be used as typed.
        SyncError: nobody answers there, or a server that does not know this tablet; nothing is changed.
    """
    address, me = server_address(server_url), this_tablet(store)
    if not me.enrolled or address == me.server_url:
        return False
    with connect(address, me.token) as client:
        # Only the server that gave the token takes it.
        client.hello(Hello(incarnation=me.incarnation))
    enrolment.moved(store, address)
    return True


def server_address(typed: str) -> str:
    """Return a server's address as it is used: with its scheme, without path or slash at the end.

    Args:
        typed: as people type or paste it: `192.168.1.20:8000`, `https://floorwalk.example.org/tablets`.

    Raises:
        EnrolmentError: there is no server address in it; the sentence says what one looks like.
    """
    text = typed.strip()
    if not text:
        raise EnrolmentError(saying("error.address_missing", example=_EXAMPLE))
    parts = _split(text if "://" in text else f"//{text}", typed)
    scheme = parts.scheme.lower() or ("http" if _is_nearby(parts.hostname or "") else "https")
    if scheme not in {"http", "https"}:
        raise EnrolmentError(
            saying("error.address_scheme", typed=_short(typed), scheme=parts.scheme, example=_EXAMPLE)
        )
    host = (parts.hostname or "").lower()
    place = f"[{host}]" if ":" in host else host
    return f"{scheme}://{place}{f':{parts.port}' if parts.port is not None else ''}"


def _split(text: str, typed: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise EnrolmentError(saying("error.address_part", typed=_short(typed), example=_EXAMPLE)) from None
    host = parts.hostname
    # "http:/works" and "http//works" are read as a server called "http".
    scheme_only = host in {"http", "https"} and "://" not in typed
    if not host or scheme_only or not all(letter.isalnum() or letter in "-._:" for letter in host):
        raise EnrolmentError(saying("error.address_no_name", typed=_short(typed), example=_EXAMPLE))
    if port == 0:
        raise EnrolmentError(saying("error.address_port", typed=_short(typed), example=_EXAMPLE))
    return parts


def _short(typed: str) -> str:
    return clean(typed).strip()[:80]


def _is_nearby(host: str) -> bool:
    """Say whether a host is in the same building, where servers rarely have a certificate."""
    if host == "localhost" or "." not in host or host.endswith(".local"):
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def _app_version() -> str:
    try:
        return version("floorwalk")
    except PackageNotFoundError:
        return ""
