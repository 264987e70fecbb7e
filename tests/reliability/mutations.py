"""Makes valid requests odd: each case is drawn from its own seed, so that it can be made again alone."""

from __future__ import annotations

import contextlib
import copy
import json
import string
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from tests.reliability.example import Example


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it goes over the wire.

    Attributes:
        target: path and query.
        cut: whether the caller goes away before the body is whole.
    """

    method: str
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    cut: bool = False


METHODS: Final = (
    *("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"),
    *("PROPFIND", "PURGE", "SEARCH", "QUERY", "M-SEARCH", "LINK"),
)

# What breaks readers: control characters, halves of characters, other encodings, numbers no machine holds.
ODD_BYTES: Final = (
    *(b"\x00", b"\xff", b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\x1b[2J", b"\r\n", b"\x7f"),
    *(b"\xef\xbb\xbf",),
    *(b"\\ud800", b"\\u0000", b"\\", b'"', b"'", b"{", b"}", b"[", b"]", b",", b":", b"null", b"NaN"),
    *(b"-Infinity",),
    *(b"1e999", b"-0", b"9" * 400, b"9" * 5000, b"0.1e-400", b"-1", b"18446744073709551616"),
    *(b"9223372036854775808",),
    *(b"[" * 3000, b'{"a":' * 500, b"(" * 200, b"\xe2\x80\xae", "😀".encode(), "é".encode("utf-16"), b"%00"),
    *(b"%ff",),
    *(b"%", b"..%2f", b"../", b"//", b"?", b"#", b";", b"&", b"=", b"+", b"' or 1=1 --", b"${x}"),
    *(b"{{7*7}}", b"<script>"),
)  # fmt: skip

ODD_VALUES: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**400, 1.5, 1e308, "", "x", "\x00", "\ud800"),
    *("a\udfff",),
    *([], {}, [[]], [None], {"": None}, {"a": {"b": []}}, "x" * 5000, "\u202e", "é" * 300, "0" * 32),
    *("f" * 64,),
    *("2026-02-30T25:61:61.000Z", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z", "1e999", "true"),
)  # fmt: skip

ODD_HEADERS: Final = (
    *(b"", b" ", b"-1", b"1e3", b"0", b"9" * 30, b"\xd9\xa3", b"\xff\xfe", b"x" * 9000, b"Bearer"),
    *(b"Bearer ", b"Basic eA=="),
    *(b"gzip", b"identity", b"chunked", b"application/json; charset=utf-16"),
    *(b"multipart/form-data; boundary=x", b"[", b"[::1"),
    *(b"a:99999999", b"sha256", b"sha256 =", b"sha256 eA==,sha256", b'W/"x"', b"*", b"bytes=0-"),
    *(b"bytes=9-1,-", b"a=b; " * 500),
)  # fmt: skip

# Sent by browsers, proxies and clients of every kind, and read by something on the way to a route.
MORE_HEADERS: Final = (
    *(b"host", b"range", b"if-range", b"if-none-match", b"if-match", b"if-modified-since", b"accept"),
    *(b"accept-encoding",),
    *(b"content-encoding", b"content-length", b"content-type", b"transfer-encoding", b"cookie"),
    *(b"authorization", b"origin"),
    *(b"x-forwarded-for", b"x-forwarded-host", b"x-http-method-override", b"upload-defer-length"),
    *(b"upload-concat",),
    *(b"upload-checksum", b"upload-length", b"upload-offset", b"tus-resumable", b"upload-metadata"),
    *(b"referer", b"date"),
)  # fmt: skip


# An op travels as a text: how often what it says is changed, and not the text.
_INSIDE: Final = 0.8


def plain(example: Example, random: Random) -> Request:
    """Return an example as it is."""
    example = example.anew(random)
    headers = tuple((name.lower().encode(), value.encode()) for name, value in example.headers.items())
    return Request(example.method, example.path.encode(), headers, example.body)


def odd(example: Example, random: Random, tokens: Sequence[str]) -> Request:
    """Return an example with one to three things about it changed."""
    example = example.anew(random)
    request = plain(replace(example, ids=()), random)
    if example.value is not None and random.random() < 0.6:
        request = replace(request, body=_odd_value(example, random))
    for _ in range(random.choice((0, 1, 1, 2)) if request.body != example.body else random.randint(1, 3)):
        request = _odd_part(request, random, tokens)
    return request


def odd_bytes(data: bytes, random: Random) -> bytes:
    """Return bytes with something flipped, cut, put in, doubled or put elsewhere."""
    at = random.randint(0, len(data))
    end = min(len(data), at + random.choice((0, 1, 1, 2, 8, 64)))
    match random.randrange(7):
        case 0 if data:
            at = random.randrange(len(data))
            return data[:at] + bytes((data[at] ^ (1 << random.randrange(8)),)) + data[at + 1 :]
        case 1:
            return data[:at]
        case 2:
            return data[:at] + data[end:]
        case 3:
            return data[:end] + data[at:]
        case 4:
            return data[:at] + random.randbytes(random.randint(1, 8)) + data[end:]
        case _:
            return data[:at] + random.choice(ODD_BYTES) + data[end:]


def _odd_part(request: Request, random: Random, tokens: Sequence[str]) -> Request:
    match random.randrange(12):
        case 0 | 1 | 2 | 3 if request.body:
            return replace(request, body=odd_bytes(request.body, random))
        case 4 | 5:
            return replace(request, target=_odd_target(request.target, random))
        case 6:
            return replace(request, method=random.choice(METHODS))
        case 7 if request.body:
            return replace(request, body=request.body[: random.randrange(len(request.body))], cut=True)
        case 8 if not request.body:
            return replace(request, body=random.choice((b"{}", b"x" * 30_000, random.choice(ODD_BYTES))))
        case _:
            return replace(request, headers=_odd_headers(list(request.headers), random, tokens))


def _odd_target(target: bytes, random: Random) -> bytes:
    if random.random() < 0.3:
        return (
            target
            + random.choice((b"?", b"&"))
            + random.choice((b"page=", b"next=", b"code=", b""))
            + (random.choice(ODD_BYTES))
        )
    return b"/" + odd_bytes(target[1:], random)


def _odd_headers(
    headers: list[tuple[bytes, bytes]], random: Random, tokens: Sequence[str]
) -> tuple[tuple[bytes, bytes], ...]:
    at = random.randrange(len(headers)) if headers else 0
    match random.randrange(6):
        case 0 if headers:
            del headers[at]
        case 1 if headers:
            headers[at] = (headers[at][0], odd_bytes(headers[at][1], random))
        case 2 if headers:
            headers[at] = (headers[at][0], random.choice(ODD_HEADERS))
        case 3 if headers:
            headers.insert(random.randint(0, len(headers)), headers[at])
        case 4:
            headers = [one for one in headers if one[0] != b"authorization"]
            headers.append((b"authorization", b"Bearer " + random.choice(tokens).encode()))
        case _:
            headers.append((random.choice(MORE_HEADERS), random.choice(ODD_HEADERS)))
    return tuple(headers)


def _odd_value(example: Example, random: Random) -> bytes:
    """Return the example's JSON with a value changed; half the time so that everything else fits it."""
    value = copy.deepcopy(example.value)
    for _ in range(random.randint(1, 3)):
        _change(value, random)
    if example.made_to_fit is not None and random.random() < 0.7:
        # Nothing can be made to fit what is no message any more.
        with contextlib.suppress(AttributeError, LookupError, TypeError, ValueError, RecursionError):
            value = example.made_to_fit(value)
    data = json.dumps(value, ensure_ascii=random.random() < 0.8).encode("utf-8", "surrogatepass")
    if random.random() < 0.1:
        data = data.replace(b"{", b'{"incarnation":1,"ops":[],"code":[],"op_id":{},"set":0,"kind":[],', 1)
    return example.written(data)


def _change(value: Any, random: Random) -> None:
    """Change one value somewhere inside, each place as likely as the others."""
    places = list(_places(value))
    holder, key = random.choice(places) if places else (value, None)
    if key is not None and _is_written(holder[key]) and random.random() < _INSIDE:
        holder[key] = _changed_inside(holder[key], random)
        return
    odd_value = copy.deepcopy(random.choice(ODD_VALUES))
    if isinstance(holder, dict):
        name = "".join(random.choices(string.ascii_lowercase + "_/", k=6))
        match random.randrange(5):
            case 0 if key is not None:
                del holder[key]
            case 1:
                holder[random.choice((name, "seal", "visit", "photo/x", "\ud800", "", "withdrawn"))] = (
                    odd_value
                )
            case 2 if key is not None:
                holder[random.choice((name, "kind", "answer/q/judgement"))] = holder.pop(key)
            case _ if key is not None:
                holder[key] = odd_value
    elif isinstance(holder, list) and key is not None:
        match random.randrange(4):
            case 0:
                del holder[key]
            case 1:
                holder.insert(key, copy.deepcopy(holder[key]))
            case _:
                holder[key] = odd_value


def _is_written(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("{")


def _changed_inside(text: str, random: Random) -> str:
    """Return a body with a value changed in what it says."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return text
    _change(said, random)
    return json.dumps(said, ensure_ascii=random.random() < 0.8)


def _places(value: Any) -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from _places(inner)
    elif isinstance(value, list):
        for key, inner in enumerate(value):
            yield value, key
            yield from _places(inner)
