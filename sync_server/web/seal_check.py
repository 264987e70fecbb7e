"""Holds a seal against the record at the moment somebody looks: is everything still as it was signed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.records.finding import finding_hash
from checklists.records.visit import visit_hash
from sync_server.objects.errors import StoreAwayError
from sync_server.web.words import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklists.records.finding import Finding
    from checklists.records.visit import Seal, Visit
    from sync_server.objects.store import ObjectStore

_PHOTOS_NOT_LOOKED_AT = "The photo store can't be reached right now, so its photos could not be compared."


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What a look at a sealed visit found.

    Attributes:
        seal: as it was written.
        covers: what it stands for, in words.
        warnings: a sentence for each thing that is not as it was signed; none when all is.
        missing: photos the seal names that have not been received.
    """

    seal: Seal
    covers: str
    warnings: tuple[str, ...]
    missing: int


def check_seal(
    visit: Visit, seal: Seal, findings: Sequence[Finding], published_hash: str | None, store: ObjectStore
) -> SealCheck:
    """Compare everything a seal stands for with what the record holds now.

    Args:
        visit: the sealed visit.
        seal: its seal.
        findings: all its findings, also those taken back.
        published_hash: of the checklist version in the record, None if the record has none.
        store: where the photos are; each is read and hashed.
    """
    warnings = [*_visit_warnings(visit, seal, published_hash), *_finding_warnings(seal, findings)]
    missing = 0
    try:
        here = [sha for sha in seal.photos if store.has(sha)]
        missing = len(seal.photos) - len(here)
        warnings += [_photo_warning(sha) for sha in here if not store.is_whole(sha)]
    except StoreAwayError:
        # The visit itself can be read all the same.
        warnings.append(_PHOTOS_NOT_LOOKED_AT)
    return SealCheck(seal, _covers(seal), tuple(warnings), missing)


def _covers(seal: Seal) -> str:
    findings, photos = count_words(len(seal.findings), "finding"), count_words(len(seal.photos), "photo")
    return (
        f"every answer and note, {findings}, {photos}, both signatures and the checklist it was walked with"
    )


def _visit_warnings(visit: Visit, seal: Seal, published_hash: str | None) -> list[str]:
    warnings = []
    if visit_hash(visit.state) != seal.visit_hash:
        warnings.append("The visit's answers are not the ones that were signed.")
    if published_hash is None:
        warnings.append("The checklist the visit was walked with is not in the record.")
    elif published_hash != seal.checklist_hash:
        warnings.append("The checklist in the record is not the one the visit was walked with.")
    return warnings


def _finding_warnings(seal: Seal, findings: Sequence[Finding]) -> list[str]:
    now = {one.id: one for one in findings}
    warnings = []
    for record, signed in seal.findings.items():
        if record not in now:
            warnings.append("A finding that was signed is not in the record.")
        elif finding_hash(now[record].state) != signed:
            warnings.append(f"A finding is not as it was signed: {_quote(now[record])}.")
    added = [one for one in findings if one.id not in seal.findings and not one.withdrawn]
    return [*warnings, *(f"A finding was added after the signing: {_quote(one)}." for one in added)]


def _photo_warning(sha256: str) -> str:
    return f"The file of photo {sha256[:8]} is not the picture that was signed."


def _quote(finding: Finding) -> str:
    words = finding.text("statement")
    return f"“{words[:80]}…”" if len(words) > 80 else f"“{words}”"  # noqa: PLR2004 - one line on a screen
