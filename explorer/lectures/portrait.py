"""The small portrait that the third lecture shows as numbers, four times and never quite the same."""

from explorer.arithmetic import Array
from explorer.lectures.example import planes

# As the third of the four grids prints it, the one of "What the computer sees".
NUMBERS = (
    (157, 153, 174, 168, 150, 152, 129, 151, 172, 161, 165, 156),
    (155, 182, 163, 74, 75, 62, 33, 17, 110, 210, 180, 154),
    (180, 180, 50, 14, 34, 6, 10, 33, 48, 106, 159, 181),
    (206, 109, 5, 124, 131, 111, 120, 204, 166, 15, 56, 180),
    (194, 68, 137, 251, 237, 239, 239, 228, 227, 87, 71, 201),
    (172, 105, 207, 233, 233, 214, 220, 239, 228, 98, 74, 206),
    (188, 88, 179, 209, 185, 215, 211, 158, 128, 75, 20, 169),
    (189, 97, 165, 84, 10, 168, 134, 11, 31, 62, 22, 148),
    (199, 168, 191, 193, 158, 227, 178, 143, 182, 106, 36, 190),
    (205, 174, 155, 252, 236, 231, 149, 178, 228, 43, 95, 234),
    (190, 216, 116, 149, 236, 187, 85, 150, 79, 38, 218, 241),
    (190, 224, 147, 108, 227, 210, 127, 103, 36, 101, 255, 224),
    (190, 214, 173, 66, 103, 143, 96, 50, 2, 109, 249, 215),
    (187, 196, 235, 75, 1, 81, 47, 0, 6, 217, 255, 211),
    (183, 202, 237, 146, 0, 0, 12, 108, 200, 138, 243, 236),
    (195, 206, 123, 207, 177, 121, 123, 200, 175, 13, 96, 218),
)

# Numbers of the other grids that no pixel of 0 to 255 can have: (grid, row, column), counted from 0.
IMPOSSIBLE = {
    (0, 4, 4): 257,
    (0, 4, 5): 299,
    (0, 4, 6): 299,
    (3, 11, 10): 295,
    (3, 13, 10): 295,
}

NOTE = (
    "The lecture prints this grid four times and no two are alike. "
    f"{len(IMPOSSIBLE)} of the numbers in two of them are above 255, such as {max(IMPOSSIBLE.values())}: "
    "no pixel can have them. Here stands the third grid."
)


def portrait() -> Array:
    """Return the portrait, (1, 16, 12) from 0 to 255.

    >>> portrait().shape, int(portrait().min()), int(portrait().max())
    ((1, 16, 12), 0, 255)
    """
    return planes(NUMBERS)
