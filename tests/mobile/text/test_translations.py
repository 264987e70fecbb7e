"""Every language says everything: the same entries, the same places to fill in, every form it counts in."""

import re
import string

import pytest

from checklists.protocol.refusals import CATALOGUE
from mobile.text import catalogue, say, saying
from mobile.text.language import FORMS, Language, form, known, speaking
from mobile.text.numbers import number
from mobile.text.sent import sent
from mobile.text.sizes import size

OTHERS = [one for one in Language if one is not Language.ENGLISH]
_ENGLISH = catalogue(Language.ENGLISH)
_FORM = re.compile(r"\.(one|few|many|other)$")
# What is counted, by its key without the form.
COUNTED = {_FORM.sub("", key) for key in _ENGLISH if key.endswith(".one")}

# Entries that are the same in every language: addresses, codes and marks.
SAME = {"day.date", "day.date_with_year", "walk.section_for"}
# Abbreviations have a full stop in one language and none in another.
ABBREVIATED = ("day.", "month.")


def wanted(language: Language) -> set[str]:
    """Return the keys a language has to have: those of English, what is counted in its own forms."""
    plain = {key for key in _ENGLISH if _FORM.sub("", key) not in COUNTED}
    return plain | {f"{key}.{one}" for key in COUNTED for one in FORMS[language]}


def places(words: str) -> set[str]:
    """Return the names that are filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def english(key: str) -> str:
    """Return the English entry a translated one stands for."""
    plain = _FORM.sub("", key)
    return _ENGLISH[f"{plain}.other"] if plain in COUNTED else _ENGLISH[key]


@pytest.mark.parametrize("language", Language)
def test_language_has_every_entry(language: Language) -> None:
    missing = sorted(wanted(language) - set(catalogue(language)))
    assert not missing, f"{len(missing)} to be translated into {language}: {', '.join(missing)}"


@pytest.mark.parametrize("language", Language)
def test_language_has_no_entry_that_is_not_said_any_more(language: Language) -> None:
    assert sorted(set(catalogue(language)) - wanted(language)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_translation_fills_in_the_same_places(language: Language) -> None:
    odd = []
    for key, words in catalogue(language).items():
        if key in wanted(language):
            there, here = places(english(key)), places(words)
            # "One change" may leave the number out.
            fits = here in (there, there - {"n"}) if key.endswith(".one") else here == there
            odd += [] if fits else [f"{key}: {sorted(here)} in place of {sorted(there)}"]
    assert odd == []


@pytest.mark.parametrize("language", OTHERS)
def test_translation_ends_as_the_english_does(language: Language) -> None:
    odd = [
        key
        for key, words in catalogue(language).items()
        if key in wanted(language)
        and not key.startswith(ABBREVIATED)
        and words[-1:] != english(key)[-1:]
        and {words[-1:], english(key)[-1:]} & set(".?:")
    ]
    assert odd == []


@pytest.mark.parametrize("language", OTHERS)
def test_translation_does_not_shout_and_has_no_stray_spaces(language: Language) -> None:
    odd = [
        key
        for key, words in catalogue(language).items()
        if "!" in words or "  " in words or words != words.strip() or "..." in words
    ]
    assert odd == []


@pytest.mark.parametrize("language", OTHERS)
def test_translation_is_not_the_english_left_over(language: Language) -> None:
    left = [
        key
        for key, words in catalogue(language).items()
        if len(words.split()) > 2 and key not in SAME and words == _ENGLISH.get(key)
    ]
    assert left == []


def test_spanish_opens_each_question() -> None:
    odd = [key for key, words in catalogue("es").items() if words.count("?") != words.count("¿")]
    assert odd == []


def test_french_keeps_its_signs_from_wrapping_to_a_line_of_their_own() -> None:
    odd = [
        key
        for key, words in catalogue("fr").items()
        if re.search(r"[^\N{NO-BREAK SPACE}][?;:»](\s|$)", words)
    ]
    assert odd == []


@pytest.mark.parametrize("language", OTHERS)
def test_quotation_marks_are_the_languages_own(language: Language) -> None:
    opening, closing = {"de": "„“", "pl": "„”", "fr": "«»", "es": "«»"}[language]
    foreign = set('“”„«»"') - {opening, closing}
    odd = [
        key
        for key, words in catalogue(language).items()
        if foreign & set(words) or words.count(opening) != words.count(closing)
    ]
    assert odd == []


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        (Language.ENGLISH, {"one": [1], "other": [0, 2, 5, 11, 21, 100]}),
        (Language.GERMAN, {"one": [1], "other": [0, 2, 21, 101]}),
        (Language.SPANISH, {"one": [1], "other": [0, 2, 21]}),
        (Language.FRENCH, {"one": [0, 1], "other": [2, 21, 101]}),
        (
            Language.POLISH,
            {
                "one": [1],
                "few": [2, 3, 4, 22, 34, 102, 1004],
                "many": [0, 5, 11, 12, 13, 14, 21, 25, 101, 112],
            },
        ),
    ],
)
def test_each_language_counts_its_own_way(language: Language, counts: dict[str, list[int]]) -> None:
    assert set(counts) == set(FORMS[language])
    for name, numbers in counts.items():
        assert {form(language, one) for one in numbers} == {name}


def test_polish_changes_are_counted_in_three_forms() -> None:
    with speaking(Language.POLISH):
        said = [say("tablet.changes", n=n) for n in (1, 2, 5, 22)]
    assert said == ["1 zmiana", "2 zmiany", "5 zmian", "22 zmiany"]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.ENGLISH, ["1,250.5", "0.1", "1,250.50", "2"]),
        (Language.GERMAN, ["1.250,5", "0,1", "1.250,50", "2"]),
        (Language.SPANISH, ["1.250,5", "0,1", "1.250,50", "2"]),
        (Language.FRENCH, ["1\u00a0250,5", "0,1", "1\u00a0250,50", "2"]),
        (Language.POLISH, ["1\u00a0250,5", "0,1", "1\u00a0250,50", "2"]),
    ],
)
def test_number_is_written_as_the_language_does(language: Language, written: list[str]) -> None:
    with speaking(language):
        assert [number(1250.5), number(0.1), number(1250.5, 2), number(2)] == written


def test_size_has_the_languages_comma_and_unit() -> None:
    with speaking(Language.FRENCH):
        assert size(1_400_000_000) == "1,4\u00a0Go"
    with speaking(Language.GERMAN):
        assert size(1_400_000_000) == "1,4\u00a0GB"


@pytest.mark.parametrize(
    ("tag", "language"),
    [("de", "de"), ("de-AT", "de"), ("pl_PL", "pl"), ("FR", "fr"), ("tlh", None), ("", None), (None, None)],
)
def test_language_of_a_tag_is_known_or_none(tag: str | None, language: str | None) -> None:
    assert known(tag) == language


def test_saying_is_said_in_the_language_of_whoever_reads_it() -> None:
    words = saying("sync.here", what=saying("sync.changes", n=3), n=3)
    assert str(words) == "Your 3 changes are on this tablet."
    with speaking(Language.GERMAN):
        assert str(words) == "Ihre 3 Änderungen sind auf diesem Tablet."


def test_servers_words_are_those_of_its_own_catalogue() -> None:
    said = {
        number: {"sentence": say(f"refusal.{number}.sentence"), "advice": say(f"refusal.{number}.advice")}
        for number in CATALOGUE
    }
    assert said == {
        one.number: {"sentence": one.sentence, "advice": one.advice} for one in CATALOGUE.values()
    }


def test_what_the_server_sent_in_english_is_read_in_ones_own_language() -> None:
    refusal = CATALOGUE[206]
    text = sent(f"{refusal.sentence} {refusal.advice}")
    assert str(text) == f"{refusal.sentence} {refusal.advice}"
    with speaking(Language.GERMAN):
        assert str(text) == f"{say('refusal.206.sentence')} {say('refusal.206.advice')}"
        assert str(text) != text.text


def test_sentence_of_a_newer_server_is_read_as_it_came() -> None:
    with speaking(Language.GERMAN):
        assert str(sent("Something new. Do this.")) == "Something new. Do this."
        assert str(sent("")) == ""
