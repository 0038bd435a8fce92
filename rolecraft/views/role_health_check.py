"""The role health check on the screen: fourteen statements, what they say, and where to turn for help."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from rolecraft import example
from rolecraft.numbers import format_number
from rolecraft.pictures import role_health_check as pictures
from rolecraft.plan import HealthAnswers, RoleHealth
from rolecraft.rules import role_health_check as rules
from rolecraft.text import say
from rolecraft.views.fields import Field, hint_html
from rolecraft.views.frame import Exercise, feedback_html, formula_html, table_html

if TYPE_CHECKING:
    import pandas

ROUNDS = ("first", "again")


class RoleHealthCheck(Exercise):
    """One form for the first answers, the same behind a button for those after 90 days."""

    module = "role_health_check"
    rules = rules
    reads = ()

    def build(self) -> Sequence[widgets.Widget]:
        """Return the form and the places for answers."""
        f = self.fields
        self._days: dict[str, Field] = {}
        self._again = widgets.VBox()
        self._result, self._care, self._all = self.html("rc-live"), self.html("rc-live"), self.html("rc-live")
        self._picture, self._changed_table = self.html(), self.html()
        self._repeat, self._improve, self._share = self.html(), self.html("rc-live"), self.html("rc-live")
        return [
            self.paragraph("what_it_is"),
            widgets.HTML(help_html(self.language), layout=self.steady),
            self.paragraph("private"),
            self.heading("heading_answers"),
            self.paragraph("intro_answers"),
            *self._form("first"),
            self.heading("heading_result"),
            self._result,
            self._care,
            self._all,
            self._picture,
            self._changed_table,
            widgets.HTML(formula_html(_formulas(self.language), self.language)),
            self.heading("heading_again"),
            self._repeat,
            self.folded("again", self._again, self._unfolded),
            self.heading("heading_improve"),
            self.paragraph("intro_improve"),
            f.text(self._section, "improve_1").widget,
            f.text(self._section, "improve_2").widget,
            self._improve,
            self.heading("heading_share"),
            f.yes(self._section, "in_charter").widget,
            f.yes(self._section, "in_files").widget,
            self._share,
        ]

    def _form(self, name: str) -> list[widgets.Widget]:
        """Return the inputs of one round: its day, and the statements of each dimension."""

        def answers() -> HealthAnswers:
            return getattr(self.section, name)

        choices = [(self.say("answer_unknown"), None)]
        choices += [(self.say(f"answer_{answer}"), answer) for answer in range(5)]
        day = self._days[name] = self.fields.day(answers, "given_on", f"{name}_day")
        form: list[widgets.Widget] = []
        for dimension, statements in rules.STATEMENTS.items():
            fields = [self.fields.choice(answers, statement, choices) for statement in statements]
            if name == "again":  # two inputs on one page never have the same name
                for field in fields:
                    control = field.control
                    control.description = self.say("statement_again", statement=control.description)
            form += [_dimension(dimension, self.language), self.row(*fields)]
        return [*form, day.widget]

    def _unfolded(self) -> None:
        """Make the second form when it is opened for the first time: most learners come here only later."""
        if not self._again.children:
            self._again.children = [self.paragraph("intro_again"), *self._form("again")]
            self.show()

    def _section(self) -> RoleHealth:
        return self.section

    def edited(self) -> None:
        """Note the day when the first answer of a round is given."""
        for name in ROUNDS:
            answers = getattr(self.section, name)
            if answers.given_on is None and rules.assess(answers).answered == 1:
                answers.given_on = self.today
                self._load_day(name)
        super().edited()

    def _load_day(self, name: str) -> None:
        if name in self._days:
            self.filling = True
            self._days[name].load()
            self.filling = False

    # The answer

    def respond(self) -> None:
        """Show what the newest answers say, what has changed, and what goes where."""
        section, language = self.section, self.language
        review = rules.review(section, self.today)
        self._result.value = result_html(review, section, language)
        self._care.value = care_html(language) if review.recovery_low else ""
        self._all.value = feedback_html(review.feedback, language)
        self._picture.value = pictures.bars(review, language)
        self._changed_table.value = changes_html(review, language)
        self._repeat.value = f"<p>{escape(self._when(review))}</p>"
        self._improve.value = improve_html(section, language)
        self._share.value = f"<p>{escape(' '.join(self._shared()))}</p>"
        if "again" in self._days:
            wrong = review.days is not None and review.days < 0
            self._days["again"].tell(self.say("day_before") if wrong else "", problem=True)

    def _when(self, review: rules.Review) -> str:
        if not (review.first.answered or review.again.answered):
            return self.say("repeat_later")
        if review.repeat_on is None:
            return self.say("repeat_no_day")
        return self.say("repeat_on", day=review.repeat_on, days=rules.REPEAT_AFTER)

    def _shared(self) -> tuple[str, str]:
        """Return what the charter will say, and what a saved file will hold."""
        charter = "charter_out"
        if self.section.in_charter:
            charter = "charter_in" if _improvements(self.section) else "charter_empty"
        return self.say(charter), self.say("files_in" if self.section.in_files else "files_out")

    def table(self) -> "pandas.DataFrame":
        """Return one row a dimension, then demands, resources and balance: first, again and change."""
        from rolecraft.tables import table

        return table(*change_rows(rules.review(self.section, self.today), self.language))


def _words(key: str, language: str, **values: Any) -> str:
    return say(f"role_health_check.{key}", language, **values)


def _dimension(name: str, language: str) -> widgets.HTML:
    words = escape(_words(f"name_{name}", language))
    return widgets.HTML(f"<p><strong>{words}</strong></p>{hint_html(_words(f'about_{name}', language))}")


def _formulas(language: str) -> str:
    limits = {
        "strained": rules.STRAINED,
        "cut_off": rules.CUT_OFF,
        "low": rules.LOW_RECOVERY,
        "same": rules.SAME,
    }
    return "\n".join(_words(f"formula_{part}", language, **limits) for part in ("scores", "limits", "begin"))


def help_html(language: str = "en") -> str:
    """Return where to turn for help, as it always stands above the form."""
    heading, words = (escape(_words(key, language)) for key in ("heading_help", "help_always"))
    return f'<div class="rc-box"><strong>{heading}</strong><p>{words}</p></div>'


def care_html(language: str = "en") -> str:
    """Return where to turn for help in full, for the time when recovery is low."""
    heading, words = (escape(_words(key, language)) for key in ("heading_help", "care"))
    places = _words("care_places", language).splitlines()
    lines = "".join(f"<li>{escape(place)}</li>" for place in places)
    return f'<div class="rc-box"><h4>{heading}</h4><p>{words}</p><ul>{lines}</ul></div>'


def result_html(review: rules.Review, section: RoleHealth, language: str = "en") -> str:
    """Return the key lines of the newest round that has a balance; recovery stands beside it."""
    now, lines = review.now, []
    if now.balance is not None:
        title = _round_title("again" if now is review.again else "first", section, language)
        values = {part: rules.as_shown(getattr(now, part)) for part in ("demands", "resources", "balance")}
        said = (_words("line_balance", language, **values), _words(f"balance_{now.verdict}", language))
        lines += [f"<strong>{escape(title)}</strong>", escape(" ".join(said))]
        lines.append(escape(_words(f"profile_{now.profile}", language)))
    if review.recovery is not None:
        lines.append(escape(_words("line_recovery", language, recovery=rules.as_shown(review.recovery))))
    if now.balance is not None:
        note = _words("profile_note", language, cut_off=rules.CUT_OFF)
        lines.append(f"<small>{escape(note)}</small>")
    return f'<div class="rc-box">{"".join(f"<p>{line}</p>" for line in lines)}</div>' if lines else ""


def _round_title(name: str, section: RoleHealth, language: str) -> str:
    title, day = _words(f"round_{name}", language), getattr(section, name).given_on
    return _words("round_day", language, round=title, day=day) if day else title


def change_rows(review: rules.Review, language: str = "en") -> tuple[list[str], list[list[Any]]]:
    """Return headings, and first, again and change in points, one row a part."""
    columns = ("dimension", "first", "again", "change")
    headings = [_words(f"column_{name}", language) for name in columns]
    return headings, [
        [
            _words(f"name_{one.name}", language),
            *(
                None if value is None else rules.as_shown(value)
                for value in (one.first, one.again, one.change)
            ),
        ]
        for one in (*review.changes, *review.overall)
    ]


def changes_html(review: rules.Review, language: str = "en") -> str:
    """Return the change of each part in words, empty until something was answered twice."""
    changes = (*review.changes, *review.overall)
    if not any(one.direction for one in changes):
        return ""
    rows = [[_words(f"name_{one.name}", language), _change_words(one, language)] for one in changes]
    headings = [_words(f"column_{name}", language) for name in ("dimension", "change")]
    return table_html(headings, rows, _words("caption_changes", language), language)


def _change_words(one: rules.Change, language: str) -> str | None:
    if one.change is None:
        return None
    change = format_number(rules.as_shown(one.change), None, language)
    if one.change > 0:
        change = f"+{change}"
    if one.direction == "same":
        return _words("changed_same", language, change=change)
    kind = "demand" if one.name in (*rules.DEMANDS, "demands") else "resource"
    return _words(f"changed_{kind}_{one.direction}", language, change=change)


def _improvements(section: RoleHealth) -> list[str]:
    return [words for words in (section.improve_1.strip(), section.improve_2.strip()) if words]


def improve_html(section: RoleHealth, language: str = "en") -> str:
    """Return the things to improve as a list, empty while there are none."""
    lines = "".join(f"<li>{escape(words)}</li>" for words in _improvements(section))
    return f"<p>{escape(_words('improve_list', language))}</p><ol>{lines}</ol>" if lines else ""


def role_health_check() -> RoleHealthCheck:
    """Open the role health check (chapter 2)."""
    return RoleHealthCheck()


def on_paper(language: str = "en") -> list[tuple[str, list[str], int, str]]:
    """Return what stands before the statements: (words, boxes to tick, lines to write on, hint as HTML)."""
    return [
        (_words("heading_help", language), [], 0, hint_html(_words("help_always", language))),
        (_words("intro_answers", language), [], 0, hint_html(_words("what_it_is", language))),
    ]


def preview(language: str = "en") -> str:
    """Return the worked example as HTML, for the page before the exercise is started and for print."""
    section = example.plan().role_health_check
    first = rules.review(RoleHealth(first=section.first))
    review = rules.review(section)
    again = escape(_round_title("again", section, language))
    return "".join(
        [
            result_html(first, section, language),
            feedback_html(first.feedback, language),
            pictures.bars(review, language),
            f"<p><strong>{again}</strong></p>",
            feedback_html(review.feedback, language),
            improve_html(section, language),
        ]
    )
