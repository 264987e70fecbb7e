"""Conditions as other programs write them: what holds here holds there, and what can't be said is refused."""

from __future__ import annotations

import pytest

from sync_server.interchange.relevant_in import Named, RelevantError, condition_of
from sync_server.interchange.relevant_out import Asked, relevant

ASKED = {
    "here": Asked("yes_no"),
    "warm": Asked("number"),
    "state": Asked("choice", ("new", "conforms")),
    "seen": Asked("choices", ("ice", "bent")),
    "said": Asked("text"),
    "day": Asked("date"),
    "good": Asked("judgement"),
    "gauges": Asked("sample", pieces=3),
    "5s": Asked("photo"),
}
NAMES = {
    name: Named(name, one.type, {choice.upper(): choice for choice in one.choices})
    for name, one in ASKED.items()
} | {"twice": None}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("here is yes", "${here} = 'yes'"),
        ("here is not yes", "(${here} != '' and not(${here} = 'yes'))"),
        ("warm <= -2.5", "${warm} <= -2.5"),
        ("not warm > 8", "(${warm} != '' and not(${warm} > 8))"),
        ("seen includes ice", "selected(${seen}, 'ice')"),
        ("state is conforms", "${state} = 'conforms'"),
        ("here is conforms", "${here_judgement} = 'conforms'"),
        ("good is finding", "(${good} = 'worth_sharing' or ${good} = 'needs_attention')"),
        ('said is "it\'s"', '${said} = "it\'s"'),
        ('day < "2026-02-28"', "${day} < date('2026-02-28')"),
        ("good is answered", "${good} != ''"),
        ("5s is not answered", "(${_5s} = '' and ${5s_judgement} = '')".replace("${5s", "${_5s")),
        ("gauges is answered", "(count-non-empty(${gauges_holds}) >= 3 or ${gauges_judgement} != '')"),
        (
            "not (here is yes and warm > 8)",
            "((${here} != '' and not(${here} = 'yes')) or (${warm} != '' and not(${warm} > 8)))",
        ),
    ],
)
def test_condition_is_written_so_that_what_is_not_known_stays_hidden(condition: str, expected: str) -> None:
    assert relevant(condition, ASKED) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("${here} = 'yes'", "here is yes"),
        ('"no" != ${here}', "here is not no"),
        (
            "${warm}>8 and ( ${warm} <= '9.5' or not(${seen} = ''))",
            "warm > 8 and (warm <= 9.5 or not (seen is not answered))",
        ),
        ("8 < ${warm}", "warm > 8"),
        ("selected(${seen}, 'ICE')", "seen includes ice"),
        ("selected( ${state} , 'NEW')", "state is new"),
        ("${said} != ''", "said is answered"),
        ("${day} >= date('2026-02-28')", 'day >= "2026-02-28"'),
    ],
)
def test_expression_that_maps_becomes_a_condition(expression: str, expected: str) -> None:
    assert condition_of(expression, NAMES) == expected


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("count(${seen}) > 1", "can't be a condition from “count(${seen}) > 1” on"),
        ("${nobody} = 'x'", "names ${nobody}, which is no question here"),
        ("${twice} = 'x'", "names ${twice}, and several rows are called that"),
        ("${state} = 'old'", "compares ${state} with “old”, which is no answer to it"),
        ("${good} = 'needs_attention'", "tells apart what is worth sharing and what needs attention"),
        ("${here} = 'yes' and", "ends too early"),
        ("${here} = ${warm}", "can't be a condition from “${warm}” on"),
        (". > 1", "can't be a condition from “. > 1” on"),
        ("(" * 50 + "${here} = 'yes'" + ")" * 50, "has too many brackets inside each other"),
        ("${warm} + 1 > 2", "can't be a condition from “+ 1 > 2” on"),
    ],
)
def test_expression_that_maps_to_nothing_is_refused_with_what_is_in_the_way(
    expression: str, reason: str
) -> None:
    with pytest.raises(RelevantError) as caught:
        condition_of(expression, NAMES)
    assert caught.value.reason.startswith(reason)
    assert caught.value.remedy
