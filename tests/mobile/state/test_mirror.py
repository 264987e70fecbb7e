"""The private mirror: what a walk looks like from outside, from its own moments and words alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checklists.files.catalog import shipped
from checklists.journal.fold import RecordState
from checklists.journal.siblings import Field, Sibling
from checklists.moments import write_moment
from checklists.records.answer import Judgement
from checklists.records.finding import Finding
from checklists.records.visit import Visit
from mobile.state.mirror import ALIKE_LEAST, BREAK, QUICK_LEAST, Mirror, Named, Quick, look_back

CHECKLIST = next(one for one in shipped() if one.id == "five-s")
KEYS = [one.id for one in CHECKLIST.questions]
ANA, BEN = "a" * 32, "b" * 32
START = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
PHOTO = {"bytes": 10, "width": 4, "height": 3}


def said(value: Any, seconds: float = 0, person: str = ANA) -> Field:
    at = write_moment(START + timedelta(seconds=seconds))
    one = Sibling(f"{seconds}-{person}", value, at, person, "d" * 32, at)
    return Field({one.op_id: one})


def walked(given_at: dict[int, float], judgement: str = "conforms", **more: Field) -> Visit:
    """Return a visit whose questions, by their place, were answered so many seconds after its start."""
    fields = {"started_at": said(write_moment(START)), "auditor": said(ANA)}
    for place, seconds in given_at.items():
        fields[f"answer/{KEYS[place]}/judgement"] = said(judgement, seconds)
    return Visit(RecordState("1" * 32, "visit", {**fields, **more}))


def found(number: int = 1, **values: Any) -> Finding:
    return Finding(
        RecordState(f"{number:032x}", "finding", {name: said(one) for name, one in values.items()})
    )


def mirror(visit: Visit, *findings: Finding, people: tuple[str, ...] = ()) -> Mirror:
    return look_back(visit, CHECKLIST, findings, people)


def test_empty_walk_only_has_its_questions() -> None:
    seen = mirror(walked({}))
    assert seen == Mirror(len(KEYS), 0, 0, None, None, tuple(KEYS), 0, ())


def test_answers_with_time_to_look_are_in_the_moment_and_not_quick() -> None:
    seen = mirror(walked({0: 60, 1: 130, 2: 200}))
    assert (seen.in_the_moment, seen.later, seen.quick) == (3, 0, None)
    assert seen.unanswered == tuple(KEYS[3:])


def test_twelve_in_a_minute_are_told_with_their_seconds() -> None:
    visit = walked({place: 60 + place * 3.0 for place in range(12)})
    assert mirror(visit).quick == Quick(12, 33)


def test_longest_quick_run_is_told_and_short_ones_are_not() -> None:
    few = {place: place * 2.0 for place in range(QUICK_LEAST - 1)}
    assert mirror(walked(few)).quick is None
    more = {place: 500 + place * 2.0 for place in range(4, 4 + QUICK_LEAST)}
    assert mirror(walked({**few, **more})).quick == Quick(QUICK_LEAST, 8)


def test_answers_of_whoever_walks_along_do_not_count_as_ones_own_pace() -> None:
    theirs = {f"answer/{KEYS[place]}/judgement": said("conforms", place, BEN) for place in range(8)}
    assert mirror(walked({}, **theirs)).quick is None


def test_what_comes_after_a_long_break_is_caught_up_later() -> None:
    evening = BREAK.total_seconds() + 700
    seen = mirror(walked({0: 60, 1: 600, 2: evening, 3: evening + 30}))
    assert (seen.in_the_moment, seen.later) == (2, 2)


def test_walk_that_goes_on_after_a_break_with_a_photo_is_a_walk() -> None:
    evening = BREAK.total_seconds() + 700
    ref = {**PHOTO, "taken_at": write_moment(START + timedelta(seconds=evening + 60))}
    name = f"answer/{KEYS[2]}/photo/{'c' * 64}"
    seen = mirror(walked({0: 60, 1: 600, 2: evening}, **{name: said(ref, evening)}))
    assert (seen.in_the_moment, seen.later) == (3, 0)


def test_all_alike_is_told_from_a_number_on() -> None:
    spaced = {place: place * 60.0 for place in range(ALIKE_LEAST)}
    assert mirror(walked(spaced)).alike is Judgement.CONFORMS
    assert mirror(walked(dict(list(spaced.items())[1:]))).alike is None
    one = {f"answer/{KEYS[0]}/judgement": said("finding", 1)}
    assert mirror(walked(spaced, **one)).alike is None


def test_good_practices_are_counted_and_those_taken_back_are_not() -> None:
    seen = mirror(
        walked({}),
        found(1, kind="good_practice", statement="Shelves are labelled"),
        found(2, kind="good_practice", withdrawn=True, statement="The operator forgot it"),
        found(3, kind="opportunity", statement="A label is faded"),
    )
    assert (seen.good, seen.named) == (1, ())


def test_finding_that_blames_or_names_somebody_is_told_once_with_its_words() -> None:
    seen = mirror(
        walked({}),
        found(
            1, kind="opportunity", statement="The operator forgot it, careless", evidence="Ben Okafor said so"
        ),
        found(2, kind="opportunity", statement="Faded label", evidence="Okafor's rack"),
        found(3, kind="opportunity", statement="Faded label"),
        people=("Ben Okafor",),
    )
    assert seen.named == (Named(f"{1:032x}", "forgot"), Named(f"{2:032x}", "Okafor"))


TIMES = st.dictionaries(st.integers(0, len(KEYS) - 1), st.integers(0, 200_000).map(float), max_size=len(KEYS))


@given(TIMES, st.sampled_from(Judgement))
def test_every_answer_is_in_the_moment_or_later_and_every_question_answered_or_not(
    times: dict[int, float], judgement: Judgement
) -> None:
    seen = mirror(walked(times, judgement))
    assert seen.in_the_moment + seen.later == seen.answered == len(times)
    assert set(seen.unanswered) == {KEYS[place] for place in range(len(KEYS)) if place not in times}
    assert seen.alike in {None, judgement}
    if seen.quick:
        assert QUICK_LEAST <= seen.quick.answers <= len(times)
        assert 1 <= seen.quick.seconds <= 5 * seen.quick.answers


@given(st.lists(st.integers(0, 20_000), unique=True, max_size=len(KEYS)))
def test_walk_with_time_between_its_answers_is_never_quick(ticks: list[int]) -> None:
    seen = mirror(walked({place: tick * 5.0 for place, tick in enumerate(ticks)}))
    assert seen.quick is None


@given(TIMES, st.text(max_size=40))
def test_mirror_changes_nothing(times: dict[int, float], words: str) -> None:
    visit, finding = walked(times), found(1, statement=words)
    before = (visit.state.to_json(), finding.state.to_json())
    mirror(visit, finding, people=(words,))
    assert (visit.state.to_json(), finding.state.to_json()) == before
