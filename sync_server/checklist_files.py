"""Reads checklist files that are to be published, or says everything there is to put right in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from checklists.errors import PROBLEMS_SHOWN, ChecklistFileError
from checklists.files.catalog import LARGEST_FILE, read_source
from sync_server.errors import CannotGoOn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from checklists.files.catalog import Place
    from checklists.form.checklist import Checklist


@dataclass(frozen=True, slots=True)
class ChecklistFile:
    """A file that was read.

    Attributes:
        name: what people call it: its path where another one has the same file name.
        checklist: what it holds.
        off: rules of the linter that it switches off, each with the reason.
        lines: where its sections and questions begin.
        path: where it is.
    """

    name: str
    checklist: Checklist
    off: Mapping[str, str]
    lines: Mapping[Place, int]
    path: Path


def read_checklist_files(
    paths: Sequence[Path], *, unless: str = "Nothing has been published."
) -> list[ChecklistFile]:
    """Read checklist files, each of `LARGEST_FILE` bytes at most.

    Args:
        paths: the files.
        unless: the sentence that a refusal begins with, on what was not done.

    Raises:
        CannotUseFiles: at least one can't be used; the text says everything there is to put right in all.
    """
    alike = Counter(path.name for path in paths)
    found: list[ChecklistFile] = []
    problems: list[Trouble] = []
    for path in paths:
        name = str(path) if alike[path.name] > 1 else path.name
        try:
            source = read_source(_bytes(path), name)
            found.append(ChecklistFile(name, source.checklist, source.off, source.lines, path))
        except ChecklistFileError as error:
            problems += (Trouble(path, one.line, str(one)) for one in error.problems)
        except _CannotRead as error:
            problems.append(Trouble(path, None, str(error)))
    problems += _contradictions(found)
    if problems:
        raise CannotUseFiles(f"{unless} {_to_put_right([one.sentence for one in problems])}", problems)
    return found


class Trouble(NamedTuple):
    """One thing to put right: in which file, on which line if that is known, and the sentence."""

    path: Path
    line: int | None
    sentence: str


class CannotUseFiles(CannotGoOn):
    """Some files can't be used; `problems` (at least one) holds everything found in them."""

    def __init__(self, text: str, problems: Sequence[Trouble]) -> None:
        super().__init__(text)
        self.problems = tuple(problems)


class _CannotRead(CannotGoOn):
    """One of the files can't be read; the text says why."""


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _CannotRead(f"{path} can't be read: {error.strerror}.") from error
    if len(data) > LARGEST_FILE:
        most = LARGEST_FILE // 1024 // 1024
        raise _CannotRead(
            f"{path} is larger than {most} MB, the most there can be; make two checklists of it."
        )
    return data


def _contradictions(files: Sequence[ChecklistFile]) -> list[Trouble]:
    """Return a sentence for each file that says something else under the id and version of one before it."""
    first: dict[tuple[str, int], ChecklistFile] = {}
    sentences = []
    for one in files:
        before = first.setdefault((one.checklist.id, one.checklist.version), one)
        if before.checklist.content_hash() != one.checklist.content_hash():
            said = (
                f"{before.name} and {one.name} are both version {one.checklist.version} of the checklist "
                f"“{one.checklist.id}”, with different content; raise the version in the newer one."
            )
            sentences.append(Trouble(one.path, None, said))
    return sentences


def _to_put_right(problems: Sequence[str]) -> str:
    count = "is one thing" if len(problems) == 1 else f"are {len(problems)} things"
    lines = [f"There {count} to put right first:"]
    lines += [f"- {problem}" for problem in problems[:PROBLEMS_SHOWN]]
    if len(problems) > PROBLEMS_SHOWN:
        lines.append(f"- and {len(problems) - PROBLEMS_SHOWN} more, shown once these are put right.")
    return "\n".join(lines)
