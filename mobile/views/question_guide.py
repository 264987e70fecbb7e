"""The guide beside a question: why it matters, what good looks like, what to ask, how evidence reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.guards import safe_component
from mobile.text import say
from mobile.views.glossary import Glossary
from mobile.views.question_help import bullet

if TYPE_CHECKING:
    from mobile.state.question_state import QuestionState

# How many general questions, and examples of evidence, the catalogue has; each question shows two of them.
GENERAL: Final = 6


@safe_component
def QuestionGuide(state: QuestionState) -> ft.Control:
    """Everything somebody new to auditing may want to read before they ask, in the order they need it.

    Identifiers: `guide-why`, `guide-good`, `guide-ask`, `guide-evidence`, and `term-<word>` for the words.
    """
    question = state.question
    clauses = " · ".join(str(clause) for clause in question.clauses)
    cited = (
        [ft.Text(clauses, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT)] if clauses else []
    )
    one, other = _two_of(state.number)
    questions = [question.ask, say(f"guide.ask_{one}"), say(f"guide.ask_{other}")]
    asking = [say("part.quoted", words=words) for words in questions]
    evidence = [say(f"guide.evidence_{one}"), say(f"guide.evidence_{other}")]
    return ft.Column(
        [
            _part("why", ft.Icons.LIGHTBULB_OUTLINE, say("guide.why"), [ft.Text(question.why), *cited]),
            _part("good", ft.Icons.SEARCH, say("guide.good"), [bullet(line) for line in question.look_for]),
            _part("ask", ft.Icons.CHAT_BUBBLE_OUTLINE, say("guide.ask"), [bullet(line) for line in asking]),
            _part(
                "evidence",
                ft.Icons.FACT_CHECK_OUTLINED,
                say("guide.evidence"),
                [bullet(line) for line in evidence],
            ),
            _part("words", ft.Icons.MENU_BOOK_OUTLINED, say("guide.words"), [Glossary("term")]),
        ],
        spacing=theme.GAP_LARGE,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _two_of(number: int) -> tuple[int, int]:
    """Return two different numbers from 1 to `GENERAL`, others for the next question."""
    first = (number * 2 - 1) % GENERAL
    return first, first + 1


def _part(name: str, icon: ft.IconData, words: str, content: list[ft.Control]) -> ft.Control:
    title = ft.Row(
        [
            ft.Icon(icon, size=theme.icon_size(22), color=ft.Colors.PRIMARY),
            ft.Semantics(
                header=True,
                heading_level=3,
                expand=True,
                content=ft.Text(words, theme_style=theme.STRONG),
            ),
        ],
        spacing=theme.GAP_SMALL,
    )
    return ft.Semantics(
        identifier=f"guide-{name}",
        container=True,
        content=ft.Column(
            [title, *content],
            spacing=theme.GAP_SMALL,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
    )
