"""Where photos live: whole ones by the hash of their bytes, parts still arriving, and thumbnails."""
