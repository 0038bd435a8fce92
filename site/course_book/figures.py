"""The directive {course-figure}: a picture of the chapter, drawn by the library from the worked example.

The same code draws the pictures of the exercises, so a chapter can't show other numbers than they do. What a
picture says to somebody who can't see it comes with it, as its label.
"""

import re
from collections.abc import Callable
from html import unescape

from docutils import nodes

from rolecraft import example
from rolecraft.pictures import (
    activity_triage,
    alignment,
    area_map,
    backlog_and_sprint,
    concepts,
    job_ad_audit,
    kpi_map,
    role_health_check,
    skills_plan,
    time_budget,
)
from rolecraft.rules import activity_triage as triage_rules
from rolecraft.rules import alignment as alignment_rules
from rolecraft.rules import area_map as area_rules
from rolecraft.rules import backlog_and_sprint as backlog_rules
from rolecraft.rules import job_ad_audit as audit_rules
from rolecraft.rules import kpi_map as kpi_rules
from rolecraft.rules import role_health_check as health_rules
from rolecraft.rules import skills_plan as skills_rules
from rolecraft.rules import time_budget as budget_rules

from .directive import CourseDirective


def _board() -> str:
    section = example.plan().backlog_and_sprint
    return backlog_and_sprint.board(section, backlog_rules.review(section, example.today()))


def _curve() -> str:
    plan = example.plan()
    return activity_triage.week(triage_rules.triage(plan.activity_triage, plan.kpi_map.drivers))


def _driver_tree() -> str:
    plan = example.plan()
    return kpi_map.driver_tree(kpi_rules.map_kpis(plan.kpi_map, plan.goal_builder))


def _health_bars() -> str:
    return role_health_check.bars(health_rules.review(example.plan().role_health_check, example.today()))


def _week() -> str:
    section = example.plan().time_budget
    return time_budget.week(section, budget_rules.budget(section))


FIGURES: dict[str, Callable[[], str]] = {
    "ad-breadth": lambda: job_ad_audit.breadth(audit_rules.audit(example.plan().job_ad_audit)),
    "balls": lambda: concepts.balls(area_rules.review(example.plan().area_map)),
    "board": _board,
    "bridge": concepts.bridge,
    "contribution-curve": _curve,
    "demands-and-resources": concepts.demands_and_resources,
    "driver-tree": _driver_tree,
    "health-bars": _health_bars,
    "nearness": lambda: alignment.nearness(alignment_rules.align(example.plan().alignment)),
    "queue": concepts.queue,
    "spacing": concepts.spacing,
    "staircase": lambda: skills_plan.staircase(skills_rules.review(example.plan().skills_plan)),
    "t-shape": lambda: area_map.t_shape(area_rules.review(example.plan().area_map)),
    "talk": concepts.talk,
    "week": _week,
}


def alternative(svg: str) -> str:
    """Return what a picture says to somebody who can't see it; empty when it says nothing."""
    found = re.search(r'<svg[^>]* role="img" aria-label="([^"]+)"', svg)
    return unescape(found[1]) if found else ""


class CourseFigure(nodes.General, nodes.Element):
    """A picture with its caption, the only child. Attribute: svg."""


class Figure(CourseDirective):
    """A picture drawn by code; the content is its caption."""

    required_arguments = 1
    has_content = True

    def run(self):
        """Return the picture, or a warning when nobody draws one of that name or it says nothing."""
        name = self.arguments[0]
        if name not in FIGURES:
            return self.warn(f"there is no figure “{name}”; there are {', '.join(sorted(FIGURES))}")
        svg = FIGURES[name]()
        if not alternative(svg):
            return self.warn(f"the figure {name} has no label for those who can't see it")
        return [CourseFigure("", *self.content_nodes(), svg=svg, ids=[f"figure-{name}"])]


def visit_figure(translator, node):
    """Write the picture and open its caption."""
    translator.body.append(
        f'<figure class="course-figure" id="{node["ids"][0]}">\n{node["svg"]}\n<figcaption>'
    )


def depart_figure(translator, node):
    """Close the caption."""
    translator.body.append("</figcaption>\n</figure>\n")


def setup(app):
    """Register the directive and its node."""
    app.add_node(CourseFigure, html=(visit_figure, depart_figure))
    app.add_directive("course-figure", Figure)
