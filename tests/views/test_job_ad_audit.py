"""The job-ad audit, used as a learner uses it: paste, choose, untick, read."""

import re
from pathlib import Path

import ipywidgets as widgets
import pytest

from rolecraft import job_ad_audit, store, worked_numbers
from rolecraft.data_files import read_text
from rolecraft.plan import JobAd
from rolecraft.plan_json import plan_from_json
from rolecraft.rules import job_ad_audit as rules
from rolecraft.text import say
from rolecraft.views.job_ad_audit import marked_html, preview


def words(key: str, **values: object) -> str:
    return say(f"job_ad_audit.{key}", **values)


AD = words("label_text")


def said(exercise: widgets.Widget) -> str:
    return " ".join(exercise.read())


def open_terms(exercise: widgets.Widget) -> list[str]:
    """Open the list of terms; return the labels of its checkboxes."""
    exercise.press(words("show_terms"))
    return [box.description for box in exercise._terms.children]


def html_of(exercise: widgets.Widget) -> str:
    """All HTML that the exercise shows."""
    found: list[str] = []

    def walk(widget: widgets.Widget) -> None:
        if type(widget) is widgets.HTML:
            found.append(widget.value)
        for child in getattr(widget, "children", ()):
            walk(child)

    walk(exercise)
    return "".join(found)


def test_an_empty_box_says_what_to_do(book: store.Workbook):
    exercise = job_ad_audit()
    assert words("next_paste") in said(exercise)
    assert words("heading_clarity") not in said(exercise)


def test_the_example_tells_breadth_load_and_the_next_step(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.press(say("frame.show_example"))
    assert words("band_jobs", jobs=4) in said(exercise)
    assert words("figures", breadth=12, load=13, capacity=3, overload=13 / 3) in said(exercise)
    assert words("next_results") in said(exercise)
    assert words("note_esco") in said(exercise)


def test_each_change_is_answered_at_once_and_saved(book: store.Workbook, tmp_path: Path):
    exercise = job_ad_audit()
    exercise.enter(AD, read_text("ads/focused-en.txt"))
    assert words("band_focused") in said(exercise)
    exercise.enter(words("label_share"), 0.5)
    assert words("band_broad") in said(exercise)
    exercise.enter(words("label_experience"), "senior")
    assert words("band_focused") in said(exercise)
    stored = plan_from_json((tmp_path / store.PLAN_NAME).read_text(encoding="utf-8")).job_ad_audit
    assert (stored.text, stored.share, stored.experience) == (read_text("ads/focused-en.txt"), 0.5, "senior")


def test_the_language_can_be_set(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.enter(AD, "annonskampanjer, nyhetsbrev")
    assert words("note_no_areas") in said(exercise)
    exercise.enter(words("label_language"), "sv")
    assert words("read_as_sv") in said(exercise)
    assert {hit.area for hit in rules.audit(exercise.section).hits} == {"PAID", "CRM"}


def test_a_wrong_hit_is_unticked_and_ticked_again(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.enter(AD, "No SEO needed, and SEO is boring. You run Google Ads.")
    seo = words("term", area=say("areas.SEO_short"), term="SEO", count=2)
    ads = words("term", area=say("areas.PAID_short"), term="Google Ads", count=1)
    assert open_terms(exercise) == [seo, ads]
    exercise.enter(seo, False)
    assert words("unticked", count=1) in said(exercise)
    assert exercise.section.unticked == ["SEO:seo"]
    assert "<mark>SEO" not in html_of(exercise) and "<mark>Google Ads" in html_of(exercise)
    exercise.enter(seo, True)
    assert exercise.section.unticked == []
    assert html_of(exercise).count("<mark>SEO") == 2


def test_with_every_hit_unticked_they_can_still_be_ticked(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.enter(AD, "SEO")
    (seo,) = open_terms(exercise)
    exercise.enter(seo, False)
    exercise.enter(seo, True)
    assert words("band_focused") in said(exercise)


def test_the_next_ad_starts_afresh(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.enter(AD, "No SEO needed.")
    (seo,) = open_terms(exercise)
    exercise.enter(seo, False)
    exercise.enter(AD, "You write articles.")
    exercise.enter(AD, "You work with SEO.")
    assert exercise.section.unticked == []
    assert [box.value for box in exercise._terms.children] == [True]


def test_unticking_is_remembered(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.enter(AD, "No SEO needed. You write articles.")
    exercise.enter(open_terms(exercise)[1], False)
    again = job_ad_audit()
    open_terms(again)
    assert [box.value for box in again._terms.children] == [True, False]


def test_trying_out_the_example_leaves_ones_own_work_alone(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.enter(AD, "You work with SEO.")
    exercise.press(say("frame.show_example"))
    exercise.enter(open_terms(exercise)[0], False)
    exercise.press(say("frame.back_to_own"))
    assert (exercise.section.text, exercise.section.unticked) == ("You work with SEO.", [])
    assert len(exercise._terms.children) == 1


def test_red_flags_are_named_and_not_only_coloured(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.enter(AD, "SEO, with many balls in the air")
    flag = f'<span class="rc-flag">many balls in the air <small>{words("workload")}</small></span>'
    assert flag in html_of(exercise)


def test_the_numbers_behind_the_answer_can_be_seen(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.enter(AD, "You must have worked with SEO and backlinks. Our agency runs Google Ads.")
    table = exercise.table().set_index(words("column_area"))
    seo, paid = table.loc[say("areas.SEO_name")], table.loc[say("areas.PAID_name")]
    assert list(seo) == [2, 1, 2, 1, 1, words("picture_asked")]
    assert list(paid) == [1, 0.25, 2, 0.1875, 0.1875, words("picture_little")]
    exercise.press(words("show_numbers"))
    assert f"{say('areas.SEO_name')} 2 1 2 1 1 {words('picture_asked')}" in said(exercise)


def test_each_area_has_its_question(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.enter(AD, "Our agency runs Google Ads. You are an expert in SEO. A blog is a plus.")
    for question in ("ask_outsourced", "ask_high", "ask_wish"):
        assert words(question) in said(exercise)
    assert words("ask_needed") not in said(exercise)


def test_the_start_for_a_new_text_names_what_the_ad_lacks(book: store.Workbook):
    exercise = job_ad_audit()
    exercise.press(say("frame.show_example"))
    assert said(exercise).count(words("skeleton_lacking")) == 4
    exercise.enter(AD, read_text("ads/focused-en.txt"))
    assert words("skeleton_lacking") not in said(exercise)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀 SEO 👩‍👩‍👧",
        "שלום SEO ‮ مرحبا",
        "<b>SEO</b> <script>alert(1)</script> &lt;img src=x onerror=alert(1)&gt; \"'",
        "SEO\x00\x1b\ud83d",
        "SEO, Google Ads, you juggle. " * 35_000,
    ],
    ids=["nothing", "emoji", "right to left", "HTML and script", "control characters", "1 MB"],
)
def test_any_text_is_kept_and_shown_as_text(book: store.Workbook, text: str):
    exercise = job_ad_audit()
    exercise.enter(AD, text)
    if "SEO" in text:
        open_terms(exercise)
    assert exercise.section.text == text
    shown = html_of(exercise)
    assert not re.search(r"<script|<b>|<img", shown)
    shown.encode("utf-8")
    assert ("<mark>SEO" in shown) is ("SEO" in text)
    assert exercise._error.value == ""


def test_the_text_shown_is_the_text_pasted():
    text = "A <b> & “SEO” 😀\n\n  - you juggle CRM"
    html = marked_html(text, rules.audit(JobAd(text=text, language="en")))
    box = html.split('role="group"')[1].split(">", 1)[1].rsplit("</div>", 1)[0]
    plain = re.sub(r" <small>.*?</small>|<[^>]+>", "", box)
    assert plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_a_long_text_is_counted_whole_and_shown_in_part():
    text = "x" * 19_998 + " SEO and Google Ads"
    audit = rules.audit(JobAd(text=text, language="en"))
    html = marked_html(text, audit)
    assert audit.breadth == 2
    assert "<mark>" not in html and words("cut", characters=20_000) in html


def test_more_terms_than_can_be_unticked_are_told(book: store.Workbook):
    lists = rules._lists()["areas"]
    exercise = job_ad_audit()
    exercise.enter(AD, ". ".join(name.rstrip("*!") for area in lists for name in area["names"]))
    assert len(open_terms(exercise)) == 60
    assert re.search(r"Only the first 60 of \d+ different terms", said(exercise))


def test_the_page_shows_the_example_before_anyone_presses_start():
    html = preview()
    assert "<svg" in html and 'role="img"' in html
    assert words("band_jobs", jobs=4) in html


def test_the_picture_tells_its_message_without_being_seen():
    html = preview()
    label = re.search(r'aria-label="([^"]+)"', html)
    assert label and "12 of 12 areas are asked for" in label[1] and "4.33" in label[1]


def test_the_chapters_numbers_come_from_the_example():
    numbers = worked_numbers.numbers()
    names = ("breadth", "jobs", "overload", "article_breadth", "article_overload", "focused_breadth")
    assert [numbers[f"job_ad_audit.{name}"] for name in names] == ["12", "4", "4.33", "8", "3.00", "3"]
