"""Makes one thumbnail, as a program of its own: a hostile picture ends this process and nothing else.

    python shrink.py PICTURE EDGE MEGAPIXELS > thumbnail.jpg

It imports nothing of ours, so it starts quickly. It ends with 0 and the JPEG on its output, or with one of
the codes below and nothing.
"""

from __future__ import annotations

import io
import sys
import warnings

# What the parent process learns from how this one ends.
NOT_A_PICTURE = 3
TOO_MANY_PIXELS = 4
DAMAGED = 5
TOO_DEMANDING = 6

# A picture of 50 megapixels is decoded, turned and flattened within this.
MEMORY_BYTES = 1024**3
CPU_SECONDS = 15


def main(picture: str, edge: int, megapixels: int) -> int:
    """Write the thumbnail of a picture to standard output and return the exit code."""
    _limit_this_process()
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only after the limits are set

    Image.MAX_IMAGE_PIXELS = megapixels * 1_000_000
    # Pillow warns up to twice the limit; for us the limit is the limit.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        jpeg = _thumbnail(picture, edge)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_MANY_PIXELS
    except UnidentifiedImageError:
        return NOT_A_PICTURE
    except MemoryError:
        return TOO_DEMANDING
    except Exception:  # noqa: BLE001 - decoders raise whatever a broken file makes them stumble over
        return DAMAGED
    sys.stdout.buffer.write(jpeg)
    return 0


def _thumbnail(path: str, edge: int) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - only after the limits are set

    with Image.open(path, formats=["JPEG", "PNG", "WEBP"]) as picture:
        # thumbnail() would quietly accept less than the whole; load() raises when bytes are missing.
        picture.draft("RGB", (edge * 2, edge * 2))
        picture.load()
        small = picture.copy() if picture.mode in {"RGB", "L", "RGBA"} else picture.convert("RGBA")
    small.thumbnail((edge, edge))
    ImageOps.exif_transpose(small, in_place=True)
    flat = Image.new("RGB", small.size, "white")
    flat.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=80, optimize=True, progressive=True)
    return out.getvalue()


def _limit_this_process() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        try:
            resource.setrlimit(kind, (limit, limit))
        except (ValueError, OSError):  # a stricter limit is in force already, or macOS, which has no such one
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
