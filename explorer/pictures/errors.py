"""The one error of this package: its text is a sentence that a page can show to a learner."""


class PictureError(ValueError):
    """Say in one sentence why a picture or a drawing cannot be used, and what would help.

    >>> raise PictureError("The file is empty.")
    Traceback (most recent call last):
    explorer.pictures.errors.PictureError: The file is empty.
    """
