"""What is too much: each file is refused in one clear sentence, in bounded time and memory."""

import time
import tracemalloc
from pathlib import Path

import pytest

from checklists.errors import ChecklistFileError
from checklists.files.catalog import read_checklist

SOUND = (Path(__file__).parent / "broken" / "dock.toml").read_text(encoding="utf-8")
NOT_UTF_8 = "a character is not stored as UTF-8; save the file again with the encoding UTF-8."


def problems(data: bytes | str) -> list[str]:
    with pytest.raises(ChecklistFileError) as refused:
        read_checklist(data.encode() if isinstance(data, str) else data, "dock.toml")
    return [str(problem).removeprefix("In dock.toml, ") for problem in refused.value.problems]


def changed(find: str, put: str) -> str:
    assert SOUND.count(find) == 1, find
    return SOUND.replace(find, put)


MATCH = 'section 1 "goods-in", question 1 "match"'
EVIDENCE = 'write a list of evidence worth seeing, such as ["Three receipts from last week"].'
PURPOSE = "one sentence on what the requirement is for."
OPENING = "write one opening question, as you would say it to a person."
# Too large for the corpus, or not text at all.
UNWIELDY = {
    "UTF-16": (
        SOUND.encode("utf-16"),
        "the text is stored as UTF-16; save it again with the encoding UTF-8.",
    ),
    "Latin-1": (changed("goods arrive", "Güter").encode("latin-1"), f"line 6, {NOT_UTF_8}"),
    "a picture": (b"\xff\xd8\xff\xe0" + bytes(1000), f"line 1, {NOT_UTF_8}"),
    "3 MB": (b"#" * 3 * 1024 * 1024, "there are 3.0 MB, and 2 MB is the most; make two checklists of it."),
    "2,001 questions": (
        SOUND + "[[section.question]]\n" * 1999,
        "there are 2,001 questions, and 2,000 is the most; make several checklists of it.",
    ),
    "2,001 sections": (
        "[[section]]\n" * 2001,
        "there are 2,001 sections, and 2,000 is the most; make several checklists of it.",
    ),
    "300,000 entries": (
        f"section = [{'1,' * 300_000}]",
        "its lists have 300,000 entries together; shorten the lists.",
    ),
    "21 things to look for": (
        changed('["One delivery"]', str(["One delivery"] * 21)),
        f'line 18, {MATCH}, "look_for" has more than 20 entries; {EVIDENCE}',
    ),
    "600 characters": (
        changed("What do you look at first?", "What? " * 100),
        f'line 19, {MATCH}, "ask" is longer than 500 characters; {OPENING}',
    ),
    "36,000 bits": (
        changed("version = 1", f"version = 0x{'f' * 9000}"),
        'line 3, "version" is a very long number; write a whole number from 1, one higher at each edit.',
    ),
    "9,000 digits": (
        changed("version = 1", f"version = {'1' * 9000}"),
        "a number has too many digits to read; write a shorter number.",
    ),
    "50 MB": (
        b"#" * 50 * 1024 * 1024,
        "there are 50.0 MB, and 2 MB is the most; make two checklists of it.",
    ),
    "null bytes": (
        b"\x00" * 1000,
        "line 1, there is a null byte, which no text has; save it as plain text with the encoding UTF-8.",
    ),
    "UTF-16 without its mark": (
        SOUND.encode("utf-16-le"),
        "line 1, there is a null byte, which no text has; save it as plain text with the encoding UTF-8.",
    ),
    "a text of 1 MB": (
        changed("Mix-ups are cheap to notice here.", "w" * 1_000_000),
        f'line 17, {MATCH}, "why" is longer than 500 characters; write {PURPOSE}',
    ),
    "tables in tables": (
        changed('["One delivery"]', "{a=" * 5_000 + "1" + "}" * 5_000),
        "lists stand inside lists, too many deep to read; take out the brackets that are not needed.",
    ),
    "50,000 brackets": (
        changed('["One delivery"]', "[" * 50_000),
        "lists stand inside lists, too many deep to read; take out the brackets that are not needed.",
    ),
    "500,000 dots": (
        changed("minutes = 10", f"{'a.' * 500_000}a = 10"),
        "line 7, a name has very many parts; write each line as name = value.",
    ),
}


@pytest.mark.parametrize("unwieldy", UNWIELDY.values(), ids=UNWIELDY)
def test_unwieldy_file_has_one_problem(unwieldy):
    data, sentence = unwieldy
    assert problems(data) == [sentence]


def question(number: int, *lines: str) -> str:
    told = SOUND[SOUND.index("[[section.question]]") :].split("\n\n")[0]
    return "\n".join([told.replace('"match"', f'"q-{number}"'), *lines, "", ""])


def test_file_of_2000_questions_is_read():
    many = SOUND + "".join(
        question(
            n, f'type = "yes_no"\nwhen = "match is conforms or q-{n - 1} is yes"' if n else 'type = "yes_no"'
        )
        for n in range(1998)
    )
    assert len(read_checklist(many.encode(), "dock.toml").questions) == 2000


def test_file_of_2000_questions_that_all_need_something_is_told_of_all():
    many = SOUND + "".join(
        question(
            n, 'type = "number"', "lowest = 9", "highest = 1", f'when = "questoin-{n} is yes and q is no"'
        )
        for n in range(1998)
    )
    told = problems(many)
    assert len(told) == 2000
    assert told[0].startswith('line 39, section 1 "goods-in", question 3 "q-0", ')


def test_large_file_takes_little_memory_to_refuse():
    data = b"#" * 50 * 1024 * 1024
    tracemalloc.start()
    try:
        problems(data)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 1024 * 1024


@pytest.mark.parametrize(
    "hostile",
    [
        "[[section]]\n" * 170_000,
        "".join(f"a{number} = 1\n" for number in range(150_000)),
        "a" * 2_000_000,
        '"' * 2_000_000,
        "' " * 1_000_000,
        'a = "' + "\\" * 2_000_000,
    ],
    ids=["sections", "names", "one name", "quotes", "apostrophes", "backslashes"],
)
def test_hostile_file_is_refused_in_seconds(hostile):
    began = time.process_time()
    assert problems(hostile)
    assert time.process_time() - began < 20
