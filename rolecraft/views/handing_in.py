"""The part of the role charter that saves a file for a workshop's result, and says first what is in it."""

from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

from rolecraft.hand_in import HandIn, hand_in, new_code, to_file
from rolecraft.rules.areas import AREAS
from rolecraft.rules.time_budget import BLOCK

if TYPE_CHECKING:
    from rolecraft.views.role_charter import RoleCharter


class HandingIn:
    """Shows what a hand-in would hold, and saves it. Nothing is handed in by itself."""

    def __init__(self, exercise: "RoleCharter"):
        self.exercise = exercise
        self._holds, self._saved = exercise.html(), exercise.html("rc-live")
        self._save = exercise.button("save_hand_in", self._save_file)
        inside = [exercise.paragraph("intro_hand_in"), self._holds, self._save, self._saved]
        self._content = widgets.VBox(inside)
        self.widget = exercise.folded("handing", self._content, self._show_holds)
        self.widget.layout = widgets.Layout()

    def show(self, *, visible: bool) -> None:
        """Show what the plan gives now. visible: False while the example is shown, which nobody hands in."""
        self.widget.layout.display = None if visible else "none"
        self._show_holds()

    def _show_holds(self) -> None:
        if self._content.layout.display == "none":
            return
        handed = hand_in(self.exercise.workbook.plan)
        self._saved.value = ""
        self._save.layout.display = "none" if handed.empty else None
        say = self.exercise.say
        if handed.empty:
            self._holds.value = f"<p>{escape(say('hand_in_empty'))}</p>"
            return
        lines = "".join(f"<li>{escape(line)}</li>" for line in self._lines(handed))
        self._holds.value = f"<p>{escape(say('hand_in_holds'))}</p><ul>{lines}</ul>"

    def _lines(self, handed: HandIn) -> list[str]:
        """Return in words what the file would hold."""
        say, lines = self.exercise.say, []
        if handed.asked is not None:
            lines.append(say("hand_in_asked", asked=self._names(handed.asked)))
        if handed.curve is not None:
            lines.append(say("hand_in_curve", t20=100 * handed.curve[1]))
        if handed.stops is not None:
            lines.append(say("hand_in_stops", kinds=self._names(handed.stops), hours=handed.won_back or 0))
        if handed.focus is not None:
            lines.append(say("hand_in_focus", minutes=BLOCK, hours=handed.focus))
        if handed.pair is not None:
            lines.append(say("hand_in_pair", score=handed.pair.score))
        return [*lines, say("hand_in_code")]

    def _names(self, kinds: list[str]) -> str:
        say = self.exercise.say
        names = [say(f"areas.{kind}_short") if kind in AREAS else say(f"kind_{kind}") for kind in kinds]
        return "; ".join(names) or say("hand_in_none")

    def _save_file(self) -> None:
        exercise, book = self.exercise, self.exercise.workbook
        if not hand_in(book.plan).code:
            book.plan.role_charter.hand_in = new_code()
            book.edited("role_charter", exercise)
        handed = hand_in(book.plan)
        name = exercise.say("hand_in_name", code=handed.code)
        words = exercise.deliver(name, to_file(handed), "application/json")
        self._saved.value = f"<p>{escape(words)}</p>"
