"""The plan is never lost: not by a crash, a full disk, a damaged file or a second window."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

from rolecraft.plan import Goals, HealthAnswers, Plan, RoleHealth
from rolecraft.plan_json import for_others, plan_from_json, plan_to_json
from rolecraft.store import (
    DAMAGED_NAME,
    OTHER_NAME,
    PLAN_NAME,
    REPLACED_NAME,
    FileDrive,
    Workbook,
    backup_name,
)


def open_book(folder: Path) -> Workbook:
    return Workbook(FileDrive(folder))


def write_goal(book: Workbook, words: str) -> None:
    book.plan.goal_builder.business_goal = words
    book.edited("goal_builder", None)


def stored(folder: Path, name: str = PLAN_NAME) -> Plan:
    return plan_from_json((folder / name).read_text(encoding="utf-8"))


def test_what_is_entered_is_there_next_time(tmp_path: Path):
    write_goal(open_book(tmp_path), "24 customers a month – åäö 🎯")
    assert open_book(tmp_path).plan.goal_builder.business_goal == "24 customers a month – åäö 🎯"


def test_opening_writes_nothing(tmp_path: Path):
    open_book(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_last_good_version_is_kept(tmp_path: Path):
    book = open_book(tmp_path)
    write_goal(book, "first")
    write_goal(book, "second")
    assert stored(tmp_path, backup_name(PLAN_NAME)).goal_builder.business_goal == "first"


def test_a_damaged_file_is_put_aside_and_the_version_before_opens(tmp_path: Path):
    book = open_book(tmp_path)
    write_goal(book, "first")
    write_goal(book, "second")
    (tmp_path / PLAN_NAME).write_text("half a fi")
    book = open_book(tmp_path)
    assert book.problem == "frame.plan_from_backup"
    assert book.plan.goal_builder.business_goal == "first"
    assert (tmp_path / DAMAGED_NAME).read_text() == "half a fi"
    write_goal(book, "third")
    assert (tmp_path / DAMAGED_NAME).read_text() == "half a fi"
    assert stored(tmp_path, backup_name(PLAN_NAME)).goal_builder.business_goal == "first"


def test_a_file_with_a_broken_byte_is_put_aside_byte_for_byte(tmp_path: Path):
    write_goal(open_book(tmp_path), "Åkare")
    broken = (tmp_path / PLAN_NAME).read_bytes().replace("Å".encode(), b"\xc3")
    (tmp_path / PLAN_NAME).write_bytes(broken)
    book = open_book(tmp_path)
    assert book.problem == "frame.plan_damaged"
    write_goal(book, "new")
    assert (tmp_path / DAMAGED_NAME).read_bytes() == broken


class Locked(FileDrive):
    """A folder that can't be read, as with wrong rights; root in a container may read everything."""

    def read(self, name: str) -> str | None:
        raise PermissionError(13, "Permission denied")


def test_a_plan_that_cannot_be_read_is_never_touched(tmp_path: Path):
    write_goal(open_book(tmp_path), "mine")
    before = (tmp_path / PLAN_NAME).read_bytes()
    book = Workbook(Locked(tmp_path))
    write_goal(book, "something else")
    assert (book.problem, book.saved) == ("frame.plan_unreadable", False)
    assert (tmp_path / PLAN_NAME).read_bytes() == before


def test_a_text_too_long_to_be_read_again_is_not_saved(tmp_path: Path):
    book = open_book(tmp_path)
    write_goal(book, "before")
    book.plan.job_ad_audit.text = "x" * 10_000_001
    book.edited("job_ad_audit", None)
    assert book.saved is False and book.reason
    assert stored(tmp_path).goal_builder.business_goal == "before"
    book.plan.job_ad_audit.text = "x"
    book.edited("job_ad_audit", None)
    assert book.saved is True
    assert stored(tmp_path).job_ad_audit.text == "x"


def test_a_plan_from_a_newer_edition_is_never_touched(tmp_path: Path):
    newer = plan_to_json(Plan()).replace('"version": 2', '"version": 3')
    (tmp_path / PLAN_NAME).write_text(newer)
    book = open_book(tmp_path)
    write_goal(book, "mine")
    assert book.problem == "frame.plan_newer"
    assert book.saved is False
    assert [path.name for path in tmp_path.iterdir()] == [PLAN_NAME]
    assert (tmp_path / PLAN_NAME).read_text() == newer


def test_a_newer_edition_that_saves_meanwhile_is_never_touched(tmp_path: Path):
    book = open_book(tmp_path)
    write_goal(book, "before")
    newer = (tmp_path / PLAN_NAME).read_text().replace('"version": 2', '"version": 3')
    (tmp_path / PLAN_NAME).write_text(newer)
    write_goal(book, "after")
    book.absorb(newer)
    assert (book.problem, book.saved) == ("frame.plan_newer", False)
    assert (tmp_path / PLAN_NAME).read_text() == newer


def test_opening_a_file_over_a_damaged_plan_keeps_the_good_backup(tmp_path: Path):
    book = open_book(tmp_path)
    write_goal(book, "first")
    write_goal(book, "second")
    (tmp_path / PLAN_NAME).write_text("half a fi")
    open_book(tmp_path).replace(Plan())
    assert stored(tmp_path, backup_name(PLAN_NAME)).goal_builder.business_goal == "first"


def test_two_notebooks_on_one_plan_keep_both_exercises(tmp_path: Path):
    one, two = open_book(tmp_path), open_book(tmp_path)
    write_goal(one, "from the goal builder")
    two.plan.kpi_map.outcome = "new customers"
    two.edited("kpi_map", None)
    assert stored(tmp_path).goal_builder.business_goal == "from the goal builder"
    assert stored(tmp_path).kpi_map.outcome == "new customers"
    assert two.plan.goal_builder.business_goal == "from the goal builder"


def test_two_windows_on_one_exercise_keep_both_versions(tmp_path: Path):
    one, two = open_book(tmp_path), open_book(tmp_path)
    write_goal(one, "window one")
    write_goal(two, "window two")
    assert stored(tmp_path).goal_builder.business_goal == "window two"
    assert stored(tmp_path, OTHER_NAME).goal_builder.business_goal == "window one"
    assert two.problem == "frame.plan_two_windows"


class Tab:
    """A drive like a browser tab's: it reads what it knows, and hears of the others' writing later."""

    def __init__(self, shared: dict[str, str]):
        self.shared, self.known = shared, dict(shared)
        self.heard: list[str] = []
        self.others: list[Tab] = []
        self.on_saved = lambda ok, reason: None

    def read(self, name: str) -> str | None:
        return self.known.get(name)

    def write(self, name: str, text: str, backup: bool = True) -> None:
        self.known[name] = self.shared[name] = text
        if name == PLAN_NAME:
            for other in self.others:
                other.heard.append(text)
        self.on_saved(True, "")


def two_tabs() -> tuple[dict[str, str], Tab, Tab, Workbook, Workbook]:
    shared = {PLAN_NAME: plan_to_json(Plan())}
    one, two = Tab(shared), Tab(shared)
    one.others, two.others = [two], [one]
    return shared, one, two, Workbook(one), Workbook(two)


def listen_until_quiet(*pairs: tuple[Tab, Workbook]) -> None:
    for _ in range(10):
        for tab, book in pairs:
            heard, tab.heard = tab.heard, []
            for text in heard:
                tab.known[PLAN_NAME] = text
                book.absorb(text)
        if not any(tab.heard for tab, _ in pairs):
            return
    raise AssertionError("the tabs never stop correcting each other")


def test_two_tabs_that_write_before_they_hear_each_other_keep_both_exercises():
    shared, one, two, book_one, book_two = two_tabs()
    write_goal(book_one, "from tab one")
    book_two.plan.kpi_map.outcome = "from tab two"
    book_two.edited("kpi_map", None)
    listen_until_quiet((one, book_one), (two, book_two))
    for plan in (book_one.plan, book_two.plan, plan_from_json(shared[PLAN_NAME])):
        assert (plan.goal_builder.business_goal, plan.kpi_map.outcome) == ("from tab one", "from tab two")
    assert OTHER_NAME not in shared


def test_two_tabs_that_write_the_same_exercise_agree_and_keep_the_other_version():
    shared, one, two, book_one, book_two = two_tabs()
    write_goal(book_one, "one")
    write_goal(book_two, "two")
    listen_until_quiet((one, book_one), (two, book_two))
    winners = {book.plan.goal_builder.business_goal for book in (book_one, book_two)}
    assert winners == {plan_from_json(shared[PLAN_NAME]).goal_builder.business_goal}
    kept = plan_from_json(shared[OTHER_NAME]).goal_builder.business_goal
    assert {kept} | winners == {"one", "two"}
    assert "frame.plan_two_windows" in (book_one.problem, book_two.problem)


def test_an_opened_file_is_not_undone_by_another_tab():
    _, one, two, book_one, book_two = two_tabs()
    for number in range(5):
        write_goal(book_two, f"change {number}")
    listen_until_quiet((one, book_one), (two, book_two))
    opened = Plan()
    opened.goal_builder.business_goal = "from the file"
    book_one.replace(opened)
    listen_until_quiet((one, book_one), (two, book_two))
    assert book_two.plan.goal_builder.business_goal == "from the file"


def test_a_full_disk_is_told_and_the_next_try_saves_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    book = open_book(tmp_path)
    write_goal(book, "before")
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        write_goal(book, "while full")
        assert (book.saved, book.reason) == (False, "No space left on device")
        assert stored(tmp_path).goal_builder.business_goal == "before"
    book.plan.kpi_map.outcome = "new customers"
    book.edited("kpi_map", None)
    assert book.saved is True
    assert stored(tmp_path).goal_builder.business_goal == "while full"


def test_an_opened_file_replaces_the_plan_and_can_be_undone(tmp_path: Path):
    book = open_book(tmp_path)
    write_goal(book, "mine")
    other = Plan()
    other.goal_builder.business_goal = "from the file"
    book.replace(other)
    assert stored(tmp_path).goal_builder.business_goal == "from the file"
    assert stored(tmp_path, REPLACED_NAME).goal_builder.business_goal == "mine"
    write_goal(book, "from the file, and an hour of work")
    book.undo_replace()
    assert stored(tmp_path).goal_builder.business_goal == "mine"
    kept = stored(tmp_path, REPLACED_NAME).goal_builder.business_goal
    assert kept == "from the file, and an hour of work"


def test_listeners_hear_who_changed_what(tmp_path: Path):
    book, heard = open_book(tmp_path), []
    book.listen(lambda section, by: heard.append((section, by)))
    book.edited("goal_builder", "somebody")
    assert heard == [("saved", book), ("goal_builder", "somebody")]
    assert book.plan.goal_builder.revision == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; the same code runs there")
def test_a_process_killed_while_saving_leaves_a_whole_plan(tmp_path: Path):
    program = (
        "import sys; from pathlib import Path; from rolecraft.store import *\n"
        "book = Workbook(FileDrive(Path(sys.argv[1])))\n"
        "for number in range(10**6):\n"
        "    book.plan.goal_builder.business_goal = f'{number} ' + 'x' * 5000\n"
        "    book.edited('goal_builder', None)\n"
        "    print(number, flush=True)\n"
    )
    for killed_after in (3, 17, 40):
        writer = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        for line in writer.stdout:
            if int(line) == killed_after:
                writer.send_signal(signal.SIGKILL)
                break
        writer.wait()
        writer.stdout.close()
        saved = int(open_book(tmp_path).plan.goal_builder.business_goal.split()[0])
        assert saved >= killed_after, "what was told as saved is there"


def test_a_file_handed_out_never_replaces_another(tmp_path: Path):
    drive = FileDrive(tmp_path)
    first = drive.deliver("plan.csv", b"one", "text/csv")
    second = drive.deliver("plan.csv", b"two", "text/csv")
    assert Path(first).read_bytes() == b"one"
    assert Path(second).read_bytes() == b"two"


def test_an_opened_health_check_goes_into_no_further_file_by_itself(tmp_path: Path):
    book = Workbook(FileDrive(tmp_path))
    book.plan.role_health_check.first.workload_1 = 3
    ticks_only = Plan(role_health_check=RoleHealth(in_charter=True, in_files=True))
    book.replace(ticks_only)
    assert book.plan.role_health_check.first.workload_1 == 3, "ticks are no answers"
    book.plan.role_health_check.in_files = True
    book.replace(evolve(book.plan, goal_builder=Goals(objective="merged")))
    assert book.plan.role_health_check.in_files, "what is mine stays as it is"
    colleague = Plan(role_health_check=RoleHealth(first=HealthAnswers(workload_1=4), in_files=True))
    book.replace(colleague)
    assert book.plan.role_health_check.first.workload_1 == 4
    assert for_others(book.plan).role_health_check == RoleHealth()


@pytest.mark.parametrize("revision", [-5, 10**15])
def test_a_strange_revision_never_makes_the_plan_unreadable(tmp_path: Path, revision: int):
    text = plan_to_json(Plan(goal_builder=Goals(revision=revision, business_goal="grow")))
    (tmp_path / PLAN_NAME).write_text(text, encoding="utf-8")
    book = Workbook(FileDrive(tmp_path))
    for number in range(3):
        book.plan.goal_builder.objective = str(number)
        book.edited("goal_builder", None)
    again = Workbook(FileDrive(tmp_path))
    assert again.problem is None
    assert again.plan.goal_builder.objective == "2"


def test_what_the_learner_deleted_does_not_come_back(tmp_path: Path):
    book = open_book(tmp_path)
    write_goal(book, "mine")
    book.replace(Plan())
    for file in tmp_path.iterdir():
        file.unlink()
    book.forget()
    book.undo_replace()
    book.save_again()
    assert list(tmp_path.iterdir()) == []
    assert book.plan == Plan()
    book.plan.kpi_map.outcome = "new customers"
    book.edited("kpi_map", None)
    assert stored(tmp_path).goal_builder.business_goal == ""


def test_what_could_not_be_saved_is_saved_when_there_is_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    book = open_book(tmp_path)
    assert not book.unsaved
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        write_goal(book, "while full")
    assert book.unsaved
    book.save_again()
    assert not book.unsaved
    assert stored(tmp_path).goal_builder.business_goal == "while full"
