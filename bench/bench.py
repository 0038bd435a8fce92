"""How fast the course is, beside its alternatives.

    .venv/bin/python bench/bench.py [--only bytes|live|answers|build|serving|lighthouse|scale|debrief|hub]
                                    [--rounds N] [--pages chapters/start …|--every-page]
                                    [--chapters 10 40 160] [--files 10 100 1000 10000]
                                    [--participants N] [--accounts]

Prints a table and keeps every figure in .bench/results.json, or of a part alone in .bench/results-PART.json.
Machines are noisy and differ, so what counts are the ratios: all candidates take turns in the same run. A
goal that is missed is marked; the exit code is 1 only when something could not be measured. The hub is
measured only when it is asked for: it needs 9 GB of free memory for 30 participants.
"""

import argparse
import json
import os
import platform
import sys
import time
from statistics import median

import lite
from answering import answer_times
from building import build_times
from debriefing import debrief_figures
from hub import hub_figures
from lighthouse import DEVICES, GOALS, SAMPLE, below_goal, every_page, lighthouse_scores
from measure import ROOT, Unmeasured, browsers, ratio
from playwright.sync_api import Error as BrowserError
from scaling import scale_times
from serving import serving_figures
from starting import first_exercise, more_exercises, need_book, next_page, slow_line
from weight import weigh_course, weigh_library, weigh_lite

FOLDER = ROOT / ".bench"

# The goals: at most this much.
COLD_RATIO = 0.22  # of JupyterLite's time
WARM_RATIO = 0.15  # of JupyterLite's time
LIMIT_RATIO = 1.6  # of bare Python's time
SECOND_MS = 300
SLOW_LINE_MS = 5000  # at 20 Mbit/s and 30 ms a request
NEXT_PAGE_RATIO = 0.5  # of the first exercise's warm time, after three seconds on the page
ANSWER_MS = 300  # to a long advertisement
INPUT_MS = 100  # to one more character, in 95 of 100 cases
LIBRARY_BYTES = 300_000  # of the exercises and what they need beside the widgets, compressed
BEFORE_START_BYTES = 500_000  # over the wire, compressed
AFTER_START_BYTES = 8_000_000
DEBRIEF_RATIO = 3  # of the time that pandas.json_normalize takes to load a thousand of the same files
DEBRIEF_GROWTH = 1.1  # of what a file costs, from a thousand to ten thousand; a tenth is noise
# What more chapters add after one changed line, of what they add to plain Jupyter Book; a tenth is noise.
GROWTH_RATIO = 1.1


class Report:
    """What is printed and kept."""

    def __init__(self) -> None:
        self.results: dict = {}
        self.problems: list[str] = []
        self.pages = list(SAMPLE)  # that Lighthouse looks at
        self.chapters = [10, 40, 160]  # of the books that show how building grows
        self.files = [10, 100, 1000, 10_000]  # in the folders of a room
        self.participants = 30  # of the workshop on a hub
        self.accounts = False  # whether each of them has an account of the system

    def heading(self, words: str) -> None:
        """Print a heading."""
        print(f"\n{words}\n{'-' * len(words)}")

    def missed(self, part: str, why: object) -> None:
        """Print what could not be measured; the bench then ends as failed."""
        print(f"Not measured ({part}): {why}")
        self.problems.append(f"{part}: {why}")

    def line(self, words: str, value: str, goal: str = "", reached: bool = True) -> None:
        """Print one figure; a goal, if there is one, with whether it is reached."""
        verdict = f"  goal {goal}: {'reached' if reached else 'MISSED'}" if goal else ""
        print(f"{words:<56}{value:>26}{verdict}", flush=True)

    def time(self, words: str, found: dict, limit: int | None = None) -> None:
        """Print a median with its spread, in milliseconds up to ten seconds, else in seconds."""
        value = f"{show(found['median_ms'])} ({show(found['fastest_ms'])}–{show(found['slowest_ms'])})"
        self.line(words, value, f"≤ {limit} ms" if limit else "", not limit or found["median_ms"] <= limit)

    def ratio(self, words: str, name: str, one: dict, other: dict, limit: float | None = None) -> None:
        """Print and keep a ratio of two medians."""
        value = self.results.setdefault("ratios", {})[name] = ratio(one, other)
        self.line(words, f"{value:.2f} ×", f"≤ {limit} ×" if limit else "", not limit or value <= limit)

    def bytes(self, words: str, found: dict, limit: int | None = None) -> None:
        """Print bytes over the wire with brotli; raw bytes beside it."""
        value = f"{found['brotli'] / 1000:,.0f} kB ({found['raw'] / 1000:,.0f} raw)"
        goal = f"≤ {limit / 1000:.0f} kB" if limit else ""
        self.line(words, value, goal, not limit or found["brotli"] <= limit)


def show(milliseconds: float) -> str:
    """Return a time as people read it."""
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def live(report: Report, rounds: int, with_lite: bool) -> None:
    """Measure and print the live exercises."""
    report.heading("From Start to an exercise that takes input")
    need_book()
    with browsers() as playwright:
        first = report.results["start"] = first_exercise(playwright, rounds, with_lite)
        course, alone, stock = first["course"], first["python_alone"], first.get("jupyterlite")
        for when, words in (("cold", "first visit"), ("warm", "second visit")):
            with_page = first["course_with_page"][when]
            report.time(f"The course, {words}", course[when])
            report.time(f"The course and loading its page, {words}", with_page)
            report.time(f"Python alone, 1 + 1, {words}", alone[when])
            report.ratio(
                "  course : Python alone", f"python_alone_{when}", course[when], alone[when], LIMIT_RATIO
            )
            if stock:
                limit = COLD_RATIO if when == "cold" else WARM_RATIO
                report.time(f"JupyterLite and loading its page, {words}", stock[when])
                report.ratio(
                    "  course : JupyterLite", f"jupyterlite_{when}", course[when], stock[when], limit
                )
                report.ratio(
                    "  course and page : JupyterLite", f"jupyterlite_page_{when}", with_page, stock[when]
                )
        more = report.results["more"] = more_exercises(playwright, rounds)
        slow = report.results["slow_line"] = slow_line(playwright, rounds)
        after = report.results["next_page"] = next_page(playwright, rounds)
    report.time("The course, first visit, 20 Mbit/s and 30 ms", slow, SLOW_LINE_MS)
    for wait, times in after.items():
        report.time(f"First exercise of the next page, read for {wait} s", times)
        limit = None if wait == "0" else NEXT_PAGE_RATIO
        report.ratio("  next page : second visit", f"next_page_{wait}", times, course["warm"], limit)
    report.time("Second exercise of a page", more["second"], SECOND_MS)
    report.time("Third exercise of a page", more["third"])
    report.time("Job-ad audit's answer to 20,000 characters", more["answer"], ANSWER_MS)


def weight(report: Report, rounds: int, with_lite: bool) -> None:
    """Measure and print what goes over the wire."""
    report.heading("Over the wire, first visit, brotli")
    need_book()
    with browsers() as playwright:
        found = report.results["bytes"] = weigh_course(playwright)
        for name, size in found["before_start"].items():
            report.bytes(f"{name.removeprefix('chapters/')[:40]}, before Start", size, BEFORE_START_BYTES)
        report.bytes("After Start, in addition", found["after_start"], AFTER_START_BYTES)
        library = found["library"] = weigh_library()
        for slug, size in sorted(library.items(), key=lambda pair: pair[1]):
            goal = f"≤ {LIBRARY_BYTES / 1000:.0f} kB"
            report.line(f"  of it the library: {slug}", f"{size / 1000:.0f} kB", goal, size <= LIBRARY_BYTES)
        if with_lite:
            found["jupyterlite"] = weigh_lite(playwright)
            report.bytes("The same exercise in JupyterLite", found["jupyterlite"])


def build(report: Report, rounds: int, with_lite: bool) -> None:
    """Measure and print the builds."""
    report.heading("Building the book, beside plain Jupyter Book on the same text")
    found = report.results["build"] = build_times(rounds)
    course, stock = found["course"], found["plain"]
    report.time("The course, from nothing", course["cold"])
    report.time("The course, from nothing but the browser's Python", course["cold_runtime_there"])
    report.time("Plain Jupyter Book, from nothing", stock["cold"])
    report.time("The course, one changed line", course["changed"])
    report.time("Plain Jupyter Book, one changed line", stock["changed"])
    report.ratio("  course : plain, from nothing", "build_cold", course["cold"], stock["cold"])
    runtime_there = course["cold_runtime_there"]
    report.ratio("  course : plain, the browser's Python there", "build_pages", runtime_there, stock["cold"])
    report.ratio("  course : plain, one changed line", "build_changed", course["changed"], stock["changed"])


def answers(report: Report, rounds: int, with_lite: bool) -> None:
    """Measure and print how soon an input is answered."""
    report.heading("From an input to its answer, with a full plan: median, 95th percentile")
    need_book()
    with browsers() as playwright:
        found = report.results["answers"] = answer_times(playwright)
    for slug, times in found.items():
        late = times["p95_ms"] is None or times["p95_ms"] > INPUT_MS
        goal = (f"≤ {INPUT_MS} ms", not late) if slug == "all" else ()
        report.line(slug, f"{times['median_ms']} ms, {times['p95_ms']} ms ({times['times']})", *goal)


def serving(report: Report, rounds: int, with_lite: bool) -> None:
    """Measure and print how many readers one small host serves."""
    report.heading("One nginx on this computer, which runs the load, too")
    need_book()
    with browsers() as playwright:
        found = report.results["serving"] = serving_figures(playwright)
    for what, words in (("page", "Loads of a chapter's page"), ("exercise", "Starts of its exercise")):
        figures = found[what]
        report.line(
            f"{words}, {figures['files']} files, {figures['bytes'] / 1000:,.0f} kB",
            f"{figures['loads_a_second']:,.0f} a second",
        )
        report.line("  nginx' processor time for each", f"{figures['cpu_ms']} ms")
        report.line("  sent", f"{figures['mb_a_second']:,.0f} MB a second")
        report.line("  memory of its largest process", f"{figures['memory_mb']} MB")


def scale(report: Report, rounds: int, with_lite: bool) -> None:
    """Measure and print how building grows with the number of chapters."""
    report.heading("Building longer and longer books, beside plain Jupyter Book on the same text")
    found = report.results["scale"] = scale_times(report.chapters, rounds)
    for count, books in found.items():
        for what, words in (("cold", "all pages"), ("changed", "one changed line")):
            course, plain = books["course"][what], books["plain"][what]
            report.time(f"The course, {count} chapters, {words}", course)
            report.time(f"Plain Jupyter Book, {count} chapters, {words}", plain)
            report.ratio("  course : plain", f"scale_{what}_{count}", course, plain)
    few, many = found[min(found)], found[max(found)]
    for what, words in (("cold", "all pages"), ("changed", "one changed line")) if few != many else ():
        more = {name: many[name][what]["median_ms"] - few[name][what]["median_ms"] for name in few}
        growth = round(more["course"] / more["plain"], 3)
        report.results["ratios"][f"scale_growth_{what}"] = growth
        limit = GROWTH_RATIO if what == "changed" else None
        goal = (f"≤ {limit} ×", growth <= limit) if limit else ()
        report.line(f"  what more chapters cost, {words}, course : plain", f"{growth:.2f} ×", *goal)


def lighthouse(report: Report, rounds: int, with_lite: bool) -> None:
    """Print what Lighthouse says: the lowest and the median score of all pages, and what is below a goal."""
    need_book()
    found = report.results["lighthouse"] = lighthouse_scores(report.pages)
    report.heading(
        f"Lighthouse on {len(found['pages'])} pages, {found['served_by']}: lowest and median score"
    )
    for device in DEVICES:
        for category, goals in GOALS.items():
            scores = [looks[device]["scores"][category] for looks in found["pages"].values()]
            goal = goals[device]
            value = f"{min(scores):.0f}, {median(scores):.0f}"
            report.line(f"{category}, {device}", value, f"≥ {goal}", min(scores) >= goal)
    for failure in found["failed"]:
        report.missed("lighthouse", failure)
    for page, looks in found["pages"].items():
        for device, look in looks.items():
            for category in below_goal(look["scores"], device):
                costs = [cost for cost in look["costs"] if cost.startswith(f"{category}:")]
                print(f"{page}, {device}: {look['scores'][category]:.0f}; {'; '.join(costs)}")


def debrief(report: Report, rounds: int, with_lite: bool) -> None:
    """Measure and print how the room's result grows with the number of files, beside loading them."""
    report.heading("The room's result from a folder of files, beside json.loads and pandas.json_normalize")
    found = report.results["debrief"] = debrief_figures(report.files, rounds)
    for kind, words in (("hand_ins", "hand-ins"), ("plans", "whole plans")):
        sizes = found[kind]
        for count, programs in sizes.items():
            ours, plain = programs["debrief"], programs["json_normalize"]
            label = f"{count:,} {words}, {ours['bytes_a_file'] / 1000:.1f} kB each"
            report.time(f"{label}: debrief", ours)
            report.line("  memory beyond what is imported", f"{ours['memory_mb']:.0f} MB")
            report.time("  json_normalize", plain)
            report.line("  its memory", f"{plain['memory_mb']:.0f} MB")
            limit = DEBRIEF_RATIO if count == 1000 else None
            report.ratio("  debrief : json_normalize", f"debrief_{kind}_{count}", ours, plain, limit)
        if {1000, 10_000} <= set(sizes):
            few, many = (sizes[count]["debrief"]["median_ms"] / count for count in (1000, 10_000))
            growth = report.results["ratios"][f"debrief_{kind}_growth"] = round(many / few, 3)
            goal = f"≤ {DEBRIEF_GROWTH} ×", growth <= DEBRIEF_GROWTH
            report.line("  a file of 10,000 : a file of 1,000", f"{growth:.2f} ×", *goal)


def hub(report: Report, rounds: int, with_lite: bool) -> None:
    """Measure and print a workshop on a JupyterHub."""
    count = report.participants
    report.heading(f"{count} participants on a JupyterHub on this computer, median and worst")
    found = report.results["hub"] = hub_figures(count, report.accounts)
    failures = found["failures"]
    report.line("Participants for whom something failed", str(len(failures)), "0", not failures)
    for failure in failures:
        print(f"  {failure}")
    if failures:
        return
    for step, seconds in found["steps"].items():
        report.line(f"Seconds until: {step}", f"{seconds['median']}, {seconds['worst']}")
    cpu, own = found["cpu_seconds"], found["memory_mb"]
    report.line("Seconds on a processor", f"{cpu['median']}, {cpu['worst']}")
    report.line("  of the hub and its proxy, in all", str(found["hub_cpu_seconds"]))
    report.line("Memory of a server and one exercise", f"{own['median']}, {own['worst']} MB")
    everything = found["all_open"]
    report.line(f"  of a server and {everything['exercises']} exercises", f"{everything['mb']} MB")
    report.line("  of the hub and its proxy", f"{found['hub_memory_mb']} MB")
    tries = found["curiosity"]
    report.line(f"Tries to read another's plan, in {len(tries['kinds'])} ways", str(tries["tried"]))
    report.line("  that saw something", str(len(tries["leaks"])), "0", not tries["leaks"])
    for leak in tries["leaks"]:
        print(f"  {leak}")


PARTS = {"bytes": weight, "live": live, "answers": answers, "build": build, "serving": serving}
PARTS |= {"lighthouse": lighthouse, "scale": scale, "debrief": debrief, "hub": hub}
ON_REQUEST = ("hub",)


def main() -> int:
    """Measure, print, keep; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=PARTS, help="measure only this part")
    parser.add_argument("--rounds", type=int, default=5, help="how often each figure is measured (5)")
    parser.add_argument("--pages", nargs="+", help="Lighthouse: only these pages, as chapters/start")
    parser.add_argument("--every-page", action="store_true", help="Lighthouse: all pages (half an hour)")
    parser.add_argument("--chapters", nargs="+", type=int, help="scale: books of so many (10 40 160)")
    parser.add_argument("--files", nargs="+", type=int, help="debrief: so many (10 100 1000 10000)")
    parser.add_argument("--participants", type=int, default=30, help="hub: so many (30)")
    parser.add_argument("--accounts", action="store_true", help="hub: each with a temporary system account")
    options = parser.parse_args()
    report = Report()
    report.files = options.files or report.files
    report.chapters = options.chapters or report.chapters
    report.participants, report.accounts = options.participants, options.accounts
    if options.every_page:
        report.pages = every_page()
    elif options.pages:
        report.pages = [f"{page.removesuffix('.html')}.html" for page in options.pages]
    report.results["run"] = {
        "at": time.strftime("%Y-%m-%d %H:%M"),
        "rounds": options.rounds,
        "processors": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }
    with_lite = options.only not in ("build", "answers", "serving", "lighthouse", "scale", "debrief", "hub")
    if with_lite:
        try:
            lite.build()
        except lite.NoLite as problem:
            print(problem)
            report.results["left_out"] = str(problem)
            with_lite = False
    for name in [options.only] if options.only else [part for part in PARTS if part not in ON_REQUEST]:
        try:
            PARTS[name](report, options.rounds, with_lite)
        except (Unmeasured, BrowserError) as problem:
            report.missed(name, problem)
    report.results["not_measured"] = report.problems
    kept = FOLDER / (f"results-{options.only}.json" if options.only else "results.json")
    FOLDER.mkdir(exist_ok=True)
    kept.write_text(json.dumps(report.results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\nEvery figure: {kept.relative_to(ROOT)}")
    return bool(report.problems)


if __name__ == "__main__":
    sys.exit(main())
