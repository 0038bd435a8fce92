"""Whatever lies in the folder, the room's files are read, and the others are named with the reason."""

import json
import os
import pickle
import sys
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import example, hand_in, made_up_room
from rolecraft import room as rooms
from rolecraft.plan_json import DATA_FORMAT, plan_to_json
from rolecraft.room import read_folder, shown_name

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def reasons(folder: Path) -> dict[str, str]:
    return {one.name: one.reason for one in read_folder(folder).refused}


def handed(**changes: Any) -> hand_in.HandIn:
    return evolve(hand_in.hand_in(example.plan()), **changes)


def write(path: Path, content: Any) -> None:
    if isinstance(content, hand_in.HandIn):
        content = hand_in.to_file(content)
    elif not isinstance(content, bytes):
        content = (content if isinstance(content, str) else json.dumps(content)).encode()
    path.write_bytes(content)


def plan_document(**sections: Any) -> dict[str, Any]:
    return {"format": "rolecraft-plan", "version": 2, **sections}


def test_hand_ins_plans_and_files_with_everything_count_alike(tmp_path: Path):
    plan = made_up_room.plan(Random(1))
    text = plan_to_json(plan)
    for name, content in {
        "hand-in.json": hand_in.hand_in(plan),
        "plan with BOM.txt": f"\ufeff{text}",
        "everything.json": {"format": DATA_FORMAT, "version": 1, "plan": text},
    }.items():
        folder = tmp_path / name
        folder.mkdir()
        write(folder / name, content)
        assert read_folder(folder).handed == (hand_in.hand_in(plan),), name


def test_answers_of_the_health_check_are_named_and_never_kept(tmp_path: Path):
    plan = example.plan()
    plan.role_health_check.in_files = True
    write(tmp_path / "anna.json", plan_to_json(plan))
    write(tmp_path / "hand-in.json", hand_in.hand_in(made_up_room.plan(Random(1))))
    room = read_folder(tmp_path)
    assert room.with_health == ("anna.json",)
    assert len(room.handed) == 2 and hand_in.hand_in(plan) in room.handed


def test_a_file_counts_once_and_of_one_plan_the_newest_counts(tmp_path: Path):
    write(tmp_path / "a.json", handed(code="a" * 16, edits=3, focus=3.0))
    write(tmp_path / "b.json", handed(code="a" * 16, edits=5, focus=5.0))
    write(tmp_path / "c.json", handed(code="a" * 16, edits=4, focus=4.0))
    write(tmp_path / "d.json", handed(code="", focus=1.0))
    write(tmp_path / "e.json", handed(code="", focus=1.0))
    write(tmp_path / "f.json", handed(code="", focus=2.0))
    room = read_folder(tmp_path)
    assert [one.focus for one in room.handed] == [5, 1, 2]
    assert reasons(tmp_path) == {"a.json": "same_plan", "c.json": "same_plan", "e.json": "same_file"}
    assert "“b.json”" in room.refused[0].words() and "“b.json”" in room.refused[1].words()


class Bomb:
    """Something that creates a file when it is unpickled."""

    def __init__(self, trace: Path):
        self.trace = trace

    def __reduce__(self) -> Any:
        return (os.mkdir, (str(self.trace),))


def test_every_foreign_damaged_and_hostile_file_is_named_and_the_others_count(tmp_path: Path):
    folder, trace = tmp_path / "room", tmp_path / "trace"
    folder.mkdir()
    made_up_room.write(folder, 5)
    good = plan_to_json(example.plan())
    too_long = {"activities": [{"id": ""}] * 501}
    files = {
        "empty.json": (b"", "empty"),
        "blank.json": (b" \n", "empty"),
        "half.json": (good[: len(good) // 2], "file_no_json"),
        "latin.json": ('{"format": "rolecraft-plan", "å": 1}'.encode("latin-1"), "file_no_json"),
        "utf-16.json": (good.encode("utf-16"), "file_no_json"),
        "deep.json": (b"[" * 1_000_000, "file_no_json"),
        "deep too.json": (b'{"format":' * 100_000, "file_no_json"),
        "long number.json": (b"1" * 1_000_000, "file_no_json"),
        "nan.json": (good.replace("40.0", "NaN", 1), "file_no_json"),
        "infinite.json": (good.replace('"contract": 40.0', '"contract": 1e999'), "file_damaged"),
        "wrong type.json": (plan_document(activity_triage={"activities": "all"}), "file_damaged"),
        "wrong section.json": (plan_document(time_budget=5), "file_damaged"),
        "many.json": (plan_document(activity_triage=too_long), "too_long"),
        "many ranks.json": (plan_document(alignment={"manager": {"ranks": [1] * 501}}), "too_long"),
        "older.json": ({"format": "rolecraft-plan", "version": 1, "kpi_map": 5}, "file_no_plan"),
        "newer.json": ({"format": "rolecraft-plan", "version": 99}, "file_newer"),
        "newer hand-in.json": ({"format": "rolecraft-hand-in", "version": 99}, "file_newer"),
        "impossible.json": ({"format": "rolecraft-hand-in", "version": 1, "focus": 500.0}, "file_damaged"),
        "other.json": ({"cells": []}, "file_no_plan"),
        "list.json": ([1, 2], "file_no_plan"),
        "text.txt": (b"Dear instructor, here is my plan.", "file_no_json"),
        "no work.json": ({"format": DATA_FORMAT, "plan": None}, "file_no_work"),
        "nothing yet.json": (plan_document(), "nothing"),
        "pickle.json": (pickle.dumps(Bomb(trace)), "file_no_json"),
        "large.json": (b" " * 2_000_001, "file_too_large"),
    }
    for name, (content, _) in files.items():
        write(folder / name, content)
    with zipfile.ZipFile(folder / "zip.json", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-role-plan.json", b"0" * 10_000_000)
    (folder / "folder.json").mkdir()
    wanted = {name: reason for name, (_, reason) in files.items()}
    assert reasons(folder) == {**wanted, "zip.json": "archive", "folder.json": "folder"}
    assert len(read_folder(folder).handed) == 5
    assert not trace.exists(), "nothing in a file is run"
    assert all(one.name in one.words() for one in read_folder(folder).refused)


@posix
def test_links_pipes_and_what_may_not_be_read_hold_nothing_up(tmp_path: Path):
    folder = tmp_path / "room"
    folder.mkdir()
    secret = tmp_path / "plan.json"
    write(secret, handed())
    (folder / "link.json").symlink_to(secret)
    (folder / "loop.json").symlink_to(folder)
    (folder / "self.json").symlink_to(folder / "self.json")
    os.mkfifo(folder / "pipe.json")
    wanted = {"link.json": "link", "loop.json": "link", "self.json": "link", "pipe.json": "special"}
    write(folder / "locked.json", handed())
    (folder / "locked.json").chmod(0)
    if os.geteuid():
        wanted["locked.json"] = "unreadable"
    assert reasons(folder) == wanted


@posix
def test_a_file_that_becomes_a_pipe_while_it_is_opened_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.json")

    class Entry:
        path = str(tmp_path / "pipe.json")

        def is_symlink(self) -> bool:
            return False

        def is_dir(self, follow_symlinks: bool) -> bool:
            return False

        def is_file(self, follow_symlinks: bool) -> bool:
            return True

    with pytest.raises(rooms._RefusalError) as refusal:
        rooms._content(Entry())
    assert refusal.value.reason == "special"


def test_only_so_many_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rooms, "MOST_FILES", 3)
    made_up_room.write(tmp_path, 5)
    room = read_folder(tmp_path)
    assert len(room.handed) == 3
    assert [one.reason for one in room.refused] == ["too_many", "too_many"]


def test_an_error_that_nobody_thought_of_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made_up_room.write(tmp_path, 3)
    real = rooms._handed

    def fails_once(content: bytes) -> Any:
        monkeypatch.setattr(rooms, "_handed", real)
        raise MemoryError

    monkeypatch.setattr(rooms, "_handed", fails_once)
    room = read_folder(tmp_path)
    assert [one.reason for one in room.refused] == ["unexpected"] and len(room.handed) == 2


@pytest.mark.parametrize(
    "name", ["a\nb", "a\x1b[31mred", "\u202egnp.json", "half \udcff", "x" * 500, "\x9b2J"]
)
def test_a_name_can_not_move_the_cursor_colour_or_turn_round_what_is_shown(name: str):
    shown = shown_name(name)
    assert shown.isprintable() and len(shown) <= 121
    shown.encode("utf-8")


def test_an_ordinary_name_stays_as_it_is():
    assert shown_name("Åsa & Zoë's plan (2).json") == "Åsa & Zoë's plan (2).json"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["SEO"]),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=5), inside, max_size=4),
    max_leaves=12,
)
sections = {
    "activity_triage": st.fixed_dictionaries({"activities": values}),
    "time_budget": st.fixed_dictionaries({}, optional={"contract": values, "blocks": values}),
    "alignment": st.fixed_dictionaries({}, optional={"manager": values, "contract": values}),
    "role_health_check": values,
    "role_charter": st.fixed_dictionaries({"hand_in": values}),
}
documents = st.one_of(
    values,
    st.fixed_dictionaries(
        {"format": st.just("rolecraft-plan"), "version": st.sampled_from([1, 2])},
        optional={name: strategy | values for name, strategy in sections.items()},
    ),
    st.fixed_dictionaries(
        {"format": st.just("rolecraft-hand-in"), "version": st.just(1)},
        optional=dict.fromkeys(
            ("code", "edits", "asked", "curve", "stops", "won_back", "focus", "pair"), values
        ),
    ),
)


@given(documents)
def test_any_json_counts_or_is_refused_with_a_reason_that_is_known(tmp_path_factory: Any, document: Any):
    folder = tmp_path_factory.mktemp("room")
    write(folder / "any.json", document)
    room = read_folder(folder)
    assert len(room.handed) + len(room.refused) == 1
    assert [one.words() for one in room.refused if one.reason == "unexpected"] == []


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(tmp_path_factory: Any, content: bytes):
    folder = tmp_path_factory.mktemp("room")
    write(folder / "any.json", content)
    (refused,) = read_folder(folder).refused
    assert refused.reason in ("empty", "archive", "file_no_json", "file_no_plan")
