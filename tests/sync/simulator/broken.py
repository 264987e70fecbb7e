"""What a proof raises when a promise does not hold."""


class Broken(AssertionError):  # noqa: N818 - it says what was found
    """A promise did not hold; the sentence says which."""


def must(holds: object, sentence: str) -> None:
    """Go on only if a promise holds.

    Raises:
        Broken: it does not.
    """
    if not holds:
        raise Broken(sentence)
