"""What all charts share: size, ground and ink of both themes, and the drawing library."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 7.2
"""Inches; at `DPI` 1,080 pixels, what a phone shows."""
DPI = 150

GROUND_AND_INK = {False: ("#ffffff", "#16202a"), True: ("#17212b", "#eef2f5")}
"""Light and dark, as Telegram's own themes."""


def prepared() -> type[Figure]:
    """The class of figures, with the font and the reading of text that all charts have."""
    import matplotlib as mpl  # heavy: only where a picture is drawn
    from matplotlib.figure import Figure

    mpl.rcParams["font.family"] = "DejaVu Sans"  # comes with the library, has all of Vietnamese
    mpl.rcParams["text.parse_math"] = False  # a title is text, whatever signs it has
    return Figure
