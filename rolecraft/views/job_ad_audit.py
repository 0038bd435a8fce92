"""The job-ad audit on the screen: paste an ad, see what it asks for, correct what the word list got wrong."""

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import example
from rolecraft.pictures import job_ad_audit as pictures
from rolecraft.rules import job_ad_audit as rules
from rolecraft.text import say
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html

if TYPE_CHECKING:
    import pandas

SHARES = (100, 90, 80, 75, 70, 60, 50)  # per cent of full time
SHOWN = 20_000  # characters of the ad that are shown marked
MOST_TERMS = 60  # that can be unticked

# Characters that a page can't hold; one sign replaces one, so that places in the text stay the same.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class JobAdAudit(Exercise):
    """The ad and three choices above, the answer below; hits can be unticked."""

    module = "job_ad_audit"
    reads = ()

    def build(self) -> Sequence[widgets.Widget]:
        """Return the inputs and the places for answers."""
        f = self.fields
        section = self._section
        self._verdict, self._feedback = self.html("rc-live"), self.html()
        self._picture, self._numbers = self.html(), self.html()
        self._marked, self._details = self.html(), self.html()
        self._boxes: list[widgets.Checkbox] = []
        self._keys: list[str] = []
        self._terms = widgets.VBox(layout=self.steady)
        self._more = self.html()
        # Many checkboxes take time to make, so they are made when somebody wants to see them.
        self._untick = widgets.VBox([self.paragraph("help_terms"), self._terms, self._more])
        self._answer = widgets.VBox(
            [
                widgets.HTML(formula_html(self.say("formula"), self.language), layout=self.steady),
                self.folded("numbers", widgets.VBox([self._numbers])),
                self._marked,
                self.folded("terms", self._untick, self._show_terms),
                self._details,
            ]
        )
        return [
            self.heading("heading_ad"),
            f.text(section, "text", rows=8).widget,
            self.row(
                f.choice(section, "experience", self._options("experience", rules.CAPACITY)),
                f.choice(section, "share", [(self._percent(share), share / 100) for share in SHARES]),
                f.choice(section, "language", self._options("language", ("auto", "en", "sv"))),
            ),
            self.heading("heading_answer"),
            self._verdict,
            self._picture,
            self._feedback,
            self._answer,
            self.paragraph("limits"),
            self.heading("heading_purpose"),
            f.text(section, "purpose", rows=2).widget,
        ]

    def _section(self) -> Any:
        return self.section

    def _options(self, name: str, values: Any) -> list[tuple[str, str]]:
        return [(self.say(f"{name}_{value}"), value) for value in values]

    def _percent(self, share: int) -> str:
        return self.say("share_percent", percent=share)

    # The answer

    def edited(self) -> None:
        """Forget unticked terms that the text no longer holds, so that the next ad starts afresh."""
        if self.section.unticked:
            there = {hit.key for hit in rules.audit(self.section).set_aside}
            self.section.unticked = [key for key in self.section.unticked if key in there]
        super().edited()

    def respond(self) -> None:
        """Show what the ad asks for, in words, as a picture and in the text itself."""
        audit = self._audit = rules.audit(self.section)
        self._verdict.value = verdict_html(audit, self.language)
        self._feedback.value = feedback_html(audit.feedback, self.language)
        found = audit.hits or audit.set_aside
        self._answer.layout.display = None if found else "none"
        self._picture.value = pictures.breadth(audit, self.language) if found else ""
        headings, rows = area_rows(audit, self.language)
        self._numbers.value = table_html(headings, rows, self.say("heading_numbers"), self.language)
        self._marked.value = marked_html(self.section.text, audit, self.language)
        self._details.value = details_html(audit, self.language)
        self._show_terms()

    def table(self) -> "pandas.DataFrame":
        """Return the twelve areas as a table, with what was found, weight, level, strength and load."""
        from rolecraft.tables import table

        return table(*area_rows(rules.audit(self.section), self.language))

    # Unticking

    def _show_terms(self) -> None:
        """Show a checkbox for each term, the areas in their order; used ones are used again."""
        if self._untick.layout.display == "none":
            return
        text = self.section.text
        order = rules.area_ids()
        first: dict[str, rules.Hit] = {}
        counts: dict[str, int] = {}
        for hit in (*self._audit.hits, *self._audit.set_aside):
            first.setdefault(hit.key, hit)
            counts[hit.key] = counts.get(hit.key, 0) + 1
        found = sorted(first.values(), key=lambda hit: (order.index(hit.area), hit.start))
        shown = found[:MOST_TERMS]
        while len(self._boxes) < len(shown):
            self._boxes.append(self._new_box(len(self._boxes)))
        self._keys = [hit.key for hit in shown]
        filling, self.filling = self.filling, True
        for box, hit in zip(self._boxes, shown, strict=False):
            term = " ".join(_showable(text[hit.start : hit.end]).split())
            area = self.say(f"areas.{hit.area}_short")
            box.description = self.say("term", area=area, term=term, count=counts[hit.key])
            box.value = hit.key not in self.section.unticked
        self.filling = filling
        children = tuple(self._boxes[: len(shown)])
        if children != self._terms.children:
            self._terms.children = children
        more = self.say("more_terms", shown=MOST_TERMS, count=len(found)) if len(found) > len(shown) else ""
        self._more.value = f"<p>{escape(more)}</p>" if more else ""

    def _new_box(self, place: int) -> widgets.Checkbox:
        # One style for all: each would be one more message to the page.
        style = {"style": self._boxes[0].style} if self._boxes else {}
        box = widgets.Checkbox(value=True, indent=False, layout=self.steady, **style)
        box.observe(self.guard(lambda change: self._ticked(place, change["new"])), "value")
        return box

    def _ticked(self, place: int, counts: bool) -> None:
        if self.filling:
            return
        unticked = [key for key in self.section.unticked if key != self._keys[place]]
        self.section.unticked = unticked if counts else [*unticked, self._keys[place]]
        self.edited()


def _showable(text: str) -> str:
    return _UNSHOWABLE.sub("\ufffd", text)


def _words(key: str, language: str, **values: Any) -> str:
    return escape(say(f"job_ad_audit.{key}", language, **values))


def verdict_html(audit: rules.Audit, language: str = "en") -> str:
    """Return the verdict and the figures behind it; nothing while there is nothing to judge."""
    if audit.band is None:
        return ""
    verdict = _words(f"band_{audit.band}", language, jobs=audit.jobs)
    figures = _words(
        "figures",
        language,
        breadth=audit.breadth,
        load=audit.load,
        capacity=audit.capacity,
        overload=audit.overload,
    )
    aside = len({hit.key for hit in audit.set_aside})
    unticked = f" {_words('unticked', language, count=aside)}" if aside else ""
    read_as = _words(f"read_as_{audit.language}", language)
    return (
        f'<div class="rc-box"><strong>{verdict}</strong><br>{figures}{unticked}<br>'
        f'<span class="rc-hint">{read_as}</span></div>'
    )


def marked_html(text: str, audit: rules.Audit, language: str = "en") -> str:
    """Return the learner's text with each hit and red flag marked and named, all else as plain text."""
    shown = _showable(text[:SHOWN])
    workload = _words("workload", language)
    marks = [
        (hit.start, hit.end, "mark", "", escape(say(f"areas.{hit.area}_short", language)))
        for hit in audit.hits
        if hit.end <= len(shown)
    ]
    marks += [
        (flag.start, flag.end, "span", ' class="rc-flag"', workload)
        for flag in audit.red_flags
        if flag.end <= len(shown)
    ]
    parts, done = [], 0
    for start, end, tag, kind, name in sorted(marks):
        if start >= done:
            parts.append(escape(shown[done:start]))
            parts.append(f"<{tag}{kind}>{escape(shown[start:end])} <small>{name}</small></{tag}>")
            done = end
    parts.append(escape(shown[done:]))
    heading, legend = _words("heading_text", language), _words("legend", language)
    cut = f"<p>{_words('cut', language, characters=SHOWN)}</p>" if len(text) > SHOWN else ""
    # A box that scrolls must be reachable with the keyboard.
    return (
        f'<h4>{heading}</h4><p class="rc-hint">{legend}</p><div class="rc-ad" dir="auto" tabindex="0" '
        f'role="group" aria-label="{heading}">{"".join(parts)}</div>{cut}'
    )


def area_rows(audit: rules.Audit, language: str = "en") -> tuple[list[str], list[list[Any]]]:
    """Return headings and one row for each area: what was found, and the numbers of the formula."""
    columns = ("area", "terms", "weight", "level", "strength", "load", "state")
    rows = [
        [
            say(f"areas.{area.id}_name", language),
            area.terms,
            area.weight,
            area.level,
            round(area.strength, 4),
            round(area.load, 4),
            say(f"job_ad_audit.picture_{area.state}", language),
        ]
        for area in audit.areas
    ]
    return [say(f"job_ad_audit.column_{column}", language) for column in columns], rows


def details_html(audit: rules.Audit, language: str = "en") -> str:
    """Return what the ad says clearly, a question for each area, and a start for a new text."""
    points = "".join(
        f"<li>{'✓' if point in audit.says else '○'} {_words(f'point_{point}', language)}: "
        f"{_words('says' if point in audit.says else 'says_not', language)}</li>"
        for point in rules.CLARITY
    )
    questions = ""
    for prompt in rules.PROMPTS:
        names = [
            escape(say(f"areas.{area.id}_name", language)) for area in audit.areas if area.prompt == prompt
        ]
        if names:
            ask = _words(f"ask_{prompt}", language)
            questions += f"<li><strong>{' · '.join(names)}</strong><br>{ask}</li>"
    return (
        f"<h4>{_words('heading_clarity', language)}</h4>"
        f"<p>{_words('clarity', language, said=len(audit.says))}</p>"
        f'<ul class="rc-plain">{points}</ul>'
        f"<h4>{_words('heading_areas', language)}</h4><ul>{questions}</ul>"
        f"{skeleton_html(audit.skeleton, language)}"
    )


def skeleton_html(skeleton: rules.Skeleton, language: str = "en") -> str:
    """Return the start for a new text: one result, at most three areas, and what else an ad should say."""

    def named(areas: tuple[str, ...]) -> str:
        return ", ".join(say(f"areas.{area}_name", language) for area in areas)

    def point(name: str) -> str:
        lacking = f" <em>{_words('skeleton_lacking', language)}</em>" if name in skeleton.missing else ""
        return _words(f"skeleton_{name}", language) + lacking

    others = "skeleton_others" if skeleton.others else "skeleton_others_none"
    lines = [
        point("results"),
        _words("skeleton_keep", language, areas=named(skeleton.keep) or "…"),
        _words(others, language, areas=named(skeleton.others)),
        point("support"),
        point("learning"),
        point("mandate"),
    ]
    if skeleton.choose:
        lines.append(_words("skeleton_choose", language, areas=named(skeleton.choose)))
    return (
        f"<h4>{_words('heading_skeleton', language)}</h4>"
        f'<p class="rc-hint">{_words("skeleton_help", language)}</p>'
        f"<ol>{''.join(f'<li>{line}</li>' for line in lines)}</ol>"
    )


def job_ad_audit() -> JobAdAudit:
    """Open the job-ad audit (chapter 1)."""
    return JobAdAudit()


def on_paper(language: str = "en") -> list[tuple[str, list[str], int]]:
    """Return what a pen does in place of the word list: (question, boxes to tick, lines to write on)."""
    areas = [say(f"areas.{area}_name", language) for area in rules.area_ids()]
    points = [say(f"job_ad_audit.point_{point}", language) for point in rules.CLARITY]
    return [
        (say("job_ad_audit.paper_areas", language), areas, 0),
        (say("job_ad_audit.paper_points", language), points, 0),
        (say("job_ad_audit.paper_keep", language), [], 1),
        (say("job_ad_audit.paper_others", language), [], 2),
    ]


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    audit = rules.audit(example.plan().job_ad_audit)
    return "".join(
        [
            f"<p>{_words('preview', language)}</p>",
            verdict_html(audit, language),
            pictures.breadth(audit, language),
            feedback_html(audit.feedback, language),
        ]
    )
