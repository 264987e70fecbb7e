import importlib
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from checklists.files.catalog import read_checklist, shipped, shipped_files
from checklists.form.checklist import Checklist, VisitKind

# What reads well at 20 px on a tablet held in one hand; the format itself allows more.
TEXT_READS_WELL = 140
WHY_READS_WELL = 200
LOOK_FOR_READS_WELL = 110
ASK_READS_WELL = 120

CLOSED = re.compile(
    r"(do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|shall|may|might|must|am)\b",
    re.IGNORECASE,
)
SHIPPED = {checklist.id: checklist for checklist in shipped()}
QUESTIONS = {
    f"{checklist.id}/{question.id}": question for checklist in shipped() for question in checklist.questions
}

every_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


def spoken_sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[.:?]\s", text + " ") if part.strip()]


@pytest.mark.parametrize(
    ("checklist_id", "kind", "fewest", "most", "sections"),
    [
        ("purchasing", VisitKind.INTERNAL_AUDIT, 18, 24, 5),
        ("gemba-walk", VisitKind.GEMBA_WALK, 5, 5, 1),
        ("five-s", VisitKind.FIVE_S_SAFETY_WALK, 12, 16, 5),
    ],
)
def test_shipped_checklist_has_the_size_of_one_walk(checklist_id, kind, fewest, most, sections):
    checklist = SHIPPED[checklist_id]
    assert checklist.kind is kind
    assert fewest <= len(checklist.questions) <= most
    assert len(checklist.sections) == sections
    assert 1.5 <= checklist.minutes / len(checklist.questions) <= 4


def test_file_is_named_after_its_checklist():
    assert list(shipped_files()) == [f"{checklist.id}.toml" for checklist in shipped()]


def test_ids_are_used_once_over_the_whole_library():
    counts = Counter(question.id for question in QUESTIONS.values())
    assert [question_id for question_id, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("checklist", SHIPPED.values(), ids=SHIPPED)
def test_walk_opens_with_what_is_going_well(checklist):
    assert re.search(r"\b(well|easier)\b", checklist.questions[0].text)


@pytest.mark.parametrize("checklist", SHIPPED.values(), ids=SHIPPED)
def test_outcomes_are_varied(checklist):
    counts = Counter(question.outcome for question in checklist.questions)
    assert len(counts) >= 4
    assert max(counts.values()) <= len(checklist.questions) / 2


@pytest.mark.parametrize(
    "checklist_id",
    [
        "delivery-and-warehouse",
        "five-s",
        "gemba-walk",
        "layered-process-audit",
        "purchasing",
        "safety-walk",
    ],
)
def test_what_rotating_auditors_and_leaders_walk_most_is_whole_in_german(checklist_id):
    shown, missing = SHIPPED[checklist_id].in_language("de")
    assert missing == frozenset()
    for mine, theirs in zip(SHIPPED[checklist_id].questions, shown.questions, strict=True):
        assert len(mine.look_for) == len(theirs.look_for)
        assert len(theirs.text) <= TEXT_READS_WELL
        assert all(len(evidence) <= LOOK_FOR_READS_WELL for evidence in theirs.look_for)
        # People are spoken to politely, as in the product's own German.
        assert not re.search(r"\b(du|dich|dir|dein\w*)\b", f"{theirs.text} {theirs.ask}", re.IGNORECASE)


def test_purchasing_names_a_clause_for_each_question_and_the_heart_of_it_most():
    clauses = [str(clause) for question in SHIPPED["purchasing"].questions for clause in question.clauses]
    assert all(question.clauses for question in SHIPPED["purchasing"].questions)
    assert {clause.rpartition(" ")[0] for clause in clauses} == {"ISO 9001:2015"}
    assert {"ISO 9001:2015 8.4.1", "ISO 9001:2015 8.4.2", "ISO 9001:2015 8.4.3"} <= set(clauses)


@every_question
def test_question_is_open_short_and_asks_one_thing(question):
    assert len(question.text) <= TEXT_READS_WELL
    assert question.text.count("?") == 1
    assert question.text.endswith("?")
    assert not CLOSED.match(question.text)
    assert re.match(r"(How|What|Which|Where|Show me)\b", question.text)


@every_question
def test_why_is_one_short_sentence(question):
    assert len(question.why) <= WHY_READS_WELL
    assert question.why.endswith(".")
    assert question.why.count(".") == 1


@every_question
def test_look_for_names_two_to_four_things(question):
    assert 2 <= len(question.look_for) <= 4
    assert len(set(question.look_for)) == len(question.look_for)
    assert all(len(evidence) <= LOOK_FOR_READS_WELL for evidence in question.look_for)


@every_question
def test_opening_question_can_be_said_aloud_and_not_be_answered_with_yes(question):
    assert len(question.ask) <= ASK_READS_WELL
    assert question.ask.endswith(("?", "."))
    assert not any(CLOSED.match(sentence) for sentence in spoken_sentences(question.ask))


@every_question
def test_words_blame_nobody_and_need_no_standard_at_hand(question):
    words = " ".join([question.text, question.why, *question.look_for, question.ask]).lower()
    for unwelcome in ("fail", "invalid", "careless", "forgot", "operator error", "shall", "comply", "!"):
        assert not re.search(rf"\b{unwelcome}" if unwelcome.isalpha() else re.escape(unwelcome), words)
    for jargon in ("external provider", "externally provided", "documented information", "nonconform"):
        assert jargon not in words


def test_shipped_checklists_travel_as_json():
    for checklist in shipped():
        arrived = Checklist.model_validate_json(checklist.model_dump_json())
        assert arrived.content_hash() == checklist.content_hash()


def test_shipped_files_read_one_by_one_give_the_shipped_checklists():
    assert tuple(read_checklist(data, name) for name, data in shipped_files().items()) == shipped()


def test_library_loads_from_a_zip_as_on_a_tablet(tmp_path):
    package = Path(importlib.import_module("checklists").__file__).parent
    archive = tmp_path / "site-packages.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in sorted(package.rglob("*")):
            if path.suffix in {".py", ".toml"}:
                zipped.write(path, path.relative_to(package.parent))
    program = (
        f"import sys; sys.path.insert(0, {str(archive)!r})\n"
        "import checklists.files.catalog as catalog\n"
        "assert 'site-packages.zip' in catalog.__file__, catalog.__file__\n"
        "print(*[checklist.content_hash() for checklist in catalog.shipped()])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [checklist.content_hash() for checklist in shipped()]
