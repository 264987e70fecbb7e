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

from mobile.errors import TabletError


class PhotoError(TabletError):
    """Anything about photos."""


class PhotoNotTaken(PhotoError):  # noqa: N818 - named by what happened
    """The picture was not added."""

    why = "This picture could not be added; please try another one."

    def __init__(self) -> None:
        super().__init__(f"What you have recorded is saved. {self.why}")


class NotAPicture(PhotoNotTaken):
    """Not a JPEG, PNG or WEBP file, whatever its name says."""

    why = (
        "This file is no JPEG, PNG or WEBP picture, so it was not added; take a photo or choose another file."
    )


class PictureCutShort(PhotoNotTaken):
    """The file ends early or is damaged inside."""

    why = "This picture can't be read to its end, so it was not added; take it again or choose another copy."


class PictureTooLarge(PhotoNotTaken):
    """More pixels than a tablet can hold in memory."""

    why = "This picture has more than 50 megapixels, so it was not added; choose a smaller copy of it."


class NoRoomForPhotos(PhotoNotTaken):
    """Too little space is free on the tablet."""

    why = (
        "The tablet has less than 500 MB free, so new photos have to wait; notes and answers still go in. "
        "Delete what you don't need from the tablet, then try again."
    )


class PhotoNotHere(PhotoError):  # noqa: N818 - named by what was found
    """The record is here, the photo's bytes are not."""

    def __init__(self) -> None:
        super().__init__(
            "This photo was taken on another tablet and has not arrived here; its record is safe."
        )


class PhotoDamaged(PhotoError):  # noqa: N818 - named by what was found
    """The bytes no longer match the photo's name."""

    def __init__(self) -> None:
        super().__init__(
            "The record of this photo is safe. Its file on this tablet has changed by itself, so it is not "
            "shown or sent. If the server has received the photo, it is whole there; if not, take it again."
        )
