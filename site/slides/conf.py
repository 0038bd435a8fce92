"""Sphinx's settings for the slides; site/build_slides.py writes their sources and runs it."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

project = "The Focused Marketer"
language = "en"
extensions = ["myst_parser", "sphinx_revealjs", "course_book.slides"]
myst_enable_extensions = ["colon_fence"]
templates_path = [str(HERE / "templates")]
root_doc = "index"
smartquotes = True
