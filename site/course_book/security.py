"""What a page may do: nothing but what this site itself serves, and WebAssembly for Python.

The policy stands in each page, so that it also holds on a host where nobody can set headers.
"""

import base64
import hashlib

# Before the first paint, so that no page flashes white in dark mode: the reader's choice, or the system's.
# The theme's own script does the same later, and lets the reader choose.
COLOUR_MODE = (
    'let mode="auto";try{mode=localStorage.getItem("mode")||mode}catch{}'
    "Object.assign(document.documentElement.dataset,{mode,theme:"
    'mode!="auto"?mode:matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light"})'
)


def source_of(script: str) -> str:
    """Return how a policy names an inline script that may run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' 'wasm-unsafe-eval' {source_of(COLOUR_MODE)}",
        # Small pictures in style sheets: arrows, ticks.
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
# For every web server that can set them.
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",  # a link to a source doesn't tell where the reader comes from
    "X-Content-Type-Options": "nosniff",
}
