"""What the browser must not do on a page of the course, whatever a page says: for every web server."""

# Python needs 'wasm-unsafe-eval'; the widgets and the theme set styles in the page.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",  # a link to a source doesn't tell where the reader comes from
    "X-Content-Type-Options": "nosniff",
}
