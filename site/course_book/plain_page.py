"""A page outside the book's frame, with the same policy: the sheets, and the offline edition's first page."""

from html import escape

from .security import META


def plain_page(title: str, body: str, styles: list[str], icon: str, description: str = "") -> str:
    """Return a whole page.

    Args:
        title: plain text, as is the description.
        body: HTML, from <body> to </body>.
        styles: addresses of the style sheets, the last of which has the last word.
        icon: address of the icon.
    """
    about = f'<meta name="description" content="{escape(description)}">\n' if description else ""
    sheets = "\n".join(f'<link rel="stylesheet" href="{address}">' for address in styles)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{META}
<meta name="viewport" content="width=device-width, initial-scale=1">
{about}<title>{escape(title)}</title>
<link rel="icon" href="{icon}">
{sheets}
</head>
{body}
</html>
"""
