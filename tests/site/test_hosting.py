"""The book on web servers of others: real ones, with exactly the settings that the course tells to use."""

import gzip
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import brotli
import browser as course_browser
import pytest
import serve
import webserver
from playwright.sync_api import expect
from site_helpers import start

from rolecraft.text import say

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from course_book.security import HEADERS  # noqa: E402

GUIDE = (ROOT / "chapters" / "host-it-yourself.md").read_text(encoding="utf-8")
BELOW = "/training/course"
CHAPTER = "/chapters/04-from-business-goal-to-marketing-goal.html"
NEVER_ASKED_FOR = {".buildinfo", ".htaccess", ".nojekyll", ".br", ".gz", ".conf", ".mo", ".po", ""}
TYPES = {
    CHAPTER: "text/html; charset=utf-8",
    "/_static/course.css": "text/css; charset=utf-8",
    "/_static/logo.svg": "image/svg+xml",
    "/notebooks/goal-builder.ipynb": "application/json",
    "/live/manifest.json": "application/json",
    "python/pyodide.asm.mjs": "text/javascript; charset=utf-8",
    "python/pyodide.asm.wasm": "application/wasm",
    "packages": "application/zip",
}
COPY = {"br": ".br", "gzip": ".gz"}
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


def blocks(language):
    """What the guide tells to put into a server's settings."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def nginx_settings(site):
    """Both blocks of the guide, for the folder of the built book: at the top of a host, and below it."""
    top, below = blocks("nginx")
    return f"{top}\n{below}".replace("/srv/course", str(site))


@contextmanager
def needs_server():
    """Skip the test where there is no such server; fail where tests run unattended."""
    try:
        yield
    except webserver.NoServer as problem:
        if os.environ.get("CI"):
            pytest.fail(str(problem), pytrace=False)
        pytest.skip(str(problem))


@pytest.fixture(scope="module")
def nginx(site):
    """Address of the host with the course at its top and below /training/course/."""
    with needs_server(), webserver.nginx(nginx_settings(site)) as (address, _):
        yield address


@pytest.fixture(scope="module")
def apache(site):
    """Address of the host that has the course below /training/course/."""
    (settings,) = blocks("apache")
    with needs_server(), webserver.apache(site, settings.replace("/srv/course", "SITE")) as address:
        yield address


@pytest.fixture(params=["nginx", "nginx below another site", "Apache below another site"])
def host(request):
    """Address of the course, without the slash at the end, on each server."""
    server = request.getfixturevalue(request.param.split()[0].lower())
    return server + (BELOW if "below" in request.param else "")


def get(address, **headers):
    """Return status, headers and body of an answer. Header names have _ for -."""
    asked = Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urlopen(asked) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as problem:
        return problem.code, problem.headers, problem.read()


def in_live(site, name):
    """Return the address of a file of the runtime, whose name carries a hash."""
    begin, _, rest = name.partition("/")
    named = [path for path in (site / "live").glob(f"{begin}-*") if path.suffix not in (".br", ".gz")]
    (found,) = [path for path in named if path.is_dir() == bool(rest)]
    return f"/live/{found.name}" + (f"/{rest}" if rest else "")


def address_of(site, name):
    return name if name.startswith("/") else in_live(site, name)


@pytest.mark.parametrize("packing", ["br, gzip", "gzip", "identity"])
def test_each_file_has_its_type_and_comes_packed_as_the_browser_takes_it(host, site, packing):
    for name, kind in TYPES.items():
        address = address_of(site, name)
        status, headers, body = get(host + address, Accept_Encoding=packing)
        assert (status, headers["Content-Type"]) == (200, kind), address
        assert headers["Content-Language"] is None, "Apache takes .br for Breton"
        file = site / address[1:]
        if packing == "identity" or file.suffix == ".zip":
            assert (headers["Content-Encoding"], body) == (None, file.read_bytes()), address
        elif file.stat().st_size > 1000:  # below, each server does as it likes
            packed = packing.partition(",")[0]
            assert headers["Content-Encoding"] == packed, address
            assert body == file.with_name(file.name + COPY[packed]).read_bytes(), (
                "packed anew for each reader"
            )
            assert UNPACK[packed](body) == file.read_bytes(), address


def test_what_carries_its_hash_is_kept_for_a_year_and_all_else_is_asked_for_again(host, site):
    kept = {
        in_live(site, "python/pyodide.asm.wasm"): "public, max-age=31536000, immutable",
        in_live(site, "packages"): "public, max-age=31536000, immutable",
        "/live/manifest.json": "no-cache",
        "/_static/course.css?v=1": "public, max-age=86400",
        CHAPTER: "no-cache",
        "/": "no-cache",
    }
    for address, rule in kept.items():
        for packing in ("br", "gzip", "identity"):
            assert get(host + address, Accept_Encoding=packing)[1]["Cache-Control"] == rule, address
    status, headers, _ = get(f"{host}/live/shared-0000000000.zip")
    assert status == 404 and "immutable" not in (headers["Cache-Control"] or "")


@pytest.mark.parametrize("packing", ["br", "gzip", "identity"])
def test_a_page_that_has_not_changed_is_not_sent_again(host, packing):
    _, headers, _ = get(host + CHAPTER, Accept_Encoding=packing)
    known = {"If_Modified_Since": headers["Last-Modified"]}
    if headers["ETag"]:
        known["If_None_Match"] = headers["ETag"]
    status, _, body = get(host + CHAPTER, Accept_Encoding=packing, **known)
    assert (status, body) == (304, b"")


def test_every_answer_says_what_a_page_must_not_do(host, site):
    for address in (CHAPTER, "/", in_live(site, "worker"), "/_static/course.css", "/no-such-page.html"):
        status, headers, body = get(host + address)
        assert status == (404 if "no-such" in address else 200)
        for name, value in HEADERS.items():
            assert headers.get_all(name) == [value], address
    assert body == (site / "404.html").read_bytes()


def test_the_address_without_its_last_slash_leads_to_the_course(nginx):
    with urlopen(nginx + BELOW) as answer:
        assert answer.url.endswith(f"{BELOW}/")


def test_the_build_knows_the_type_of_every_file(site):
    assert {path.suffix for path in site.rglob("*") if path.is_file()} - NEVER_ASKED_FOR <= set(serve.TYPES)


def test_hosts_that_read_a_headers_file_get_the_same_rules(site):
    rules, path = {}, None
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            path = line
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            rules.setdefault(path, {})[name] = value
    assert rules["/*"] == HEADERS
    immutable = {path for path, rule in rules.items() if "immutable" in rule.get("Cache-Control", "")}
    live = [
        path for path in (site / "live").rglob("*") if path.is_file() and path.suffix not in (".br", ".gz")
    ]
    for file in live:
        address = f"/{file.relative_to(site).as_posix()}"
        covered = address in immutable or f"{address.rpartition('/')[0]}/*" in immutable
        assert covered == (file.name != "manifest.json"), address


def test_every_link_of_every_page_leads_somewhere_also_below_another_site(site):
    """Pages, sheets and the search page, with what they load."""
    ids = {}
    for page in site.rglob("*.html"):
        if "_static" not in page.parts:
            ids[page] = set(re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8")))
    for page in ids:
        text = re.sub(
            r"<(script|style)\b[^>]*>.*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        for link in set(re.findall(r'\b(?:href|src)="([^"]*)"', text)):
            if re.match(r"[a-z]+:", link):
                continue
            if page.name == "404.html":  # shown at any depth, so its links begin at the top
                assert link.startswith(("/", "#")), link
                link = link.removeprefix("/")
            assert not link.startswith("/"), (page, link)
            address, _, anchor = link.partition("#")
            target = (page.parent / address.partition("?")[0]).resolve() if address else page
            assert target.is_file(), (page, link)
            assert not anchor or target not in ids or anchor in ids[target], (page, link)


def use(page, address):
    """Open a chapter, start its exercise and get an answer from it; return the exercise."""
    page.goto(address + CHAPTER)
    exercise = start(page)
    goal = exercise.get_by_role("textbox", name=say("goal_builder.label_metric"), exact=True)
    goal.fill("enquiries")
    expect(exercise.locator(".rc-host")).to_contain_text(say("goal_builder.good_points", met=1))
    expect(exercise.get_by_text(say("frame.status_saved"))).to_be_visible()
    return exercise


@pytest.fixture
def visitor(browser):
    """Make a page of a fresh visitor; the test fails when the browser complains about anything."""
    said, contexts = [], []

    def visit(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield visit
    for context in contexts:
        context.close()
    assert said == []


@pytest.mark.parametrize("host", ["nginx below another site", "Apache below another site"], indirect=True)
def test_an_exercise_works_below_another_site(visitor, host):
    use(visitor(), host)


def test_a_visit_weighs_what_the_guide_says(visitor, site, tmp_path):
    log = tmp_path / "access.log"

    def sent():
        return sum(int(line.split()[9]) for line in log.read_text().splitlines())

    with needs_server(), webserver.nginx(f"{nginx_settings(site)} access_log {log};") as (address, _):
        page = visitor()
        page.goto(address + CHAPTER, wait_until="networkidle")
        first = sent()
        use(page, address)
        exercise = sent() - first
    for row, size in (("The first page of a visit", first), ("The first exercise", exercise)):
        told = re.search(rf"^\| {row}.*\| ([\d.]+) MB \|$", GUIDE, re.MULTILINE)
        assert size / 1e6 == pytest.approx(float(told[1]), rel=0.3), row


def test_an_exercise_works_behind_a_login(visitor, site, tmp_path):
    passwords = tmp_path / "passwords"
    passwords.write_text("maja:{PLAIN}pumps\n", encoding="utf-8")
    with needs_server():
        login = f'auth_basic "Course"; auth_basic_user_file {passwords};'
        with webserver.nginx(nginx_settings(site) + login) as (address, _):
            assert get(address + CHAPTER)[0] == 401
            use(visitor(http_credentials={"username": "maja", "password": "pumps"}), address)


def test_an_update_with_a_page_open_costs_a_reload_and_no_work(browser, nginx):
    page = browser.new_page()  # one that may complain
    page.goto(f"{nginx}/chapters/all-exercises.html")
    goals = start(page, "goal-builder")
    goals.get_by_role("textbox", name=say("goal_builder.label_metric"), exact=True).fill("enquiries")
    expect(goals.get_by_text(say("frame.status_saved"))).to_be_visible()
    # The host has a new build, and the files that this page knows are gone.
    page.route("**/live/*-*", lambda route: route.fulfill(status=404))
    page.route("**/live/manifest.json", lambda route: route.fulfill(json={"key": "new"}))
    numbers = page.locator("#live-kpi-map")
    numbers.get_by_role("button", name=say("live.start")).click()
    expect(numbers.get_by_role("status").first).to_have_text(say("live.updated"))
    page.unroute_all()
    with page.expect_navigation():
        numbers.get_by_role("button", name=say("live.reload")).click()
    goals = start(page, "goal-builder")
    metric = goals.get_by_role("textbox", name=say("goal_builder.label_metric"), exact=True)
    expect(metric).to_have_value("enquiries")
    start(page, "kpi-map")
    page.close()


def test_an_exercise_works_in_a_workshop_without_https(browser, base_url):
    """One laptop serves the room under its name. For the browser that is no "secure context"."""
    flags = [*course_browser.FLAGS, "--host-resolver-rules=MAP laptop.test 127.0.0.1"]
    with browser.browser_type.launch(executable_path=course_browser.find(), args=flags) as room:
        page = room.new_page()
        use(page, f"http://laptop.test:{urlsplit(base_url).port}")
        assert not page.evaluate("isSecureContext")
