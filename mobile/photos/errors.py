"""What can go wrong with a photo, each as a sentence for whoever holds the tablet.

TabletError
└── PhotoError
    ├── PhotoNotTaken           the picture was not added; carries why
    │   ├── NotAPicture         not a JPEG, PNG or WEBP file
    │   ├── PictureCutShort     the file ends early or is damaged inside
    │   ├── PictureTooLarge     more pixels than a tablet can hold in memory
    │   └── NoRoomForPhotos     too little space is free on the tablet
    ├── PhotoNotHere            the record is here, the photo's bytes are not
    └── PhotoDamaged            the bytes no longer match the photo's name
"""

from typing import ClassVar

from mobile.errors import TabletError
from mobile.text import saying


class PhotoError(TabletError):
    """Anything about photos."""


class PhotoNotTaken(PhotoError):  # noqa: N818 - named by what happened
    """The picture was not added."""

    why: ClassVar[str] = "error.photo_not_taken"

    def __init__(self) -> None:
        super().__init__(saying("error.photo_saved_first", why=saying(self.why)))


class NotAPicture(PhotoNotTaken):
    """Not a JPEG, PNG or WEBP file, whatever its name says."""

    why = "error.not_a_picture"


class PictureCutShort(PhotoNotTaken):
    """The file ends early or is damaged inside."""

    why = "error.picture_cut_short"


class PictureTooLarge(PhotoNotTaken):
    """More pixels than a tablet can hold in memory."""

    why = "error.picture_too_large"


class NoRoomForPhotos(PhotoNotTaken):
    """Too little space is free on the tablet."""

    why = "error.no_room_for_photos"


class PhotoNotHere(PhotoError):  # noqa: N818 - named by what was found
    """The record is here, the photo's bytes are not."""

    def __init__(self) -> None:
        super().__init__(saying("error.photo_not_here"))


class PhotoDamaged(PhotoError):  # noqa: N818 - named by what was found
    """The bytes no longer match the photo's name."""

    def __init__(self) -> None:
        super().__init__(saying("error.photo_damaged"))
