"""What people read on a page, control by control: its texts, and the labels of what is a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = frozenset({"input", "img", "link", "meta", "br", "path", "circle", "rect", "svg"})


@dataclass
class Element:
    """An element with what is in it; a text is an element without a name."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    inside: list[Element] = field(default_factory=list)
    text: str = ""

    def every(self, name: str, value: str | None = None) -> list[Element]:
        """Return all that carry an attribute, with this value where one is given."""
        here = name in self.attributes and value in (None, self.attributes[name])
        return [
            *([self] if here else []),
            *(one for inner in self.inside for one in inner.every(name, value)),
        ]

    def words(self) -> list[str]:
        """Return what is read here, in its order; what is hidden is left out, a picture is its label."""
        if "hidden" in self.attributes or self.name in {"script", "template"}:
            return []
        if not self.name:
            # A space that no line breaks at stays what it is.
            text = re.sub(r"[ \n]+", " ", self.text).strip(" ")
            return [text] if text else []
        inside = [word for one in self.inside for word in one.words()]
        label = self.attributes.get("aria-label")
        return inside or ([label] if label and self.name != "input" else [])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, dict(attrs))
        self.stack[-1].inside.append(one)
        if tag not in _EMPTY:
            self.stack.append(one)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY and tag in [one.name for one in self.stack]:
            while self.stack.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.stack[-1].name == "textarea":
            # What is typed in it is no word of the page.
            return
        self.stack[-1].inside.append(Element("", text=data))


def read_page(html: str) -> Element:
    """Return a page as elements."""
    reader = _Reader()
    reader.feed(html)
    return reader.stack[0]
