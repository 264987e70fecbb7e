"""The rows of a form as sections and questions, with a note of everything that maps to neither."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from checklists.checklist import TITLE_LENGTH
from checklists.ids import MOST_OF_ONE, is_slug
from checklists.lines import SHORT_LENGTH
from sync_server.interchange.relevant_in import Named
from sync_server.interchange.sheet import text_of
from sync_server.interchange.xlsform_question import BESIDE, LEFT_OUT, OWN_COLUMNS, QuestionRow
from sync_server.interchange.xlsform_columns import FormRow, columns_of
from sync_server.interchange.xlsform_words import MADE_ANEW, RELEVANT, WHEN, Role, slug_in

if TYPE_CHECKING:
    from sync_server.interchange.sheet import Sheet
    from sync_server.interchange.xlsform_choices import FormList
    from sync_server.interchange.xlsform_columns import Reading

_BEGIN = re.compile(r"begin[ _](group|repeat)", re.IGNORECASE)
_END = re.compile(r"end[ _](group|repeat)", re.IGNORECASE)
# What a form notes by itself; so does a visit.
_NOTED_BY_ITSELF = frozenset(
    "start end today deviceid subscriberid simserial phonenumber username email audit start-geopoint".split()
)
_SKIPPED = frozenset({"yes", "true", "true()", "1"})


class Survey:
    """Reads the rows of one form.

    Attributes:
        sections: tables as a checklist file has them.
        translations: by language, as a checklist file has them.
        names: what each name of the form stands for, None where several rows have it.
        conditions: the tables that carry a `relevant`, each with its row.
    """

    def __init__(self, lists: dict[str, FormList], reading: Reading, title: str) -> None:
        self.sections: list[dict[str, Any]] = []
        self.translations: dict[str, dict[str, Any]] = {}
        self.names: dict[str, Named | None] = {}
        self.conditions: list[tuple[dict[str, Any], FormRow]] = []
        self._lists, self._reading, self._title = lists, reading, title
        self._open: list[Role | None] = []
        self._in_group = False
        self._ids: Counter[str] = Counter()

    def read(self, sheet: Sheet) -> None:
        """Read every row; what can't be used is noted."""
        columns = columns_of(sheet, self._reading)
        known = {"type", "name", "required", RELEVANT, "constraint", "disabled", *BESIDE, *OWN_COLUMNS}
        for column in columns:
            if column.name not in known and any(column.number in sheet.cells[row] for row in sheet.rows):
                place = sheet.place(sheet.rows[0], column.number)
                if column.name not in LEFT_OUT:
                    continue
                self._reading.leave_out(sheet.place(None, column.number), "a checklist has no place for it")
                del place
        for number in sheet.rows:
            self._row(FormRow(sheet, columns, number))
        if self._open:
            self._reading.refuse(sheet.place(), "a group is not ended", "put a row “end_group” or “end_repeat” below")
