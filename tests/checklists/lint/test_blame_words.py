"""Words that name or blame a person are found as whole words, in each of the five languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.lint.blame_words import LANGUAGES, blaming, naming

NEUTRAL = [
    "The gauge at press 4 was out of date since January.",
    "Das Prüfmittel an Presse 4 war seit Januar abgelaufen.",
    "El calibre de la prensa 4 estaba caducado desde enero.",
    "Le calibre de la presse 4 était périmé depuis janvier.",
    "Sprawdzian przy prasie 4 był po terminie od stycznia.",
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The operator FORGOT the label", "FORGOT"),
        ("It was an operator  error again", "operator  error"),
        ("Er hat vergessen, das Etikett zu kleben", "hat vergessen"),
        ("Reine Nachlässigkeit am Band", "Nachlässigkeit"),
        ("El operario olvidó la etiqueta", "olvidó"),
        ("Il a oublié l\N{RIGHT SINGLE QUOTATION MARK}étiquette", "a oublié"),
        ("Erreur de l\N{RIGHT SINGLE QUOTATION MARK}opérateur au poste 3", "Erreur de l'opérateur"),
        ("Pracownik zapomniał o etykiecie", "zapomniał"),
        ("To jest wina zmiany", "wina"),
    ],
)
def test_blaming_words_are_found_in_every_language(text: str, words: str) -> None:
    assert blaming(text) == words


@pytest.mark.parametrize("text", [*NEUTRAL, "", "Faultless labels", "Unforgotten", "El vagón 3", "ewina"])
def test_words_that_only_contain_one_are_left_alone(text: str) -> None:
    assert blaming(text) == ""


def test_names_are_found_whole_and_in_their_capitals() -> None:
    people = ["Ana Kowalczyk", "Ben Okafor", "Li Wu"]
    assert naming("Seen with Ana Kowalczyk at the dock", people) == "Ana Kowalczyk"
    assert naming("Okafor's shelf is empty", people) == "Okafor"
    assert naming("Ana was there", people) == ""
    assert naming("the okafor shelf, Okaforson", people) == ""
    assert naming("Wu, and wuthering", people) == ""
    assert naming("anything", []) == ""


@given(st.text(), st.lists(st.text()))
def test_any_text_can_be_looked_at(text: str, people: list[str]) -> None:
    assert naming(text, people) in text
    assert isinstance(blaming(text), str)


@given(st.sampled_from(LANGUAGES), st.text(alphabet="abcxyzäéł ", max_size=20))
def test_word_glued_to_letters_is_no_whole_word(language: str, around: str) -> None:
    word = {"de": "schuld", "en": "forgot", "es": "olvidó", "fr": "coupable", "pl": "zignorował"}[language]
    assert blaming(f"x{word}") == ""
    assert blaming(f"{around} {word}") != ""
