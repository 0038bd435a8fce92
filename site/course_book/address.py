"""What needs the address at which the book is published: COURSE_URL=https://example.org/course/ make book.

Links within the book are relative, so it works at any address. But search engines want each page's whole
address, another site's preview that of a picture, and the page for a missing address can't know where it is.
Without COURSE_URL there is no sitemap and no preview, and that page expects the book at the top of its host.
"""

import os
import re
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.errors import ConfigError

NOT_FOUND = "404"
MARK = "site/static/mark.png"  # the course's mark as a bitmap: what draws the previews reads no SVG


def course_url() -> str:
    """Return the book's address with a slash at its end, "" when it isn't known. Raises ConfigError."""
    url = os.environ.get("COURSE_URL", "").strip()
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise ConfigError(f"COURSE_URL is {url}, which is no whole address. It begins with https://")
    return url.rstrip("/") + "/" if url else ""


def tell_address(app, config):
    """Give the address to Sphinx (canonical links) and to the extensions that use it."""
    url = course_url()
    config.html_baseurl = config.ogp_site_url = url
    config.ogp_site_name = config.html_title
    config.ogp_social_cards = {"line_color": "#0b6b5d", "image": MARK, "image_mini": MARK}
    # Pages say themselves what they are about (pages.py); this would be whatever words come first.
    config.ogp_description_length = 0
    config.notfound_urls_prefix = urlsplit(url).path or "/"
    config.notfound_template, config.notfound_context = "404.html", {"title": "No such page"}


def tell_missing_page(app, page, template, context, doctree):
    """Tell the page for a missing address where the book begins; it has no address of its own."""
    if page == NOT_FOUND:
        context["content_root"], context["pageurl"] = app.config.notfound_urls_prefix, ""


def write_sitemap(app, exception):
    """List all pages for search engines, not only those written in this build."""
    url = course_url()
    if exception or app.builder.format != "html" or not url:
        return
    pages = (app.builder.get_target_uri(page) for page in sorted(app.env.found_docs))
    places = "".join(f"<url><loc>{escape(url + page)}</loc></url>\n" for page in pages)
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'
    Path(app.outdir, "sitemap.xml").write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{sitemap}', "utf-8")


def write_front_door(app, exception):
    """Write index.html, which leads to the first page and tells those who share a link the same."""
    if exception or app.builder.format != "html":
        return
    first = app.builder.get_target_uri(app.config.root_doc)
    head = Path(app.outdir, first).read_text(encoding="utf-8").partition("</head>")[0]
    told = "\n".join(re.findall(r"<meta [^>]*>|<title>.*?</title>|<link rel=\"canonical\"[^>]*>", head))
    Path(app.outdir, "index.html").write_text(
        f"""<!DOCTYPE html>
<html lang="{app.config.language}">
<head>
{told}
<meta http-equiv="refresh" content="0; url={first}">
</head>
<body><p><a href="{first}">{escape(app.config.html_title)}</a></p></body>
</html>
""",
        encoding="utf-8",
    )


def setup(app):
    """Load the extensions; that for previews only where they can be found: drawing takes long."""
    app.setup_extension("notfound.extension")
    if course_url():
        app.setup_extension("sphinxext.opengraph")
    app.connect("config-inited", tell_address, priority=100)
    app.connect("html-page-context", tell_missing_page)
    app.connect("build-finished", write_sitemap)
    # After the extension that writes a door without a name on it.
    app.connect("build-finished", write_front_door, priority=900)
