"""The build is strict: a page with a warning or a notebook that fails never becomes a book."""

import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

import build  # noqa: E402
from course_book import pages  # noqa: E402

NOWHERE = "# Page\n\nSee {ref}`nowhere` and {py:class}`no.such.Class`.\n"


# A library with an answer, and the role of the book's extension that shows it.
LIBRARY = """
from docutils import nodes

ANSWER = "It is {answer}."

def setup(app):
    app.add_role("answer", lambda *told, **more: ([nodes.Text(ANSWER)], []))
"""


def tiny_book(folder: Path, page: str = "# Page\n", code: str = "", extensions: dict | None = None) -> Path:
    """Write a book of one page, and a notebook when there is code; notebooks run as in the course.

    extensions: of the book's own, names and the folders that they are in.
    """
    course = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings = {"title": "Tiny", "author": "", "logo": "", "execute": course["execute"]}
    settings["sphinx"] = {"local_extensions": extensions or {}}
    contents = {"format": "jb-book", "root": "page"}
    if code:
        cell = nbformat.v4.new_code_cell(code)
        cells = [nbformat.v4.new_markdown_cell("# Notebook"), cell]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "notebook.ipynb")
        contents["chapters"] = [{"file": "notebook"}]
    (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    (folder / "page.md").write_text(page, encoding="utf-8")
    return folder


def test_a_book_without_faults_is_built(tmp_path: Path):
    assert build.build_pages(tiny_book(tmp_path, code="print(6 * 7)")) == 0
    assert "42" in (tmp_path / "_build" / "html" / "notebook.html").read_text(encoding="utf-8")


def test_a_warning_stops_the_build_and_all_warnings_are_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    assert build.build_pages(tiny_book(tmp_path, page=NOWHERE)) != 0
    said = capfd.readouterr().err
    assert "nowhere" in said and "no.such.Class" in said


def test_a_notebook_that_fails_stops_the_build(tmp_path: Path):
    assert build.build_pages(tiny_book(tmp_path, code="1 / 0")) != 0


def test_a_changed_library_changes_notebooks_and_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "BUILD", tmp_path / "_build")
    library = tmp_path / "rolecraft" / "answers.py"
    library.parent.mkdir()
    code = (
        f"import sys; sys.path.insert(0, {str(library.parent)!r})\nfrom answers import ANSWER; print(ANSWER)"
    )
    tiny_book(tmp_path, "# Page\n\n{answer}`of the library`\n", code, {"answers": "rolecraft"})
    for answer in (41, 42):
        library.write_text(LIBRARY.format(answer=answer), encoding="utf-8")
        build.forget_old_results()
        assert build.build_pages(tmp_path) == 0
        for page in ("page", "notebook"):
            text = (tmp_path / "_build" / "html" / f"{page}.html").read_text(encoding="utf-8")
            assert f"It is {answer}." in text, page


def test_a_changed_style_writes_every_page_anew(tmp_path: Path):
    style = tmp_path / "look.css"
    style.write_text("a {}")
    app = SimpleNamespace(confdir=tmp_path, config=SimpleNamespace(html_static_path=["."]))
    env = SimpleNamespace(found_docs={"one", "two"})
    assert pages.write_all_when_the_look_changes(app, env) == ["one", "two"]
    assert pages.write_all_when_the_look_changes(app, env) == []
    style.write_text("a { color: red }")
    assert pages.write_all_when_the_look_changes(app, env) == ["one", "two"]
