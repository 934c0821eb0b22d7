"""Where is it: a network that knows single digits finds several of them on a sheet, in NumPy.

- `slide` runs the whole network over a sheet as one big filter; `as_filter` is that filter;
- `search` looks for digits of every size and returns boxes, a digit each, and what every window answered;
- `suppress` keeps the best of boxes that overlap;
- `example_sheet` makes a sheet of real handwriting whose answer is known, `right_boxes` compares with it.
"""

from explorer.detection.heat import heat_map
from explorer.detection.searching import Found, Level, Search, search
from explorer.detection.sheets import SHEET, Sheet, Written, example_sheet, ink_of, right_boxes
from explorer.detection.sliding import as_filter, crop_by_crop, slide, stride_of
from explorer.detection.suppression import overlap, suppress

__all__ = [
    "SHEET",
    "Found",
    "Level",
    "Search",
    "Sheet",
    "Written",
    "as_filter",
    "crop_by_crop",
    "example_sheet",
    "heat_map",
    "ink_of",
    "overlap",
    "right_boxes",
    "search",
    "slide",
    "stride_of",
    "suppress",
]
