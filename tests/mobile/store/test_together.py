"""Walking together: a colleague's drafts hold the visit as long as its auditor says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mobile.errors import VisitSealed
from mobile.store import together, visits
from tests.support.tablet_samples import ANA, BEN, a_visit, sign_both

if TYPE_CHECKING:
    from mobile.store.database import Store


def drafts(store: Store) -> list[str]:
    return [one.id for one in together.drafts(store, BEN.id)]


def test_colleague_has_the_draft_until_taken_off(store: Store) -> None:
    walked = a_visit(store)
    assert drafts(store) == []
    together.add(store, ANA.id, walked.id, BEN.id)
    assert drafts(store) == [walked.id]
    known = visits.get(store, walked.id)
    assert known is not None
    assert known.co_auditors == (BEN.id,)
    assert known.is_walked_by(BEN.id)
    together.remove(store, ANA.id, walked.id, BEN.id)
    assert drafts(store) == []


def test_auditor_has_it_once(store: Store) -> None:
    walked = a_visit(store)
    together.add(store, ANA.id, walked.id, BEN.id)
    assert [one.id for one in together.drafts(store, ANA.id)] == [walked.id]


def test_draft_set_aside_or_completed_is_nobodys_draft(store: Store) -> None:
    walked = a_visit(store)
    together.add(store, ANA.id, walked.id, BEN.id)
    visits.discard(store, ANA.id, walked.id)
    assert drafts(store) == []
    visits.restore(store, ANA.id, walked.id)
    sign_both(store, walked.id)
    visits.seal(store, ANA.id, walked.id)
    assert drafts(store) == []
    with pytest.raises(VisitSealed):
        together.remove(store, ANA.id, walked.id, BEN.id)
