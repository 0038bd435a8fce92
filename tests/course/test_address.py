"""A book that knows its address tells it to search engines and to those who share a link."""

import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from sphinx.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

import build  # noqa: E402
from course_book import address  # noqa: E402

URL = "https://example.org/training/course"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The course's own settings with two pages, built for an address below the top of its host."""
    folder = tmp_path_factory.mktemp("published")
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings["sphinx"]["local_extensions"] = {"course_book": str(ROOT / "site")}
    (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    contents = {"format": "jb-book", "root": "chapters/start", "chapters": [{"file": "chapters/next"}]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    (folder / "references.bib").touch()
    shutil.copytree(ROOT / "site" / "static", folder / "site" / "static")
    (folder / "chapters").mkdir()
    shutil.copy(ROOT / "chapters" / "course.yml", folder / "chapters")
    page = "---\ndescription: Balls & “hands”, “counted”.\n---\n# Start here\n\nMany words.\n"
    (folder / "chapters" / "start.md").write_text(page, encoding="utf-8")
    (folder / "chapters" / "next.md").write_text("# Go on\n\nMore.\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_URL", URL)
        assert build.build_pages(folder) == 0
    return folder / "_build" / "html"


def test_a_page_says_what_a_preview_shows(published):
    html = (published / "chapters" / "start.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{URL}/chapters/start.html" />' in html
    assert '<meta property="og:title" content="Start here" />' in html
    assert '<meta property="og:description" content="Balls &amp; “hands”, “counted”." />' in html
    picture = html.split('<meta property="og:image" content="')[1].split('"')[0]
    assert picture.startswith(f"{URL}/")
    assert (published / picture.removeprefix(f"{URL}/")).read_bytes().startswith(b"\x89PNG")


def test_the_address_itself_leads_to_the_first_page_and_says_what_that_page_says(published):
    html = (published / "index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=chapters/start.html">' in html
    assert '<meta property="og:title" content="Start here" />' in html
    assert f'<link rel="canonical" href="{URL}/chapters/start.html" />' in html


def test_the_sitemap_lists_the_pages_under_their_whole_address(published):
    tree = ElementTree.parse(published / "sitemap.xml")
    places = [place.text for place in tree.iterfind(".//{*}loc")]
    assert places == [f"{URL}/chapters/next.html", f"{URL}/chapters/start.html"]


def test_the_page_for_a_missing_address_leads_back_from_any_depth(published):
    html = (published / "404.html").read_text(encoding="utf-8")
    assert '<a href="/training/course/chapters/start.html">The start of the course</a>' in html
    assert 'href="/training/course/_static/book.css' in html
    assert 'data-content_root="/training/course/"' in html


@pytest.mark.parametrize("wrong", ["example.org", "ftp://example.org", "https://"])
def test_an_address_that_is_none_is_told(monkeypatch, wrong):
    monkeypatch.setenv("COURSE_URL", wrong)
    with pytest.raises(ConfigError, match="begins with https://"):
        address.course_url()
