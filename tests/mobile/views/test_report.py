"""The report right after completion, without a network: read on the tablet, and saved as one file."""

from dataclasses import replace
from pathlib import Path

from checklists.records.action import ActionKind
from checklists.records.visit import Judgement
from mobile.bootstrap import Tablet
from mobile.state.reporting import report_of
from mobile.state.visit_session import VisitSession
from mobile.store import actions, findings, visits
from mobile.text.language import Language, speaking
from mobile.views.report import file_name
from tests.support.app_driver import ANA, LUCJA, Window, begun, complete, show
from tests.support.short_audit import QUESTIONS, SHORT_AUDIT, an_audit_tablet


def sealed(tablet: Tablet) -> tuple[str, str]:
    """Return a completed audit and its finding, which was fixed and has an owner."""
    walk = VisitSession.open(tablet.store, ANA, begun(tablet, "short-audit").id)
    assert walk is not None
    walk.judge(QUESTIONS[0], Judgement.CONFORMS)
    walk.note(QUESTIONS[0], "Seen at the board")
    good = walk.raise_finding(QUESTIONS[1], "good_practice")
    findings.change(tablet.store, ANA.id, good.id, {"statement": "Every shelf has a sample"})
    bad = walk.raise_finding(QUESTIONS[2], "nonconformity")
    findings.change(tablet.store, ANA.id, bad.id, {"statement": "Labels are faded", "grade": "major"})
    findings.correct(tablet.store, ANA.id, bad.id, "Printed anew")
    values = {"kind": ActionKind.CORRECTIVE_ACTION, "finding": bad.id, "owner": LUCJA.id}
    actions.propose(tablet.store, ANA.id, values={**values, "text": "Lasting labels", "due": "2026-03-17"})
    complete(tablet, walk.visit_id)
    return walk.visit_id, bad.id


def test_report_has_everything_in_the_order_it_is_read(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, bad = sealed(tablet)
    visit = visits.get(tablet.store, visit_id)
    assert visit is not None
    assert visit.seal is not None
    mark = visit.seal.mark[:8]

    async def scenario(window: Window) -> None:
        await window.tap("read-report")
        assert window.route == f"/visit/{visit_id}/report"
        words = window.words()
        order = [
            SHORT_AUDIT.purpose,
            "Line 4, assembly",
            mark,
            "Every shelf has a sample",
            "Labels are faded",
        ]
        places = [words.index(one) for one in order]
        assert places == sorted(places)
        said = window.words(f"report-{bad}")
        for one in (
            "Nonconformity, major",
            "Printed anew",
            "Lasting labels",
            "Łucja Nowak, by Tue 17 Mar 2026",
        ):
            assert one in said
        assert "Ana Kowalczyk" in words
        assert "Somebody, signed Tue 3 Mar 2026 12:00" in words

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_answers_are_folded_until_they_are_asked_for(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _ = sealed(tablet)

    async def scenario(window: Window) -> None:
        assert "Seen at the board" not in window.words()
        await window.tap("report-part-0")
        assert "Seen at the board" in window.words()
        await window.tap("report-part-0")
        assert "Seen at the board" not in window.words()

    show(tablet, scenario, route=f"/visit/{visit_id}/report")


def test_report_is_saved_as_one_file(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _ = sealed(tablet)
    asked: list[dict[str, object]] = []

    def save(arguments: dict[str, object]) -> str:
        asked.append(arguments)
        return "/somewhere"

    async def scenario(window: Window) -> None:
        await window.tap("report-save")
        await window.until(lambda: bool(asked))
        await window.until(lambda: "is saved." in window.notice)
        content = asked[0]["src_bytes"]
        assert isinstance(content, bytes)
        source = content.decode("utf-8")
        assert source.startswith("<!doctype html>")
        for words in ("Labels are faded", "Printed anew", "Seen at the board", "Lasting labels"):
            assert words in source
        assert str(asked[0]["file_name"]).startswith("Short audit ")

    show(tablet, scenario, route=f"/visit/{visit_id}/report", replies={"save_file": save})


def test_draft_has_no_report_yet(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit = begun(tablet, "short-audit")

    async def scenario(window: Window) -> None:
        assert "The report is there once the walk is completed." in window.words()
        assert not window.shows("report-save")

    show(tablet, scenario, route=f"/visit/{visit.id}/report")


def test_report_speaks_the_language_it_is_read_in(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _ = sealed(tablet)
    visit = visits.get(tablet.store, visit_id)
    assert visit is not None
    with speaking(Language.GERMAN):
        report = report_of(tablet.store, visit)
    assert report is not None
    assert report.facts[0][0] == "Wo"
    assert report.findings[0].agreed[0][1] == "Łucja Nowak, bis Di 17. März 2026"
    tablet.close()


def test_file_name_holds_nothing_a_disk_would_refuse(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    visit_id, _ = sealed(tablet)
    visit = visits.get(tablet.store, visit_id)
    assert visit is not None
    report = report_of(tablet.store, visit)
    assert report is not None
    for title in ("../../etc/passwd", 'a:b*c?"<>|', "", "x" * 500, "Żółć / łąka\n"):
        name = file_name(replace(report, title=title))
        assert not set(name) & set('/\\:*?"<>|\n')
        assert name.endswith(f" {report.mark}.html")
        assert len(name) < 100
    tablet.close()
