"""Limits of what travels in one message, and why they are what they are."""

from __future__ import annotations

# A push is one transaction: small enough that other tablets wait for milliseconds.
PUSH_OPS = 200
PUSH_BYTES = 1_000_000

# What the server reads before it gives up: a full push, JSON-escaped at worst, with some room.
BODY_BYTES = 8_000_000

# Names of photos a tablet asks about at once: one message of 35 KB.
BACKED_UP_PHOTOS = 500

# A page of the feed: one screenful of work for a tablet, one transaction there.
PULL_OPS = 500

# A page is bounded in bytes too: long texts come in several, which a poor connection survives better.
PAGE_BYTES = 4_000_000

# What a tablet may ask for at once: the people who share it, the areas of a large works.
PULL_PEOPLE = 200
PULL_AREAS = 500

# A tablet's clock this near the server's is taken for right.
CLOCK_MS = 120_000

# A prepared photo is about 600 KB; this leaves room for a detailed one.
PHOTO_BYTES = 30_000_000

# A photo up to this size goes in one request at first, which is most photos and all that a good connection
# needs. If it is cut, what came of it stays, and the rest goes in pieces.
UPLOAD_WHOLE = 2_000_000

# One piece of a photo: a few seconds on a poor connection.
UPLOAD_CHUNK = 256 * 1024

# Of something raised without a name, which goes in one message with its photos: four of the size that a
# tablet makes for it fit what the server reads at once.
UNNAMED_PHOTOS = 4
UNNAMED_PHOTO_EDGE = 1600
