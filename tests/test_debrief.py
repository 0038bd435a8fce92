"""The room's result: the numbers by hand, nothing of a group below five, and the command."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecraft import debrief, made_up_room
from rolecraft.debrief import (
    LEAST,
    Group,
    counted,
    findings,
    grouped,
    page,
    pairs,
    room_curve,
    summary,
    ticked,
)
from rolecraft.hand_in import KINDS, HandIn, Pair
from rolecraft.room import Room, read_folder
from rolecraft.rules.areas import AREAS
from rolecraft.text import say

DAY = date(2026, 9, 30)
STEEP, EVEN = [0.5, 0.8, *[1.0] * 8], [tenth / 10 for tenth in range(1, 11)]


def words(key: str, **values: object) -> str:
    return say(f"debrief.{key}", **values)


def room(*handed: HandIn) -> Room:
    return Room(tuple(handed))


def pair(score: float, views: int = 0, **parts: float) -> Pair:
    return Pair(
        f"{views:016x}", **{"areas": 0.5, "mandate": 0.5, "order": 0.5, "time": 0.5, **parts}, score=score
    )


def shown(finding: debrief.Finding) -> dict[str, str]:
    return dict(finding.table.itertuples(index=False, name=None))


# The numbers by hand


def test_areas_are_counted_and_what_too_few_ask_for_or_leave_out_is_not_told():
    # Of 12 ads, 7 ask for SEO, 4 for paid media, 9 for content (3 do not), none for events.
    ads = [["SEO"] if n < 7 else [] for n in range(12)]
    ads = [[*ad, *(["PAID"] if n < 4 else []), *(["CONTENT"] if n < 9 else [])] for n, ad in enumerate(ads)]
    finding = findings(room(*(HandIn(asked=ad) for ad in ads)))[0]
    table = shown(finding)
    assert table["SEO"] == "7"
    assert table == {"Content": "8 or more", "SEO": "7"}
    few = [say(f"areas.{area}_short") for area in AREAS if area not in ("CONTENT", "SEO")]
    assert words("few_line", least=5, names="; ".join(few)) in finding.words
    # 4 ads ask for three areas, 3 for two, 2 for one, 3 for none: the middle one for two.
    assert finding.words[0] == words("asked_words", people=12, breadth=2)


def test_the_rooms_curve_is_the_middle_and_its_half_needs_four_groups_of_five():
    few = room_curve([STEEP] * 3 + [EVEN] * 4)
    assert list(few.columns) == ["middle"] and list(few["middle"]) == [*range(10, 101, 10)]
    # Of 20, six are steep: the upper quarter lies among them, the middle and the lower one don't.
    many = room_curve([STEEP] * 6 + [EVEN] * 14)
    assert list(many.loc[20]) == [20, 20, 80]


def test_hours_of_focus_are_put_together_until_each_group_has_five():
    # 6 without, 2 and 4 between one and three blocks, 5 with much.
    hours = [0.0] * 6 + [1.5] * 2 + [3.0] * 4 + [6.5] * 5
    finding = findings(room(*(HandIn(focus=one) for one in hours)))[2]
    assert shown(finding) == {
        "Under 1.5 h": "6 people",
        "1.5 to under 4.5 h": "6 people",
        "4.5 h or more": "5 people",
    }
    assert finding.words[0] == words("focus_words", people=17, hours=3, minutes=90)


def test_what_people_stop_is_shown_by_kind_and_never_in_their_words():
    some = [HandIn(stops=["SOCIAL", "meeting"], won_back=4.0)] * 6
    none = [HandIn(stops=[], won_back=0.0)] * 5
    finding = findings(room(*some, *none))[3]
    assert shown(finding)["Social media"] == shown(finding)["Meetings"] == "6"
    assert finding.words[0] == words("stops_words", people=11, hours=4)


def test_a_pair_counts_once_although_both_hand_in():
    scores = [40.0, 50.0, 61.0, 85.0, 90.0, 95.0]
    both = [HandIn(pair=pair(score, number, areas=0.2)) for number, score in enumerate(scores)] * 2
    assert len(pairs(both)) == 6
    finding = findings(room(*both))[4]
    assert finding.words == (
        words("pairs_words", people=6, score=73),
        words("pairs_parts", nearest=words("part_mandate"), furthest=words("part_areas")),
    )
    assert shown(finding)[say("alignment.name_areas")] == "20 %"
    # 2, 1 and 3 pairs: no group has five, so the pairs are not told apart.
    assert len(shown(finding)) == 4


# Nobody can be recognised


@given(
    st.integers(5, 40).flatmap(
        lambda n: st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=n, max_size=n)
    )
)
def test_a_number_is_told_only_when_five_have_it_and_five_have_not(ticks: list[list[bool]]):
    table = pd.DataFrame(ticks, columns=["a", "b", "c"])
    for id, state, people in counted(table).itertuples():
        real, everybody = int(table[id].sum()), len(ticks)
        if state == "some":
            assert people == real and LEAST <= real <= everybody - LEAST
        else:
            assert pd.isna(people)
            assert real < LEAST if state == "few" else LEAST <= real > everybody - LEAST


@given(st.lists(st.sampled_from([["SEO"], ["SEO", "PAID"], []]), min_size=5, max_size=30))
def test_the_order_of_what_is_hidden_tells_nothing(ads: list[list[str]]):
    counts = counted(ticked(ads, AREAS))
    for state in ("few", "most"):
        hidden = [id for id in counts.index if counts["state"][id] == state]
        assert hidden == [id for id in AREAS if id in hidden]


@given(
    st.lists(st.floats(0, 168), min_size=5, max_size=60),
    st.lists(st.integers(1, 12), min_size=1, max_size=5, unique=True).map(sorted),
)
def test_no_group_is_below_five_and_nobody_is_left_out(values: list[float], limits: Sequence[float]):
    groups = grouped(pd.Series(values), limits)
    assert all(group.people >= LEAST for group in groups)
    assert sum(group.people for group in groups) == len(values)
    assert all(one.high == other.low for one, other in pairwise(groups))
    for group in groups:
        low, high = group.low or float("-inf"), group.high or float("inf")
        assert group.people == sum(low <= value < high for value in values)


def test_groups_stay_apart_where_each_is_large_enough():
    assert grouped(pd.Series([1.0] * 5 + [2.0] * 5), (2,)) == [Group(None, 2, 5), Group(2, None, 5)]


@pytest.mark.parametrize("count", range(5))
def test_fewer_than_five_files_give_their_number_and_nothing_else(count: int):
    full = HandIn(asked=["SEO"], curve=STEEP, stops=["SEO"], won_back=2.0, focus=3.0, pair=pair(50))
    few = room(*[full] * count)
    assert findings(few) == ()
    assert summary(few) == words("few_files", people=count, least=LEAST)
    with pytest.raises(ValueError):
        page(few, DAY)


def test_an_answer_that_fewer_than_five_have_given_is_not_shown():
    four = [
        HandIn(asked=["SEO"], curve=STEEP, stops=["SEO"], won_back=2.0, pair=pair(50, n)) for n in range(4)
    ]
    found = findings(room(*four, *[HandIn(focus=3.0)] * 5))
    assert [bool(finding.picture) for finding in found] == [False, False, True, False, False]
    assert all(
        finding.words == (words("few_people", least=LEAST),) for finding in found if not finding.picture
    )


# The page and the command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("room")
    made_up_room.write(made, 24)
    return made


def test_the_page_holds_five_pictures_with_words_and_can_run_nothing(folder: Path):
    html = page(read_folder(folder), DAY)
    labels = re.findall(r'<svg[^>]* role="img" aria-label="([^"]+)"', html)
    assert len(labels) == 5
    for finding, label in zip(findings(read_folder(folder)), labels, strict=True):
        assert finding.title in unescape(html)
        last = list(finding.table.itertuples(index=False))[-1]
        assert str(last[1]) in unescape(label)
    assert "default-src 'none'" in html
    assert not re.search(
        r"<script|<link(?! rel=\"icon\" href=\"data:,\")|\son\w+=|https?://(?!www\.w3\.org/2000/svg)", html
    )


def test_the_same_files_give_the_same_page_in_whatever_order(folder: Path, tmp_path: Path):
    for number, path in enumerate(sorted(folder.iterdir(), reverse=True)):
        (tmp_path / f"{number:03}.json").write_bytes(path.read_bytes())
    assert page(read_folder(tmp_path), DAY) == page(read_folder(folder), DAY)


def test_a_files_name_is_for_the_instructor_and_not_on_the_page_for_the_room(tmp_path: Path):
    made_up_room.write(tmp_path, 5)
    (tmp_path / "Anna.json").write_text("[]", encoding="utf-8")
    result = read_folder(tmp_path)
    assert "Anna.json" in summary(result)
    assert "Anna" not in page(result, DAY)


def run(*arguments: Any, cwd: Path, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "rolecraft", *map(str, arguments)]
    given = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=given)


def test_the_command_writes_the_page_and_names_what_does_not_count(folder: Path, tmp_path: Path):
    files = tmp_path / "files"
    files.mkdir()
    made_up_room.write(files, 6)
    (files / "photo.json").write_bytes(b"\xff\xd8\xff")
    done = run("debrief", files, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"photo.json: {words('refused_file_no_json')}" in done.stdout
    assert words("people", people=6) in done.stdout
    html = (tmp_path / words("command_name")).read_text(encoding="utf-8")
    assert words("asked_title") in html


def test_the_command_survives_a_terminal_without_our_signs(tmp_path: Path):
    made_up_room.write(tmp_path, 5)
    done = run("debrief", tmp_path, "--to", tmp_path / "page.html", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr


def test_the_command_says_what_is_wrong_and_how_to_go_on(tmp_path: Path):
    done = run("debrief", tmp_path / "nowhere", cwd=tmp_path)
    assert done.returncode == 2 and "nowhere" in done.stderr and "Traceback" not in done.stderr
    done = run("debrief", tmp_path, cwd=tmp_path)
    assert done.returncode == 1 and words("few_files", people=0, least=LEAST) in done.stdout
    made_up_room.write(tmp_path, 5)
    done = run("debrief", tmp_path, "--to", tmp_path / "no" / "such" / "page.html", cwd=tmp_path)
    assert done.returncode == 2 and "--to" in done.stderr and "Traceback" not in done.stderr


def test_every_kind_of_work_has_a_name():
    table = shown(findings(room(*[HandIn(stops=list(KINDS), won_back=1.0)] * 5))[3])
    assert len(table) == len(KINDS)
