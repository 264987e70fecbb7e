"""How the tablet looks: typeface, sizes, spacing, and colours for indoors, dark rooms and sunlight.

Every colour on screen is a role of the colour scheme (`ft.Colors.PRIMARY`, a `StateLook`'s `soft`, …), so
that switching the look repaints on the device and no component needs to know which look is on. Material
leaves its `*_fixed` roles to the app: here they carry *conforms* and *needs attention*. `tertiary` is *worth
sharing* and `error` is *major*, and neither is used for anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import flet as ft

from mobile.palette import PALETTE
from mobile.sizes import TARGET, Sizes
from mobile.text import say

# Spacing, in logical pixels on a grid of eight.
GAP_SMALL: Final = 8
GAP: Final = 16
GAP_LARGE: Final = 24

# From this window width on there is room for rail, list and detail side by side.
WIDE: Final = 900
# From this one on a few words fit beside a screen's title.
MEDIUM: Final = 600
# Below this a window has less room than the smallest phone has with ordinary type.
TIGHT: Final = 340
# About 70 characters of body text, the longest line that reads easily.
READING_WIDTH: Final = 640

_ORDINARY: Final = Sizes()

RADIUS: Final = 12
RADIUS_SMALL: Final = 8
# More than half of any single line: both ends are round.
ROUND: Final = 30

# One family per weight: the client loads one file per family and would fake the others by smearing.
REGULAR: Final = "Atkinson Hyperlegible Next"
SEMIBOLD: Final = "Atkinson Hyperlegible Next SemiBold"
BOLD: Final = "Atkinson Hyperlegible Next Bold"
# Paths inside the assets folder.
FONTS: Final = {
    REGULAR: "fonts/AtkinsonHyperlegibleNext-Regular.ttf",
    SEMIBOLD: "fonts/AtkinsonHyperlegibleNext-SemiBold.ttf",
    BOLD: "fonts/AtkinsonHyperlegibleNext-Bold.ttf",
    "Noto Sans": "fonts/NotoSans-Regular.ttf",
    "Noto Sans Math": "fonts/NotoSansMath-Regular.ttf",
    "Noto Sans Symbols 2": "fonts/NotoSansSymbols2-Regular.ttf",
    "Noto Emoji": "fonts/NotoEmoji-Regular.ttf",
}
# For what people write that the typeface lacks, in this order: Cyrillic and Greek, arrows and check marks,
# emoji. Roboto comes with the web client.
FALLBACK: Final = ("Noto Sans", "Noto Sans Math", "Noto Sans Symbols 2", "Noto Emoji", "Roboto")

# The text styles we use, by what they are for. Never set `weight=` on a text: use one of these.
NUMBER: Final = ft.TextThemeStyle.DISPLAY_SMALL  # 36 bold: a count, a code to read aloud
TITLE: Final = ft.TextThemeStyle.HEADLINE_SMALL  # 26 semi-bold: the screen's name
HEADING: Final = ft.TextThemeStyle.TITLE_LARGE  # 22 semi-bold: a group, a dialog
QUESTION: Final = ft.TextThemeStyle.TITLE_MEDIUM  # 20 regular: the question as it is asked
STRONG: Final = ft.TextThemeStyle.TITLE_SMALL  # 18 semi-bold: the first line of a card
BODY: Final = ft.TextThemeStyle.BODY_MEDIUM  # 18 regular: what a plain ft.Text is
SMALL: Final = ft.TextThemeStyle.BODY_SMALL  # 16 regular: the second line of a card
LABEL: Final = ft.TextThemeStyle.LABEL_MEDIUM  # 15 semi-bold: chips, bar labels, initials
CAPTION: Final = ft.TextThemeStyle.LABEL_SMALL  # 14 regular: "saved 10:42"


class Look(StrEnum):
    """Which colours are on: the person's choice, kept on the tablet."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    SUNLIGHT = "sunlight"


# What one wants to come back to carries this sign wherever it is shown.
COME_BACK: Final = ft.Icons.BOOKMARK
COME_BACK_NOT: Final = ft.Icons.BOOKMARK_ADD_OUTLINED


class State(StrEnum):
    """What a question or finding shows at a glance."""

    CONFORMS = "conforms"
    WORTH_SHARING = "worth_sharing"
    NEEDS_ATTENTION = "needs_attention"
    MAJOR = "major"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class StateLook:
    """How one state is shown: always an icon, a word and a shape together, never colour alone.

    `soft` is a ground, `ink` the text on it, `strong` an edge or icon on a card, `on_strong` the text on
    that. `radius` is the corner of chips and buttons in this state.
    """

    state: State
    icon: ft.IconData
    soft: ft.Colors
    ink: ft.Colors
    strong: ft.Colors
    on_strong: ft.Colors
    radius: int

    @property
    def word(self) -> str:
        """What the state is called, in the language that is spoken."""
        return say(f"answer.{self.state}")


STATES: Final[dict[State, StateLook]] = {
    State.CONFORMS: StateLook(
        state=State.CONFORMS,
        icon=ft.Icons.CHECK_CIRCLE_OUTLINE,
        soft=ft.Colors.PRIMARY_FIXED,
        ink=ft.Colors.ON_PRIMARY_FIXED,
        strong=ft.Colors.PRIMARY_FIXED_DIM,
        on_strong=ft.Colors.ON_PRIMARY_FIXED_VARIANT,
        radius=RADIUS,
    ),
    State.WORTH_SHARING: StateLook(
        state=State.WORTH_SHARING,
        icon=ft.Icons.STAR_ROUNDED,
        soft=ft.Colors.TERTIARY_CONTAINER,
        ink=ft.Colors.ON_TERTIARY_CONTAINER,
        strong=ft.Colors.TERTIARY,
        on_strong=ft.Colors.ON_TERTIARY,
        radius=32,
    ),
    State.NEEDS_ATTENTION: StateLook(
        state=State.NEEDS_ATTENTION,
        icon=ft.Icons.WARNING_AMBER_ROUNDED,
        soft=ft.Colors.SECONDARY_FIXED,
        ink=ft.Colors.ON_SECONDARY_FIXED,
        strong=ft.Colors.SECONDARY_FIXED_DIM,
        on_strong=ft.Colors.ON_SECONDARY_FIXED_VARIANT,
        radius=4,
    ),
    State.MAJOR: StateLook(
        state=State.MAJOR,
        icon=ft.Icons.REPORT,
        soft=ft.Colors.ERROR_CONTAINER,
        ink=ft.Colors.ON_ERROR_CONTAINER,
        strong=ft.Colors.ERROR,
        on_strong=ft.Colors.ON_ERROR,
        radius=0,
    ),
    State.NOT_APPLICABLE: StateLook(
        state=State.NOT_APPLICABLE,
        icon=ft.Icons.REMOVE_ROUNDED,
        soft=ft.Colors.SURFACE_CONTAINER_HIGH,
        ink=ft.Colors.ON_SURFACE_VARIANT,
        strong=ft.Colors.OUTLINE,
        on_strong=ft.Colors.SURFACE_BRIGHT,
        radius=RADIUS,
    ),
    State.UNANSWERED: StateLook(
        state=State.UNANSWERED,
        icon=ft.Icons.RADIO_BUTTON_UNCHECKED,
        soft=ft.Colors.SURFACE_BRIGHT,
        ink=ft.Colors.ON_SURFACE_VARIANT,
        strong=ft.Colors.OUTLINE,
        on_strong=ft.Colors.SURFACE_BRIGHT,
        radius=RADIUS,
    ),
}


def light(sizes: Sizes = _ORDINARY) -> ft.Theme:
    """The theme for ordinary rooms."""
    return _theme(0, sizes)


def dark(sizes: Sizes = _ORDINARY) -> ft.Theme:
    """The theme for dark rooms and evening shifts."""
    return _theme(1, sizes)


def sunlight(sizes: Sizes = _ORDINARY) -> ft.Theme:
    """The theme for glare: black on white, heavier lines, every text at a contrast of 7 or more."""
    return _theme(2, sizes)


def apply(page: ft.Page, mode: Look | str = Look.SYSTEM, sizes: Sizes = _ORDINARY) -> None:
    """Put a look, and the sizes for somebody's hands and eyes, on the whole page; at any time, and again."""
    mode = Look(mode)
    fit(page, sizes)
    page.fonts = dict(FONTS)
    page.theme = sunlight(sizes) if mode is Look.SUNLIGHT else light(sizes)
    page.dark_theme = dark(sizes)
    page.theme_mode = {
        Look.SYSTEM: ft.ThemeMode.SYSTEM,
        Look.DARK: ft.ThemeMode.DARK,
    }.get(mode, ft.ThemeMode.LIGHT)


def fit(page: ft.Page, sizes: Sizes) -> None:
    """Let what is drawn on this page from now on be as large as these sizes say."""
    page.session.store.set(_SIZES, sizes)


def sizes() -> Sizes:
    """Return the sizes in the window that is being drawn."""
    # Each window has its own. Outside of any, as where a part is made by itself, they are ordinary.
    try:
        page = ft.context.page
    except RuntimeError:
        return _ORDINARY
    kept = page.session.store.get(_SIZES)
    return kept if isinstance(kept, Sizes) else _ORDINARY


def target() -> int:
    """Return the smallest side of anything that is tapped."""
    return sizes().target


def beside_text(padding: int) -> int:
    """Return the padding above and below a line that is tapped: this much, and more with gloves on."""
    return padding + (target() - TARGET) // 2


def letters(size: float) -> float:
    """Return the size of letters that are ordinarily this high and have no style of their own."""
    return sizes().letters(size)


def icon_size(size: int) -> int:
    """Return the side of an icon beside text: this much, and more where the text is larger."""
    return sizes().sign(size)


def room() -> float:
    """Return how wide the window is, in pixels of ordinary type: larger type leaves less room."""
    try:
        width = ft.context.page.width
    except RuntimeError:
        width = None
    return (width or WIDE) / sizes().reading


def tight() -> bool:
    """Say whether type is so large for the window that little fits beside each other."""
    return room() < TIGHT


def margin() -> int:
    """Return what is left free at either side of a screen."""
    return GAP if room() < WIDE else GAP_LARGE


def breakpoints(
    widths: Mapping[str, int] | None = None,
) -> dict[ft.ResponsiveRowBreakpoint | str, ft.Number]:
    """Return from which widths on a row holds more: with larger type it takes a wider window."""
    reading = sizes().reading
    return {name: width * reading for name, width in (widths or _BREAKPOINTS).items()}


_BREAKPOINTS: Final = {"xs": 0, "sm": 576, "md": 768, "lg": 992, "xl": 1200, "xxl": 1400}
_SIZES: Final = "sizes"


def _theme(column: int, sizes: Sizes) -> ft.Theme:
    # Plain colours here, not roles: inside a theme the client resolves roles against the seed's own scheme.
    scheme = {role: colours[column] for role, colours in PALETTE.items()}
    ink, on_inverse, line = scheme["on_surface"], scheme["on_inverse_surface"], scheme["outline_variant"]
    return ft.Theme(
        color_scheme_seed=scheme["primary"],
        color_scheme=ft.ColorScheme(**scheme),
        font_family=REGULAR,
        use_material3=True,
        # Flutter packs controls tighter where it believes a mouse is; a finger needs the room everywhere.
        visual_density=ft.VisualDensity.STANDARD,
        scaffold_bgcolor=scheme["surface"],
        text_theme=_text_theme(ink, sizes),
        page_transitions=_no_transitions(),
        filled_button_theme=ft.FilledButtonTheme(_button_style(sizes)),
        outlined_button_theme=ft.OutlinedButtonTheme(
            _button_style(sizes, ft.BorderSide(1, scheme["outline"]))
        ),
        text_button_theme=ft.TextButtonTheme(_button_style(sizes, across=12)),
        icon_button_theme=ft.IconButtonTheme(_icon_button_style(sizes)),
        dialog_theme=ft.DialogTheme(
            bgcolor=scheme["surface_bright"],
            shape=ft.RoundedRectangleBorder(radius=16),
            title_text_style=_style(sizes.letters(22), SEMIBOLD, 1.3, ink),
            content_text_style=_style(sizes.letters(18), REGULAR, 1.45, ink),
        ),
        divider_theme=ft.DividerTheme(color=line, thickness=1, space=1),
        snackbar_theme=ft.SnackBarTheme(
            bgcolor=scheme["inverse_surface"],
            content_text_style=_style(sizes.letters(16), REGULAR, 1.4, on_inverse),
            behavior=ft.SnackBarBehavior.FLOATING,
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
        ),
        tooltip_theme=ft.TooltipTheme(text_style=_style(sizes.letters(14), REGULAR, 1.3, on_inverse)),
    )


def _style(size: float, family: str, height: float, color: str | None = None) -> ft.TextStyle:
    weight = {REGULAR: ft.FontWeight.W_400, SEMIBOLD: ft.FontWeight.W_600, BOLD: ft.FontWeight.W_700}[family]
    return ft.TextStyle(
        size=size,
        font_family=family,
        font_family_fallback=list(FALLBACK),
        weight=weight,
        height=height,
        letter_spacing=0,
        color=color,
    )


def _text_theme(ink: str, sizes: Sizes) -> ft.TextTheme:
    def style(size: int, family: str, height: float) -> ft.TextStyle:
        return _style(sizes.letters(size), family, height, ink)

    title, heading, number = style(26, SEMIBOLD, 1.25), style(22, SEMIBOLD, 1.3), style(36, BOLD, 1.15)
    body = style(18, REGULAR, 1.45)
    return ft.TextTheme(
        display_large=number,
        display_medium=number,
        display_small=number,
        headline_large=title,
        headline_medium=title,
        headline_small=title,
        title_large=heading,
        title_medium=style(20, REGULAR, 1.4),
        title_small=style(18, SEMIBOLD, 1.35),
        body_large=body,
        body_medium=body,
        body_small=style(16, REGULAR, 1.4),
        label_large=style(18, SEMIBOLD, 1.25),
        label_medium=style(15, SEMIBOLD, 1.25),
        label_small=style(14, REGULAR, 1.35),
    )


def _button_style(sizes: Sizes, side: ft.BorderSide | None = None, *, across: int = 24) -> ft.ButtonStyle:
    # No height: text that a person has made larger makes the button higher. 13 above and below a line of
    # 18 make 48; with gloves 17 above and below a line of 21 make 60.
    return ft.ButtonStyle(
        padding=ft.Padding.symmetric(vertical=17 if sizes.gloves else 13, horizontal=across),
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        text_style=_style(sizes.letters(18), SEMIBOLD, 1.25),
        icon_size=sizes.sign(22),
        side=side,
    )


def _icon_button_style(sizes: Sizes) -> ft.ButtonStyle:
    icon = sizes.lone_sign(24)
    return ft.ButtonStyle(padding=(sizes.target - icon) / 2, icon_size=icon)


def _no_transitions() -> ft.PageTransitionsTheme:
    # Motion only shows where something went; a screen is simply there. iOS keeps its swipe back.
    still = ft.PageTransitionTheme.NONE
    return ft.PageTransitionsTheme(android=still, linux=still, macos=still, windows=still)
