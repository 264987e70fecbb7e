"""What somebody has begun to say of whether an action holds: words and photos, kept until they say it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from checklists.records.values import PhotoRef
from mobile.store import memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mobile.store.database import Store


def words(store: Store, action_id: str) -> str:
    """Return what was typed so far."""
    return memory.recall(store, _words(action_id)) or ""


def write(store: Store, action_id: str, text: str) -> None:
    """Keep what was typed."""
    memory.remember(store, _words(action_id), text)


def photos(store: Store, action_id: str) -> dict[str, PhotoRef]:
    """Return the photos taken so far, name to description; their bytes are in the vault."""
    kept = memory.recall(store, _photos(action_id))
    return {sha: PhotoRef.model_validate(ref) for sha, ref in json.loads(kept or "{}").items()}


def add_photo(store: Store, action_id: str, sha256: str, ref: PhotoRef) -> None:
    """Keep a photo; its bytes are in the vault already."""
    _keep(store, action_id, {**photos(store, action_id), sha256: ref})


def remove_photo(store: Store, action_id: str, sha256: str) -> None:
    """Keep a photo no longer; its bytes stay in the vault."""
    left = photos(store, action_id)
    left.pop(sha256, None)
    _keep(store, action_id, left)


def forget(store: Store, action_id: str) -> None:
    """Keep nothing any more: it is said."""
    for key in (_words(action_id), _photos(action_id)):
        memory.forget(store, key)


def _keep(store: Store, action_id: str, taken: Mapping[str, PhotoRef]) -> None:
    named = {sha: ref.model_dump(mode="json") for sha, ref in taken.items()}
    memory.remember(store, _photos(action_id), json.dumps(named))


def _words(action_id: str) -> str:
    return f"looked/{action_id}"


def _photos(action_id: str) -> str:
    return f"looked/{action_id}/photos"
