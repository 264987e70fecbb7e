"""What this package says when something can't be used: one base, each error a sentence with what to do.

The lines below are the tree; other modules of the package add their own branches to it.

    ChecklistsError
    ├── ChecklistValueError      one value can't be used: a reason and a remedy
    ├── ChecklistFileError       a checklist file has problems: all of them, each with its place
    └── UnknownQuestionError     a checklist holds no question with this id
"""

from collections.abc import Sequence
from dataclasses import dataclass

# A page of problems is enough to start with; the rest stay in `problems`.
PROBLEMS_SHOWN = 100


class ChecklistsError(Exception):
    """Anything this package refuses on purpose; its text is a sentence a person can act on."""


class ChecklistValueError(ChecklistsError, ValueError):
    """One value can't be used. `reason` follows the value's name ("has a line break in it")."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"This value {self.reason}; {self.remedy}."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in a checklist file; its text is one sentence.

    `section` and `question` hold number and id as people find them in the file (`2 "goods-in"`),
    or None where the problem is not inside one; `line` counts from 1, None where no line is to blame.
    """

    file: str
    section: str | None
    question: str | None
    reason: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f", line {self.line}"
        if self.section is not None:
            place += f", section {self.section}"
        if self.question is not None:
            place += f", question {self.question}"
        return f"In {place}, {self.reason}; {self.remedy}."


class ChecklistFileError(ChecklistsError):
    """A checklist file can't be used yet; `problems` (at least one) holds everything found in it."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        super().__init__(name, problems)
        self.name = name
        self.problems = tuple(problems)

    def __str__(self) -> str:
        count = "one thing" if len(self.problems) == 1 else f"{len(self.problems)} things"
        lines = [f"Nothing has been changed. {self.name} has {count} to put right before it can be used:"]
        lines += [f"- {problem}" for problem in self.problems[:PROBLEMS_SHOWN]]
        if len(self.problems) > PROBLEMS_SHOWN:
            left = len(self.problems) - PROBLEMS_SHOWN
            lines.append(f"- and {left} more, shown once these are put right.")
        return "\n".join(lines)


class UnknownQuestionError(ChecklistsError):
    """A checklist holds no question with this id."""

    def __init__(self, question: str, checklist: str, version: int) -> None:
        super().__init__(question, checklist, version)
        self.question = question
        self.checklist = checklist
        self.version = version

    def __str__(self) -> str:
        return (
            f'Version {self.version} of the checklist "{self.checklist}" has no question "{self.question}"; '
            "use the version the visit began with."
        )
