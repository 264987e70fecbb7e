"""The small blocks say what they are given and hand out what is tapped."""

from collections.abc import Callable

import flet as ft
import pytest

from mobile.components.avatar import initials, short_name
from mobile.components.banner import Banner, BannerKind
from mobile.components.buttons import IconAction, PrimaryButton, QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.confirm_dialog import ConfirmDialog
from mobile.components.empty_state import EmptyState
from mobile.components.page_header import PageHeader
from mobile.components.progress import Progress
from mobile.components.section_nav import SectionEntry, SectionNav
from mobile.components.state_chip import StateChip, StateIcon
from mobile.components.sync_badge import SyncBadge, SyncKind
from mobile.components.text_fields import LineField, NoteField
from mobile.theme import State
from tests.support.headless import Headless, run
from tests.support.showing import showing

SECTIONS = [SectionEntry("in", "Goods in", 4, 6), SectionEntry("store", "Storage", 5, 5)]

# What is tapped in each block, and the block made with a callback.
TAPPED: dict[str, Callable[[Callable[[], object]], ft.Control]] = {
    "go": lambda tapped: PrimaryButton("go", "Start a walk", tapped, icon=ft.Icons.ADD),
    "other": lambda tapped: SecondaryButton("other", "I saw something", tapped),
    "later": lambda tapped: QuietButton("later", "Not now", tapped),
    "close": lambda tapped: IconAction("close", ft.Icons.CLOSE, "Close", tapped),
    "visit": lambda tapped: Card(ft.Text("Dock 2"), identifier="visit", on_tap=tapped, state=State.MAJOR),
    "back": lambda tapped: PageHeader("Purchasing", on_back=tapped),
    "first-step": lambda tapped: EmptyState(ft.Icons.STAR, "Nothing yet.", step="Begin", on_step=tapped),
    "banner-step": lambda tapped: Banner(
        "2 items need you.", BannerKind.ATTENTION, step="Show", on_step=tapped
    ),
    "sync": lambda tapped: SyncBadge("Received 14:05", SyncKind.RECEIVED, tapped),
    "section-store": lambda tapped: SectionNav(
        SECTIONS, "in", lambda section: section == "store" and tapped()
    ),
}


@pytest.mark.parametrize("identifier", TAPPED)
@pytest.mark.parametrize("kind", ["plain", "async"])
def test_tap_reaches_the_callback(identifier: str, kind: str) -> None:
    taps: list[str] = []

    async def asynchronous() -> None:
        taps.append(identifier)

    tapped = asynchronous if kind == "async" else lambda: taps.append(identifier)

    async def scenario() -> None:
        async with Headless(showing(lambda: TAPPED[identifier](tapped))) as h:
            await h.tap(identifier)

    run(scenario)
    assert taps == [identifier]


@pytest.mark.parametrize("block", [PrimaryButton, SecondaryButton, QuietButton])
def test_buttons_take_their_size_from_the_theme_and_can_be_switched_off(
    block: Callable[..., ft.Control],
) -> None:
    async def scenario() -> None:
        async with Headless(showing(lambda: block("b", "Complete", print, disabled=True))) as h:
            # A height of its own would cut off type that a person has made larger.
            assert h.tid("b").content.height is None
            with pytest.raises(AssertionError, match="disabled"):
                await h.tap("b")

    run(scenario)


@pytest.mark.parametrize("place", ["beside", "above"])
def test_sections_show_how_far_each_is_and_which_is_open(place: str) -> None:
    async def scenario() -> None:
        async with Headless(showing(lambda: SectionNav(SECTIONS, "in", print, narrow=place == "above"))) as h:
            assert h.texts() == ["Goods in", "4/6", "Storage", "5/5"]
            assert h.tid("section-in").selected
            assert not h.tid("section-store").selected
            assert [icon.icon for icon in h.all(ft.Icon)] == [ft.Icons.CHECK_ROUNDED]

    run(scenario)


def test_progress_counts_in_words_and_as_a_bar() -> None:
    async def scenario() -> None:
        async with Headless(
            showing(lambda: [Progress(12, 18, rest="about 6 min left"), Progress(0, 0)])
        ) as h:
            assert h.texts() == ["12 of 18", "about 6 min left", "0 of 0"]
            assert [bar.value for bar in h.all(ft.ProgressBar)] == [12 / 18, 0]

    run(scenario)


def test_states_are_named_and_may_be_named_more_exactly() -> None:
    def build() -> list[ft.Control]:
        return [*map(StateChip, State), StateChip(State.NEEDS_ATTENTION, "Minor"), StateIcon(State.MAJOR)]

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            words = [
                "Conforms",
                "Worth sharing",
                "Needs attention",
                "Major",
                "N/A",
                "Not answered yet",
                "Minor",
                "Major",
            ]
            assert h.texts() == words
            assert h.one(ft.Semantics, label="Major").image

    run(scenario)


def test_note_hands_out_what_is_typed_and_says_when_it_was_saved() -> None:
    def build() -> ft.Control:
        text, set_text = ft.use_state("")
        return NoteField("note", "What did you see?", text, set_text, saved="10:42" if text else None)

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            assert "saved 10:42" not in h.texts()
            await h.enter("note", "Labels are faded 🏷 שלום")
            assert h.inside("note", ft.TextField).value == "Labels are faded 🏷 שלום"
            assert "saved 10:42" in h.texts()

    run(scenario)


def test_line_is_submitted_and_says_what_to_change() -> None:
    sent: list[str] = []

    def build() -> ft.Control:
        return LineField(
            "code", "Code", "AB", print, on_submit=lambda: sent.append("yes"), message="Too short."
        )

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            assert {"Code", "Too short."} <= set(h.texts())
            await h.submit("code")

    run(scenario)
    assert sent == ["yes"]


@pytest.mark.parametrize(("tap", "answer"), [("confirm-yes", "sealed"), ("confirm-no", "not now")])
def test_question_is_answered_and_goes_away(tap: str, answer: str) -> None:
    def build() -> ft.Control:
        said, say = ft.use_state("")

        ft.use_dialog(
            ConfirmDialog(
                "Complete this visit?",
                "It is sealed.",
                yes="Complete",
                on_yes=lambda: say("sealed"),
                on_no=lambda: say("not now"),
            )
            if not said
            else None
        )
        return ft.Text(said)

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            assert {"Complete this visit?", "Complete", "Not now"} <= set(h.texts())
            await h.tap(tap)
            assert answer in h.texts()
            assert not [dialog for dialog in h.all(ft.AlertDialog) if dialog.open]

    run(scenario)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Kowalska-Nowak", "AK"),
        ("Jörg", "J"),
        ("maria da silva", "MS"),
        ("  ", "·"),
        ("Łukasz Ślązak", "ŁŚ"),
    ],
)
def test_initials_are_the_first_letters_of_first_and_last_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("name", "short"),
    [("Ana Kowalska", "Ana Kowalska"), ("x" * 24, "x" * 24), ("x" * 108, "x" * 23 + "…")],
)
def test_name_beside_an_avatar_has_at_most_24_characters(name: str, short: str) -> None:
    assert short_name(name) == short


def test_long_title_and_second_line_end_after_two_lines() -> None:
    async def scenario() -> None:
        async with Headless(showing(lambda: PageHeader("Title " * 40, subtitle="Area " * 40))) as h:
            for text in h.all(ft.Text):
                assert (text.max_lines, text.overflow) == (2, ft.TextOverflow.ELLIPSIS)

    run(scenario)


def test_address_and_code_are_taken_as_they_are_typed() -> None:
    def fields() -> ft.Control:
        address = LineField(
            "a", "", "", print, capitals=ft.TextCapitalization.NONE, keyboard=ft.KeyboardType.URL
        )
        return ft.Column([address, LineField("b", "Name", "", print)])

    async def scenario() -> None:
        async with Headless(showing(fields)) as h:
            address, name = h.inside("a", ft.TextField), h.inside("b", ft.TextField)
            assert address.keyboard_type is ft.KeyboardType.URL
            assert address.capitalization is ft.TextCapitalization.NONE
            assert not address.autocorrect
            assert name.capitalization is ft.TextCapitalization.SENTENCES
            assert name.autocorrect

    run(scenario)
