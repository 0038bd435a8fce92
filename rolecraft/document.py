"""A printable document: one structure, written as HTML and as Markdown, so that the two can't differ.

What a learner wrote is marked as such (`Own`): in HTML it keeps its own writing direction, and nowhere does
it become markup. The same document always gives the same bytes.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Literal

from attrs import frozen

# Characters that neither HTML nor XML can hold, and halves of emoji that have no UTF-8.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"\r\n|\r|\n")


@frozen
class Own:
    """Words that the learner wrote."""

    text: str


Line = tuple[str | Own, ...]  # pieces of one line, one after the other


@frozen
class Field:
    """A label and what it stands for: lines one after the other, or as a list."""

    label: str
    lines: tuple[Line, ...]
    listed: bool = False


@frozen
class Table:
    """A table; the first cell of a row is its heading. kind: "signatures" leaves room to write."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    kind: Literal["", "signatures"] = ""


@frozen
class Note:
    """A remark of the document itself: a "hint", something to "check", or plain "text"."""

    words: str
    kind: Literal["hint", "check", "text"] = "hint"


@frozen
class Picture:
    """A picture as SVG, from rolecraft/pictures/. words: what it says, for those who get no picture."""

    svg: str
    words: str


Part = Field | Table | Note | Picture


@frozen
class Pointer(Note):
    """A remark that says where something is filled in. place: the exercise, by name."""

    place: str = ""


@frozen
class Chapter:
    """A heading and what stands under it."""

    heading: str
    parts: tuple[Part, ...]


@frozen
class Document:
    """A whole document. about: under the title. end: under a line at the end. language: "en"."""

    language: str
    title: Line
    about: tuple[Part, ...]
    chapters: tuple[Chapter, ...]
    end: tuple[Part, ...] = ()


SEPARATOR = " · "
Address = Callable[[str], str]  # of a place, seen from where the document is shown; "" when it has none
# What the file may do in a browser: show itself, and nothing else.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def showable(text: str) -> str:
    """Return a text with a sign in place of each character that a page can't hold."""
    return _BREAK.sub("\n", _UNSHOWABLE.sub("\ufffd", text))


def plain(line: Line) -> str:
    """Return a line as plain text."""
    return "".join(showable(piece.text if isinstance(piece, Own) else piece) for piece in line)


# HTML


def to_html(document: Document, top: int | None = 1, address: Address = lambda place: "") -> str:
    """Return the document as a piece of HTML.

    top: level of its title's heading, the chapters come one below; None: no headings, only bold lines.
    address: makes links of remarks that point to a place; without it they are plain text.
    """
    title_tag, tag = ("p", "p") if top is None else (f"h{top}", f"h{top + 1}")

    def heading(words: str, tag: str, kind: str) -> str:
        return f'<{tag} class="rc-doc-{kind}">{f"<strong>{words}</strong>" if tag == "p" else words}</{tag}>'

    html = [heading(_html_line(document.title), title_tag, "title"), _html_parts(document.about)]
    for chapter in document.chapters:
        inside = heading(escape(chapter.heading), tag, "heading") + _html_parts(chapter.parts, address)
        html.append(f'<div class="rc-doc-chapter">{inside}</div>')
    html.append(f'<div class="rc-doc-end">{_html_parts(document.end)}</div>')
    return f'<div class="rc-doc" lang="{document.language}">{"".join(html)}</div>'


def to_page(document: Document, css: str) -> str:
    """Return the document as a whole HTML file that needs nothing else: no scripts, nothing to fetch."""
    return f"""<!doctype html>
<html lang="{document.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{escape(plain(document.title))}</title>
<link rel="icon" href="data:,">
<style>
{css}</style>
</head>
<body>
<main>
{to_html(document)}
</main>
</body>
</html>
"""


def linked(words: str, href: str) -> str:
    """Return words as HTML, as a link when there is an address."""
    return f'<a href="{escape(href)}">{escape(words)}</a>' if href else escape(words)


def _html_parts(parts: Iterable[Part], address: Address = lambda place: "") -> str:
    return "".join(_html_part(part, address) for part in parts)


def _html_part(part: Part, address: Address) -> str:
    if isinstance(part, Pointer):
        return f'<p class="rc-doc-{part.kind}">{linked(part.words, address(part.place))}</p>'
    if isinstance(part, Note):
        return f'<p class="rc-doc-{part.kind}">{escape(part.words)}</p>'
    if isinstance(part, Picture):
        return part.svg
    if isinstance(part, Field):
        label = f"<strong>{escape(part.label)}:</strong>"
        if part.listed:
            items = "".join(f"<li>{_html_line(line)}</li>" for line in part.lines)
            return f"<p>{label}</p><ul>{items}</ul>"
        return f"<p>{label} {SEPARATOR.join(map(_html_line, part.lines))}</p>"
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in part.headings)
    rows = "".join(
        f'<tr><th scope="row">{_html_line(first)}</th>'
        f"{''.join(f'<td>{_html_line(one)}</td>' for one in others)}</tr>"
        for first, *others in part.rows
    )
    kind = f' class="rc-doc-{part.kind}"' if part.kind else ""
    label = escape(part.caption)
    # On a phone a wide table scrolls sideways; a box that scrolls must be reachable with the keyboard.
    return (
        f'<div class="rc-scroll" tabindex="0" role="group" aria-label="{label}">'
        f"<table{kind}><caption>{label}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _html_line(line: Line) -> str:
    return "".join(
        f'<bdi dir="auto">{_html_text(piece.text)}</bdi>' if isinstance(piece, Own) else _html_text(piece)
        for piece in line
    )


def _html_text(text: str) -> str:
    return escape(showable(text)).replace("\n", "<br>")


# Markdown (CommonMark, with the tables of GitHub)

# What can become markup anywhere in a line. An address is only text, too, so ":" before "//" counts, and "@".
_MARKUP = re.compile(r"[\\`*_\[\]<>|#~&$@]|:(?=//)|(?<=www)\.|(?<=WWW)\.")
# What makes a block a heading, a rule, a list or a part of a table when a line of it begins with this.
_LINE_START = re.compile(r"[-+=:]|\d{1,9}(?=[.)](?:\s|$))")


def to_markdown(document: Document) -> str:
    """Return the document as Markdown: headings, labels, lists and tables; no word of a learner is markup."""
    blocks = [f"# {_markdown(document.title)}", *map(_markdown_part, document.about)]
    for chapter in document.chapters:
        blocks += [f"## {_escaped(chapter.heading)}", *map(_markdown_part, chapter.parts)]
    blocks += ["---", *map(_markdown_part, document.end)] if document.end else []
    return "\n\n".join(blocks) + "\n"


def _markdown_part(part: Part) -> str:
    if isinstance(part, Note | Picture):
        return f"*{_escaped(part.words)}*"
    if isinstance(part, Field):
        label = f"**{_escaped(part.label)}:**"
        if part.listed:
            return "\n".join([label, "", *(f"- {_line_begins(_markdown(line))}" for line in part.lines)])
        return f"{label} {SEPARATOR.join(_paragraph(line) for line in part.lines)}"
    rows = [[_escaped(words) for words in part.headings], ["---"] * len(part.headings)]
    rows += [[_markdown(cell) for cell in row] for row in part.rows]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    caption = _escaped(part.caption)
    return f"{caption}{'' if caption.endswith(('.', '?', '!')) else ':'}\n\n{table}"


def _markdown(line: Line) -> str:
    """Return a line as Markdown, in one line."""
    return _escaped(plain(line))


def _paragraph(line: Line) -> str:
    """Return a line as Markdown that stands after other words; its line breaks stay."""
    first, *others = [words for one in plain(line).split("\n") if (words := _escaped(one))] or [""]
    # Two blanks at the end of a line break it; an empty line would end the paragraph.
    return "  \n".join([first, *map(_line_begins, others)])


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def _line_begins(escaped: str) -> str:
    """Return a line so that its beginning makes nothing special of it."""
    start = _LINE_START.match(escaped)
    if not start:
        return escaped
    place = start.end() if start[0].isdigit() else 0
    return f"{escaped[:place]}\\{escaped[place:]}"


# Rows


def to_rows(document: Document) -> list[tuple[str, str, str]]:
    """Return what stands in the document as rows of plain text: chapter, label, words."""
    rows = []
    for chapter in document.chapters:
        for part in chapter.parts:
            rows += [(chapter.heading, label, words) for label, words in _labelled(part)]
    return rows


def _labelled(part: Part) -> Sequence[tuple[str, str]]:
    if isinstance(part, Field):
        return [(part.label, SEPARATOR.join(map(plain, part.lines)))]
    if isinstance(part, Table):
        rows = []
        for first, *others in part.rows:
            named = [
                f"{heading}: {plain(cell)}"
                for heading, cell in zip(part.headings[1:], others, strict=True)
                if plain(cell)
            ]
            rows.append((plain(first), SEPARATOR.join(named)))
        return rows
    return []
