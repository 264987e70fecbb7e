"""The words that lie in every bundle, for whoever opens it years later without this program."""

from __future__ import annotations


def readme(server: str, exported_at: str) -> str:
    """Return the text of a bundle's README.txt."""
    return _TEXT.format(server=server, exported_at=exported_at)


_TEXT = """\
A visit from Floorwalk
======================

This file holds one visit as the central record "{server}" held it on {exported_at}.

visit.json      The visit, its findings and what was added afterwards, as they stood ("records"), and every
                change that led there, word for word as the tablets wrote it ("ops"). "drafts" holds what was
                written before the signing and travelled with the seal: Base64 of zlib of a JSON list of
                changes. "links" are the places of the changes in the tablets' chains; "entries" are their
                places in the server's feed, with the server's countersignature, which is its receipt.
                "context" holds what came of the visit, as it stood on that day: the actions agreed on and
                promised, and the thanks, with their changes. It is no part of the visit: no signature and no
                seal covers it, it goes on changing in the central record, and its photos are not in here.
checklist.json  The checklist the visit was walked with.
photos/         The photos, each named by the SHA-256 of its bytes.
manifest.json   The SHA-256 and the size of every other file.

How to check it
---------------
With Floorwalk:  floorwalk verify THIS-FILE
It compares every file with the manifest, puts the changes together again and compares the result with the
records, and compares visit, findings, photos and checklist with the hashes in the seal, which is the change
that completed the visit.

By hand:  sha256sum photos/*  gives the name of each photo. The SHA-256 of a change's "body", as UTF-8, is
what its link and its entry cover; a seal's "draft" gives the SHA-256 of its packed draft history.

What it shows, and what it does not
-----------------------------------
It shows that the file agrees with itself: nothing was changed in one place only. Whether the server received
exactly these changes only its countersignatures say, and they can be checked only with the server's key:
floorwalk verify THIS-FILE --with DATA-FOLDER
A drawn signature says who signed as far as those present knew them. Times are those of the tablets' clocks,
except "received_at" and "exported_at", which are the server's.
"""
