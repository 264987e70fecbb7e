"""The vault of a tablet without a disk."""

import hashlib


class MemoryVault:
    """Photos kept in memory, by their names."""

    def __init__(self) -> None:
        self.bytes: dict[str, bytes] = {}
        self.thumbnails: dict[str, bytes] = {}
        self.low = False

    def keep(self, data: bytes) -> str:
        sha = hashlib.sha256(data).hexdigest()
        self.bytes[sha] = data
        return sha

    def read(self, sha256: str) -> bytes:
        return self.bytes[sha256]

    def put_thumbnail(self, sha256: str, data: bytes) -> None:
        self.thumbnails[sha256] = data

    def is_low(self) -> bool:
        return self.low

    def free(self, sha256: str) -> int:
        self.thumbnails[sha256] = self.bytes[sha256][:6]
        return len(self.bytes.pop(sha256))
