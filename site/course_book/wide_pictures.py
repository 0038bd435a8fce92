"""Pictures for a screen that is wide: a tall one stands there in two columns.

The pictures are drawn for a phone's width. On a slide, a tall one would be too small for the last row.
"""

import re
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
TALL = 1.04  # height ÷ width; above, a picture is cut
GAP, WIDE = 10, 20  # so much of the difference in height is a gap of 1 worth, up to so wide a gap
ElementTree.register_namespace("", SVG)


def extent(element: ElementTree.Element) -> tuple[float, float]:
    """Return from where to where a part of a picture reaches, from top to bottom. Raises ValueError."""
    kind, has = element.tag.rpartition("}")[2], element.attrib
    if kind == "rect":
        return float(has["y"]), float(has["y"]) + float(has["height"])
    if kind == "text":
        size = float(has["font-size"])
        return float(has["y"]) - size, float(has["y"]) + 0.3 * size
    if kind == "line":
        return tuple(sorted((float(has["y1"]), float(has["y2"]))))
    if kind == "circle":
        return float(has["cy"]) - float(has["r"]), float(has["cy"]) + float(has["r"])
    if kind == "polyline":
        heights = [float(point.split(",")[1]) for point in has["points"].split()]
        return min(heights), max(heights)
    raise ValueError(f"a slide can't cut a picture with <{kind}> in two; teach it in wide_pictures.py")


def columns(svg: str) -> list[str]:
    """Return a picture as one or two: a tall one is cut where no part of it is cut through.

    Raises:
        ValueError: when there is no such place, or an element that isn't known.
    """
    whole = ElementTree.fromstring(svg)
    _, _, width, height = map(float, whole.get("viewBox").split())
    if height <= TALL * width:
        return [svg]
    parts = [(*extent(part), part) for part in whole]
    places = {end for _, end, _ in parts} - {max(end for _, end, _ in parts)}
    free = [at for at in places if not any(begin < at < end for begin, end, _ in parts)]
    if not free:
        raise ValueError("a slide has no place to cut this picture in two")

    def below(at: float) -> float:
        return min(begin for begin, end, _ in parts if end > at)

    # Two halves of about the same height, but rather a wide gap between them.
    cut = min(free, key=lambda at: max(at, height - at) - GAP * min(below(at) - at, WIDE))
    upper = [part for _, end, part in parts if end <= cut]
    lower = [part for _, end, part in parts if end > cut]
    top = below(cut) - 4
    return [
        _column(svg, upper, width, 0, cut + 4),
        _column(svg, lower, width, top, height - top, seen_only=True),
    ]


def _column(svg: str, parts: list, width: float, top: float, height: float, seen_only: bool = False) -> str:
    """Return some parts as a picture. seen_only: its words are told with the first column."""
    column = ElementTree.fromstring(re.match(r"<svg[^>]*>", svg)[0] + "</svg>")
    column.set("viewBox", f"0 {top:g} {width:g} {height:g}")
    if seen_only:
        del column.attrib["role"], column.attrib["aria-label"]
        column.set("aria-hidden", "true")
    column.extend(parts)
    return ElementTree.tostring(column, encoding="unicode")
