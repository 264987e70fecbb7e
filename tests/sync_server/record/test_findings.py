"""The order of findings in the central record's lists, the same as in a report."""

from __future__ import annotations

from itertools import product

from checklists.ids import new_id
from checklists.records.finding import Finding, FindingKind, Grade, strengths_first
from sync_server.record import schema
from sync_server.record.database import open_record, writing
from sync_server.record.findings import FindingFilter, list_findings
from tests.checklists.records.samples import state


def test_list_goes_from_good_practices_over_grave_to_light_as_a_report_does(new_address: str) -> None:
    engine = open_record(new_address)
    rows = [
        {"id": new_id(), "kind": kind.value, "grade": grade, "raised_at": "2026-11-22T22:51:03.123Z"}
        for kind, grade in product(FindingKind, (None, *Grade))
        if grade is None or kind is FindingKind.NONCONFORMITY
    ]
    rest = {"statement": "x", "area": "lab", "department": "quality", "raised_by": "a", "withdrawn": False}
    with writing(engine) as connection:
        connection.execute(schema.finding.insert(), [{**row, **rest} for row in rows])
        listed = [one.label for one in list_findings(connection, FindingFilter(), 1).rows]
    engine.dispose()
    findings = [Finding(state("finding", dict(row))) for row in rows]
    assert listed == [one.label for one in sorted(findings, key=strengths_first)]
    assert listed[:3] == ["Good practice", "Nonconformity, major", "Nonconformity, minor"]
    assert listed[-1] == "Idea"
