"""Files that are made to hurt whoever opens them as a picture; each the same for the same chance."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

JPEG: Final = b"\xff\xd8\xff"
PNG: Final = b"\x89PNG\r\n\x1a\n"


def picture(chance: Random, form: str = "JPEG", size: tuple[int, int] | None = None, **options: Any) -> bytes:
    """Return a good picture with something in it."""
    small = Image.frombytes("RGB", (16, 12), chance.randbytes(16 * 12 * 3))
    out = io.BytesIO()
    small.resize(size or (chance.randint(20, 900), chance.randint(20, 900))).save(out, form, **options)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes, depth: int = 8, color: int = 2, pixels: bytes = b"") -> bytes:
    """Return a PNG that says what it likes of its size."""
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    body = chunk(b"IDAT", pixels or zlib.compress(bytes(1000)))
    return PNG + chunk(b"IHDR", header) + b"".join(more) + body + chunk(b"IEND", b"")


def _bomb_of_pixels(chance: Random) -> bytes:
    return png(chance.choice([60_000, 2**31 - 1, 65_535]), chance.choice([60_000, 2**31 - 1, 1_000]))


def _bomb_that_unfolds(chance: Random) -> bytes:
    # Within the limit of pixels and honest about it, a thousandth of that in the file.
    width, height = chance.choice([(7_000, 7_000), (50_000, 999), (999, 50_000), (8_000, 6_200)])
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + width * 4)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return png(width, height, color=6, pixels=pixels)


def _bomb_of_notes(chance: Random) -> bytes:
    packed = zlib.compress(bytes(20_000_000), 9)
    notes = [chunk(b"zTXt", b"Comment%d\0\0" % n + packed) for n in range(chance.randint(1, 8))]
    profile = [chunk(b"iCCP", b"icc\0\0" + packed)] if chance.random() < 0.5 else []
    return png(30, 30, *notes, *profile)


def _bomb_of_frames(chance: Random) -> bytes:
    frames = [Image.new("RGB", (400, 400), (n, 0, 0)) for n in range(chance.randint(20, 60))]
    out = io.BytesIO()
    frames[0].save(out, chance.choice(["PNG", "WEBP"]), save_all=True, append_images=frames[1:])
    return out.getvalue()


def _jpeg_of_many_scans(chance: Random) -> bytes:
    data = picture(chance, size=(2000, 2000), progressive=True)
    start = data.index(b"\xff\xda", len(data) // 20)
    end = data.find(b"\xff\xda", start + 2)
    scan = data[start : end if end > 0 else -2]
    return data[:start] + scan * min(2_000, 3_000_000 // max(1, len(scan))) + data[start:]


def _jpeg_that_says_it_is_huge(chance: Random) -> bytes:
    data = bytearray(picture(chance))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(
        ">HH", *chance.choice([(65_500, 65_500), (7_000, 7_000), (1, 65_500), (0, 9)])
    )
    return bytes(data)


def _webp_that_says_it_is_huge(chance: Random) -> bytes:
    data = bytearray(picture(chance, "WEBP", lossless=True))
    at = data.index(b"VP8L") + 9
    data[at : at + 4] = struct.pack("<I", 0x0FFF_FFFF if chance.random() < 0.5 else 0x07FF_1FFF)
    return bytes(data)


def _webp_of_pixels(chance: Random) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", chance.choice([(16_383, 3_000), (16_383, 16_383 // 4), (7_000, 7_000)])).save(
        out, "WEBP", lossless=True, method=0, quality=0
    )
    return out.getvalue()


def _cut(chance: Random) -> bytes:
    data = picture(chance, chance.choice(["JPEG", "PNG", "WEBP"]), size=(500, 400))
    return data[: chance.randint(4, len(data) - 1)]


def _flipped(chance: Random) -> bytes:
    data = bytearray(picture(chance, chance.choice(["JPEG", "PNG", "WEBP"])))
    for _ in range(chance.choice([1, 3, 20, 200])):
        data[chance.randrange(12, len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _two_things_at_once(chance: Random) -> bytes:
    other = chance.choice(
        [
            b"PK\x03\x04" + chance.randbytes(400),
            b"<html><script>alert(1)</script></html>",
            b"%PDF-1.7\n1 0 obj<<>>endobj",
            b"<?php system($_GET['x']); ?>",
            b"MZ" + chance.randbytes(300),
        ]
    )
    data = picture(chance, chance.choice(["JPEG", "PNG"]))
    if chance.random() < 0.5:
        return data + other
    return JPEG + b"\xfe" + struct.pack(">H", len(other) + 2) + other + data[2:]


_POSTSCRIPT = (
    b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file 99 string readline\nshowpage\n"
)
_SVG = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>'


def _something_else(chance: Random) -> bytes:
    """Return a file of another kind, as it is or behind the first bytes of a picture."""
    small = Image.frombytes("RGB", (16, 12), chance.randbytes(16 * 12 * 3))
    form = chance.choice(["EPS", "SVG", "TIFF", "GIF", "PDF", "BMP", "ICO", "PPM", "TGA", "JPEG2000", "IM"])
    if form == "EPS":
        data = _POSTSCRIPT
    elif form == "SVG":
        data = _SVG
    else:
        out = io.BytesIO()
        small.save(out, form)
        data = out.getvalue()
    marks = [b"", b"", JPEG, PNG, b"RIFF\x10\0\0\0WEBP"]
    return chance.choice(marks) + data


def _notes_without_end(chance: Random) -> bytes:
    """Return a picture whose camera notes point at themselves, or say that they are endless."""
    entry = struct.pack("<HHII", chance.choice([0x8769, 0x8825, 0x014A, 0x0112]), 4, 1, 8)
    count = chance.choice([1, 3, 0xFFFF])
    notes = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", count) + entry * 3 + struct.pack("<I", 8)
    huge = b"II*\0" + struct.pack("<I", 8) + struct.pack("<HHHII", 1, 0x0112, 3, 0xFFFF_FFFF, 0x7FFF_FFFF)
    block = b"Exif\0\0" + (notes if chance.random() < 0.7 else huge + chance.randbytes(40))
    data = picture(chance)
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:]


def _noise(chance: Random) -> bytes:
    mark = chance.choice(
        [JPEG, PNG, b"RIFF\0\0\0\0WEBPVP8 ", b"RIFF\0\0\0\0WEBPVP8L", b"RIFF\0\0\0\0WEBPVP8X"]
    )
    return mark + chance.randbytes(chance.choice([0, 1, 30, 5_000]))


def _odd_but_good(chance: Random) -> bytes:
    size = chance.choice([(1, 1), (1, 5_000), (5_000, 1), (3, 2), (900, 700)])
    form, mode = chance.choice(
        [("PNG", "1"), ("PNG", "P"), ("PNG", "I;16"), ("PNG", "LA"), ("JPEG", "CMYK"), ("WEBP", "RGBA")]
    )
    out = io.BytesIO()
    Image.new(mode, size).save(out, form)
    return out.getvalue()


KINDS: Final[tuple[Callable[[Random], bytes], ...]] = (
    _bomb_of_pixels,
    _bomb_that_unfolds,
    _bomb_of_notes,
    _bomb_of_frames,
    _jpeg_of_many_scans,
    _jpeg_that_says_it_is_huge,
    _webp_that_says_it_is_huge,
    _webp_of_pixels,
    _cut,
    _flipped,
    _flipped,
    _two_things_at_once,
    _something_else,
    _something_else,
    _notes_without_end,
    _noise,
    _odd_but_good,
)


def hostile(number: int, chance: Random) -> tuple[str, bytes]:
    """Return the kind and the bytes of one file; all kinds take their turns."""
    kind = KINDS[number % len(KINDS)]
    return kind.__name__.strip("_").replace("_", " "), kind(chance)
