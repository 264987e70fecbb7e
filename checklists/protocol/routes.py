"""Where on the server each message goes; method names are wire names.

Enrol, Hello, Push, Pull, Relay, Compare, AskBackedUp, Unnamed and Pulse are POSTed as JSON; REFERENCE is
fetched with GET. All but ENROL carry `Authorization: Bearer <token>`.
"""

from __future__ import annotations

PREFIX = "/api/v1"

ENROL = f"{PREFIX}/enrol"
HELLO = f"{PREFIX}/hello"
PUSH = f"{PREFIX}/push"
PULL = f"{PREFIX}/pull"
RELAY = f"{PREFIX}/relay"
COMPARE = f"{PREFIX}/compare"
REFERENCE = f"{PREFIX}/reference"
UPLOADS = f"{PREFIX}/uploads"
PHOTOS = f"{PREFIX}/photos"
BACKED_UP = f"{PREFIX}/backed-up"
UNNAMED = f"{PREFIX}/unnamed"
PULSE = f"{PREFIX}/pulse"


def upload(upload_id: str) -> str:
    """Return the path of one resumable upload (tus 1.0)."""
    return f"{UPLOADS}/{upload_id}"


def thumbnail(sha256: str) -> str:
    """Return the path of a received photo's thumbnail."""
    return f"{PHOTOS}/{sha256}/thumbnail"
