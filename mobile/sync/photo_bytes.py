"""What the sync needs of the photo vault: bytes out, thumbnails in."""

from typing import Protocol


class PhotoBytes(Protocol):
    """Where photos are kept on the tablet."""

    def read(self, sha256: str) -> bytes:
        """Return a photo's bytes.

        Raises:
            TabletError: they are not here, or not what they were.
        """

    def put_thumbnail(self, sha256: str, data: bytes) -> None:
        """Keep the thumbnail of a photo from elsewhere.

        Raises:
            TabletError: it is none.
        """
