"""A checklist on paper: pages for every kind, a code that leads back, and no word run as markup."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from checklists.files.catalog import read_checklist, shipped
from checklists.form.checklist import Checklist
from sync_server.interchange.paper import digital_address, write_pdf, write_pictures
from sync_server.interchange.paper_condition import SpokenConditions
from sync_server.interchange.words import LANGUAGES, words_in

EXAMPLE = read_checklist(
    (Path(__file__).parents[3] / "checklists" / "example.toml").read_bytes(), "example.toml"
)


def code_on(picture: bytes) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]


@pytest.mark.parametrize("checklist", [EXAMPLE, *shipped()], ids=lambda one: one.id)
def test_every_checklist_is_printed(checklist: Checklist) -> None:
    assert write_pdf(checklist).startswith(b"%PDF-")


def test_same_checklist_gives_the_same_file() -> None:
    assert write_pdf(EXAMPLE) == write_pdf(EXAMPLE)


def test_code_leads_to_the_page_of_the_server() -> None:
    first = write_pictures(EXAMPLE, server="https://floorwalk.example/")[0]
    assert code_on(first) == ["https://floorwalk.example/checklists/cold-store"]


def test_code_without_a_server_names_the_checklist_and_its_version() -> None:
    assert code_on(write_pictures(EXAMPLE)[0]) == ["floorwalk:checklist/cold-store/1"]
    assert digital_address(EXAMPLE, None) == "floorwalk:checklist/cold-store/1"


def test_pages_are_black_and_white() -> None:
    for page in write_pictures(EXAMPLE, language="de"):
        picture = Image.open(io.BytesIO(page)).convert("RGB").resize((200, 283))
        colours = picture.getcolors(maxcolors=200 * 283) or []
        assert all(max(colour) - min(colour) <= 2 for _, colour in colours)


def test_page_in_another_language_differs() -> None:
    assert write_pictures(EXAMPLE, language="de") != write_pictures(EXAMPLE)


def test_words_are_never_run_as_markup() -> None:
    said = '#panic("run") $x$ *b* <a> @ref \\ // = '
    table = EXAMPLE.model_dump(mode="json")
    table["title"] = table["purpose"] = table["sections"][0]["title"] = said
    table["sections"][0]["questions"][0]["text"] = said
    assert write_pdf(Checklist.model_validate(table)).startswith(b"%PDF-")


def test_question_longer_than_a_page_goes_on_over_the_next() -> None:
    table = shipped()[0].model_dump(mode="json")
    sample = {"what": "gauge", "of": 50, "holds": "in date"}
    table["sections"] = table["sections"][:1]
    table["sections"][0]["questions"] = table["sections"][0]["questions"][:1]
    table["sections"][0]["questions"][0] |= {"type": "sample", "sample": sample}
    pages = write_pictures(Checklist.model_validate(table))
    assert len(pages) >= 3
    assert all(Image.open(io.BytesIO(page)).convert("L").getextrema()[0] < 100 for page in pages)


def test_condition_is_said_with_the_numbers_of_questions() -> None:
    spoken = SpokenConditions(EXAMPLE, words_in("en"))
    when = EXAMPLE.question("cold-decision").when or ""
    assert spoken.said(when) == "question 3 > 8 or question 3 < 2 or question 4 ≠ “Complete and legible”"
    assert spoken.said("not (cold-lorry-today is yes and cold-label is finding)") == (
        "not (question 2 = Yes and question 4 = Worth sharing / Needs attention)"
    )


def test_every_language_has_every_word() -> None:
    for language in LANGUAGES:
        assert words_in(language).keys() == words_in("en").keys()
        assert all(words_in(language).values())
    assert words_in("de-AT") == words_in("de")
    assert words_in("zh") == words_in("en")
