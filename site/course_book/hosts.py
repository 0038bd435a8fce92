"""Settings for common web hosts, beside the pages: types, compression, how long to keep a file, security.

All are written from the same tables, in serve.py and security.py:

- hosts/nginx.conf and hosts/brotli.conf, to include in nginx
- .htaccess, which Apache reads by itself
- _headers, which Netlify and Cloudflare Pages read by themselves
- .nojekyll, without which GitHub Pages, from a branch, leaves out folders like _static
"""

from pathlib import Path

from compress import PACKED, WAYS
from serve import ASK_AGAIN, FOR_EVER, KEPT_FOR_EVER, TYPES

from .security import HEADERS

# Pages ask for styles and scripts with the hash of their content; for pictures and the search, without.
FOR_A_DAY = "public, max-age=86400"
KEPT_FOR_A_DAY = "/_static/"
# Without HTML, which nginx adds by itself and warns about when it is told.
PACKED_TYPES = " ".join(sorted({TYPES[suffix] for suffix in PACKED} - {"text/html"}))
MADE = "# Written by the build of The Focused Marketer."


def nginx() -> str:
    """Return what belongs into nginx' location for the book."""
    types = "\n".join(f"    {kind} {suffix[1:]};" for suffix, kind in TYPES.items())
    texts = sorted({kind for kind in TYPES.values() if kind.startswith("text/")} - {"text/html"})
    headers = "\n".join(f'add_header {name} "{value}" always;' for name, value in HEADERS.items())
    return f"""{MADE} Include it in the location of the book.
types {{
{types}
}}
charset utf-8;
charset_types {" ".join(texts)};

gzip on;
gzip_static on;
gzip_vary on;
gzip_proxied any;
gzip_comp_level 5;
gzip_min_length 1000;
gzip_types {PACKED_TYPES};

{headers}
add_header Cache-Control $course_kept;
set $course_kept "{ASK_AGAIN}";
location ~ {KEPT_FOR_EVER} {{ set $course_kept "{FOR_EVER}"; }}
location ~ {KEPT_FOR_A_DAY} {{ set $course_kept "{FOR_A_DAY}"; }}
"""


def nginx_brotli() -> str:
    """Return what belongs beside it when nginx has the modules for brotli."""
    return f"""{MADE} Needs nginx' brotli modules.
brotli on;
brotli_static on;
brotli_comp_level 5;
brotli_min_length 1000;
brotli_types {PACKED_TYPES};
"""


def apache() -> str:
    """Return the .htaccess."""
    types = "\n".join(f"AddType {kind} {suffix}" for suffix, kind in TYPES.items())
    utf8 = " ".join(suffix for suffix, kind in TYPES.items() if kind.startswith("text/"))
    headers = "\n".join(f'    Header always set {name} "{value}"' for name, value in HEADERS.items())
    return f"""{MADE}
{types}
AddCharset utf-8 {utf8}

# Apache's own settings take .br for a language and .gz for a type.
RemoveLanguage .br
RemoveType .br .gz
AddEncoding br .br
AddEncoding gzip .gz
<IfModule mod_rewrite.c>
    RewriteEngine On
    RewriteCond %{{HTTP:Accept-Encoding}} \\bbr\\b
    RewriteCond %{{REQUEST_FILENAME}}.br -f
    RewriteRule ^(.+)$ $1.br [END]
    RewriteCond %{{HTTP:Accept-Encoding}} \\bgzip\\b
    RewriteCond %{{REQUEST_FILENAME}}.gz -f
    RewriteRule ^(.+)$ $1.gz [END]
</IfModule>
<IfModule mod_filter.c>
    <IfModule mod_brotli.c>
        AddOutputFilterByType BROTLI_COMPRESS text/html {PACKED_TYPES}
    </IfModule>
    <IfModule mod_deflate.c>
        AddOutputFilterByType DEFLATE text/html {PACKED_TYPES}
    </IfModule>
</IfModule>

<IfModule mod_headers.c>
{headers}
    Header set Cache-Control "{ASK_AGAIN}"
    <If "%{{REQUEST_URI}} =~ m#{KEPT_FOR_A_DAY}#">
        Header set Cache-Control "{FOR_A_DAY}"
    </If>
    <If "%{{REQUEST_URI}} =~ m#{KEPT_FOR_EVER}#">
        Header set Cache-Control "{FOR_EVER}"
    </If>
    Header merge Vary Accept-Encoding
</IfModule>
"""


def headers_file(site: Path) -> str:
    """Return the _headers of a built site: these hosts know types, compression and new versions of pages.

    Each name stands for itself, since their patterns can't leave out one name of a folder.
    """
    lines = [MADE, "/*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
    for path in sorted((site / "live").glob("*")):
        if path.name != "manifest.json" and path.suffix not in WAYS:
            lines += [f"/live/{path.name}{'/*' if path.is_dir() else ''}", f"  Cache-Control: {FOR_EVER}"]
    return "\n".join([*lines, "/_static/*", f"  Cache-Control: {FOR_A_DAY}", ""])


def finish(app, exception):
    """Write the files, when everything else is there."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    files = {
        "hosts/nginx.conf": nginx(),
        "hosts/brotli.conf": nginx_brotli(),
        ".htaccess": apache(),
        "_headers": headers_file(site),
        ".nojekyll": "",
    }
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def setup(app):
    """Register the event, after those that put files into the site."""
    app.connect("build-finished", finish, priority=900)
