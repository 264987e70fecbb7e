"""Pictures to test with, ordinary and hostile."""

import io
import struct
import zlib

from PIL import Image

ORIENTATION = 0x0112


def corners(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red at the top left, green top right, blue bottom left, white bottom right: shows how it is turned."""
    picture = Image.new("RGB", (2, 2))
    picture.putdata([(255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 255)])
    return picture.resize((width, height), Image.Resampling.NEAREST).convert(mode)


def saved(
    picture: Image.Image, kind: str = "JPEG", orientation: int | None = None, **options: object
) -> bytes:
    """The picture as a file's bytes, with an EXIF orientation where one is given."""
    if orientation is not None:
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        options["exif"] = exif
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """A file's bytes as a picture, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
