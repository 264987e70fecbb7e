"""What the simulator raises when a promise does not hold."""


class Broken(AssertionError):  # noqa: N818 - it says what was found
    """A promise did not hold; the sentence says which."""
