"""The few SVG parts that all pictures share.

Colours are CSS variables with fallbacks, so that a picture follows the page's light or dark mode.
"""

from collections.abc import Iterable
from html import escape

ACCENT = "var(--rc-accent, #0b6b5d)"
MUTED = "var(--rc-muted, #6b7280)"
WARN = "var(--rc-warn, #9a5b00)"


def picture(width: float, height: float, title: str, description: str, parts: Iterable[str]) -> str:
    """Return a whole SVG picture.

    width, height: of the drawing area in px; the picture scales down to the width it is given, never up.
    title: its name; description: the message that somebody who can't see it gets. Both plain text.
    An aria-label instead of <title> and <desc>: those need ids, and a page shows the same picture twice.
    """
    stop = "" if title.endswith(("?", "!", ".")) else "."
    label = escape(f"{title}{stop} {description}", quote=True)
    return (
        f'<svg class="rc-picture" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'role="img" aria-label="{label}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 14,
    anchor: str = "start",
    weight: int = 400,
    colour: str = "currentColor",
) -> str:
    """Return one line of text with its baseline at (x, y); words are plain text and are escaped."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" font-weight="{weight}" '
        f'fill="{colour}" font-family="inherit">{escape(words)}</text>'
    )


def bar(
    x: float,
    y: float,
    width: float,
    height: float,
    colour: str,
    *,
    outline: str = "none",
    dashed: bool = False,
) -> str:
    """Return a rectangle with slightly round corners."""
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{max(width, 0):g}" height="{height:g}" rx="3" '
        f'fill="{colour}" stroke="{outline}"{dash}/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, colour: str = MUTED) -> str:
    """Return a thin straight line."""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}" stroke-width="1.5"/>'
