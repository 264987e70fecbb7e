"""How the tablet looks: typeface, sizes, spacing, and colours for indoors, dark rooms and sunlight.

Every colour on screen is a role of the colour scheme (`ft.Colors.PRIMARY`, a `StateLook`'s `soft`, …), so
that switching the look repaints on the device and no component needs to know which look is on. Material
leaves its `*_fixed` roles to the app: here they carry *conforms* and *needs attention*. `tertiary` is *worth
sharing* and `error` is *major*, and neither is used for anything else.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import flet as ft

from mobile.text import say

# Spacing, in logical pixels on a grid of eight.
GAP_SMALL: Final = 8
GAP: Final = 16
GAP_LARGE: Final = 24

# The smallest side of anything that is tapped: a fingertip, and a fingertip in a work glove.
TARGET: Final = 48
TARGET_GLOVE: Final = 60
# How much larger type is for somebody with gloves on, who also holds the tablet farther away.
GLOVE_TYPE: Final = 1.15

# From this window width on there is room for rail, list and detail side by side.
WIDE: Final = 900
# About 70 characters of body text, the longest line that reads easily.
READING_WIDTH: Final = 640

RADIUS: Final = 12
RADIUS_SMALL: Final = 8

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


# Role of the colour scheme: its colour in light, dark and sunlight. A test computes the contrasts we rely on.
PALETTE: Final[dict[str, tuple[str, str, str]]] = {
    # Structure: deep teal.
    "primary": ("#0A5A63", "#7FD0D6", "#003D45"),
    "on_primary": ("#FFFFFF", "#00363B", "#FFFFFF"),
    "primary_container": ("#CFE8EA", "#114B51", "#D3F0F2"),
    "on_primary_container": ("#06363C", "#CBEDEF", "#00262B"),
    "secondary": ("#43585B", "#B4C8CA", "#223335"),
    "on_secondary": ("#FFFFFF", "#1F3234", "#FFFFFF"),
    "secondary_container": ("#DAE7E8", "#2F4447", "#D3F0F2"),
    "on_secondary_container": ("#1A2F32", "#D6E5E6", "#00262B"),
    # Worth sharing: rose, a warm colour that no safety sign uses, so it can't be read as a warning.
    "tertiary": ("#9B1C69", "#FFA9D6", "#760A4C"),
    "on_tertiary": ("#FFFFFF", "#570A3B", "#FFFFFF"),
    "tertiary_container": ("#FCDDEF", "#611E48", "#FFE1F1"),
    "on_tertiary_container": ("#6E0F49", "#FFD9EC", "#560536"),
    # Major, and what can't be undone: red.
    "error": ("#B0171C", "#FFB3AE", "#8A0A0F"),
    "on_error": ("#FFFFFF", "#5F0B0E", "#FFFFFF"),
    "error_container": ("#FBE0DD", "#6E1D1E", "#FFE5E2"),
    "on_error_container": ("#7D0E12", "#FFDAD7", "#640508"),
    # Conforms: a quiet sea green.
    "primary_fixed": ("#DCECE6", "#1E3A34", "#DDF1EA"),
    "on_primary_fixed": ("#143F36", "#CFE8E0", "#052B23"),
    "primary_fixed_dim": ("#2E6A5D", "#8FC7B7", "#0C4438"),
    "on_primary_fixed_variant": ("#FFFFFF", "#0B2F27", "#FFFFFF"),
    # Needs attention: amber.
    "secondary_fixed": ("#FFE9BD", "#493510", "#FFEBB8"),
    "on_secondary_fixed": ("#583800", "#FFDF9F", "#3A2400"),
    "secondary_fixed_dim": ("#8A5A00", "#F0B95A", "#5E3C00"),
    "on_secondary_fixed_variant": ("#FFFFFF", "#3A2500", "#FFFFFF"),
    # Grounds, from the page to what lies on it. `surface_bright` is a card.
    "surface": ("#F3F6F6", "#0E1516", "#FFFFFF"),
    "surface_dim": ("#DAE2E2", "#0A1011", "#F0F3F3"),
    "surface_bright": ("#FFFFFF", "#192324", "#FFFFFF"),
    "surface_container_lowest": ("#FFFFFF", "#0A1011", "#FFFFFF"),
    "surface_container_low": ("#FBFCFC", "#151E1F", "#FFFFFF"),
    "surface_container": ("#EDF2F2", "#1A2425", "#F4F7F7"),
    "surface_container_high": ("#E7EDED", "#222D2F", "#EEF2F2"),
    "surface_container_highest": ("#DFE7E8", "#2B3739", "#E6ECEC"),
    "on_surface": ("#14201F", "#E4EBEB", "#000000"),
    "on_surface_variant": ("#455659", "#B3C1C3", "#243032"),
    "outline": ("#6A7B7E", "#87979A", "#3A4749"),
    "outline_variant": ("#C9D4D5", "#3A484B", "#7A8789"),
    "inverse_surface": ("#22302F", "#E4EBEB", "#000000"),
    "on_inverse_surface": ("#F1F5F5", "#1A2425", "#FFFFFF"),
    "inverse_primary": ("#7FD0D6", "#0A5A63", "#A5E6EB"),
    "shadow": ("#000000", "#000000", "#000000"),
    "scrim": ("#000000", "#000000", "#000000"),
    # Material tints raised surfaces with this; ours are told apart by ground and line instead.
    "surface_tint": ("#00000000", "#00000000", "#00000000"),
}


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


def light(*, gloves: bool = False) -> ft.Theme:
    """The theme for ordinary rooms."""
    return _theme(0, gloves=gloves)


def dark(*, gloves: bool = False) -> ft.Theme:
    """The theme for dark rooms and evening shifts."""
    return _theme(1, gloves=gloves)


def sunlight(*, gloves: bool = False) -> ft.Theme:
    """The theme for glare: black on white, heavier lines, every text at a contrast of 7 or more."""
    return _theme(2, gloves=gloves)


def apply(page: ft.Page, mode: Look | str = Look.SYSTEM, *, gloves: bool = False) -> None:
    """Put a look, and the sizes for bare or gloved hands, on the whole page; at any time, and again."""
    mode = Look(mode)
    fit_hands(page, gloves=gloves)
    page.fonts = dict(FONTS)
    page.theme = sunlight(gloves=gloves) if mode is Look.SUNLIGHT else light(gloves=gloves)
    page.dark_theme = dark(gloves=gloves)
    page.theme_mode = {
        Look.SYSTEM: ft.ThemeMode.SYSTEM,
        Look.DARK: ft.ThemeMode.DARK,
    }.get(mode, ft.ThemeMode.LIGHT)


def fit_hands(page: ft.Page, *, gloves: bool) -> None:
    """Let what is drawn on this page from now on be large enough for these hands."""
    page.session.store.set(_GLOVES, gloves)


def target() -> int:
    """Return the smallest side of anything that is tapped, in the window that is being drawn."""
    return TARGET_GLOVE if _gloves() else TARGET


def beside_text(padding: int) -> int:
    """Return the padding above and below a line that is tapped: this much, and more with gloves on."""
    return padding + (target() - TARGET) // 2


def icon_size(size: int) -> int:
    """Return the side of an icon that is tapped: this much, and more with gloves on."""
    return _scaled(size, gloves=_gloves())


_GLOVES: Final = "gloves"


def _gloves() -> bool:
    # Each window has its own hands. Outside of any, as where a part is made by itself, they are bare.
    try:
        page = ft.context.page
    except RuntimeError:
        return False
    return page.session.store.get(_GLOVES) is True


def _scaled(size: int, *, gloves: bool) -> int:
    return round(size * GLOVE_TYPE) if gloves else size


def _theme(column: int, *, gloves: bool) -> ft.Theme:
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
        text_theme=_text_theme(ink, gloves=gloves),
        page_transitions=_no_transitions(),
        filled_button_theme=ft.FilledButtonTheme(_button_style(gloves=gloves)),
        outlined_button_theme=ft.OutlinedButtonTheme(
            _button_style(ft.BorderSide(1, scheme["outline"]), gloves=gloves)
        ),
        text_button_theme=ft.TextButtonTheme(_button_style(across=12, gloves=gloves)),
        # 24 and 12 around it make 48; with gloves 28 and 16 make 60.
        icon_button_theme=ft.IconButtonTheme(
            ft.ButtonStyle(padding=16 if gloves else 12, icon_size=_scaled(24, gloves=gloves))
        ),
        dialog_theme=ft.DialogTheme(
            bgcolor=scheme["surface_bright"],
            shape=ft.RoundedRectangleBorder(radius=16),
            title_text_style=_style(_scaled(22, gloves=gloves), SEMIBOLD, 1.3, ink),
            content_text_style=_style(_scaled(18, gloves=gloves), REGULAR, 1.45, ink),
        ),
        divider_theme=ft.DividerTheme(color=line, thickness=1, space=1),
        snackbar_theme=ft.SnackBarTheme(
            bgcolor=scheme["inverse_surface"],
            content_text_style=_style(_scaled(16, gloves=gloves), REGULAR, 1.4, on_inverse),
            behavior=ft.SnackBarBehavior.FLOATING,
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
        ),
        tooltip_theme=ft.TooltipTheme(text_style=_style(14, REGULAR, 1.3, on_inverse)),
    )


def _style(size: int, family: str, height: float, color: str | None = None) -> ft.TextStyle:
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


def _text_theme(ink: str, *, gloves: bool) -> ft.TextTheme:
    def style(size: int, family: str, height: float) -> ft.TextStyle:
        return _style(_scaled(size, gloves=gloves), family, height, ink)

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


def _button_style(side: ft.BorderSide | None = None, *, across: int = 24, gloves: bool) -> ft.ButtonStyle:
    # No height: text that a person has made larger makes the button higher. 13 above and below a line of
    # 18 make 48; with gloves 17 above and below a line of 21 make 60.
    return ft.ButtonStyle(
        padding=ft.Padding.symmetric(vertical=17 if gloves else 13, horizontal=across),
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        text_style=_style(_scaled(18, gloves=gloves), SEMIBOLD, 1.25),
        icon_size=_scaled(22, gloves=gloves),
        side=side,
    )


def _no_transitions() -> ft.PageTransitionsTheme:
    # Motion only shows where something went; a screen is simply there. iOS keeps its swipe back.
    still = ft.PageTransitionTheme.NONE
    return ft.PageTransitionsTheme(android=still, linux=still, macos=still, windows=still)
