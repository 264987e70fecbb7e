"""The report as one file: all escaped, nothing loaded from elsewhere, whole without photos too."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.report.contents import Answered, Found, Mark, Part, Report, Signed
from mobile.report.page import page
from mobile.text.language import Language, speaking

JPEG = b"\xff\xd8 not much of a picture \xff\xd9"
HERE, AWAY = "a" * 64, "b" * 64

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>1</script>",
    "]]><!--",
    "&lt;b&gt; &amp;",
    "javascript:alert(1)",
    "\u202eright to left\u2066",
    "{x} %s \\",
    "=1+1\r\n\tline two",
]


class Seen(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def report(words: str = "Labels") -> Report:
    """Return a report in which these words are everywhere people can write any."""
    good = Found("1" * 32, Mark.WORTH_SHARING, "Worth sharing", words, words, words, words, (HERE,))
    bad = Found(
        "2" * 32,
        Mark.MAJOR,
        words,
        words,
        corrected=True,
        correction=words,
        photos_after=(AWAY,),
        agreed=((words, words),),
    )
    answer = Answered(1, words, ((Mark.CONFORMS, words),), words, (words, words), (HERE, AWAY))
    return Report(
        title=words,
        kind=words,
        purpose=words,
        facts=((words, words), ("Nothing", "")),
        mark="0123abcd",
        strengths=(good,),
        findings=(bad,),
        parts=(Part(words, (answer,)),),
        signatures=(Signed(words, words, ([(10, 20)], [(30, 40), (50, 60)])),),
        addenda=((words, words),),
    )


def shape(source: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements of a page with the names of their attributes: what words must not change."""
    return [(tag, tuple(sorted(attributes))) for tag, attributes in Seen(source).tags]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    source = page(report(words), {HERE: JPEG})
    assert shape(source) == shape(page(report(), {HERE: JPEG}))
    plain = words.replace("\r\n", "\n")
    assert plain in Seen(source).text.replace("\r\n", "\n")
    assert "<script" not in source


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_words_leave_the_page_as_it_is(words: str) -> None:
    source = page(report(words), {HERE: JPEG})
    assert shape(source) == shape(page(report(), {HERE: JPEG}))
    assert words in unescape(source)


def test_nothing_is_loaded_from_elsewhere_and_no_script_may_run() -> None:
    seen = Seen(page(report(), {HERE: JPEG}))
    sources = [attributes["src"] or "" for _, attributes in seen.tags if "src" in attributes]
    assert sources
    assert all(one.startswith("data:image/jpeg;base64,") for one in sources)
    assert not [one for one in seen.tags if {"href", "onclick", "onload"} & set(one[1])]
    (policy,) = [one["content"] for tag, one in seen.tags if one.get("http-equiv")]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert "url(" not in page(report(), {})


def test_photo_that_is_not_here_says_so() -> None:
    seen = Seen(page(report(), {HERE: JPEG}))
    assert [tag for tag, _ in seen.tags].count("img") == 2
    assert seen.text.count("On its way") == 2


def test_strengths_are_read_before_findings_and_answers() -> None:
    words = page(report(), {})
    places = [
        words.index(f"<h2>{one}") for one in ("Worth sharing", "Needs attention", "Answers", "Signatures")
    ]
    assert places == sorted(places)


def test_report_without_anything_found_says_so_and_is_whole() -> None:
    bare = replace(report(), strengths=(), findings=(), parts=(), signatures=(), addenda=())
    text = Seen(page(bare, {})).text
    assert "No good practice was recorded." in text
    assert "Nothing was recorded that needs attention." in text
    assert "Addenda" not in text


@pytest.mark.parametrize("language", Language)
def test_page_says_which_language_it_is_in(language: Language) -> None:
    with speaking(language):
        source = page(report(), {})
    assert source.startswith("<!doctype html>\n")
    assert f'<html lang="{language}">' in source


def test_every_mark_has_its_looks_and_paper_its_size() -> None:
    style = re.search(r"<style>(.*)</style>", page(report(), {}), re.DOTALL)
    assert style
    assert "@page { size: A4" in style.group(1)
    for mark in (Mark.WORTH_SHARING, Mark.NEEDS_ATTENTION, Mark.MAJOR, Mark.CONFORMS):
        assert f".mark.{mark}" in style.group(1)


def test_photos_are_named_once_in_the_order_they_are_read() -> None:
    assert report().photos == (HERE, AWAY)
