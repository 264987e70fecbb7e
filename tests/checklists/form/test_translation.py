"""A checklist in another language: the same questions in other words, and what has none."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from checklists.files.catalog import shipped
from tests.checklists.answers import a_checklist, a_section, question_table

GERMAN = {
    "title": "Rampe",
    "section": {"each": {"title": "Jede Maschine", "repeat": {"what": "Maschine"}}},
    "question": {
        "seal": {
            "text": "Wie sieht die Plombe aus?",
            "look_for": ["Eins", "Zwei"],
            "choices": {"whole": "Heil"},
        },
        "gauges": {"sample": {"what": "Messmittel"}},
        "warm": {"unit": "Grad"},
    },
}
CHOICES = [{"id": "whole", "text": "Whole"}, {"id": "broken", "text": "Broken"}]
SAMPLE = {"what": "gauge", "of": 3, "holds": "in date"}


def whole(**translations: object):
    return a_checklist(
        a_section(
            "each",
            question_table("seal", type="choice", choices=CHOICES),
            question_table("gauges", type="sample", sample=SAMPLE),
            question_table("warm", type="number", unit="°C", when="seal is whole"),
            repeat={"what": "machine", "most": 3},
        ),
        translations=translations,
    )


def test_checklist_reads_in_its_translation() -> None:
    found, _ = whole(de=GERMAN).in_language("de")
    assert (found.language, found.title) == ("de", "Rampe")
    assert found.sections[0].title == "Jede Maschine"
    assert found.sections[0].repeat is not None
    assert (found.sections[0].repeat.what, found.sections[0].repeat.most) == ("Maschine", 3)
    seal, gauges, warm = found.questions
    assert (seal.text, seal.look_for) == ("Wie sieht die Plombe aus?", ("Eins", "Zwei"))
    assert [one.text for one in seal.choices] == ["Heil", "Broken"]
    assert gauges.sample is not None
    assert (gauges.sample.what, gauges.sample.holds) == ("Messmittel", "in date")
    assert (warm.unit, warm.when) == ("Grad", "seal is whole")


def test_what_has_no_words_stays_and_is_named() -> None:
    original = whole(de=GERMAN)
    found, missing = original.in_language("de")
    assert found.purpose == original.purpose
    assert {
        "purpose",
        "question/seal/why",
        "question/seal/choices/broken/text",
        "question/gauges/sample/holds",
    } <= missing
    assert not {"title", "question/seal/text", "question/warm/unit", "section/each/repeat/what"} & missing
    assert all(re.fullmatch(r"[a-z_]+(/[a-z0-9_-]+)*", path) for path in missing)


def test_ids_version_types_and_order_are_those_of_the_original() -> None:
    original = whole(de=GERMAN)
    found, _ = original.in_language("de")
    assert (found.id, found.version) == (original.id, original.version)
    assert [(one.id, one.type) for one in found.questions] == [
        (one.id, one.type) for one in original.questions
    ]
    assert found.content_hash() != original.content_hash()


def test_own_language_is_the_checklist_itself() -> None:
    original = whole(de=GERMAN)
    assert original.in_language("en") == (original, frozenset())
    assert original.languages == ("en", "de")


def test_regional_language_falls_back_to_the_plain_one() -> None:
    assert whole(de=GERMAN).in_language("de-AT") == whole(de=GERMAN).in_language("de")
    assert whole(**{"de-AT": GERMAN}).in_language("de-AT")[0].title == "Rampe"


def test_unknown_language_leaves_every_word_as_it_is_and_says_so() -> None:
    original = whole(de=GERMAN)
    found, missing = original.in_language("fi")
    assert found == original
    assert missing >= {"title", "purpose", "section/each/title", "question/seal/text"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"question": {"sael": {"text": "Plombe"}}}, "translates a question that is not there"),
        ({"section": {"all": {"title": "Alle"}}}, "translates a section that is not there"),
        ({"question": {"seal": {"unit": "Grad"}}}, "translates what the original does not have"),
        ({"question": {"seal": {"choices": {"torn": "Gerissen"}}}}, "translates a choice that is not there"),
        ({"minutes": 3}, "Extra inputs"),
        ({"title": ""}, "is blank"),
    ],
)
def test_translation_of_what_is_not_there_is_refused(words: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        whole(de=words)


@pytest.mark.parametrize("checklist", [one for one in shipped() if one.translations], ids=lambda one: one.id)
def test_shipped_translations_are_complete(checklist) -> None:
    for language in checklist.languages:
        found, missing = checklist.in_language(language)
        assert missing == frozenset()
        assert [len(one.look_for) for one in found.questions] == [
            len(one.look_for) for one in checklist.questions
        ]
