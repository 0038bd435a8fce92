"""Print the worksheets or the slides of the built book as PDFs: python site/pdf.py worksheets|slides

Worksheets go to _build/html/worksheets, slides beside their pages. The PDFs are tagged, for screen readers.
"""

import sys
import threading
from pathlib import Path

import browser
import serve
from playwright.sync_api import Page, sync_playwright

BUILT = serve.BUILT_BOOK
# What is printed, and where it goes, below the top of the site.
FOLDERS = {"worksheets": ("sheets", "worksheets"), "slides": ("slides", "slides")}
# Pages that are no slides themselves.
LEFT_OUT = {"index", "speaker"}


def print_page(page: Page, address: str, file: Path) -> None:
    """Print a page as it asks to be printed. address: of the page; file: the PDF to write."""
    page.goto(address, wait_until="networkidle")
    page.pdf(path=file, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)


def print_all(kind: str, built: Path = BUILT) -> list[Path]:
    """Print all worksheets or slides; return the PDFs. kind: a key of FOLDERS. Raises browser.NoBrowser."""
    pages, target = (built / name for name in FOLDERS[kind])
    target.mkdir(exist_ok=True)
    path, printed = browser.find(), []
    with serve.server(built) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = playwright.chromium.launch(executable_path=path, args=list(browser.FLAGS))
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        for source in sorted(pages.glob("*.html")):
            if kind == "worksheets" or source.stem not in LEFT_OUT:
                address = f"http://127.0.0.1:{server.server_port}/{pages.name}/{source.name}"
                printed.append(target / f"{source.stem}.pdf")
                print_page(page, address, printed[-1])
        chromium.close()
        server.shutdown()
    return printed


def main():
    """Print what is asked for, and say where it is."""
    if len(sys.argv) != 2 or sys.argv[1] not in FOLDERS:
        sys.exit("Say what to print: python site/pdf.py worksheets, or python site/pdf.py slides")
    if not (BUILT / "index.html").is_file():
        sys.exit(f"There is no built book in {BUILT}. Build it first: make book")
    try:
        printed = print_all(sys.argv[1])
    except browser.NoBrowser as problem:
        sys.exit(str(problem))
    print(f"{len(printed)} PDFs are in {printed[0].parent}")


if __name__ == "__main__":
    main()
