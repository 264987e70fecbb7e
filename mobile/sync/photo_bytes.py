"""What the sync needs of the photo vault: bytes out, thumbnails in, and room made."""

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

    def is_low(self) -> bool:
        """Say whether there is so little room on the disk that what may be freed is to be freed."""

    def free(self, sha256: str) -> int:
        """Keep a small picture of a photo for good, let go of its bytes, and return how many those were.

        Raises:
            TabletError: no small picture can be made of it; the photo stays.
        """
