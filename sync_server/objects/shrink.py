"""Makes one thumbnail, as a program of its own: a hostile picture ends this process and nothing else.

    python shrink.py EDGE MEGAPIXELS MEGABYTES < picture > thumbnail.jpg

It imports nothing of ours, so it starts quickly. It ends with 0 and the JPEG on its output, or with one of
the codes below and nothing.
"""

from __future__ import annotations

import contextlib
import io
import sys
import warnings

# What the parent process learns from how this one ends.
NOT_A_PICTURE = 3
TOO_MANY_PIXELS = 4
DAMAGED = 5
TOO_DEMANDING = 6

CPU_SECONDS = 15

# Any decoder has room enough for so many.
_SMALL_PIXELS = 6_000_000


def main(edge: int, megapixels: int, megabytes: int) -> int:
    """Write the thumbnail of the picture on standard input to standard output and return the exit code.

    Args:
        edge: of the thumbnail, at most, in pixels.
        megapixels: a picture may have.
        megabytes: of memory this process may use.
    """
    _limit_this_process(megabytes * 1024 * 1024)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only after the limits are set

    Image.MAX_IMAGE_PIXELS = megapixels * 1_000_000
    # Pillow warns up to twice the limit; for us the limit is the limit.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        jpeg = _thumbnail(edge)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_MANY_PIXELS
    except UnidentifiedImageError:
        return NOT_A_PICTURE
    except MemoryError:
        return TOO_DEMANDING
    except _LargeError:
        return TOO_DEMANDING
    except Exception:  # noqa: BLE001 - decoders raise whatever a broken file makes them stumble over
        return DAMAGED
    sys.stdout.buffer.write(jpeg)
    return 0


def _thumbnail(edge: int) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - only after the limits are set

    with Image.open(sys.stdin.buffer, formats=["JPEG", "PNG", "WEBP"]) as picture:
        # thumbnail() would quietly accept less than the whole; load() raises when bytes are missing.
        picture.draft("RGB", (edge * 2, edge * 2))
        try:
            picture.load()
        except OSError:
            # Some decoders say the same of a file that is broken and of too little memory.
            if picture.width * picture.height > _SMALL_PIXELS:
                raise _LargeError from None
            raise
        small: Image.Image = picture
        if picture.mode not in {"RGB", "L", "RGBA"}:
            # These are not smoothed when they shrink, so not all the way; whole, they would take four times
            # the memory in the mode that is.
            picture.thumbnail((edge * 4, edge * 4), Image.Resampling.NEAREST)
            small = picture.convert("RGBA")
        small.thumbnail((edge, edge))
        # What a camera wrote beside the picture may be broken without the picture being so.
        with contextlib.suppress(Exception):
            ImageOps.exif_transpose(small, in_place=True)
        flat = Image.new("RGB", small.size, "white")
        flat.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=80, optimize=True, progressive=True)
    return out.getvalue()


class _LargeError(Exception):
    """A large picture could not be decoded."""


def _limit_this_process(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, CPU_SECONDS)):
        try:
            resource.setrlimit(kind, (limit, limit))
        except (ValueError, OSError):  # a stricter limit is in force already, or macOS, which has no such one
            continue


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))
