"""One tap answers, and the chosen answer is told in more than colour."""

import flet as ft
import pytest

from mobile.components.answer_buttons import ANSWERS, AnswerButtons
from mobile.sizes import TARGET_GLOVE
from mobile.theme import State
from tests.support.headless import Headless, run
from tests.support.showing import showing


@pytest.mark.parametrize("state", ANSWERS)
def test_tap_hands_out_question_and_answer_and_shows_it_chosen(state: State) -> None:
    def build() -> ft.Control:
        value, set_value = ft.use_state(None)

        def answer(question_id: str, given: State) -> None:
            assert question_id == "q7"
            set_value(given)

        return AnswerButtons("q7", value, answer)

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            assert h.texts() == ["Conforms", "Worth sharing", "Needs attention", "N/A"]
            assert chosen(h) == []
            await h.tap(f"answer-q7-{state}")
            assert chosen(h) == [f"answer-q7-{state}"]
            button = h.inside(f"answer-q7-{state}", ft.OutlinedButton)
            assert button.style.side.width == 2

    run(scenario)


def test_question_may_have_a_good_practice_and_a_finding_at_once() -> None:
    both = frozenset({State.WORTH_SHARING, State.NEEDS_ATTENTION})

    async def scenario() -> None:
        async with Headless(showing(lambda: AnswerButtons("q", both, print))) as h:
            assert chosen(h) == ["answer-q-worth_sharing", "answer-q-needs_attention"]

    run(scenario)


def test_chosen_answer_can_be_tapped_again() -> None:
    given: list[State] = []

    def build() -> ft.Control:
        return AnswerButtons("q", State.WORTH_SHARING, lambda _, state: given.append(state))

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            await h.tap("answer-q-worth_sharing")

    run(scenario)
    assert given == [State.WORTH_SHARING]


def test_buttons_fit_a_glove_and_stand_apart() -> None:
    async def scenario() -> None:
        async with Headless(showing(lambda: AnswerButtons("q", None, print))) as h:
            for button in h.all(ft.OutlinedButton):
                around = button.style.padding
                line = 17 * 1.35
                assert button.height is None
                assert around.top + line + around.bottom >= TARGET_GLOVE
            assert {row.spacing for row in h.all(ft.Row) if not row.wrap} == {8}
            assert h.all(ft.Column)[-1].spacing == 8

    run(scenario)


def test_sealed_answer_is_shown_and_does_not_move() -> None:
    async def scenario() -> None:
        async with Headless(showing(lambda: AnswerButtons("q", State.CONFORMS, print, disabled=True))) as h:
            assert chosen(h) == ["answer-q-conforms"]
            with pytest.raises(AssertionError, match="disabled"):
                await h.tap("answer-q-not_applicable")

    run(scenario)


def chosen(h: Headless) -> list[str | None]:
    return [one.identifier for one in h.all(ft.Semantics) if one.selected]
