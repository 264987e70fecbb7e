"""What a screen reader meets on a screen of the tablet, checked as axe would check a page.

Flutter draws on a canvas, so a tool for pages finds nothing there; what it hands to screen readers is its
semantics tree. Each rule here stands for those of axe-core that mean the same:

    NAMED         button-name, link-name, input-button-name, image-alt, role-img-alt, aria-toggle-field-name
    LABELLED      label, aria-input-field-name, select-name
    ONE_OF_A_KIND duplicate-id-aria: an identifier stands for one thing on the screen
    TOLD_APART    identical-links-same-purpose, widened to everything that is tapped: what has the same name
                  stands below another heading or in a group of another name
    SAID_ONCE     none of axe's: a name that says the same line twice is read out twice
    LARGE_ENOUGH  target-size, at 48 logical pixels and at 60 with gloves instead of axe's 24
    HEADED        page-has-heading-one, empty-heading, heading-order
    IS_A_BUTTON   none of axe's: what takes a tap is announced as something that can be tapped

Colour contrast is computed from the palette (tests/mobile/test_theme.py), since no colour is in the tree.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from mobile.sizes import TARGET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Page


class Rule(StrEnum):
    """What is asked of a screen."""

    NAMED = "has a name"
    LABELLED = "has a label"
    ONE_OF_A_KIND = "is one of a kind"
    TOLD_APART = "can be told apart"
    SAID_ONCE = "is said once"
    LARGE_ENOUGH = "is large enough"
    HEADED = "has its headings"
    IS_A_BUTTON = "is announced as a button"


@dataclass(frozen=True)
class Element:
    """One node of the tree.

    Attributes:
        role: as the browser has it; `heading1` to `heading6`, `field`, or empty for words and groups.
        identifier: its own, or that of the nearest node around it.
        own: whether the identifier is its own.
        name: what is read out.
        taps: whether it takes taps.
        place: x, y, width and height on the screen.
        whole: whether none of it is cut off by what it scrolls in.
        within: the names of the groups around it and the heading above it.
    """

    role: str
    identifier: str
    own: bool
    name: str
    taps: bool
    place: tuple[float, float, float, float]
    whole: bool
    within: str

    def __str__(self) -> str:
        return f"{self.role or 'node'} {self.identifier or '(no identifier)'} {self.name!r}"


def troubles(page: Page, least: int = TARGET) -> list[str]:
    """Return what is wrong on the screen, a line each that begins with its rule.

    Args:
        page: a window on the app whose semantics tree is on.
        least: the smallest side of what is tapped, in logical pixels.
    """
    found = elements(page)
    return [
        *_unnamed(found),
        *_not_one_of_a_kind(found),
        *_alike(found),
        *_said_twice(found),
        *_too_small(found, least),
        *_headings(found),
        *_not_announced(found),
    ]


def check(page: Page, least: int = TARGET, deviates: Mapping[str, str] | None = None) -> None:
    """Fail where something is wrong that stays so; a screen that is still being drawn is looked at again.

    Args:
        page: as for `troubles`.
        least: as for `troubles`.
        deviates: part of a trouble's line, and why it is right on this screen. One that is not met is wrong.
    """
    reasons = deviates or {}
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        found = troubles(page, least)
        left = [line for line in found if not any(part in line for part in reasons)]
        left += [f"no longer so: {part}" for part in reasons if not any(part in line for line in found)]
        if not left:
            return
        assert time.monotonic() < deadline, "for a screen reader or a finger:\n" + "\n".join(left)
        page.wait_for_timeout(250)


def tab_order(page: Page, presses: int) -> list[str]:
    """Press Tab some times and return the identifier of what has the focus after each; empty for nothing."""
    found = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        page.wait_for_timeout(_FOCUS_MS)
        found.append(str(page.evaluate(_FOCUSED)))
    return found


def elements(page: Page) -> list[Element]:
    """Return every node that says or does something, in the order in which it is read."""
    return [
        Element(
            role=one["role"],
            identifier=one["identifier"],
            own=one["own"],
            name=one["name"].strip(),
            taps=one["taps"],
            place=(one["x"], one["y"], one["width"], one["height"]),
            whole=one["whole"],
            within=one["within"],
        )
        for one in page.evaluate(_ELEMENTS)
    ]


_PATIENCE_SECONDS: Final = 12
_FOCUS_MS: Final = 120

# A dialog has the screen to itself, and a heading of its own.
_DIALOGS: Final = ("dialog", "alertdialog")
_TAPPED: Final = ("button", "link", "checkbox", "switch", "radio", "tab", "menuitem", "slider")


def _unnamed(found: Sequence[Element]) -> Iterator[str]:
    for one in found:
        if one.name:
            continue
        if one.role == "field":
            yield f"{Rule.LABELLED}: not {one}"
        elif one.role in {*_TAPPED, "img", "progressbar"} or one.taps:
            yield f"{Rule.NAMED}: not {one}"


def _not_one_of_a_kind(found: Sequence[Element]) -> Iterator[str]:
    carried = Counter(one.identifier for one in found if one.own)
    for identifier, count in carried.items():
        if count > 1:
            yield f"{Rule.ONE_OF_A_KIND}: not {identifier}, which is on the screen {count} times"


def _alike(found: Sequence[Element]) -> Iterator[str]:
    tapped = (one for one in found if one.name and (one.taps or one.role in {*_TAPPED, "field"}))
    alike = Counter((one.within, one.name) for one in tapped)
    for (within, name), count in alike.items():
        if count > 1:
            yield f"{Rule.TOLD_APART}: not {count} with the name {name!r} in {within!r}"


def _said_twice(found: Sequence[Element]) -> Iterator[str]:
    for one in found:
        lines = [line for line in one.name.splitlines() if re.search(r"\w", line)]
        if len(lines) > len(set(lines)):
            yield f"{Rule.SAID_ONCE}: not {one}"


def _too_small(found: Sequence[Element], least: int) -> Iterator[str]:
    for one in found:
        _, _, width, height = one.place
        # Half a pixel is the browser's rounding.
        if (one.taps or one.role in {*_TAPPED, "field"}) and one.whole and min(width, height) < least - 0.5:
            yield f"{Rule.LARGE_ENOUGH}: not {one}, {width:.0f} x {height:.0f}"


def _headings(found: Sequence[Element]) -> Iterator[str]:
    headings = [one for one in found if one.role.startswith("heading")]
    first = [one for one in headings if one.role == "heading1"]
    if len(first) != 1 and not any(one.role in _DIALOGS for one in found):
        yield f"{Rule.HEADED}: not with {len(first)} of the first level, {[one.name for one in first]}"
    last = 1
    for one in headings:
        level = int(one.role.removeprefix("heading"))
        if not one.name:
            yield f"{Rule.HEADED}: not by an empty {one}"
        if level > last + 1:
            yield f"{Rule.HEADED}: not in order, {one} comes after level {last}"
        last = level


def _not_announced(found: Sequence[Element]) -> Iterator[str]:
    for one in found:
        if one.taps and one.role not in {*_TAPPED, "field"}:
            yield f"{Rule.IS_A_BUTTON}: not {one}"


# Read in one go, so that no frame comes in between.
_ELEMENTS: Final = """
() => {
    const host = document.querySelector("flt-semantics-host");
    const found = [];
    const ID = "flt-semantics-identifier";
    const ROLES = {INPUT: "field", TEXTAREA: "field", A: "link", IMG: "img", SELECT: "field"};
    // A child's words are its own where it has a role or an identifier of its own.
    const words = node => node.getAttribute("aria-label")
        || [...node.childNodes].map(one => one.nodeType === Node.TEXT_NODE ? one.textContent
            : one.tagName === "SPAN" ? one.textContent : "").join("");
    const scrolls = node => node.querySelector(":scope > flt-semantics-scroll-overflow") !== null
        || ["scroll", "auto"].includes(getComputedStyle(node).overflowY)
        || ["scroll", "auto"].includes(getComputedStyle(node).overflowX);
    const touches = (box, edge) => box.left <= edge.left + 1 || box.top <= edge.top + 1
        || box.right >= edge.right - 1 || box.bottom >= edge.bottom - 1;
    let heading = "";
    const visit = (node, identifier, groups, edges) => {
        if (node.nodeType !== Node.ELEMENT_NODE || node.tagName === "SPAN") return;
        if (node.tagName.endsWith("OVERFLOW")) return;
        const box = node.getBoundingClientRect();
        const level = /^H[1-6]$/.test(node.tagName) ? node.tagName[1] : "";
        const given = node.getAttribute("role") || "";
        const role = level ? `heading${level}` : ROLES[node.tagName] || (given === "group" ? "" : given);
        const name = words(node).trim();
        const own = node.getAttribute(ID) || "";
        if (level) heading = name;
        // What can have the focus takes a tap too: a tap's own mark is lost where a role has its own ways.
        const focused = node.getAttribute("tabindex") === "0" && role !== "img";
        const taps = node.hasAttribute("flt-tappable") || focused;
        const says = role || own || taps;
        if (says && box.width > 0 && box.height > 0) found.push({
            role, identifier: own || identifier, own: own !== "", name,
            taps,
            x: box.left, y: box.top, width: box.width, height: box.height,
            whole: !edges.some(edge => touches(box, edge)),
            within: [...groups, heading].join(" / "),
        });
        const inner = name && !level ? [...groups, name] : groups;
        const around = scrolls(node) ? [...edges, box] : edges;
        for (const child of node.children) visit(child, own || identifier, inner, around);
    };
    visit(host, "", [], [{left: -1, top: -1, right: innerWidth + 1, bottom: innerHeight + 1}]);
    return found;
}
"""

_FOCUSED: Final = """
() => {
    const node = document.activeElement;
    const named = node && node.closest("[flt-semantics-identifier]");
    return named ? named.getAttribute("flt-semantics-identifier") : "";
}
"""
