"""Pictures in and out: uploads, samples, drawings, prepared digits, colours and tiles."""

from explorer.pictures.errors import PictureError
from explorer.pictures.reading import WORKING_LIMIT, read_picture

__all__ = ["WORKING_LIMIT", "PictureError", "read_picture"]
