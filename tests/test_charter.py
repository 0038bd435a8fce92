"""The charter as a file: whole, the same each time, and nothing that a learner wrote becomes markup."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any, get_type_hints

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rolecraft import charter, document, example
from rolecraft.document import Chapter, Document, Field, Own, Table
from rolecraft.plan import HealthAnswers, Plan
from rolecraft.rules import role_charter as rules
from rolecraft.text import say

TODAY = example.today()
# GitHub's Markdown. It makes links of what looks like an address, but not of a bare "example.com".
MARKDOWN = MarkdownIt("gfm-like", {"html": True})
MARKDOWN.linkify.set({"fuzzy_link": False})
HOSTILE = "\n".join(
    [
        """<script>alert(1)</script><img src=x onerror=alert(2)> " onload="alert(3)" ' &amp; &lt;""",
        "# heading ## heading",
        "===",
        "--- | --- | a|b \\| c",
        "1. one",
        "2) two",
        "+ three",
        "> quoted `code` *strong* __strong__ ~~gone~~ $x$ [link](http://example.org) ![picture](x) [^1]",
        "www.example.org https://example.org me@example.org <http://example.org>",
        "_www.example.org *www.example.org",
        "    code ```",
        "=cmd|' /C calc'!A0",
    ]
)


class _Tags(HTMLParser):
    """What a browser would make of a text: its tags, their attributes, and the words between them."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.words += f" {data}"


def squeezed(text: str) -> str:
    return "".join(text.split())


def said(html: str) -> str:
    """Return the words of a page; a table's caption ends with a colon in Markdown only."""
    return squeezed(_Tags(html).words).replace(":", "")


def made(plan: Plan, today: date = TODAY) -> Document:
    return charter.document(plan, today, rules.charter(plan, today, up_to_date=True))


def written(thing: Any, text: str) -> Any:
    """Put a text into everything that a learner can write in."""
    for name, kind in get_type_hints(type(thing)).items():
        value = getattr(thing, name)
        if kind is str and name not in ("id", "goal", "driver", "area", "active") and name[:5] != "area_":
            setattr(thing, name, text)
        elif isinstance(value, list):
            for one in value:
                if attrs.has(type(one)):
                    written(one, text)
        elif attrs.has(type(value)):
            written(value, text)
    return thing


def test_the_example_has_ten_sections_in_both_files():
    page, text = charter.page(made(example.plan())), charter.markdown(made(example.plan()))
    headings = [
        f"{number}. {say(f'role_charter.section_{name}')}" for number, name in enumerate(rules.SECTIONS, 1)
    ]
    assert re.findall(r"<h2[^>]*>(.+?)</h2>", page) == headings
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == headings
    for words in (
        "Marketing coordinator",
        "Projects 18 h",
        "60 enquiries",
        "decides, and tells after",
        "38,250 SEK",
    ):
        assert words in text
        assert words in " ".join(_Tags(page).words.split()) or words in page


def test_both_files_say_the_same():
    both = made(example.plan())
    page = said(charter.page(both).partition("<main>")[2])
    assert page == said(MARKDOWN.render(charter.markdown(both)))


def test_the_page_needs_nothing_else_and_is_the_same_each_time():
    page = charter.page(made(example.plan()))
    assert page == charter.page(made(example.plan()))
    assert '<html lang="en">' in page and "@page { size: A4" in page
    tags = _Tags(page)
    assert not {"script", "img", "iframe", "object", "form"} & set(tags.tags)
    assert not {"src", "srcset", "action", "background"} & tags.attributes
    assert re.findall(r'href="([^"]*)"', page) == ["data:,"]
    assert "url(" not in page and "@import" not in page


def test_the_day_is_the_only_thing_that_a_later_day_changes():
    plan = example.plan()
    one, other = (charter.markdown(made(plan, day)) for day in (date(2026, 9, 1), date(2026, 12, 24)))
    assert one.replace("1 September 2026", "24 December 2026", 1) == other


@pytest.mark.parametrize(
    ("purpose", "sentence"),
    [
        ("customers ask us for more quotes", "The role exists so that customers ask us for more quotes"),
        ("I am here so that customers ask", "I am here so that customers ask"),
        ("The role exists to make customers ask", "The role exists to make customers ask"),
        ("Rollen finns för att kunder ska fråga", "Rollen finns för att kunder ska fråga"),
        ("it works as a coexistence", "The role exists so that it works as a coexistence"),
    ],
)
def test_the_role_is_a_whole_sentence(purpose: str, sentence: str):
    plan = Plan()
    plan.job_ad_audit.purpose = purpose
    assert f"**In one sentence:** {sentence}\n" in charter.markdown(made(plan))


def test_each_empty_section_says_where_it_is_filled_in():
    chapters = made(Plan()).chapters
    for section, chapter in zip(rules.SECTIONS, chapters, strict=True):
        (note,) = chapter.parts
        assert say(f"role_charter.exercise_{rules.module_name(section)}").lower() in note.words.lower()
        assert f"chapter {rules.chapter_of(section)}" in note.words


def test_numbers_have_their_unit():
    text = charter.markdown(made(example.plan()))
    assert "| 1.5 % | 2 % |" in text and "| 40 enquiries | 60 enquiries |" in text
    assert "| Reply time in hours | Guardrail | 14 | 10 |" in text


def test_the_area_that_is_learned_now_is_among_the_areas():
    plan = example.plan()
    areas = charter.markdown(made(plan)).partition("## 3.")[2].partition("## 4.")[0]
    crm, analytics = say("areas.CRM_name"), say("areas.ANALYTICS_name")
    assert f"**To learn now:** {analytics}\n" in areas and areas.count(analytics) == 1
    assert f"{crm} (learn later)" in areas
    plan.skills_plan = Plan().skills_plan  # then the area map says what to learn
    areas = charter.markdown(made(plan)).partition("## 3.")[2].partition("## 4.")[0]
    assert f"{crm} (learn now)" in areas and "**To learn now:**" not in areas
    assert f"**To learn later:** {analytics}" in areas


def test_a_section_that_is_begun_says_what_it_still_needs():
    plan = example.plan()
    plan.backlog_and_sprint.cadence = ""
    assert say("role_charter.lack_cadence") in charter.markdown(made(plan))


def test_what_is_to_be_checked_again_is_marked():
    plan = example.plan()
    text = charter.markdown(charter.document(plan, TODAY))  # nothing in the example is marked as built on
    assert text.count(say("role_charter.check", where="…")[:12]) == len(rules.to_check(plan)) > 3


def test_the_health_check_is_in_it_only_as_far_as_it_is_ticked():
    plan = example.plan()
    without = charter.markdown(made(plan))
    plan.role_health_check.first = plan.role_health_check.again = HealthAnswers()
    assert charter.markdown(made(plan)) == without
    assert plan.role_health_check.improve_1 not in without
    plan.role_health_check.in_charter = True
    ticked = charter.markdown(made(plan))
    plan.role_health_check = attrs.evolve(
        example.plan().role_health_check, in_charter=True, first=HealthAnswers(4, 4, 4, 4, 4, 4, 4)
    )
    assert charter.markdown(made(plan)) == ticked
    assert plan.role_health_check.improve_1 in ticked and plan.role_health_check.improve_2 in ticked


def hostile_plans() -> Iterator[Any]:
    for text in (HOSTILE, *HOSTILE.split("\n")):
        plan = written(example.plan(), text)
        plan.role_health_check.in_charter = True
        yield pytest.param(plan, text, id=text[:12])


@pytest.mark.parametrize(("plan", "text"), list(hostile_plans()))
def test_what_a_learner_wrote_is_text_and_nothing_else(plan: Plan, text: str):
    both, ticked = made(plan), example.plan()
    ticked.role_health_check.in_charter = True
    allowed = {"html", "head", "meta", "title", "link", "style", "body", "main", "div", "h1", "h2", "p", "br"}
    allowed |= {"strong", "bdi", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    page = _Tags(charter.page(both))
    assert set(page.tags) <= allowed
    assert not [name for name in page.attributes if name.startswith("on")]
    assert page.tags.count("h2") == 10 and page.tags.count("h1") == 1
    assert squeezed(text) in squeezed(page.words)

    plain = _Tags(MARKDOWN.render(charter.markdown(both)))
    markup = {
        "h1",
        "h2",
        "p",
        "br",
        "strong",
        "em",
        "ul",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "hr",
    }
    assert set(plain.tags) <= markup
    assert plain.tags.count("h1") == 1 and plain.tags.count("h2") == 10
    assert not re.search(r"www\.|https?://|\w@", charter.markdown(both))
    as_usual = _Tags(MARKDOWN.render(charter.markdown(made(ticked))))
    for tag in ("table", "th", "hr", "ul", "li"):
        assert plain.tags.count(tag) == as_usual.tags.count(tag)
    assert squeezed(text) in squeezed(plain.words)


def test_learners_words_keep_their_own_direction():
    plan = example.plan()
    plan.job_ad_audit.purpose = "המשרה קיימת כדי ש customers ask"
    assert f'<bdi dir="auto">{plan.job_ad_audit.purpose}</bdi>' in charter.page(made(plan))


def test_characters_that_no_page_can_hold_get_a_sign_in_their_place():
    plan = example.plan()
    plan.job_ad_audit.purpose = "a\x00b\x1bc\x85d\ud83de\uffffe"
    for text in (charter.page(made(plan)), charter.markdown(made(plan))):
        text.encode("utf-8")
        assert "a\ufffdb\ufffdc\ufffdd\ufffde\ufffde" in text


def test_a_hundred_thousand_characters_are_all_there():
    plan = example.plan()
    plan.time_budget.gives_way = "wait " * 20_000
    plan.goal_builder.goals[0].metric = "x" * 100_000
    for text in (charter.page(made(plan)), charter.markdown(made(plan))):
        assert text.count("wait") >= 20_000 and "x" * 100_000 in text


def test_line_breaks_stay_in_a_paragraph_and_become_blanks_in_a_table():
    text = document.to_markdown(
        Document(
            "en",
            ("Title",),
            (),
            (
                Chapter(
                    "One",
                    (
                        Field("List", ((Own("1. posts\r\n\n2. fairs"),),)),
                        Table("Table", ("A",), (((Own("a\nb"),),),)),
                    ),
                ),
            ),
        )
    )
    assert "**List:** 1. posts  \n2\\. fairs\n" in text
    assert "| a b |" in text


def test_a_caption_that_is_a_sentence_gets_no_colon():
    text = charter.markdown(made(example.plan()))
    assert "\nDecisions:\n" in text and say("role_charter.caption_signatures") + "\n" in text


@given(st.text(max_size=60), st.text(st.sampled_from("<>&#*_-+=|\\`[](){}!1.):@/ \n\tw~$^"), max_size=40))
def test_any_text_at_all_is_the_same_words_in_both(one: str, other: str):
    both = Document(
        "en",
        ("Title ", Own(one)),
        (Field("Label", ((Own(one),), (Own(other),))), Field("List", ((Own(other),),), listed=True)),
        (Chapter("Chapter", (Table("Table", ("A", "B"), (((Own(one),), (Own(other),)),)),)),),
    )
    rendered = _Tags(MARKDOWN.render(document.to_markdown(both)))
    assert set(rendered.tags) <= {
        "h1",
        "h2",
        "p",
        "br",
        "strong",
        "ul",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    counts = {tag: rendered.tags.count(tag) for tag in ("h1", "h2", "ul", "li", "table", "td")}
    assert counts == {"h1": 1, "h2": 1, "ul": 1, "li": 1, "table": 1, "td": 2}
    assert said(document.to_html(both)) == squeezed(rendered.words).replace(":", "")
