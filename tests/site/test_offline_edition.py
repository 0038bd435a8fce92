"""The offline edition: one zip, unpacked in an empty folder, with the network off, and without a server."""

import http.server
import json
import os
import re
import shlex
import subprocess
import sys
import threading
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace

import browser as course_browser
import pytest
import webserver
from playwright.sync_api import expect
from site_helpers import LOADED, axe_findings, business_goal, kept_work, start
from test_exercises import SLUGS
from test_pages import CHAPTERS, PAGES, QUIZ, SHEETS

import rolecraft
from rolecraft import store
from rolecraft.text import say

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site" / "offline"))

import edition as offline  # noqa: E402

NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
GOAL = "More enquiries from the customers we have: åäö"
LONGEST_FILE = 40_000_000  # bytes
FOR_OTHERS = re.compile(r"\.(gz|br|htaccess|conf)$|_headers$")


@pytest.fixture(scope="module")
def edition(site, tmp_path_factory):
    """The zip."""
    target = tmp_path_factory.mktemp("edition") / "edition.zip"
    try:
        offline.build(site, target)
    except offline.Incomplete as problem:
        pytest.fail(str(problem), pytrace=False)
    return target


@pytest.fixture(scope="module")
def folder(edition, tmp_path_factory):
    """The zip unpacked in an empty folder, with the rights that it names."""
    folder = tmp_path_factory.mktemp("a laptop") / "Kurs på svenska"
    with zipfile.ZipFile(edition) as archive:
        archive.extractall(folder)
        for entry in archive.infolist():
            (folder / entry.filename).chmod(entry.external_attr >> 16)
    return folder


@contextmanager
def started(folder, *arguments):
    """Start the course as a reader does; give its process, and the file that names what it opens."""
    opened = folder.parent / f"opened-{webserver.free_port()}"
    browser = folder.parent / "browser.py"
    browser.write_text("import sys; open(sys.argv[1], 'a').write(sys.argv[2] + chr(10))", encoding="utf-8")
    opens = shlex.join([sys.executable, str(browser), str(opened)]) + " %s"
    environment = {**os.environ, "BROWSER": opens, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, str(folder / "start.py"), *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=folder.parent, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        yield SimpleNamespace(process=process, opened=opened)
    finally:
        process.terminate()
        process.communicate(timeout=10)


def said_until(process, words):
    """Return what a program says, up to the line with these words."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    return pytest.fail(f"it never says “{words}”, but: {''.join(lines)}")


@pytest.fixture(scope="module")
def address(folder):
    """Where the course is open, without the slash at the end."""
    port = webserver.free_port()
    with started(folder, "--port", port) as course:
        said_until(course.process, "Leave this window open")
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def laptop(playwright, browser_path, address):
    """A page of a browser that finds no other computer. The test fails when it has an error, or tries to."""
    problems = []
    browser = playwright.chromium.launch(
        executable_path=browser_path, args=[*course_browser.FLAGS, NO_NETWORK]
    )
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("console", lambda said: said.type == "error" and problems.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda failed: problems.append(f"{page.url} lacks {failed.url}"))
    page.on("request", lambda asked: address not in asked.url and problems.append(f"asks {asked.url}"))
    yield page
    browser.close()
    assert not [
        problem for problem in problems if "asks data:" not in problem and "asks blob:" not in problem
    ]


@pytest.fixture
def from_folder(browser):
    """A page that is opened without a server. The test fails when it has an error, or lacks a file."""
    problems = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda said: said.type == "error" and problems.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    yield page
    context.close()
    assert not problems, "\n".join(problems)


def slides(folder):
    """Return the addresses of the slides of each session."""
    found = sorted((folder / "course" / "slides").glob("*.html"))
    return [f"slides/{file.name}" for file in found if file.name != "speaker.html"]  # opened by the slides


def missing_pictures(page):
    """Return the pictures of a page that are not there."""
    lacking = "all => all.filter(i => i.checkVisibility() && !(i.complete && i.naturalWidth)).map(i => i.src)"
    return page.locator("img").evaluate_all(lacking)


# --- the zip --------------------------------------------------------------------------------------


def test_the_zip_is_small_and_holds_all_that_a_reader_needs_and_nothing_for_web_hosts(edition, site):
    assert edition.stat().st_size <= LONGEST_FILE
    with zipfile.ZipFile(edition) as archive:
        names = set(archive.namelist())
        runs = {entry.filename for entry in archive.infolist() if entry.external_attr >> 16 & 0o100}
    assert not [name for name in names if FOR_OTHERS.search(name)]
    assert {name for name in names if "/" not in name} == {
        *("Start here.html", "start.py", "start-windows.bat", "start-mac.command"),
        *("check_setup.py", "requirements.txt", "LICENSE"),
    }
    assert runs == {"start.py", "start-mac.command"}
    for slug in SLUGS:
        assert {f"notebooks/{slug}.ipynb", f"course/worksheets/{slug}.pdf"} <= names
    assert {f"course/{page}" for page in [*PAGES, *SHEETS, "slides/index.html"]} <= names
    assert sum(name.startswith("wheels/rolecraft-") for name in names) == 1


def test_the_same_book_gives_the_same_bytes(edition, site, tmp_path):
    offline.build(site, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == edition.read_bytes()


def test_nothing_is_left_out_in_silence(tmp_path):
    (tmp_path / "index.html").write_text("")
    with pytest.raises(offline.Incomplete) as problem:
        offline.build(tmp_path, tmp_path / "edition.zip")
    for command in ("make book", "make slides", "make worksheets"):
        assert command in str(problem.value)
    assert not (tmp_path / "edition.zip").exists()


# --- with the network off -------------------------------------------------------------------------


def test_every_page_is_whole(laptop, address, folder):
    for name in [*PAGES, *SHEETS, "search.html", *slides(folder)]:
        assert laptop.goto(f"{address}/{name}", wait_until="load").ok, name
        assert missing_pictures(laptop) == [], name


def test_every_exercise_works(laptop, address):
    laptop.goto(f"{address}/chapters/all-exercises.html")
    for slug in SLUGS:
        exercise = start(laptop, slug)
        exercise.get_by_role("button", name=say("frame.show_example")).click()
        expect(exercise.get_by_text(say("frame.example_banner"))).to_be_visible()


def test_the_check_of_the_computer_says_ready(laptop, address):
    laptop.goto(f"{address}/workshop/check-setup.html")
    laptop.get_by_role("button", name="Check this computer").click()
    expect(laptop.get_by_text("Ready.", exact=True)).to_be_visible(timeout=LOADED)


# --- opened from the folder -----------------------------------------------------------------------


def test_from_the_folder_every_page_has_its_text_and_pictures(from_folder, folder):
    for name in [*PAGES, *SHEETS, *slides(folder)]:
        from_folder.goto((folder / "course" / name).as_uri())
        assert missing_pictures(from_folder) == [], name
        assert len(from_folder.locator("body").inner_text()) > 200 or name in slides(folder), name


@pytest.mark.parametrize("name", [*CHAPTERS, "chapters/all-exercises.html"])
def test_from_the_folder_quizzes_answer_and_exercises_say_what_to_do(from_folder, folder, name):
    from_folder.goto((folder / "course" / name).as_uri())
    for quiz in from_folder.locator(QUIZ).all():
        quiz.get_by_role("radio").first.check()
        quiz.get_by_role("button").click()
        expect(quiz.locator(".quiz-verdict")).to_contain_text(re.compile("Right|Not the best answer"))
    exercises = from_folder.locator(".rc-exercise")
    assert exercises.count() >= 1
    for exercise in exercises.all():
        expect(exercise.locator(".rc-state")).to_have_text(say("live.from_file"))


def test_start_here_leads_to_what_is_there(from_folder, folder):
    page = folder / "Start here.html"
    from_folder.set_viewport_size({"width": 320, "height": 640})
    from_folder.goto(page.as_uri())
    links = from_folder.locator("a").evaluate_all("all => all.map(a => decodeURI(a.getAttribute('href')))")
    own = [link for link in links if not link.startswith("http")]
    assert len(own) > len(SLUGS)
    assert [link for link in own if not (folder / link).is_file()] == []
    assert f"http://127.0.0.1:{offline.serve.FIRST_PORT}/" in links
    assert axe_findings(from_folder) == []
    assert from_folder.evaluate("document.documentElement.scrollWidth") <= 320
    from_folder.get_by_role("link", name="the course", exact=True).click()
    expect(from_folder).to_have_title(re.compile("The Focused Marketer"))


# --- the start script -----------------------------------------------------------------------------


def answer(port, name="/live/manifest.json"):
    line = HTTPConnection("127.0.0.1", port)
    line.request("GET", name)
    return line.getresponse()


def opened_by(course):
    """Return what was opened in the browser, once it was."""
    for _ in range(100):
        if course.opened.exists() and (text := course.opened.read_text(encoding="utf-8")):
            return text.split()
        threading.Event().wait(0.1)
    return []


def test_a_second_start_opens_the_course_where_it_is_open_already(folder):
    port = webserver.free_port()
    with started(folder, "--port", port) as first:
        said_until(first.process, "Leave this window open")
        assert opened_by(first) == [f"http://127.0.0.1:{port}/"]
        assert answer(port, "/chapters/start.html").status == 200
        with started(folder, "--port", port) as second:
            assert second.process.wait(timeout=20) == 0
            assert "open already" in second.process.stdout.read()
            assert opened_by(second) == [f"http://127.0.0.1:{port}/"]


@pytest.fixture
def another_program():
    """Another program on a port of this computer, which answers everything."""

    class Another(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Another) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_where_another_program_has_the_port_the_next_one_serves_and_it_is_said_where_work_is(
    folder, another_program
):
    with started(folder, "--port", another_program) as course:
        said = said_until(course.process, "Leave this window open")
        assert f"usual address, http://127.0.0.1:{another_program}/" in said
        assert "save your work as a file" in said
        (address,) = opened_by(course)
        assert address in said and str(another_program) not in address
        assert answer(int(address.strip("/").rpartition(":")[2])).status == 200


def test_outside_the_unpacked_folder_it_says_to_unpack_the_zip(folder, tmp_path):
    (tmp_path / "start.py").write_bytes((folder / "start.py").read_bytes())
    done = subprocess.run([sys.executable, tmp_path / "start.py"], capture_output=True, encoding="utf-8")
    assert done.returncode == 1 and "Unpack the whole zip" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a script for macOS")
def test_the_script_for_the_mac_starts_the_course_from_anywhere(folder, tmp_path):
    done = subprocess.run(
        [folder / "start-mac.command", "--help"], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0 and "--room" in done.stdout


def test_windows_gets_a_batch_file_that_its_command_line_can_read(folder):
    content = (folder / "start-windows.bat").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") > 10
    content.decode("ascii")
    labels = set(re.findall(rb"^:(\w+)", content, re.MULTILINE))
    assert set(re.findall(rb"goto (\w+)", content)) == labels


# --- work travels ---------------------------------------------------------------------------------


def unfold(exercise):
    """Open the part with the buttons for files, unless it is open."""
    folded = exercise.get_by_role("button", name=say("frame.show_work"))
    if folded.count():
        folded.click()


def save(page, exercise):
    """Save the work as a file in the page; return its bytes."""
    unfold(exercise)
    with page.expect_download() as download:
        exercise.get_by_role("button", name=say("frame.save_file"), exact=True).click()
    return Path(download.value.path()).read_bytes()


def take(page, exercise, content):
    """Open a file in the page."""
    unfold(exercise)
    with page.expect_file_chooser() as chooser:
        exercise.get_by_role("button", name=say("frame.open_file"), exact=True).click()
    chooser.value.set_files([{"name": "work.json", "mimeType": "application/json", "buffer": content}])
    exercise.get_by_role("button", name=say("frame.file_use"), exact=True).click()
    expect(exercise.get_by_text(say("frame.file_opened"))).to_be_visible()


def content_of(file):
    """Return a saved file without the numbers that count its versions: opening a file is a new version."""
    plan = json.loads(file)
    for section in plan.values():
        if isinstance(section, dict):
            section.pop("revision", None)
    return json.dumps(plan).encode()


def test_a_plan_made_online_opens_offline_in_a_notebook_and_back_with_the_same_content(
    page, laptop, base_url, address, tmp_path
):
    page.goto(f"{base_url}/exercises/goal-builder.html")
    online = start(page)
    business_goal(online).fill(GOAL)
    expect(online.get_by_text(say("frame.status_saved"))).to_be_visible()
    made = save(page, online)
    assert GOAL in made.decode("utf-8")

    laptop.goto(f"{address}/exercises/goal-builder.html")
    on_laptop = start(laptop)
    expect(business_goal(on_laptop)).to_have_value("")  # another address: nothing of it is here yet
    take(laptop, on_laptop, made)
    expect(business_goal(on_laptop)).to_have_value(GOAL)
    offline_file = save(laptop, on_laptop)
    assert content_of(offline_file) == content_of(made)

    store.use(store.FileDrive(tmp_path))
    notebook = rolecraft.goal_builder()
    notebook.press(say("frame.show_work"))
    file = {"name": "work.json", "type": "", "size": len(offline_file), "content": memoryview(offline_file)}
    notebook._upload.value = [{**file, "last_modified": datetime.now(UTC)}]
    notebook.press(say("frame.file_use"))
    notebook.press(say("frame.save_file"))
    (saved,) = tmp_path.glob("my-role-plan*.json")
    assert content_of(saved.read_bytes()) == content_of(made)

    business_goal(online).fill("something else meanwhile")
    take(page, online, saved.read_bytes())
    expect(business_goal(online)).to_have_value(GOAL)
    assert content_of(save(page, online)) == content_of(made)
    assert GOAL in kept_work(page)["my-plan.json"]
