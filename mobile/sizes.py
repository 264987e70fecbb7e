"""How large things are for whoever holds the tablet: for bare hands or gloves, with type for any eyes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The smallest side of anything that is tapped: a fingertip, and a fingertip in a work glove.
TARGET: Final = 48
TARGET_GLOVE: Final = 60
# How much larger type is for somebody with gloves on, who also holds the tablet farther away.
GLOVE_TYPE: Final = 1.15
# The sizes of type one can choose, in per cent.
TEXT_SIZES: Final = (100, 130, 160, 200)

# Body text, in logical pixels.
_BODY: Final = 18
# A sign need not grow as much as a letter to be seen; one that is tapped has room around it for a finger.
_MOST_SIGN: Final = 1.5
_MOST_LONE_SIGN: Final = 1.25


@dataclass(frozen=True)
class Sizes:
    """What one person needs.

    Attributes:
        gloves: whether the hands are gloved.
        text: type as chosen in the app, in per cent of its ordinary size.
        device: how many times as large the device draws all type by itself.
    """

    gloves: bool = False
    text: int = 100
    device: float = 1.0

    @property
    def type(self) -> float:
        """How many times as large as ordinary a line of text is in the end."""
        return max(self.reading, GLOVE_TYPE if self.gloves else 1.0)

    @property
    def reading(self) -> float:
        """The same without gloves: by as much less fits beside each other in a window."""
        return max(self.text / 100, self.device, 1.0)

    @property
    def target(self) -> int:
        """The smallest side of anything that is tapped, in logical pixels."""
        return TARGET_GLOVE if self.gloves else TARGET

    def letters(self, size: float) -> float:
        """Return the size to draw letters in that are ordinarily `size` pixels high.

        None grows by more pixels than body text does: a title is large already, and its longest word is to
        fit on a phone.
        """
        larger = min(size * self.type, size + _BODY * (self.type - 1))
        return round(larger / self.device, 1) if self.device > 1 else round(larger)

    def sign(self, size: float) -> int:
        """Return the side of an icon beside text that is ordinarily `size` pixels high."""
        return round(size * min(self.type, _MOST_SIGN))

    def lone_sign(self, size: float) -> int:
        """Return the side of an icon that is tapped without words beside it."""
        return round(size * min(self.type, _MOST_LONE_SIGN))
