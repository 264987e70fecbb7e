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

# As long as the server reads; a code has eight letters and a dash.
_CODE_LIMIT = 40

_LOOKS_LIKE = "It looks like http://192.168.1.20:8000 or https://floorwalk.example.org."


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
        raise EnrolmentError("Type the code from the server's Tablets page. It has eight letters and digits.")
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
        raise EnrolmentError(f"Type the address of your Floorwalk server. {_LOOKS_LIKE}")
    parts = _split(text if "://" in text else f"//{text}", typed)
    scheme = parts.scheme.lower() or ("http" if _is_nearby(parts.hostname or "") else "https")
    if scheme not in {"http", "https"}:
        raise _typo(typed, f"starts with “{parts.scheme}://”")
    host = (parts.hostname or "").lower()
    place = f"[{host}]" if ":" in host else host
    return f"{scheme}://{place}{f':{parts.port}' if parts.port is not None else ''}"


def _split(text: str, typed: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _typo(typed, "has a part that does not fit") from None
    host = parts.hostname
    # "http:/works" and "http//works" are read as a server called "http".
    scheme_only = host in {"http", "https"} and "://" not in typed
    if not host or scheme_only or not all(letter.isalnum() or letter in "-._:" for letter in host):
        raise _typo(typed, "has no server name")
    if port == 0:
        raise _typo(typed, "has the port 0")
    return parts


def _typo(typed: str, what: str) -> EnrolmentError:
    return EnrolmentError(f"The address “{clean(typed).strip()[:80]}” {what}. {_LOOKS_LIKE}")


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
