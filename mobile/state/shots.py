"""The photos just taken with the camera: each kept at once, taken again, taken away and put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.values import PhotoRef
    from mobile.state.photo_place import PhotoPlace

Step = tuple[str, "Callable[[], object]"]


@dataclass
class Shots:
    """What was taken since the camera was opened.

    Attributes:
        put: puts a photo where it was taken for.
        place: where they are; None where they are only put.
        names: of the photos, in the order they were taken.
        again: the photo that the next one takes the place of; empty for none.
        said: a sentence about what was done last.
        step: what can be done about it: words, and what happens.
    """

    put: Callable[[str, PhotoRef], object]
    place: PhotoPlace | None
    names: tuple[str, ...] = ()
    again: str = ""
    said: str = ""
    step: Step | None = None

    def tell(self, sentence: str, step: Step | None = None) -> None:
        """Say something about the last photo."""
        self.said, self.step = sentence, step

    def do_step(self) -> None:
        """Do what can be done about the last photo."""
        if self.step:
            self.step[1]()

    def keep(self, sha256: str, ref: PhotoRef) -> None:
        """Put a photo that was just taken, in the place of another if one is taken again."""
        self.put(sha256, ref)
        old, self.again = self.again, ""
        if self.place and old in self.names and old != sha256:
            # The new one first: should the tablet die in between there are two, and not none.
            self.place.remove(old)
            self.names = tuple(sha256 if one == old else one for one in self.names if one != sha256)
            self.tell(say("camera.replaced"))
            return
        self.names = (*(one for one in self.names if one != sha256), sha256)
        self.tell(say("camera.kept"))

    def take_again(self, sha256: str) -> None:
        """Let the next photo take the place of this one."""
        self.again = sha256
        number = self.names.index(sha256) + 1
        self.tell(say("camera.retaking", number=number), (say("camera.keep_old"), self.keep_old))

    def keep_old(self) -> None:
        """Take none again after all."""
        self.again = ""
        self.tell("")

    def remove(self, sha256: str) -> None:
        """Take a photo away, with the way to put it back."""
        ref = self.place.photos().get(sha256) if self.place else None
        if self.place is None or ref is None:
            return
        before = self.names
        self.place.remove(sha256)
        self.names = tuple(one for one in before if one != sha256)

        def put_back() -> None:
            self.put(sha256, ref)
            self.names = before
            self.tell("")

        self.tell(say("camera.removed"), (say("visit.undo"), put_back))

    def changed(self, old: str, new: str, *, blurred: bool) -> None:
        """Take in that a photo was drawn on, which makes another, or blurred, which puts one in its place."""
        there = self.place.photos() if self.place else {}
        shots = [new if one == old and blurred else one for one in self.names]
        kept = tuple(one for one in shots if one in there)
        self.names = kept if new in kept else (*kept, new)
