"""Arrays and specifications in, pictures and formulas out; nothing here knows Streamlit."""

from explorer.figures.cost_bars import cost_bars_svg
from explorer.figures.fields import field_sentences, field_svg
from explorer.figures.thumbnails import thumbnail_svg
from explorer.figures.volumes import volumes_svg

__all__ = ["cost_bars_svg", "field_sentences", "field_svg", "thumbnail_svg", "volumes_svg"]
