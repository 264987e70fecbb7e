"""SQLite's write-ahead log as a file: which of its frames are whole, and which bit of one has turned.

SQLite itself stops reading the log at the first frame that does not add up and says nothing, so that one
turned bit would take every later save away. Here each frame is compared with its checksum, also behind one
that is damaged: it goes on from the checksum that stands in the damaged frame. One turned bit is put right.
The format is described in "Database File Format", part of SQLite's documentation.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER_BYTES: Final = 32
FRAME_HEADER_BYTES: Final = 24

# "WAL-Index Format" in SQLite's documentation: the header, of which there are two copies, and mxFrame in it.
_NOTE_BYTES: Final = 48
_LAST_FRAME_AT: Final = 16

# The last bit of the first number says in which order the bytes of the summed words stand.
_MAGIC: Final = 0x377F0682
_WORD: Final = 0xFFFFFFFF

# Page sizes SQLite knows.
_LEAST_PAGE: Final = 512
_LARGEST_PAGE: Final = 65_536

Sums = tuple[int, int]


@dataclass(slots=True)
class Frame:
    """One page as a commit left it.

    Attributes:
        page: its number.
        pages_after: how many pages the database has after this commit; 0 where the commit goes on.
        at: where its page begins in the file.
        whole: whether it adds up.
    """

    page: int
    pages_after: int
    at: int
    whole: bool


@dataclass(slots=True)
class Log:
    """What a log holds, up to its last commit.

    Attributes:
        data: the file's bytes, with turned bits put right.
        page_size: in bytes.
        frames: those of all commits, in order, damaged ones too.
        turned: place in the file → byte as it has to be.
        cut_short: whether the last commit does not add up: it was never acknowledged, or it is damaged.
        unreadable: whether its beginning is damaged beyond telling what the rest is.
    """

    data: bytearray
    page_size: int = 0
    frames: list[Frame] = field(default_factory=list)
    turned: dict[int, int] = field(default_factory=dict)
    cut_short: bool = False
    unreadable: bool = False

    @property
    def damaged(self) -> bool:
        """Whether something acknowledged can't be read any more."""
        return self.unreadable or any(not one.whole for one in self.frames)

    @property
    def begins_otherwise(self) -> bool:
        """Whether what was put right is its beginning, and nothing else."""
        return bool(self.turned) and all(place < HEADER_BYTES for place in self.turned)

    @property
    def last_commit_at(self) -> int:
        """Where the frames of the last commit begin in the file."""
        ends = [one.at for one in self.frames[:-1] if one.pages_after]
        return ends[-1] + self.page_size if ends else HEADER_BYTES

    def is_carried_over(self, data: bytes | bytearray) -> bool:
        """Say whether the database file holds everything the log does."""
        newest = {one.page: one.at for one in self.frames}
        size = self.page_size
        return bool(newest) and all(
            self.data[at : at + size] == data[(page - 1) * size : page * size] for page, at in newest.items()
        )

    def versions(self) -> Iterator[bytes]:
        """Yield every version of every page that stands in the file, damaged ones too."""
        for at in _places(len(self.data), self.page_size):
            yield bytes(self.data[at + FRAME_HEADER_BYTES : at + FRAME_HEADER_BYTES + self.page_size])

    def newest(self) -> dict[int, bytes | None]:
        """Return page number → its newest content; None where that is damaged."""
        return {
            one.page: bytes(self.data[one.at : one.at + self.page_size]) if one.whole else None
            for one in self.frames
        }


def last_frame(shared: bytes) -> int:
    """Return how many frames of its log SQLite goes by, as it notes in the memory its connections share.

    Behind them may stand others that look as whole: of a commit whose sync the disk answered with an error,
    which SQLite has undone.
    """
    # The note stands there twice, in the machine's own byte order.
    noted, again = shared[:_NOTE_BYTES], shared[_NOTE_BYTES : 2 * _NOTE_BYTES]
    if len(again) < _NOTE_BYTES or noted != again:
        raise ValueError("what connections share is not there, or being written")
    frames: int = struct.unpack_from("=I", noted, _LAST_FRAME_AT)[0]
    return frames


def committed(data: bytes, frames: int) -> dict[int, bytes]:
    """Return page number → its newest content in a log this process has just written; nothing is summed.

    Args:
        data: the file's bytes.
        frames: how many of its frames count, see `last_frame`.
    """
    found: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    size = _page_size(data)
    for at in islice(_places(len(data), size), frames):
        page, pages_after = struct.unpack_from(">II", data, at)
        if data[at + 8 : at + 16] != data[16:24]:
            break
        waiting[page] = data[at + FRAME_HEADER_BYTES : at + FRAME_HEADER_BYTES + size]
        if pages_after:
            found |= waiting
            waiting = {}
    return found


def read(data: bytes, page_size: int) -> Log:
    """Return what a log holds.

    Args:
        data: the file's bytes.
        page_size: the database's, for a log whose own beginning is damaged; 0 if that is not known either.
    """
    log = Log(bytearray(data))
    if len(data) < HEADER_BYTES + FRAME_HEADER_BYTES:
        return log
    sums = _header(log)
    log.page_size = _page_size(log.data) if sums else page_size
    if log.page_size == 0:
        log.unreadable = True
        return log
    _read_frames(log, sums)
    if sums is None:
        log.unreadable = bool(log.frames)
    return log


def _header(log: Log) -> Sums | None:
    """Return what the frames' sums begin with, None where the log's beginning is damaged."""
    if _header_adds_up(log.data):
        return _stored(log.data, 24)
    found = []
    for bit in range(HEADER_BYTES * 8):
        _turn(log.data, bit)
        # Its sums alone do not tell all bits apart.
        if _header_adds_up(log.data) and log.data[16:24] == log.data[HEADER_BYTES + 8 : HEADER_BYTES + 16]:
            found.append(bit)
        _turn(log.data, bit)
    usable = [bit for bit in found if _begins(log, bit)] or found
    if not usable:
        return None
    _turn(log.data, usable[0])
    log.turned[usable[0] // 8] = log.data[usable[0] // 8]
    return _stored(log.data, 24)


def _begins(log: Log, bit: int) -> bool:
    """Say whether the first frame adds up with a bit of the log's beginning turned."""
    _turn(log.data, bit)
    log.page_size = _page_size(log.data)
    adds_up = log.page_size + HEADER_BYTES + FRAME_HEADER_BYTES <= len(log.data) and (
        _frame_sums(log, _order(log.data), HEADER_BYTES, _stored(log.data, 24))
        == _stored(log.data, HEADER_BYTES + 16)
    )
    _turn(log.data, bit)
    return adds_up


def _header_adds_up(data: bytes | bytearray) -> bool:
    magic = int.from_bytes(data[:4], "big")
    if magic & ~1 != _MAGIC or _page_size(data) == 0:
        return False
    return _add(_order(data), bytes(data[:24]), (0, 0)) == _stored(data, 24)


def _read_frames(log: Log, sums: Sums | None) -> None:
    order, salts = _order(log.data), _salts(log, sums)
    waiting: list[Frame] = []
    places = list(_places(len(log.data), log.page_size))
    # Whether the frame before is one of this log for certain.
    known = sums is not None
    last = max((n for n, at in enumerate(places) if log.data[at + 8 : at + 16] == salts), default=-1)
    for n, at in enumerate(places):
        frame, adds_up = _frame(log, order, at, sums)
        if not adds_up and n > last:
            break
        if not adds_up and sums is not None:
            adds_up = frame.whole = _put_right(log, order, at, sums, last=n >= last)
            frame.page, frame.pages_after = struct.unpack_from(">II", log.data, at)
        if adds_up and log.data[at + 8 : at + 16] != salts:
            if known:
                _write(log, at + 8, salts)
            else:
                # What an earlier log left here adds up as well, among itself.
                adds_up = frame.whole = False
        known = adds_up
        waiting.append(frame)
        sums = _stored(log.data, at + 16)
        if adds_up and frame.pages_after:
            log.frames += waiting
            waiting = []
    # A commit that broke off leaves frames without a whole last one. So does an undone change; those add up.
    log.cut_short = any(not one.whole for one in waiting)
    _look_at_the_last_commit(log)


def _look_at_the_last_commit(log: Log) -> None:
    """Take the last commit off where it does not add up: a power cut in the middle of it looks the same."""
    before = next((n for n in range(len(log.frames) - 2, -1, -1) if log.frames[n].pages_after), -1)
    # A damaged frame may say that a commit ends with it, where none does; the one before ends whole.
    while before >= 0 and not log.frames[before].whole:
        before = next((n for n in range(before - 1, -1, -1) if log.frames[n].pages_after), -1)
    if all(one.whole for one in log.frames[before + 1 :]):
        return
    log.cut_short = True
    del log.frames[before + 1 :]


def _frame(log: Log, order: str, at: int, sums: Sums | None) -> tuple[Frame, bool]:
    page, pages_after = struct.unpack_from(">II", log.data, at)
    adds_up = sums is not None and _adds_up(log, order, at, sums)
    return Frame(page, pages_after, at + FRAME_HEADER_BYTES, adds_up), adds_up


def _frame_sums(log: Log, order: str, at: int, sums: Sums) -> Sums:
    page = log.data[at + FRAME_HEADER_BYTES : at + FRAME_HEADER_BYTES + log.page_size]
    return _add(order, bytes(log.data[at : at + 8] + page), sums)


def _put_right(log: Log, order: str, at: int, before: Sums, *, last: bool) -> bool:
    """Turn the bit of a frame back that has turned; say whether there was one and only one that may have."""
    computed, stored = _frame_sums(log, order, at, before), _stored(log.data, at + 16)
    following = at + FRAME_HEADER_BYTES + log.page_size
    # What the next frame goes on from says which of the two is right: the page, or the sums beside it.
    sums_are_right = not last and _adds_up(log, order, following, stored)
    page_is_right = not last and _adds_up(log, order, following, computed)
    off = (stored[0] - computed[0]) & _WORD, (stored[1] - computed[1]) & _WORD
    words = _turned_words(2 + log.page_size // 4, off) if sums_are_right or last else []
    one_in_sums = (computed[0] ^ stored[0]).bit_count() + (computed[1] ^ stored[1]).bit_count() == 1
    if page_is_right or (last and one_in_sums and not words):
        _write(log, at + 16, struct.pack(">II", *computed))
        return True
    if len(words) != 1 or (last and one_in_sums):
        return False
    ((word, difference),) = words
    # A frame begins with two summed words; its salts and sums stand between them and the page.
    place = at + word * 4 if word < 2 else at + FRAME_HEADER_BYTES + (word - 2) * 4  # noqa: PLR2004 - as said
    value = (struct.unpack_from(f"{order}I", log.data, place)[0] + difference) & _WORD
    _write(log, place, struct.pack(f"{order}I", value))
    return True


def _adds_up(log: Log, order: str, at: int, sums: Sums) -> bool:
    return _frame_sums(log, order, at, sums) == _stored(log.data, at + 16)


def _turned_words(words: int, off: Sums) -> list[tuple[int, int]]:
    """Return which words one turned bit explains the difference with, and what to add to each.

    The sums tell the upper bits of different words apart badly, so there may be more than one.
    """
    # Of the two weights of a word at least one is odd, so the lowest bit that is off is the one that turned.
    bit = (off[0] | off[1]) & -(off[0] | off[1])
    differences = [bit] if bit in {0, 1 << 31} else [bit, -bit]
    return [
        (word, difference)
        for word, (first, second) in enumerate(_weights(words))
        for difference in differences
        if bit and (first * difference) & _WORD == off[0] and (second * difference) & _WORD == off[1]
    ]


@cache
def _weights(words: int) -> list[Sums]:
    """Return, for each word, how much the two sums change when it grows by one."""
    found: list[Sums] = []
    even, odd = (1, 1), (0, 1)
    for _ in range(words // 2):
        found += [odd, even]
        even = (even[0] + even[1]) & _WORD, (even[0] + 2 * even[1]) & _WORD
        odd = (odd[0] + odd[1]) & _WORD, (odd[0] + 2 * odd[1]) & _WORD
    return found[::-1]


def _add(order: str, data: bytes, sums: Sums) -> Sums:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    few = len(words) % 6
    for n in range(0, few, 2):
        first = (first + words[n] + second) & _WORD
        second = (second + words[n + 1] + first) & _WORD
    # Three pairs at a time, cut to 32 bits after the last: this is where a start spends its time.
    rest = iter(words[few:])
    for one, two, three, four, five, six in zip(rest, rest, rest, rest, rest, rest, strict=False):
        first += one + second
        second += two + first
        first += three + second
        second += four + first
        first += five + second
        second += six + first
        first &= _WORD
        second &= _WORD
    return first, second


def _salts(log: Log, sums: Sums | None) -> bytes:
    if sums is not None:
        return bytes(log.data[16:24])
    # The beginning is damaged: the salts most frames have, counted from the front.
    met: dict[bytes, int] = {}
    for at in _places(len(log.data), log.page_size):
        salt = bytes(log.data[at + 8 : at + 16])
        met[salt] = met.get(salt, 0) + 1
    return max(met, key=lambda one: met[one], default=b"")


def _places(length: int, page_size: int) -> Iterator[int]:
    if page_size:
        step = FRAME_HEADER_BYTES + page_size
        yield from range(HEADER_BYTES, length - step + 1, step)


def _page_size(data: bytes | bytearray) -> int:
    size = int.from_bytes(data[8:12], "big")
    return size if _LEAST_PAGE <= size <= _LARGEST_PAGE and size & (size - 1) == 0 else 0


def _order(data: bytes | bytearray) -> str:
    return ">" if data[3] & 1 else "<"


def _stored(data: bytes | bytearray, at: int) -> Sums:
    first, second = struct.unpack_from(">II", data, at)
    return first, second


def _turn(data: bytearray, bit: int) -> None:
    data[bit // 8] ^= 1 << bit % 8


def _write(log: Log, at: int, new: bytes | bytearray) -> None:
    for n, byte in enumerate(new, start=at):
        if log.data[n] != byte:
            log.data[n] = log.turned[n] = byte
