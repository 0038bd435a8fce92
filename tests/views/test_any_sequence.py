"""Whatever a learner does, in whatever order: no error reaches them, and what is stored is what they see.

Hypothesis plays sequences of actions over all exercises of one plan, each through the widgets' own callbacks,
and looks after each action.
"""

import os
from datetime import date

import ipywidgets as widgets
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import rolecraft
from rolecraft import example, store
from rolecraft.plan_json import plan_from_json, plan_to_json
from rolecraft.views.frame import Exercise, _shown

# How many sequences, over both processes. `make test` plays the same ones each time, so that it never fails
# by chance; `make sequences` plays ten thousand others.
SEQUENCES = int(os.environ.get("COURSE_SEQUENCES", "1000"))
SAME = "COURSE_SEQUENCES" not in os.environ
STEPS = 6

TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            "enquiries",
            "12,5",
            "-1",
            "1e400",
            "100 %",
            "09:00",
            '<script>alert(1)</script>" onload="x',
            "=HYPERLINK(1)",
            "| a | b |\n|---|---|",
            "\x00\x07\x1b[31m\u202eabc\ufeff",
            "Привет שלום مرحبا 你好 🏳️‍🌈 å",
            "half \ud83d",
            "x" * 100_000,
        ]
    ),
    st.integers(-5, 120).map(str),
)


FILLED = plan_to_json(example.plan())


class MemoryDrive:
    """Keeps texts as the browser does, without a disk."""

    def __init__(self):
        self.texts: dict[str, str] = {}
        self.delivered: list[bytes] = []
        self.on_saved = lambda ok, reason: None

    def read(self, name):
        return self.texts.get(name)

    def write(self, name, text, backup=True):
        if backup and name in self.texts:
            self.texts[store.backup_name(name)] = self.texts[name]
        self.texts[name] = text
        self.on_saved(True, "")

    def deliver(self, name, content, mime):
        self.delivered.append(content)
        return name


def inputs(exercise: Exercise) -> list[widgets.Widget]:
    """What can be filled in now."""
    kinds = (widgets.Text, widgets.Textarea, widgets.Dropdown, widgets.Checkbox, widgets.DatePicker)
    return [widget for widget in _shown(exercise) if isinstance(widget, kinds)]


def buttons(exercise: Exercise) -> list[widgets.Button]:
    return [widget for widget in _shown(exercise) if isinstance(widget, widgets.Button)]


class Learner(RuleBasedStateMachine):
    """Someone with a page of exercises: those that were opened stay open, one at a time is worked with."""

    @initialize(name=st.sampled_from(rolecraft.EXERCISES), filled=st.booleans())
    def begin(self, name, filled):
        self.opened: dict[str, Exercise] = {}
        self.drive = MemoryDrive()
        if filled:
            self.drive.texts[store.PLAN_NAME] = FILLED
        self.book = store.use(self.drive)
        self.turn_to(name)

    def teardown(self):
        widgets.Widget.close_all()  # ipywidgets keeps every widget that was ever made

    @rule(name=st.sampled_from(rolecraft.EXERCISES))
    def turn_to(self, name):
        if name not in self.opened:
            self.opened[name] = getattr(rolecraft, name)()
        self.name, self.exercise = name, self.opened[name]

    @rule(which=st.integers(0, 200), words=TEXTS, number=st.integers(0, 40), yes=st.booleans())
    def fill_in(self, which, words, number, yes):
        found = inputs(self.exercise)
        control = found[which % len(found)]
        if isinstance(control, widgets.Dropdown):
            if control.options:
                control.index = number % len(control.options)
        elif isinstance(control, widgets.Checkbox):
            control.value = yes
        elif isinstance(control, widgets.DatePicker):
            control.value = date(2026, 9, 1 + number % 30) if yes else None
        else:
            # As a browser sends it: JSON with half an emoji arrives as it is.
            control.value = words if isinstance(control, widgets.Textarea) else words.replace("\n", " ")

    @rule(which=st.integers(0, 60))
    def press(self, which):
        found = buttons(self.exercise)
        found[which % len(found)].click()

    @rule()
    def come_back_later(self):
        """Another visit: everything is closed, and what was stored is opened afresh."""
        plan = self.book.plan
        self.teardown()
        self.opened = {}
        self.book = store.use(self.drive)
        assert self.book.plan == plan
        self.turn_to(self.name)

    @invariant()
    def no_error_reaches_the_learner(self):
        for name, exercise in self.opened.items():
            assert exercise._error.value == "", name

    @invariant()
    def every_state_saves_and_loads_to_the_same_state(self):
        text = plan_to_json(self.book.plan)
        assert plan_from_json(text) == self.book.plan
        assert plan_to_json(plan_from_json(text)) == text

    @invariant()
    def nothing_that_is_shown_is_made_of_a_learners_tags(self):
        html = "".join(w.value for w in _shown(self.exercise) if isinstance(w, widgets.HTML))
        assert "<script" not in html and 'onload="x' not in html


@pytest.mark.parametrize("part", [1, 2])  # one for each process
def test_no_sequence_of_actions_breaks_an_exercise_or_the_plan(part):
    Learner.TestCase.settings = settings(
        max_examples=SEQUENCES // 2, stateful_step_count=STEPS, database=None, derandomize=SAME
    )
    Learner.TestCase("runTest").runTest()
