"""From any picture to a photo we keep: upright, at most 2048 pixels long, JPEG, and nothing but the picture.

Place, time, device and thumbnail that a camera hides in a file are left behind; what a record may say of them
is decided elsewhere. The same picture gives the same bytes every time, so its hash can be its name.
"""

import hashlib
import io
import logging
from dataclasses import dataclass
from typing import Final

from PIL import Image, UnidentifiedImageError

from mobile.photos.errors import NotAPicture, PhotoError, PictureCutShort, PictureTooLarge

LONG_EDGE: Final = 2048
QUALITY: Final = 80
# 50 megapixels are 150 MB once decoded, about what a tablet's app may still ask for.
MOST_PIXELS: Final = 50_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP")

_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PreparedPhoto:
    """A photo ready to be kept: its JPEG bytes, their SHA-256 in lower-case hex, and its size in pixels."""

    jpeg: bytes
    sha256: str
    width: int
    height: int


def prepare(raw: bytes, *, mirrored: bool = False) -> PreparedPhoto:
    """Make a photo of the bytes of a camera or file. Takes some tenths of a second: call it in a thread.

    Args:
        raw: a JPEG, PNG or WEBP file.
        mirrored: whether it shows things as in a mirror and is to be turned back.

    Raises:
        NotAPicture: no JPEG, PNG or WEBP.
        PictureTooLarge: over 50 megapixels; nothing was decoded.
        PictureCutShort: cut off or damaged.
    """
    picture = _decoded(raw)
    if mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    jpeg = encode(picture, QUALITY)
    return PreparedPhoto(jpeg, hashlib.sha256(jpeg).hexdigest(), *picture.size)


def scaled(size: tuple[int, int], long_edge: int) -> tuple[int, int]:
    """The width and height that bring the longer one to `long_edge`; a picture is never made larger."""
    longest = max(size)
    if longest <= long_edge:
        return size
    width, height = (max(1, round(side * long_edge / longest)) for side in size)
    return width, height


def encode(picture: Image.Image, quality: int) -> bytes:
    """The picture alone as JPEG bytes, without anything its file carried along."""
    # The writer copies comments and colour profiles it finds here.
    picture.info.clear()
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, exif=b"", icc_profile=None)
    return out.getvalue()


def _decoded(raw: bytes) -> Image.Image:
    try:
        with _opened(raw) as picture:
            return _upright(picture)
    except PhotoError:
        raise
    except Exception as error:
        # Decoders say "damaged" in many ways: OSError, SyntaxError, struct.error, ValueError, MemoryError …
        log.info("a picture of %d bytes was not readable", len(raw), exc_info=True)
        raise PictureCutShort from error


def _opened(raw: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(raw), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise PictureTooLarge from error
    except UnidentifiedImageError as error:
        raise NotAPicture from error
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureTooLarge
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    turn = _UPRIGHT.get(_orientation(picture))
    # Lets the JPEG decoder skip detail that is thrown away anyway; a whole 50 megapixels never unfold.
    picture.draft(None, scaled(picture.size, LONG_EDGE))
    picture.load()
    flat = _rgb(picture).resize(scaled(picture.size, LONG_EDGE), Image.Resampling.LANCZOS)
    return flat if turn is None else flat.transpose(turn)


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:
        # Broken EXIF is common and no reason to refuse what can be seen.
        log.info("the EXIF of a picture was not readable", exc_info=True)
        return 1


def _rgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # Sixteen bits of grey; a plain conversion would cut everything bright to white.
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white
