"""Opens the object store where the settings say it is, and says in a sentence why it can't be used."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sync_server.errors import CannotGoOn
from sync_server.objects.bucket import Bucket
from sync_server.objects.errors import StoreAwayError
from sync_server.objects.store import ObjectStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync_server.config import Config

BUCKET_SCHEME: Final = "s3://"

# As S3 names buckets.
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

# Written at each start, because a store that lets one read need not let one write.
_NOTE_KEY: Final = "floorwalk.txt"
_NOTE: Final = b"Here are the photos of a Floorwalk server. Each is named by the SHA-256 of its bytes.\n"

_ENDPOINTS: Final = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")

_ADVICE: Final = {
    "no bucket": "There is no such bucket. Make it, or give the right name with --photos.",
    "no credentials": (
        "It needs credentials and there are none. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
    ),
    "not let in": (
        "It did not let this server in ({said}). Look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
        "AWS_SESSION_TOKEN, and at what they may do in this bucket: list, read and write."
    ),
    "refused": "It answered “{said}”. Look at AWS_REGION and AWS_ENDPOINT_URL, then start the server again.",
    "not reached": (
        "It can't be reached ({said}). Look at AWS_ENDPOINT_URL and the network, then start the server again."
    ),
}


def open_objects(config: Config, environment: Mapping[str, str] = os.environ) -> ObjectStore:
    """Open the object store of a server.

    Args:
        config: `photos` says where: a folder, `s3://bucket/prefix`, or empty for the data folder.
        environment: the endpoint's address is looked for in it; the S3 library itself reads the process's.

    Raises:
        CannotGoOn: the folder or the bucket can't be used; the sentence says what to do.
    """
    if config.photos.startswith(BUCKET_SCHEME):
        return _in_bucket(config, environment)
    folder = Path(config.photos).expanduser().absolute() if config.photos else config.folder
    try:
        return ObjectStore(folder)
    except OSError as error:
        raise CannotGoOn(
            f"Photos can't be kept in {folder}: {error.strerror}. Give another folder with --photos."
        ) from error


def _in_bucket(config: Config, environment: Mapping[str, str]) -> ObjectStore:
    bucket, _, prefix = config.photos.removeprefix(BUCKET_SCHEME).partition("/")
    prefix = prefix.strip("/")
    if not _BUCKET.fullmatch(bucket) or "//" in prefix:
        raise CannotGoOn(f"--photos is “{config.photos}”. Write s3://bucket or s3://bucket/folder.")
    plain = _may_be_plain(config, environment)
    place = Bucket(bucket, prefix, plain_http=plain)
    try:
        place.put(_NOTE, _NOTE_KEY)
        place.size(_NOTE_KEY)
        next(place.sizes("photos"), None)
    except StoreAwayError as error:
        advice = _ADVICE.get(error.kind, _ADVICE["refused"]).format(said=error.said.rstrip("."))
        raise CannotGoOn(
            f"The photo store at {place.where} can't be used. {advice} Nothing in it was changed."
        ) from error
    return ObjectStore(config.folder, place)


def _may_be_plain(config: Config, environment: Mapping[str, str]) -> bool:
    """Say whether the endpoint is spoken to without encryption.

    Raises:
        CannotGoOn: it would be, over a network, and nobody has said so.
    """
    address = next((environment[name] for name in _ENDPOINTS if environment.get(name)), "")
    if urlsplit(address).scheme != "http":
        return False
    if not (config.photos_plain_http or _is_this_machine(urlsplit(address).hostname or "")):
        raise CannotGoOn(
            f"The photo store at {address} would be spoken to without encryption, and others on the network "
            "could read photos. Give an https:// address, or set FLOORWALK_PHOTOS_PLAIN_HTTP=yes if that "
            "network is yours."
        )
    return True


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
